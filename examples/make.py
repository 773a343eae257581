"""Make the examples that are made from others; run it after a change to round-up.clean.txt or plan.txt.

    round-up.clean.txt → round-up.txt                        damaged as copied web pages are
    plan.txt           → plan.html, plan.docx, plan.pdf      (the PDF by LibreOffice, when it is installed, with
                                                             宋体 or a TrueType face put in its place: from other
                                                             faces the quotation marks come out as spaces)
"""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HERE = Path(__file__).parent
ANNOTATED = "運應業發會動關進實務責險環質導組標準綠貫徹領處經檢區戰網強識"
"""Traditional characters that get a bracketed reading wherever they stand."""
HALF_WIDTH = str.maketrans("，：；（）？！", ",:;()?!")
VARIANTS = str.maketrans("着陝", "著陜")
MADE_ON = datetime(2018, 9, 21, tzinfo=UTC)
HEADING = re.compile(r"[一二三四五六七八九十]+、")
SUBHEADING = re.compile(r"（[一二三四五六七八九十]+）[^。]*。")
NUMBERED = re.compile(r"\d+\.")


def damaged(clean: str) -> str:
    """Clean text as it looks on such a page: traditional characters, readings in brackets, half-width punctuation."""
    from opencc import OpenCC
    from pypinyin import Style, pinyin

    traditional = OpenCC("s2t").convert(clean).translate(VARIANTS).translate(HALF_WIDTH)
    return "".join(f"{c}({pinyin(c, style=Style.TONE)[0][0]})" if c in ANNOTATED else c for c in traditional)


def plan_parts() -> tuple[list[str], list[str], list[list[str]]]:
    """The plan's covering letter, its own paragraphs, and the rows of its table."""
    letter, body = (HERE / "plan.txt").read_text("utf-8").strip().split("\n\n", 1)
    plan, attachment = body.rsplit("\n\n", 1)
    rows = [line.split("\t") for line in attachment.splitlines() if "\t" in line]
    return letter.splitlines(), [line for line in plan.splitlines() if line], rows


def plan_html() -> str:
    """The plan as a page of an office's site, with all that stands around the article."""
    letter, plan, rows = plan_parts()
    article = [f"<h1>{escape(letter[0])}</h1>", *(f"<p>{escape(line)}</p>" for line in letter[1:])]
    for line in plan:
        tag = "h2" if HEADING.match(line) else "p"
        article.append(f"<{tag}>{escape(line)}</{tag}>")
    cells = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    article += ["<p>附件</p>", "<p>重点任务分工表</p>", "<table>", *cells, "</table>"]
    return PAGE.format(title=escape(letter[0]), article="\n".join(article))


PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{title}_江浦省内河航运管理局</title>
<style>nav a {{ margin-right: 1em }}</style><script>var visits = 1024;</script></head>
<body>
<header><p>江浦省内河航运管理局门户网站</p>
<nav><a href="/">首页</a><a href="/news/">航运要闻</a><a href="/open/">政务公开</a><a href="/service/">办事服务</a><a href="/ask/">互动交流</a></nav>
<p class="crumbs">您的位置：<a href="/">首页</a> &gt; <a href="/open/">政务公开</a> &gt; 通知公告</p></header>
<main><article class="article">
{article}
</article>
<div class="share">分享到：微信 微博 打印 关闭</div></main>
<aside class="related"><h3>相关链接</h3><ul>
<li><a href="/news/1.html">省局召开汛期水上交通安全视频会议</a></li>
<li><a href="/news/2.html">关于公布2018年第三季度船员考试计划的公告</a></li>
<li><a href="/news/3.html">一图读懂渡口改造怎么干</a></li></ul></aside>
<footer><p>主办：江浦省内河航运管理局 承办：科技信息处 请使用1024×768以上分辨率浏览</p>
<p>网站标识码：0000000000 江ICP备00000000号 如有问题请在3个工作日内反馈</p></footer>
</body></html>
"""


def write_docx(path: Path) -> None:
    """The plan as a Word file with real headings, an automatically numbered list and a table."""
    import docx

    letter, plan, rows = plan_parts()
    file = docx.Document()
    file.core_properties.created = file.core_properties.modified = MADE_ON
    file.core_properties.author = file.core_properties.last_modified_by = "江浦省内河航运管理局"
    set_fonts(file)
    file.sections[0].header.paragraphs[0].text = "江浦省内河航运管理局文件"
    add_page_number(file.sections[0].footer.paragraphs[0])
    file.add_heading(letter[0], 0)
    for line in letter[1:]:
        file.add_paragraph(line)
    for line in plan:
        add_plan_line(file, line)
    file.add_paragraph("附件")
    file.add_paragraph("重点任务分工表")
    table = file.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    file.save(str(path))
    fix_times(path)


def fix_times(path: Path) -> None:
    """Write a zip again with one time stamp for every member, so that the same plan gives the same bytes."""
    with ZipFile(path) as old:
        members = [(info.filename, old.read(info)) for info in old.infolist()]
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, content in members:
            new.writestr(ZipInfo(name, MADE_ON.timetuple()[:6]), content, ZIP_DEFLATED)


def add_plan_line(file: object, line: str) -> None:
    """One line of the plan: heading, run-in heading, list item (Word gives the number) or plain paragraph."""
    if HEADING.match(line):
        file.add_heading(line, 1)  # type: ignore[attr-defined]
    elif NUMBERED.match(line):
        file.add_paragraph(NUMBERED.sub("", line, count=1), style="List Number")  # type: ignore[attr-defined]
    elif found := SUBHEADING.match(line):
        paragraph = file.add_paragraph()  # type: ignore[attr-defined]
        paragraph.add_run(found.group()).bold = True
        paragraph.add_run(line[found.end() :])
    else:
        file.add_paragraph(line)  # type: ignore[attr-defined]


def set_fonts(file: object) -> None:
    """A Chinese face for every style, so that the file looks the same in Word and WPS."""
    from docx.oxml.ns import qn

    for fonts in file.styles.element.iter(qn("w:rFonts")):  # type: ignore[attr-defined]
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{script}"), "宋体")


def add_page_number(paragraph: object) -> None:
    """A page number field between dashes, as official papers have it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.add_run("— ")  # type: ignore[attr-defined]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # type: ignore[attr-defined]
    paragraph.add_run(" —")  # type: ignore[attr-defined]


def main() -> None:
    """Write every made example."""
    (HERE / "round-up.txt").write_text(damaged((HERE / "round-up.clean.txt").read_text("utf-8")), "utf-8")
    (HERE / "plan.html").write_text(plan_html(), "utf-8")
    before = (HERE / "plan.docx").read_bytes() if (HERE / "plan.docx").exists() else b""
    write_docx(HERE / "plan.docx")
    office = shutil.which("soffice")
    if office and (HERE / "plan.docx").read_bytes() != before:  # a PDF carries the time of its making
        subprocess.run([office, "--headless", "--convert-to", "pdf", "--outdir", str(HERE), str(HERE / "plan.docx")], check=True)


if __name__ == "__main__":
    main()
