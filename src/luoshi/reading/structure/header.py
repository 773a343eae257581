"""What stands above the body: title, number, issuer, addressees, date; and what stands below it: sign-off and attachments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from luoshi.packs import load_units, looks_like_unit
from luoshi.reading.structure.dates import find_date, is_adoption, is_date_line, latest_date
from luoshi.reading.structure.docnumbers import document_number, is_registry_code, number_in
from luoshi.reading.structure.lines import Line, unspaced

_TITLE_NOUNS = (
    "通知|意见|方案|办法|规定|条例|报告|计划|规划|纲要|决定|通告|公告|公报|函|批复|要点|措施|细则|讲话|通报|规则|制度|清单|目录|分工表|任务表|一览表|总结|汇报|决议|规范|标准|指南|指引|指导意见|实施意见|行动|若干措施|举措|要求|安排|任务分工|分工|责任书|倡议书|请示|纪要|守则|章程|预案|说明|解读|情况|回复|答复|建议"
)
_TITLE_END = re.compile(rf"(?:{_TITLE_NOUNS})(?:\s*[（(〔\[][^（）()]{{1,30}}[）)〕\]])*\s*$")
_ADDRESSEE = re.compile(r"^(?!附件|附[:：]|责任|牵头|目标|具体|主要|联系)(?:各|国务院|有关|省|市|县|区|自治区|局|机关|全|中国|国家|本|所属|直属|[一-鿿]{2,12}(?:厅|局|委|省|市|县|区|公司|部|院)).{0,300}[:：]$")
_SALUTATION = re.compile(r"^(?:尊敬的)?(?:各位|同志|主任|主席|委员|代表|领导|来宾|女士).{0,30}[:：！!]$")
_SPEAKER = re.compile(r"^(?:[一-鿿]{0,14}?(?:人民政府)?)(?:代|副)?(?:省长|市长|主席|县长|区长|州长|部长|局长|主任|书记|厅长)\s*[:：]?\s*[一-鿿·\s]{0,14}$")
_PERSON = re.compile(r"^[一-鿿][一-鿿·]{1,3}$")
_DRAFT = re.compile(r"^[（(](?:审议稿|送审稿|征求意见稿|讨论稿|草案|试行|暂行|摘要|节选|修订稿|全文|代拟稿).{0,6}[）)]$")
_PUBLIC = re.compile(r"^[（(](?:此件|此页|本页|以下无|本件|本文有|报告有|联系人|信息公开|有删减|全文公开|此文|附件).{0,60}[）)]$|^信息公开(?:选项|属性|类别)[:：]|^联系人\s*[:：]|^(?:抄送|主送|抄报|分送|发送)\s*[:：]|^.{2,30}(?:办公厅|办公室|秘书处|秘书科)\s+\d{4}\s*年.{3,10}印发$|^印发$|^（共印.{1,10}份）$")
_META = re.compile(r"\s*(?:发布|发表|更新)?(?:时间|日期)\s*[:：].*$|\s+来源\s*[:：].*$")
_MEETING_IN_TITLE = re.compile(r"\s*(?:——|─+|—|[（(])?\s*(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[一二][〇零○一二三四五六七八九]{3}年[元一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)?在.{4,60}(?:会议|大会)上.*$")
_RED_HEAD = re.compile(r"^(?P<unit>[一-鿿、\s]{2,40}?)\s*文\s*件$")
_LONGEST_TITLE = 90
_DEEPEST = 40
"""Paragraphs from the top within which a header may stand."""
_ATTACHMENT = re.compile(r"^附\s*件?\s*[0-9一二三四五六七八九十]*\s*(?:[:：]|$)|^附件\s*[0-9一二三四五六七八九十]+[\s.．、].{0,60}$|^附[:：]")
_ISSUER_IN_TITLE = re.compile(r"^(?P<units>[^《》，。]{2,60}?)(?:办公厅|办公室)?关于")
_OWN_WORK = re.compile(r"(?=(?:深入|认真|全面)?(?:贯彻|落实|学习|实施)|(?:19|20)\d\d年|(?:上|下)半年|第[一二三四]季度|工作(?:方案|计划|要点|总结|报告|情况))")
"""Where a title goes on after the unit whose work it is about."""
_REPORT_OF = re.compile(r"(?P<place>[一-鿿]{2,10}?(?:省|市|自治区|县|区|州))(?:人民)?政府工作报告")
_SPOKEN_FOR = re.compile(r"代表(?P<unit>[一-鿿]{2,12}?人民政府)")
_MEETING_OF = re.compile(r"(?P<place>[一-鿿]{2,9}(?:省|市|自治区|自治州|县|区))第[一二三四五六七八九十]{1,3}届\s*人民代表大会(?P<standing>常务委员会)?")
_ADOPTED_BY = re.compile(r"(?:日|号)\s*(?P<unit>[一-鿿]{2,12}?)(?:第[一二三四五六七八九十\d]{1,3}届\s*(?P<congress>人民代表大会(?:常务委员会)?))?第[一二三四五六七八九十\d]{1,4}次")


@dataclass
class Header:
    """What the header says, and the roles of its lines; `body` is the index of the first line below it."""

    roles: dict[int, str] = field(default_factory=dict)
    title: str = ""
    number: str = ""
    issuer: str = ""
    addressees: tuple[str, ...] = ()
    date: str = ""
    body: int = 0


def read_header(lines: Sequence[Line], furniture: set[int]) -> Header:
    """The header of a document, from its lines."""
    header = Header()
    titles: list[int] = []
    index = 0
    for index in range(min(len(lines), _DEEPEST)):
        if index in furniture:
            continue
        role = _header_role(lines, index, titles, header)
        if not role:
            break
        header.roles[index] = role
        if role == "title":
            titles.append(index)
        if role == "addressee":
            index += 1
            break
    else:
        index = min(len(lines), _DEEPEST)
    header.body = index
    _fill(header, lines, titles)
    return header


def _header_role(lines: Sequence[Line], index: int, titles: list[int], header: Header) -> str:
    line = lines[index]
    words = line.text
    if document_number(words) or is_registry_code(words):
        return "number"
    if is_date_line(words):
        return "date"
    if _SALUTATION.match(words) or (_ADDRESSEE.match(words) and "。" not in words):
        return "addressee"
    numbered = line.numbering is not None and line.numbering.style != "dash"
    if (numbered and line.style != "title") or len(words) > _LONGEST_TITLE or line.style in ("table", "list"):
        return ""
    if _DRAFT.match(words):
        return "title"
    if words == "文件" or _RED_HEAD.match(words) or (len(words) < 30 and _SPEAKER.match(unspaced(words))):
        return "issuer"
    if _PERSON.match(unspaced(words)) and "date" in header.roles.values():
        return "issuer"
    return _name_or_title(lines, index, titles, header)


def _name_or_title(lines: Sequence[Line], index: int, titles: list[int], header: Header) -> str:
    line = lines[index]
    if (line.is_running_text and line.style != "title") or line.text[-1] in "：，、:,":
        return ""
    if _is_units(line.text.strip("【】[]〔〕：:◆●■▲○★· 　")) and not _continues_title(lines, index, titles):
        return "issuer" if _header_goes_on(lines, index + 1) else ""
    if line.style == "title" or not titles or _continues_title(lines, index, titles):
        return "title" if not _is_lone_heading(lines, index, titles, header) else ""
    return ""


def _is_units(words: str) -> bool:
    """Whether a line holds nothing but units' names."""
    return words in load_units().names or all(looks_like_unit(part) for part in re.split(r"[\s　、]+", unspaced(words)))


