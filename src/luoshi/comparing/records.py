"""The records of comparing: which words two texts share, what a directive's points came to, what several texts have in common.

All spans are half-open [start, end) in characters of a side's text; `words` is always the text of its span. Nothing here praises or
blames: words stand beside words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.extracting import Extraction

Span = tuple[int, int]

PASSAGE_KINDS = ("verbatim", "edited", "reordered", "template", "figure")
VERDICTS = ("answered", "echoed", "weaker", "absent")
WEAKENINGS = ("figure", "deadline", "rhythm", "force", "scope", "owner", "deliverable")


@dataclass(frozen=True, slots=True)
class Side:
    """One text that is compared: a document, or what one unit says in it.

    Two units inside one round-up are two sides of the same `text`, with a `start` and an `end` of their own.
    """

    key: str
    """Unlike any other side's: the file's name, with #1, #2 … where it holds several statements."""
    text: str
    """The clean text of the whole document."""
    start: int
    end: int
    """What of it belongs to this side."""
    skipped: tuple[Span, ...] = ()
    """Inside it, what is left out of the comparison: headings, titles, furniture. Sorted, not overlapping."""
    name: str = ""
    """The file's name."""
    unit: str = ""
    title: str = ""
    date: str = ""
    """2018-08-31, 2018-08, 2018, or ''."""
    level: int = 0
    """1 nation · 2 province · 3 city · 4 county · 0 not known."""
    extraction: Extraction | None = field(default=None, repr=False, compare=False)
    """What was found in the document, where it was extracted."""
    statement: int | None = None
    """Index of the statement in the document, None where the side is the whole document."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference between the two sides of a passage. An insertion has an empty span on side a, a deletion on side b."""

    kind: str
    """replace · insert · delete · move (the same words at another place)."""
    a_start: int
    a_end: int
    b_start: int
    b_end: int
    before: str
    """The words on side a."""
    after: str
    """The words on side b."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference that changes what is said though the words around it are the same."""

    what: str
    """figure (90% → 85%) · date (2020 → 2025, 2020 → 逐步) · negation (must → must not) · force (必须 → 力争) · object (the template's filling)."""
    before: str
    after: str
    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one side and a stretch of another that share their words."""

    a: str
    """Key of the one side; the pair stands in the order of the sides."""
    a_start: int
    a_end: int
    b: str
    b_start: int
    b_end: int
    kind: str
    """verbatim · edited · reordered · template (same pattern, another object) · figure (same words, another figure or date)."""
    similarity: float
    """0 to 1: the share of letters (Han, digits, Latin; punctuation and spaces left out) of the longer stretch that the other has too, order aside."""
    letters: int
    """How many letters both stretches have in common."""
    edits: tuple[Edit, ...] = ()
    changes: tuple[Change, ...] = ()
    carriers: int = 2
    """How many sides of this comparison have these words (the cluster's size): the fewer, the more telling."""
    cluster: int = -1
    """Index of its cluster in the comparison, -1 where none was made."""
    reason: str = ""
    """Why it is of this kind, as a stable word that `writing.words` explains."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One stretch of words that several sides have, in one wording or another."""

    index: int
    members: tuple[tuple[str, int, int], ...]
    """(side's key, start, end), in the order of the sides."""
    carriers: int
    """How many different sides."""
    rarity: float
    """Higher is more telling: letters weighed by how few sides have them."""


@dataclass(frozen=True, slots=True)
class OwnText:
    """How much of a side's text is its own, in letters; the shares are ratios of integers, so that each can be checked."""

    key: str
    letters: int
    shared: int
    """Letters that some other response has too."""
    directive: int
    """Letters that the directive has too; 0 without a directive."""
    shared_spans: tuple[Span, ...] = ()
    directive_spans: tuple[Span, ...] = ()
    own_spans: tuple[Span, ...] = ()
    """What neither has: the side's own words."""
    with_whom: tuple[tuple[str, int], ...] = ()
    """(key of another side, letters shared with it), most first."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Aligned words of two sides that differ by one character: a suspected typo, reported, never changed."""

    key: str
    """The side that has the doubtful word."""
    start: int
    end: int
    words: str
    proposal: str
    """The word as the others have it."""
    others: tuple[tuple[str, int, int], ...]
    """Where the others have it."""
    reason: str = "collation"


# -- coverage ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """One numbered thing that a directive wants (要点): its duties, targets and headed requirements."""

    number: int
    """From 1, in reading order."""
    label: str
    """The document's own numbering above it: 二（三）, 第十条; '' where it has none."""
    start: int
    end: int
    words: str
    heading: str = ""
    """The heading under which it stands."""
    theme: str = "-"
    duties: tuple[int, ...] = ()
    """Numbers of the directive's duties in it; empty for a headed requirement without any."""
    kind: str = "duty"
    """duty · target · heading."""
    key: str = ""
    """The directive (side) that says it."""


@dataclass(frozen=True, slots=True)
class Weakening:
    """In what an answer falls short of what was asked, words beside words."""

    what: str
    """figure (lowered) · deadline (dropped, later or softened) · rhythm · force (必须 → 力争) · scope (narrowed) · owner · deliverable (dropped)."""
    asked: str
    said: str
    """'' where it was dropped."""
    asked_span: Span
    said_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one side says to one point."""

    point: int
    key: str
    verdict: str
    """answered (own measures) · echoed (same words, nothing added) · weaker · absent (not in this text)."""
    confidence: float
    """0 to 1; below 0.6 a person should look first."""
    spans: tuple[Span, ...] = ()
    """The side's sentences, best first."""
    weakenings: tuple[Weakening, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    """(slot, words) that made the match: action, object, programme, figure, theme, words, title."""
    score: float = 0.0
    """0 to 1: how well the best sentences fit."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A measure of a side that answers no point: what it added of its own (结合实际)."""

    key: str
    start: int
    end: int
    words: str
    theme: str = "-"


@dataclass(frozen=True)
class Coverage:
    """Points × sides."""

    points: tuple[Point, ...]
    answers: tuple[Answer, ...]
    """One for each point and side, points outside, sides inside."""
    additions: tuple[Addition, ...] = ()

    def answer(self, point: int, key: str) -> Answer:
        """The answer of a side to a point."""
        return next(a for a in self.answers if a.point == point and a.key == key)


# -- without the directive -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """A point that the directive must have had, put together from what the units repeat. Always shown as reconstructed."""

    number: int
    part: str
    """The part of the frame it belongs to: a theme of the pack, or the words of the shared heading."""
    words: str
    """The wording that most units share, as one of them has it."""
    key: str
    start: int
    end: int
    """Where these words stand."""
    carriers: tuple[str, ...]
    """Keys of the sides that say it, in their order."""
    sources: tuple[tuple[str, int, int], ...]
    """Where each says it."""
    kind: str = "duty"
    """frame (part of the frame) · stance · duty · target · mechanism."""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a side's shared words most likely come from."""

    key: str
    source: str
    """Key of an earlier or higher side."""
    letters: int
    """Letters of `key` that `source` has too."""
    share: float
    """Of the letters of `key`."""
    reasons: tuple[str, ...]
    """Stable words: directive (what it answers) · higher (level) · earlier · later (a higher text that is dated later) · undated (which was first
    is not known) · nearest (the likeliest of several) · only · reprint."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one stretch of a side most likely comes from."""

    key: str
    start: int
    end: int
    source: str
    """Key of an earlier or higher side."""
    source_start: int
    source_end: int
    reasons: tuple[str, ...]
    """As of a descent."""
    cluster: int
    """Index of the cluster of which the stretch is a member."""


@dataclass(frozen=True)
class Comparison:
    """Everything that comparing found."""

    sides: tuple[Side, ...]
    """The directives first, then the responses, as they were given."""
    directives: tuple[str, ...] = ()
    """Keys of the sides that ask; empty when compared blind."""
    passages: tuple[Passage, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    own: tuple[OwnText, ...] = ()
    variants: tuple[Variant, ...] = ()
    coverage: Coverage | None = None
    proposals: tuple[Proposal, ...] = ()
    descents: tuple[Descent, ...] = ()
    origins: tuple[Origin, ...] = ()
    """For each shared stretch its likely source, by side and place."""
    reprints: tuple[tuple[str, ...], ...] = ()
    """Groups of keys that hold one and the same text."""

    def side(self, key: str) -> Side:
        """The side of that key."""
        return next(side for side in self.sides if side.key == key)

    def between(self, a: str, b: str) -> tuple[Passage, ...]:
        """The passages that two sides share, in the order of the first."""
        return tuple(p for p in self.passages if {p.a, p.b} == {a, b})
