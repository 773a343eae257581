"""A version's clean text → paragraphs of HTML: clauses by kind and theme, duties tied to their rows, repairs and doubts marked.

The text of a paragraph's element is the clean text and nothing else, so that a place in a selection is a place in the text;
signs are drawn by the style sheet from attributes. Every character that comes from a document is escaped here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby, pairwise
from typing import TypeVar

from django.utils.safestring import SafeString, mark_safe

from luoshi.extracting import Clause
from luoshi.reading import Paragraph, ReadDocument, Suspect
from luoshi.web.documents.models import Version
from luoshi.web.ledger.desk.reading_kept import HELD, unpacked
from luoshi.web.words import say
from luoshi.writing.words import WORDS

Span = tuple[int, int]
Change = tuple[int, int, str]
"""A stretch of clean text, and what the source has there."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a duty stands in the text, and how it is shown there."""

    duty: int
    start: int
    end: int
    state: str
    kind: str
    theme: str
    first: bool = True
    """Whether it is the first of the duty's places, to which its row leads."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One paragraph, marked."""

    index: int
    start: int
    role: str
    level: int
    speaks: str
    """Of the first paragraph of a statement: who speaks; '' of the others."""
    html: SafeString


@dataclass(frozen=True, slots=True)
class Ground:
    """What of a text stays as it is while its duties are settled, in the order of the text."""

    document: ReadDocument
    clauses: tuple[Clause, ...]
    changes: tuple[Change, ...]
    speakers: Mapping[int, str]
    """The place of the first paragraph of each statement, and who speaks."""

    def clauses_in(self, paragraph: Paragraph) -> Sequence[Clause]:
        """The clauses of a paragraph."""
        return _within(self.clauses, paragraph, lambda clause: (clause.start, clause.end))

    def changes_in(self, paragraph: Paragraph) -> Sequence[Change]:
        """The repaired stretches of a paragraph."""
        return _within(self.changes, paragraph, lambda change: change[:2])


T = TypeVar("T")


def _within(items: Sequence[T], paragraph: Paragraph, span: Callable[[T], Span]) -> Sequence[T]:
    """Those that touch a paragraph, of items in order that do not overlap."""
    first = bisect_right(items, paragraph.start, key=lambda item: span(item)[1])
    last = bisect_left(items, paragraph.end, key=lambda item: span(item)[0])
    return items[first:last]


def mark_text(version: Version, marks: Iterable[Mark], lang: str, only: Iterable[Span] | None = None) -> list[Marked]:
    """The paragraphs of a version with its duties marked; `only` those that touch one of these spans."""
    ground = ground_of(version.pk, version.digest)
    paragraphs = list(enumerate(ground.document.paragraphs))
    if only is not None:
        spans = list(only)
        paragraphs = [(n, p) for n, p in paragraphs if any(start < p.end and p.start < end for start, end in spans)]
    placed = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.duty))
    return [_marked(version, ground, index, paragraph, placed, lang) for index, paragraph in paragraphs]


def original_of(version: Version, start: int, end: int) -> str:
    """The source's own words behind a stretch, with what was deleted after it; '' where they are the same."""
    document = ground_of(version.pk, version.digest).document
    words = _source(document, start, end)
    return words if words != document.text[start:end] else ""


@lru_cache(maxsize=HELD)
def ground_of(number: int, digest: str) -> Ground:
    """The ground of the version with a number, held in memory as long as what was read has this digest."""
    extraction = unpacked(number, digest)
    document = extraction.document
    speakers = {min((p.start for p in document.paragraphs if p.start >= s.start), default=s.start): s.unit for s in document.statements}
    return Ground(document, tuple(sorted(extraction.clauses, key=lambda c: c.start)), tuple(_changes(document)), speakers)


def _changes(document: ReadDocument) -> Iterator[Change]:
    """Repaired stretches, those side by side as one; what was deleted goes with the character before it."""
    spans: list[list[int]] = []
    for repair in sorted(document.repairs, key=lambda r: r.start):
        start, end = document.offsets.clean_span(repair.start, repair.end)
        start = start if end > start else max(0, start - 1)
        end = max(end, start + 1)
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    for start, end in spans:
        yield start, end, _source(document, start, end)


def _source(document: ReadDocument, start: int, end: int) -> str:
    offsets = document.offsets
    last = offsets.source_offset(end) if end < len(document.text) else offsets.source_length
    return document.source.text[offsets.source_offset(start) : last]


# -- one paragraph -------------------------------------------------------------------------------------------------


