"""Directives × responses → coverage: who answers which point, how, and in what it is weaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from luoshi.comparing.covering.answered import Answered, general_terms
from luoshi.comparing.covering.echoing import Articles, Wording
from luoshi.comparing.covering.likeness import likenesses
from luoshi.comparing.covering.matching import Match, Matcher, said_by
from luoshi.comparing.covering.parts import Part, is_item, parts_of, plain_words, slots_in, without_slots
from luoshi.comparing.covering.points import Asked, find_points
from luoshi.comparing.covering.reasons import reasons_of
from luoshi.comparing.covering.unsaid import asked_words, find_left_out
from luoshi.comparing.covering.weakening import hold_against
from luoshi.comparing.records import Addition, Answer, Coverage, Side, Weakening
from luoshi.comparing.sentences import quoted, sentences_of
from luoshi.comparing.terms import Weights, acts, terms_of
from luoshi.extracting import FoundDuty

ANSWERS = 0.26
"""The score (see `matching`) that a side's sentences must reach, lest the point be absent."""
SHORT, FEW_WORDS = 0.3, 8
"""What a point of next to no terms needs beyond that, and from how many on none is needed."""
LONG, MANY_WORDS = 0.06, 34
"""What a point of so many terms needs less: it asks for several things, and one of them speaks to it."""
SURE_AT_LEAST, SURE_AT_MOST = 0.5, 0.97
"""Confidence where a verdict could as well be another, and where nothing speaks against it."""
SURE_OF_A_SHARE = 0.55
"""Confidence at most, where a lower figure may be the unit's share of a sum."""
ECHOES = 0.75
"""Of a point's terms, or of all likeness, from which on the words are the same."""
MOST_SENTENCES = 12
"""Sentences that are shown of one answer; items of a list may be many."""
LEAST_OWN = 2
"""Terms, acts aside, that a duty beside an answer must have to be told as something else."""


def cover(asking: Sequence[Side], answering: Sequence[Side]) -> Coverage:
    """The points of the directives and what each side answers to each.

    >>> import luoshi
    >>> from luoshi.comparing.sides import sides_of
    >>> def side(name, text): return sides_of([luoshi.extract(luoshi.read_text(text, name=name))])[0]
    >>> found = cover([side("a", "各单位要每月报送检查进展。")], [side("b", "我局开展渔港灯塔巡检。")])
    >>> [(point.words, found.answer(point.number, "b").verdict) for point in found.points]
    [('各单位要每月报送检查进展。', 'absent')]
    """
    return _Cover(asking, answering).coverage()


