"""What is promised of whatever is extracted from whatever text: one function a promise, each an assertion with its proof."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from luoshi.extracting import KINDS, Extraction, FoundDuty
from luoshi.extracting.rules import explain
from luoshi.reading import ReadDocument
from luoshi.reading.repair import replay

BINDING = {"duty", "target"}
MARKS = str.maketrans("", "", "“”‘’\"《》")
DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")


def clauses_cover_the_text(found: Extraction) -> None:
    """The clauses stand in order, overlap nowhere and leave out nothing but blanks."""
    text, spans = found.document.text, [(clause.start, clause.end) for clause in found.clauses]
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert [left for left in (text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True)) if left] == []


def every_clause_says_what_it_is(found: Extraction) -> None:
    """A known kind, a theme where the kind has one, and a confidence."""
    themes = {"-", *(column for column in found.columns)}
    for clause in found.clauses:
        assert clause.kind in KINDS
        assert clause.theme in themes
        assert 0 < clause.confidence <= 1
        assert clause.theme == "-" or clause.kind not in ("stance", "context")


def every_rule_is_explained(found: Extraction) -> None:
    """In Chinese and in English."""
    for item in (*found.clauses, *found.duties):
        for reason in (item.reason, item.theme_reason):
            assert explain(reason.rule, "zh") and explain(reason.rule, "en"), reason.rule


def every_duty_is_a_clause(found: Extraction) -> None:
    """The duties are the clauses that bind, in order, numbered from 1."""
    binding = [(c.start, c.end, c.kind, c.theme, c.statement) for c in found.clauses if c.kind in BINDING]
    assert [(d.start, d.end, d.kind, d.theme, d.statement) for d in found.duties] == binding
    assert [d.number for d in found.duties] == list(range(1, len(binding) + 1))


def every_quote_stands_in_the_text(found: Extraction) -> None:
    """`words` is the text of its span; a plain name is that text without its marks."""
    text = found.document.text
    for duty in found.duties:
        assert text[duty.start : duty.end] == duty.words
        assert duty.action in duty.words and duty.object in duty.words
        for quote in (*duty.deadlines, *duty.quantities, *filter(None, [duty.recurrence])):
            assert text[quote.start : quote.end] == quote.words != ""
        for named in (*duty.deliverables, *duty.conditions, *duty.actors):
            assert text[named.start : named.end].translate(MARKS) == named.name.translate(MARKS) != ""
        assert all(text[named.start : named.end] for named in duty.programmes)
        assert all(missing.words in text for missing in duty.missing)


def every_quote_leads_back_to_its_source(found: Extraction) -> None:
    """The source characters behind it, repaired, are its words."""
    document = found.document
    starts = [repair.start for repair in document.repairs]
    for clause in found.clauses:
        assert repaired(document, starts, clause.start, clause.end) == document.text[clause.start : clause.end]


def repaired(document: ReadDocument, starts: list[int], start: int, end: int) -> str:
    """The source behind a stretch of clean text, with the repairs that fall in it replayed."""
    first, last = document.source_span(start, end)
    inside = document.repairs[bisect_left(starts, first) : bisect_left(starts, last)]
    return replay(document.source.text[first:last], [replace(r, start=r.start - first, end=r.end - first) for r in inside])


def furniture_binds_nobody(found: Extraction) -> None:
    """No duty stands in furniture, title, addressee, number, issuer, date or sign-off."""
    silent = [p for p in found.document.paragraphs if p.role in ("furniture", "title", "addressee", "number", "issuer", "date", "signoff", "unit", "lead")]
    assert not [d.words for d in found.duties for p in silent if p.start < d.end and d.start < p.end]


def no_year_is_invented(found: Extraction) -> None:
    """A year stands in the text, in Arabic or Chinese figures or as that of a five-year plan, or is marked as inferred from the caller's or the document's date."""
    document = found.document
    written = document.text.translate(DIGITS)
    for deadline in (d for duty in found.duties for d in duty.deadlines):
        year = deadline.value[:4]
        if deadline.inferred:
            assert deadline.inferred_from and deadline.inferred_from in (document.dated, document.date)
        elif year.isdigit():
            assert year in written or "十" in deadline.words, deadline


def no_unit_is_invented(found: Extraction) -> None:
    """The unit of a figure is in its words (百分之 for %)."""
    for quantity in (q for duty in found.duties for q in duty.quantities):
        words = unicodedata.normalize("NFKC", quantity.words)
        assert quantity.unit in words or (quantity.unit == "%" and "百分之" in words), quantity


def the_table_has_one_cell_for_every_unit_and_column(found: Extraction) -> None:
    """Each cell's spans are clauses, its duties are duties of that unit."""
    assert [(c.unit, c.column) for c in found.table] == [(unit, column) for unit in found.units for column in found.columns]
    spans = {(clause.start, clause.end) for clause in found.clauses}
    unit_of: dict[int, FoundDuty] = {duty.number: duty for duty in found.duties}
    for cell in found.table:
        assert set(cell.spans) <= spans
        assert all(unit_of[number].unit == cell.unit for number in cell.duties)


def every_question_quotes_the_text(found: Extraction) -> None:
    """What is asked of one duty stands where the duty stands."""
    duties = {duty.number: (duty.start, duty.end) for duty in found.duties}
    for question in found.questions:
        assert question.duty is None or (question.start, question.end) == duties[question.duty]
        assert question.unit in found.units


PROMISES = (
    clauses_cover_the_text,
    every_clause_says_what_it_is,
    every_rule_is_explained,
    every_duty_is_a_clause,
    every_quote_stands_in_the_text,
    every_quote_leads_back_to_its_source,
    furniture_binds_nobody,
    no_year_is_invented,
    no_unit_is_invented,
    the_table_has_one_cell_for_every_unit_and_column,
    every_question_quotes_the_text,
)


def broken(found: Extraction) -> Iterator[str]:
    """Names of the promises that do not hold, with what shows it."""
    for promise in PROMISES:
        try:
            promise(found)
        except AssertionError as error:
            yield f"{promise.__name__}: {str(error)[:300]}"