def _marked(version: Version, ground: Ground, index: int, paragraph: Paragraph, marks: Sequence[Mark], lang: str) -> Marked:
    here = tuple(mark for mark in marks if mark.start < paragraph.end and paragraph.start < mark.end)
    html = _html(version.pk, version.digest, index, here, lang)
    return Marked(index, paragraph.start, paragraph.role, paragraph.level, ground.speakers.get(paragraph.start, ""), html)


@lru_cache(maxsize=4096)
def _html(number: int, digest: str, index: int, marks: tuple[Mark, ...], lang: str) -> SafeString:
    """A paragraph as HTML, held in memory: most stay as they are from one look at the desk to the next."""
    ground = ground_of(number, digest)
    return mark_safe("".join(_groups(ground, ground.document.paragraphs[index], marks, lang)))     # every piece is escaped below


def _groups(ground: Ground, paragraph: Paragraph, here: Sequence[Mark], lang: str) -> Iterator[str]:
    """The paragraph's pieces, each in its clause or its duties."""
    seen: set[int] = set()
    clauses, changes = ground.clauses_in(paragraph), ground.changes_in(paragraph)
    suspects = [suspect for suspect in ground.document.suspects if suspect.start < paragraph.end and paragraph.start < suspect.end]
    spans = [(m.start, m.end) for m in here] + [(c.start, c.end) for c in clauses] + [c[:2] for c in changes] + [(s.start, s.end) for s in suspects]
    edges = sorted({paragraph.start, paragraph.end, *(place for span in spans for place in span if paragraph.start < place < paragraph.end)})
    starts = [clause.start for clause in clauses]

    def around(piece: Span) -> tuple[tuple[Mark, ...], Clause | None]:
        at = bisect_right(starts, piece[0]) - 1
        clause = clauses[at] if at >= 0 and piece[0] < clauses[at].end else None
        return tuple(mark for mark in here if mark.start <= piece[0] < mark.end), clause

    for (duties, clause), pieces in groupby(pairwise(edges), around):
        inner = "".join(_piece(ground.document.text, piece, changes, suspects, lang) for piece in pieces)
        yield _duty(duties, inner, lang, seen) if duties else _clause(clause, inner, lang)


def _piece(text: str, piece: Span, changes: Sequence[Change], suspects: Sequence[Suspect], lang: str) -> str:
    start, end = piece
    html = escape(text[start:end])
    change = next((c for c in changes if c[0] <= start < c[1]), None)
    if change:
        html = f'<i data-o="{escape(change[2])}">{html}</i>'
    suspect = next((s for s in suspects if s.start <= start < s.end), None)
    if suspect:
        html = f'<b class="doubt" title="{escape(_doubt(suspect, lang))}">{html}</b>'
    return html


def _doubt(suspect: Suspect, lang: str) -> str:
    name = say(f"suspect.{suspect.kind}", lang)
    return say("desk.doubt", lang, name=name, words=suspect.words, proposal=suspect.proposal) if suspect.proposal else name


def _duty(duties: Sequence[Mark], inner: str, lang: str, seen: set[int]) -> str:
    """A link to the duty's row; where several stand on the same words, to the shortest."""
    mark = min(duties, key=lambda m: m.end - m.start)
    anchor = f' id="s{mark.duty}"' if mark.first and mark.duty not in seen else ""
    seen.add(mark.duty)
    numbers = " ".join(str(m.duty) for m in duties)
    sign = say(f"theme-sign.{mark.theme}", lang) if f"theme-sign.{mark.theme}" in WORDS else mark.theme[:1]
    title = f"{say(f'kind.{mark.kind}', lang)} · {_theme(mark.theme, lang)}"
    return (
        f'<a{anchor} href="#d{mark.duty}" data-d="{numbers}" data-state="{mark.state}" data-kind="{mark.kind}"'
        f'{_first(anchor, mark, sign)} title="{escape(title)}">{inner}</a>'
    )


def _first(anchor: str, mark: Mark, sign: str) -> str:
    """The theme's sign stands before the first piece of a duty only."""
    return f' data-theme="{escape(mark.theme)}" data-sign="{escape(sign)}"' if anchor and sign else ""


def _theme(theme: str, lang: str) -> str:
    return say(f"theme.{theme}", lang) if f"theme.{theme}" in WORDS else theme


def _clause(clause: Clause | None, inner: str, lang: str) -> str:
    if clause is None or clause.kind == "context":
        return inner
    # A clause that reading took for a duty and whose row is no longer here is shown as plain words.
    if clause.kind in ("duty", "target"):
        return inner
    return f'<span data-kind="{clause.kind}" title="{escape(say(f"kind.{clause.kind}", lang))}">{inner}</span>'
