"""A ReadDocument with clean text → the same with its paragraphs, header and statements found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from luoshi.reading.document import Numbering, Paragraph, ReadDocument, Statement
from luoshi.reading.structure.dates import find_date
from luoshi.reading.structure.furniture import find_furniture
from luoshi.reading.structure.header import (
    Header,
    is_note_of_publication,
    issuer_in_body,
    issuer_in_title,
    read_header,
    units_in_signature,
)
from luoshi.reading.structure.lines import Line, split_lines, unspaced
from luoshi.reading.structure.numbering import Ranks, parse_numbering
from luoshi.reading.structure.roles import BODY, assign_roles
from luoshi.reading.structure.statements import Opening, build_statements, find_openings, is_news_lead, lead_units, unit_in_lead

__all__ = ["parse_numbering", "structure_document"]


@dataclass
class _Draft:
    """What is known so far: the lines, one role for each, the header, and where units begin to speak."""

    lines: Sequence[Line]
    roles: list[str]
    header: Header
    openings: Sequence[Opening] = ()
    lead: str = ""

    def with_role(self, *roles: str) -> list[int]:
        """The lines with one of these roles."""
        return [i for i, role in enumerate(self.roles) if role in roles]


def structure_document(document: ReadDocument) -> ReadDocument:
    """The document with paragraphs, statements and header filled in from its clean text and its file's own styles.

    Reads text, source.blocks and source.given; writes every field below `statements`, and these two.
    """
    lines = split_lines(document)
    furniture = {i for i, line in enumerate(lines) if line.style == "header"} | find_furniture([line.text for line in lines])
    header = read_header(lines, furniture)
    draft = _Draft(lines, assign_roles(lines, header.roles, furniture, header.body), header)
    _find_speakers(draft)
    return _filled(document, draft, dict(document.source.given))


def _find_speakers(draft: _Draft) -> None:
    """Marks the names of units and the lead; writes roles, openings and lead."""
    body = draft.with_role(*BODY)
    draft.openings = find_openings(draft.lines, body)
    if draft.openings:
        _mark_round_up(draft, body)
    elif body and is_news_lead(draft.lines[body[0]]) and len(body) > 1:
        draft.roles[body[0]] = "lead"
        draft.lead = draft.lines[body[0]].text


def _mark_round_up(draft: _Draft, body: Sequence[int]) -> None:
    for opening in draft.openings:
        if opening.whole_line:
            draft.roles[opening.line] = "unit"
    leads = [i for i in body if i < draft.openings[0].line and draft.roles[i] == "body"]
    for index in leads:
        draft.roles[index] = "lead"
    draft.lead = "\n".join(draft.lines[i].text for i in leads)


def _filled(document: ReadDocument, draft: _Draft, given: dict[str, str]) -> ReadDocument:
    header = draft.header
    title = given.get("title") or header.title or _title_below(draft)
    issuer = given.get("unit") or _issuer(draft, title)
    named, is_open = lead_units(draft.lead, [o.unit for o in draft.openings]) if draft.openings else ((), False)
    return replace(
        document,
        paragraphs=tuple(_paragraphs(draft)),
        statements=_statements(draft, issuer, title, given),
        title=title,
        number=given.get("number") or header.number,
        issuer=issuer,
        addressees=header.addressees,
        date=given.get("date") or _date(draft),
        named_units=named,
        open_list=is_open,
    )


def _paragraphs(draft: _Draft) -> list[Paragraph]:
    ranks = Ranks()
    return [_paragraph(line, role, ranks) for line, role in zip(draft.lines, draft.roles, strict=True)]


def _paragraph(line: Line, role: str, ranks: Ranks) -> Paragraph:
    number: Numbering | None = line.numbering
    if number and role in BODY:
        number = ranks.place(number)
    level = 0
    if role == "heading":
        level = number.rank if number else line.level or 1
    return Paragraph(line.start, line.end, role, level, number)


def _statements(draft: _Draft, issuer: str, title: str, given: dict[str, str]) -> tuple[Statement, ...]:
    body = draft.with_role(*BODY, "unit")
    if draft.openings:
        body = [i for i in body if i >= draft.openings[0].line]
    statements = build_statements(draft.lines, body, draft.openings, issuer, draft.lead or title)
    directive = given.get("directive", "")
    return tuple(replace(s, directive=directive) for s in statements) if directive else statements


def _title_below(draft: _Draft) -> str:
    """The title of what a letter sends, where the letter has none of its own."""
    return next((unspaced(draft.lines[i].text) for i in draft.with_role("title")), "")


def _issuer(draft: _Draft, title: str) -> str:
    below = draft.header.body
    signing = [draft.lines[i].text for i in draft.with_role("signoff") if i >= below and not is_note_of_publication(draft.lines[i].text)]
    lead = draft.with_role("lead")
    return (
        draft.header.issuer
        or units_in_signature(signing)
        or issuer_in_title(title)
        or issuer_in_body(draft.lines)
        or (unit_in_lead(draft.lines[lead[0]]) if lead and not draft.openings else "")
    )


def _date(draft: _Draft) -> str:
    """The header's date, else the sign-off's, else the one that the page gives beside the article."""
    below = [draft.lines[i].text for i in draft.with_role("date") if i >= draft.header.body]
    beside = [draft.lines[i].text for i in draft.with_role("title", "furniture")[:12]]
    return draft.header.date or next((d for d in map(find_date, [*below, *beside]) if d), "")