def _header_goes_on(lines: Sequence[Line], index: int) -> bool:
    """Whether what follows a unit's name is more of a header, not what that unit says."""
    if index >= len(lines):
        return False
    following = lines[index]
    return not following.is_running_text and not following.numbering


def _continues_title(lines: Sequence[Line], index: int, titles: list[int]) -> bool:
    """Whether a line goes on with a title that the line before it began."""
    if not titles or titles[-1] != index - 1:
        return False
    before, words = lines[index - 1].text, lines[index].text
    if any(before.count(opening) > before.count(closing) for opening, closing in ("《》", "（）", "()", "“”")):
        return True
    if words.startswith(("关于", "——", "—", "（", "(")):
        return True
    return not _TITLE_END.search(before) and _TITLE_END.search(words) is not None and lines[index - 1].style == lines[index].style


def _is_lone_heading(lines: Sequence[Line], index: int, titles: list[int], header: Header) -> bool:
    """A styled heading below a title is a section's, not a title's."""
    return lines[index].style == "heading" and bool(titles) and lines[index].level >= (lines[titles[0]].level or 1)


def _fill(header: Header, lines: Sequence[Line], titles: list[int]) -> None:
    parts = [unspaced(lines[i].text) for i in titles]
    header.title = clean_title(_joined(parts))
    numbers = [n for i, role in header.roles.items() if role == "number" if (n := document_number(lines[i].text))]
    header.number = numbers[0] if numbers else number_in(header.title)
    header.addressees = _addressees([lines[i].text for i, role in header.roles.items() if role == "addressee"])
    header.date = _header_date(header, lines, parts)
    header.issuer = _header_issuer(header, lines)