class _Cover:
    """One comparison of directives with responses."""

    def __init__(self, asking: Sequence[Side], answering: Sequence[Side]) -> None:
        self.asking = {side.key: side for side in asking}
        self.answering = answering
        self.points = find_points(asking)
        self.every = [sentences_of(side) for side in answering]
        self.said = said_by(answering, self.every)
        asked_terms = [terms_of(asked.point.words) for asked in self.points]
        self.titles = frozenset[str]().union(*(terms_of(side.title) for side in asking))
        self.weights = Weights([*(each.terms for each in self.said), *asked_terms], self.titles)
        self.matcher = Matcher(self.said, self.weights, len(answering))
        plainly = [plain_words(asked, self.asking[asked.point.key].text) for asked in self.points]
        self.asked_words = [asked_words(asked, self.asking[asked.point.key].text) for asked in self.points]
        self.alike = likenesses(plainly, [each.stretches for each in self.said])
        self.wording = Wording([*(side.text for side in asking), *plainly])
        self.articles = Articles(self.said, self.alike, self.titles)
        self.general = [general_terms(side, sentences) for side, sentences in zip(answering, self.every, strict=True)]
        self.used: dict[tuple[int, int], frozenset[str]] = {}
        """For each sentence that answers something, the terms of all that it answers."""

    def coverage(self) -> Coverage:
        answers = tuple(answer for asked in self.points for answer in self._answers(asked))
        return Coverage(tuple(asked.point for asked in self.points), answers, tuple(self._additions()))

    def _answers(self, asked: Asked) -> Iterator[Answer]:
        text = self.asking[asked.point.key].text
        parts = parts_of(asked, text, self.weights)
        least = _least(parts)
        scores, found = self.matcher.matches(parts, self.alike[asked.point.number - 1], least, any(is_item(asked, text, clause) for clause in asked.clauses))
        for number, side in enumerate(self.answering):
            if number in found:
                sure = SURE_AT_LEAST + (scores[number] - least) * (SURE_AT_MOST - SURE_AT_LEAST) / (1 - least)
                yield self._answer(asked, text, number, found[number], sure)
            else:
                sure = SURE_AT_MOST - (SURE_AT_MOST - SURE_AT_LEAST) * scores[number] / least
                yield Answer(asked.point.number, side.key, "absent", round(sure, 2), score=round(scores[number], 3))

    def _answer(self, asked: Asked, text: str, number: int, found: Match, sure: float) -> Answer:
        side = self.answering[number]
        sentences = [said.sentence for said in found.said]
        for sentence in sentences:
            self.used[number, sentence.start] = self.used.get((number, sentence.start), frozenset()) | found.terms
        held = hold_against(asked, text, Answered(side, sentences, self.general[number], self.weights))
        sure = min(sure, SURE_OF_A_SHARE) if held.may_be_a_share else sure
        weak = (*held.weakenings, *(tuple(_left_out(found, text)) or _unsaid(self.asked_words[asked.point.number - 1], text, found)))
        echoed = max(found.whole, found.alike) >= ECHOES and not held.differs and self._adds_nothing(asked, found)
        verdict = "weaker" if weak else "echoed" if echoed else "answered"
        return Answer(
            asked.point.number, side.key, verdict, round(sure, 2), tuple((sentence.start, sentence.end) for sentence in sentences)[:MOST_SENTENCES], weak,
            reasons_of(asked, found.terms, side, sentences[0]), round(found.score, 3),
        )  # fmt: skip

    def _adds_nothing(self, asked: Asked, found: Match) -> bool:
        """Whether neither the answer's sentence nor what follows it in its article has measures of its own."""
        return self.wording.adds_nothing(found.words) and not self.articles.goes_on(found.said[0], asked.point.number - 1, found.terms, self.wording)

    def _additions(self) -> Iterator[Addition]:
        """Sentences with duties that answer nothing; of those that do, the duties that speak of something else."""
        for number, (side, sentences) in enumerate(zip(self.answering, self.every, strict=True)):
            for sentence in sentences:
                answers = self.used.get((number, sentence.start))
                if answers is None and sentence.duties:
                    yield _addition(side, sentence.start, sentence.end, sentence.duties[0].theme)
                elif answers is not None:
                    yield from (_addition(side, duty.start, duty.end, duty.theme) for duty in sentence.duties if self._is_own(side, duty, answers))

    def _is_own(self, side: Side, duty: FoundDuty, answers: frozenset[str]) -> bool:
        """Whether a duty beside an answer is about something else."""
        own = terms_of(without_slots(side.text, duty, slots_in(side.text, [duty])))
        own -= acts(own) | self.titles
        return len(own) >= LEAST_OWN and not own & answers


def _least(parts: Sequence[Part]) -> float:
    """How much must be said: of a point with few words more, for a few stand together by chance; of one with very many less."""
    words = len(frozenset().union(*(part.terms | part.case for part in parts)))
    return ANSWERS + SHORT * max(0.0, 1 - words / FEW_WORDS) - (LONG if words >= MANY_WORDS else 0.0)


def _addition(side: Side, start: int, end: int, theme: str) -> Addition:
    words = side.text[start:end].rstrip()
    return Addition(side.key, start, start + len(words), words, theme)


def _left_out(found: Match, text: str) -> Iterator[Weakening]:
    """Parts of the point of which nothing is said."""
    for part in found.missing:
        span = quoted(text, part.start, part.end)
        yield Weakening("scope", text[slice(*span)], "", span)


def _unsaid(clauses: Sequence[tuple[int, str]], text: str, found: Match) -> Iterator[Weakening]:
    """The longest stretch of the point that is left out, where no part of its own is."""
    span = find_left_out(clauses, text, found.said)
    if span:
        yield Weakening("scope", text[slice(*span)], "", span)
