"""The real page, real work reports, real rules and real document numbers, where ../shared holds them."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path

import pytest

from luoshi.reading import ReadDocument, SourceText
from luoshi.reading.repair import repair_source
from luoshi.reading.structure import structure_document
from luoshi.reading.structure.docnumbers import document_number

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="../shared, which holds the real texts, is not there")

# The only lines of the clean corpora that are furniture, page marks and rules aside: where seven reports were taken from.
KNOWN_FURNITURE = {"来源：河北日报", "来源：河北新闻网", "（下转第2版）"}


@cache
def page() -> ReadDocument:
    path = SHARED / "gold" / "postal-2018.txt"
    source = SourceText(path.name, "txt", path.read_text(encoding="utf-8"))
    repaired = repair_source(source)
    return structure_document(ReadDocument(source, repaired.text, repaired.repairs, repaired.suspects))


def reports() -> list[dict[str, str]]:
    with (SHARED / "corpora" / "gwr-province-2016-2021.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def clean_texts() -> dict[str, str]:
    files = sorted((SHARED / "corpora").glob("*/*/*.txt"))
    return {report["id"]: report["text"] for report in reports()} | {path.name: path.read_text(encoding="utf-8") for path in files}


def structured(text: str) -> ReadDocument:
    return structure_document(ReadDocument(SourceText("x", "txt", text), text))


def test_the_page_has_eight_units_and_nine_statements() -> None:
    units = [page().text[p.start : p.end] for p in page().paragraphs if p.role == "unit"]
    assert len(units) == 8
    assert len(page().statements) == 9
    assert list(dict.fromkeys(statement.unit for statement in page().statements)) == units


def test_the_lead_names_the_eight_as_their_headings_do_and_leaves_the_list_open() -> None:
    units = [page().text[p.start : p.end] for p in page().paragraphs if p.role == "unit"]
    assert list(page().named_units) == units
    assert page().open_list


def test_only_the_first_unit_answers_another_instruction() -> None:
    others = [(s.index, s.unit) for s in page().statements if s.directive]
    assert others == [(1, page().statements[0].unit)]
    assert page().statements[1].directive.endswith("重要指示精神")


def test_the_footer_is_furniture_from_the_editor_to_the_licences() -> None:
    paragraphs = page().paragraphs
    first = next(i for i, p in enumerate(paragraphs) if "新媒体责编" in page().text[p.start : p.end])
    assert all(p.role == "furniture" for p in paragraphs[first:])
    assert not any(p.role == "furniture" for p in paragraphs[:first])
    assert page().statement_at(page().text.index("请在30日内")) is None


def test_no_word_of_the_clean_corpora_is_called_furniture() -> None:
    found = {
        document.text[p.start : p.end]
        for document in map(structured, clean_texts().values())
        for p in document.paragraphs
        if p.role == "furniture" and re.search("[一-鿿]", document.text[p.start : p.end])
    }
    assert found == KNOWN_FURNITURE


def test_every_clean_text_has_one_statement() -> None:
    for name, text in clean_texts().items():
        assert len(structured(text).statements) == 1, name


def test_a_work_reports_issuer_is_never_another_government() -> None:
    known = 0
    for report in reports():
        issuer = structured(report["text"]).issuer
        assert issuer in ("", report["issuer"], "自治区人民政府"), report["id"]
        known += bool(issuer)
    assert known > 0.8 * len(reports())


def test_ninety_nine_in_a_hundred_document_numbers_are_known() -> None:
    with (SHARED / "corpora" / "doc-numbers.tsv").open(encoding="utf-8", newline="") as lines:
        numbers = [row["doc_number"] for row in csv.DictReader(lines, delimiter="\t")]
    assert sum(bool(document_number(number.strip())) for number in numbers) > 0.99 * len(numbers)
