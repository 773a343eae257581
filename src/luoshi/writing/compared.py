"""A Comparison, asked what its papers show: who is weaker in what, who is silent, whose words are whose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from luoshi.comparing import VERDICTS, Answer, Comparison, OwnText, Passage, Point, Side, Span, Weakening
from luoshi.writing.side_names import SideNames
from luoshi.writing.words import say

UNSURE = 0.6
"""Below it a person should look first."""
MOSTLY = 0.7
"""The share of a duty's characters that must be own words for it to count as the side's own."""
LEAST_OWN = 6
"""Characters of own text that are worth showing by themselves."""


@dataclass(frozen=True, slots=True)
class Shares:
    """A side's text in letters: what nobody else has, what the directive has, what another response has."""

    letters: int
    own: int
    directive: int
    shared: int

    def percent(self, what: str) -> int:
        """A share in whole per cent, halves rounded up; 0 of an empty text.

        >>> Shares(200, 31, 150, 0).percent("own")
        16
        """
        part = int(getattr(self, what))
        return (200 * part + self.letters) // (2 * self.letters) if self.letters else 0


class Compared:
    """One comparison in one language, with what its papers ask of it."""

    def __init__(self, comparison: Comparison, lang: str) -> None:
        self.comparison, self.lang = comparison, lang
        self.names = SideNames(comparison, lang)
        self.responses = [side.key for side in comparison.sides if side.key not in comparison.directives]
        self.points: tuple[Point, ...] = comparison.coverage.points if comparison.coverage else ()
        self.own: dict[str, OwnText] = {own.key: own for own in comparison.own}

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the paper's language."""
        return say(key, self.lang, **values)

    def side(self, key: str) -> Side:
        """The side of that key."""
        return self.names.sides[key]

    @property
    def is_blind(self) -> bool:
        """Whether there is no directive."""
        return not self.comparison.directives

    @cached_property
    def title(self) -> str:
        """What the papers are called after: the directive, or how many texts were compared."""
        return self.names.full(self.comparison.directives[0]) if self.comparison.directives else self.say("compare.blind-title")

    # -- coverage --------------------------------------------------------------------------------------------------

    @cached_property
    def _answers(self) -> dict[tuple[int, str], Answer]:
        return {(answer.point, answer.key): answer for answer in self.comparison.coverage.answers} if self.comparison.coverage else {}

    def answer(self, point: int, key: str) -> Answer:
        """The answer of a side to a point."""
        return self._answers.get((point, key)) or Answer(point, key, "absent", 0.0)

    def answers_to(self, point: int) -> list[Answer]:
        """All answers to a point, in the order of the sides."""
        return [self.answer(point, key) for key in self.responses]

    @cached_property
    def weaker(self) -> list[tuple[Point, Answer]]:
        """Every answer that is weaker than its point, points outside, sides inside."""
        return [(point, answer) for point in self.points for answer in self.answers_to(point.number) if answer.verdict == "weaker"]

    def silent_on(self, point: int) -> list[str]:
        """Whose text does not answer a point."""
        return [answer.key for answer in self.answers_to(point) if answer.verdict == "absent"]

    @cached_property
    def verdicts(self) -> dict[str, int]:
        """How many answers of each verdict."""
        counts = Counter(answer.verdict for answer in self._answers.values())
        return {verdict: counts[verdict] for verdict in VERDICTS}

    def verdicts_of(self, key: str) -> dict[str, int]:
        """How many answers of each verdict a side gives."""
        counts = Counter(self.answer(point.number, key).verdict for point in self.points)
        return {verdict: counts[verdict] for verdict in VERDICTS}

    def weakened(self, weakening: Weakening) -> str:
        """The words on both sides: “90%” → “85%”."""
        if not weakening.said:
            return self.say("compare.dropped", asked=weakening.asked)
        return self.say("compare.arrow", asked=weakening.asked, said=weakening.said)

    def label(self, point: Point) -> str:
        """A point's number with its own numbering in the document."""
        return f"{point.number} {point.label}".strip()

    def point_place(self, point: Point) -> str:
        """Where a point stands."""
        return self.names.place(point.key, point.start) if point.key in self.names.sides else ""

    def matched(self, answer: Answer) -> str:
        """By which words the answer was matched to the point."""
        return self.say("join.clause").join(f"{self.slot(slot)}{self.say('join.colon')}{words}" for slot, words in answer.reasons)

    def slot(self, slot: str) -> str:
        """The name of a slot; one without a name is its own."""
        return self.name_of("slot", slot)

    def name_of(self, group: str, code: str) -> str:
        """The words for a code; a code that has none is its own name."""
        try:
            return self.say(f"{group}.{code}")
        except KeyError:
            return code

    # -- own text --------------------------------------------------------------------------------------------------

    def shares(self, key: str) -> Shares:
        """Whose a side's letters are."""
        own = self.own.get(key)
        if own is None:
            return Shares(0, 0, 0, 0)
        text = self.side(key).text
        alone = sum(sum(map(str.isalnum, text[start:end])) for start, end in own.own_spans) if own.directive else own.letters - own.shared
        return Shares(own.letters, min(alone, own.letters), own.directive, own.shared)

    def own_words(self, key: str) -> list[Span]:
        """Stretches of own text that are long enough to say something, in reading order, without marks at their ends."""
        own, text = self.own.get(key), self.side(key).text
        trimmed = (trim(text, span) for span in own.own_spans) if own else ()
        return [span for span in trimmed if span[1] - span[0] >= LEAST_OWN]

    def own_measures(self, key: str) -> list[Span]:
        """Duties of a side that are mostly its own words, those with a date, a figure, a programme or a deliverable first."""
        side, own = self.side(key), self.own.get(key)
        if not own or not side.extraction:
            return []
        duties = [duty for duty in side.extraction.duties if side.start <= duty.start and duty.end <= side.end]
        mine = [duty for duty in duties if overlap((duty.start, duty.end), own.own_spans) >= MOSTLY * (duty.end - duty.start)]
        mine.sort(key=lambda duty: (-sum(map(bool, (duty.deadlines, duty.quantities, duty.programmes, duty.deliverables))), duty.start - duty.end, duty.start))
        return [trim(side.text, (duty.start, duty.end)) for duty in mine]

    def nearest(self, key: str, count: int = 3) -> list[tuple[str, int]]:
        """The texts that share most letters with a side."""
        own = self.own.get(key)
        return [(other, letters) for other, letters in own.with_whom if other in self.names.sides][:count] if own else []

    # -- passages --------------------------------------------------------------------------------------------------

    @cached_property
    def told(self) -> list[Passage]:
        """The passages by how much they tell: changed ones first, then the rare and long."""
        order = {key: number for number, key in enumerate(self.names.sides)}
        return sorted(self.comparison.passages, key=lambda p: (not p.changes, p.carriers, -p.letters, order[p.a], p.a_start, order[p.b], p.b_start))

    @cached_property
    def changed(self) -> int:
        """In how many passages a figure or a date is another."""
        return sum(any(change.what in ("figure", "date") for change in passage.changes) for passage in self.comparison.passages)

    def changes(self, passage: Passage) -> str:
        """What changed in a passage, in words."""
        return self.say("join.clause").join(
            f"{self.name_of('change', c.what)}{self.say('join.colon')}{self.say('compare.arrow', asked=c.before, said=c.after)}" for c in passage.changes
        )


def trim(text: str, span: Span) -> Span:
    """A span without the marks and spaces at its ends.

    >>> trim("，开展巡检。", (0, 6))
    (1, 5)
    """
    start, end = span
    while start < end and not text[start].isalnum() and text[start] not in "“《（(〈":
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in "”》）)〉%％":
        end -= 1
    return start, end


def overlap(span: Span, spans: Sequence[Span]) -> int:
    """How many characters of a span lie in others, which are sorted and do not overlap.

    >>> overlap((2, 8), [(0, 3), (5, 6), (9, 12)])
    2
    """
    first = bisect_right(spans, span[0], key=lambda other: other[1])
    last = bisect_left(spans, span[1], key=lambda other: other[0])
    return sum(min(span[1], end) - max(span[0], start) for start, end in spans[first:last])


def one_line(words: str, length: int) -> str:
    """Words in one line, cut where they are long.

    >>> one_line("甲\\n乙丙丁", 3)
    '甲 乙…'
    """
    line = " ".join(words.split())
    return line if len(line) <= length else line[:length] + "…"


def spans_words(text: str, spans: Sequence[Span], between: str = " …… ") -> str:
    """The words of several spans."""
    return between.join(" ".join(text[start:end].split()) for start, end in spans)
