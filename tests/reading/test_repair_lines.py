"""Printed pages: lines joined, page numbers and running heads dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.reading.document import Block, Place, SourceText
from luoshi.reading.repair import Repaired, repair_source, replay

RULES = Path(__file__).parents[3] / "shared/corpora/icv-road-test-2021/responses/DIG-shandong-032.txt"

PAGES = [
    ["某省寄递服务管理办法", "第一条  为规范全省寄递服务，促进行业健康发展，根据有关法律法规和国", "家有关规定，结合本省实际，制定本办法，各级主管部门应当认真贯彻执行", "并加强监督检查。", "1"],
    ["某省寄递服务管理办法", "第二条  本办法适用于本省行政区域内的寄递服务活动，法律、行政法规另", "有规定的，从其规定，各级主管部门应当按照职责分工做好相关的监督管理", "2"],
    ["某省寄递服务管理办法", "工作。", "第三条  寄递企业应当建立健全安全管理制度，落实实名收寄、收寄验视和", "过机安检制度。", "3"],
]


def printed(pages: list[list[str]], styles: dict[str, str] | None = None) -> SourceText:
    """A PDF whose opener gives every line its page."""
    blocks, start = [], 0
    for number, lines in enumerate(pages, 1):
        for line in lines:
            blocks.append(Block(start, Place(page=number), (styles or {}).get(line, "")))
            start += len(line) + 1
    return SourceText("办法.pdf", "pdf", "\n".join(line for lines in pages for line in lines), tuple(blocks))


def repaired(source: SourceText) -> Repaired:
    result = repair_source(source)
    assert replay(source.text, result.repairs) == result.text
    return result


def test_paragraphs_go_on_over_lines_and_pages() -> None:
    assert repaired(printed(PAGES)).text.split("\n") == [
        "某省寄递服务管理办法",
        "第一条  为规范全省寄递服务，促进行业健康发展，根据有关法律法规和国家有关规定，结合本省实际，制定本办法，各级主管部门应当认真贯彻执行并加强监督检查。",
        "第二条  本办法适用于本省行政区域内的寄递服务活动，法律、行政法规另有规定的，从其规定，各级主管部门应当按照职责分工做好相关的监督管理工作。",
        "第三条  寄递企业应当建立健全安全管理制度，落实实名收寄、收寄验视和过机安检制度。",
    ]


def test_what_was_dropped_is_told_apart() -> None:
    reasons = [r.reason for r in repaired(printed(PAGES)).repairs if r.kind == "page-mark"]
    assert (reasons.count("running-head"), reasons.count("page-number")) == (2, 3)


def test_a_block_that_the_format_calls_a_head_goes() -> None:
    pages = [["内部资料", *PAGES[0][1:4]]]
    assert "内部资料" not in repaired(printed(pages, {"内部资料": "header"})).text


def test_the_only_title_stays_where_it_is_also_the_running_head() -> None:
    assert repaired(printed(PAGES)).text.count("某省寄递服务管理办法") == 1


def test_a_running_head_over_the_title_goes() -> None:
    pages = [[PAGES[0][0], *PAGES[0]], *PAGES[1:]]
    assert repaired(printed(pages)).text.count("某省寄递服务管理办法") == 1


def test_a_title_that_is_no_running_head_stays() -> None:
    assert repaired(printed([PAGES[0], ["附则", *PAGES[1][1:3]]])).text.startswith("某省寄递服务管理办法\n")


def test_numbers_and_latin_words_over_a_break() -> None:
    lines = [
        "各寄递企业应当认真落实各项安全管理制度，加强从业人员教育培训工作，20",
        "25年底前建成覆盖全省的安全监管平台，配备智能安检设备，采用Internet of",
        "Things技术实现全程可视，有关要求和技术规范由省主管部门另行制定并公布",
        "实施，各市州主管部门应当加强指导和监督检查，发现问题及时督促整改到位",
        "。",
    ]
    text = repaired(SourceText("x", "pdf", "\n".join(lines))).text
    assert "工作，2025年底前" in text and "Internet of Things技术" in text and "\n" not in text


@pytest.fixture(scope="module")
def rules() -> Repaired:
    if not RULES.exists():
        pytest.skip("../shared/corpora is absent")
    return repaired(SourceText(RULES.name, "txt", RULES.read_text(encoding="utf-8")))


def test_a_real_printed_text_reads_on(rules: Repaired) -> None:
    assert "指导智能网联汽车开展道路测试工作" in rules.text
    assert "道路、网联等设施及环境条件" in rules.text


def test_its_items_and_articles_keep_their_lines(rules: Repaired) -> None:
    lines = rules.text.split("\n")
    assert sum(line.startswith("第") and "条" in line[:6] for line in lines) >= 40
    assert sum(line.startswith("（") for line in lines) >= 50


def test_its_page_numbers_are_gone(rules: Repaired) -> None:
    assert "— 2 —" not in rules.text
    assert sum(r.kind == "page-mark" for r in rules.repairs) == 24