def _joined(parts: Sequence[str]) -> str:
    title = ""
    for part in parts:
        title += (" " if title and part.startswith("关于") else "") + part
    return title


def clean_title(words: str) -> str:
    """A title without a time, a source or the meeting's date that stands on its line."""
    return _MEETING_IN_TITLE.sub("", _META.sub("", words)).strip(" 　*-—《》" if words.startswith("《") and words.endswith("》") and words.count("《") == 1 else " 　*-—")


def _addressees(lines: Sequence[str]) -> tuple[str, ...]:
    """Each addressee; groups are parted by ， and what is in brackets stays together."""
    if not lines or _SALUTATION.match(lines[0]):
        return ()
    return tuple(part.strip() for part in re.split(r"[，,；;]", lines[0].rstrip("：:")) if part.strip())


def _header_date(header: Header, lines: Sequence[Line], titles: Sequence[str]) -> str:
    dated = [lines[i].text for i, role in header.roles.items() if role == "date"]
    adopted = [latest_date(words) for words in dated if is_adoption(words)]
    if adopted:
        return max(adopted)
    return next((d for d in map(find_date, [*dated, *(t for t in titles if _MEETING_IN_TITLE.search(t))]) if d), "")


def _header_issuer(header: Header, lines: Sequence[Line]) -> str:
    names = [lines[i].text for i, role in header.roles.items() if role == "issuer" and _is_units(lines[i].text)]
    if names:
        return "、".join(dict.fromkeys("".join(name.split()) if unspaced(name) != name else "、".join(name.split()) for name in names))
    return issuer_in_title(header.title) or _issuer_of_meeting(header, lines)


def issuer_in_title(title: str) -> str:
    """The unit whose document a title names, or ''.

    >>> issuer_in_title("国务院办公厅关于加强检查的通知"), issuer_in_title("2018年甘肃省政府工作报告")
    ('国务院办公厅', '甘肃省人民政府')
    >>> issuer_in_title("青岚省邮政管理局贯彻落实意见"), issuer_in_title("青岚省邮政管理条例")
    ('青岚省邮政管理局', '')
    """
    if found := _ISSUER_IN_TITLE.match(title):
        units = title[: found.end() - 2].split()
        if all(looks_like_unit(unit) for unit in units):
            return "、".join(units)
    if (report := _REPORT_OF.search(re.sub(r"\d{4}年?", " ", title))) and (division := load_units().find(report["place"])):
        return f"{division.name}人民政府"
    return next((title[: found.start()] for found in _OWN_WORK.finditer(title) if looks_like_unit(title[: found.start()])), "")


def _issuer_of_meeting(header: Header, lines: Sequence[Line]) -> str:
    """Who laid a report before a congress, or which congress or council adopted a rule."""
    dated = [lines[i].text for i, role in header.roles.items() if role in ("date", "title")]
    for words in dated:
        if is_adoption(words) and (by := _ADOPTED_BY.search(words)):
            return by["unit"] + (by["congress"] or "")
        if (meeting := _MEETING_OF.search(words)) and "报告" in header.title + words + "".join(line.text for line in lines[:8]):
            return re.sub(r".*在", "", meeting["place"]) + "人民政府"
    return ""


def issuer_in_body(lines: Sequence[Line]) -> str:
    """The government that a report says it is given for (我代表…人民政府), or ''."""
    for line in lines[:6]:
        if (spoken := _SPOKEN_FOR.search(line.text)) and (division := load_units().find(spoken["unit"])):
            return f"{division.name}人民政府"
    return ""


def is_attachment_line(words: str) -> bool:
    """Whether a line opens a list of attachments or an attachment."""
    return len(words) <= 120 and words[0] == "附" and _ATTACHMENT.match(words) is not None


def is_note_of_publication(words: str) -> bool:
    """Whether a line is a note such as （此件公开发布） or 抄送：."""
    return len(words) <= 200 and _PUBLIC.match(words) is not None


def is_title_line(words: str) -> bool:
    """Whether a short line ends as titles do: …方案, …办法（试行）."""
    return _TITLE_END.search(words) is not None


def is_signature(words: str) -> bool:
    """Whether a short line could be a unit's name under a text, whole or a printed line's piece of it."""
    return len(words) <= 40 and all("一" <= letter <= "鿿" or letter in " 　、（）()" for letter in words)


def units_in_signature(words: Sequence[str]) -> str:
    """The units that sign, from the lines above the date."""
    for joined in (" ".join(words), "".join(words)):
        units = [unit for unit in joined.split() if looks_like_unit(unit)]
        if units and len(units) == len(joined.split()):
            return "、".join(units)
    return ""
