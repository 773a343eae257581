"""A point and the sentences that answer it → in what they fall short: words beside words.

Slot by slot: each figure, term, rhythm, paper and owner of the point is looked for in the clause that says the same thing, so that the
figure of another object never counts. What is stronger than asked is not weaker; that it differs at all is told too, for an answer with
a figure or a term of its own is no echo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from luoshi.comparing.covering.answered import ALONE, LIKE, Answered, SaidClause
from luoshi.comparing.covering.lesser_figures import (
    counts_alike,
    find_figures,
    is_lowered,
    is_part_of_a_sum,
    may_be_a_share,
    same_unit,
    shown,
)
from luoshi.comparing.covering.lesser_times import find_rhythm, is_later
from luoshi.comparing.covering.parts import plain, slots_in
from luoshi.comparing.covering.points import Asked
from luoshi.comparing.covering.weak_words import any_of, papers
from luoshi.comparing.records import Span, Weakening
from luoshi.comparing.sentences import quoted
from luoshi.comparing.terms import ACT, known_words, terms_of
from luoshi.extracting import Clause, FoundDuty, Quantity

DONE = re.compile("已(?:经|于|在)?(?![有知]|成为)")
"""What is done already needs no term."""
JOINED = re.compile("[和与并及、]")
"""Joins the act after a hedge to it: 鼓励和促进 does what 促进 asks."""
BINDS_AT_ONCE = re.compile(r"\s*(?:均|都|一律)?(?:应当|不得|必须|须|禁止|严禁)")
"""Opens a clause that says what holds for what stands before it."""
OWNERS = frozenset({"lead", "joint"})


@dataclass(frozen=True, slots=True)
class Held:
    """What came of holding an answer against a point."""

    weakenings: tuple[Weakening, ...] = ()
    differs: bool = False
    """Whether a figure, term or rhythm is another one, weaker or not."""

    @property
    def may_be_a_share(self) -> bool:
        """Whether a figure is told as lowered that may be one unit's share of a sum; the directive's words do not tell."""
        return any(_is_like_a_share(weakening) for weakening in self.weakenings if weakening.what == "figure" and weakening.said)


def hold_against(asked: Asked, text: str, answered: Answered) -> Held:
    """In what the answer falls short of the point, in the order of the point's words."""
    found: list[Weakening] = []
    differs = False
    duties = {duty.start: duty for duty in asked.duties}
    slots = slots_in(text, asked.duties)
    binding = [clause for clause in asked.clauses if clause.start in duties] or list(asked.clauses)
    for clause in binding:
        terms = terms_of(plain(text, clause, slots))
        said = answered.like(terms, ALONE if len(binding) == 1 else LIKE)
        if said is None:
            continue
        found += [*_figures(text, clause, terms, said, answered), *_force(text, clause, said, answered.is_about(said, terms) and not _is_spoken_of(said, answered)), *_reach(text, clause, said)]
        duty = duties.get(clause.start)
        if duty:
            found += [*_terms(duty, said, answered), *_rhythm(text, duty, said, answered), *_papers(duty, answered)]
            differs = differs or _differs(text, duty, said, answered)
    found += _owners(asked, text, answered)
    unique = {(weakening.what, weakening.asked_span): weakening for weakening in reversed(found)}
    return Held(tuple(sorted(unique.values(), key=lambda weakening: (weakening.asked_span, weakening.what))), differs)


# -- figures -------------------------------------------------------------------------------------------------------


def _figures(text: str, clause: Clause, terms: frozenset[str], said: SaidClause, answered: Answered) -> Iterator[Weakening]:
    """A figure that is lowered, or left out. The one said must stand in the clause that says the same thing."""
    words = text[clause.start : clause.end]
    for figure in find_figures(text, clause.start, clause.end):
        if is_part_of_a_sum(figure, words):
            continue
        others = [(each, where) for where in answered.about(said, terms) for each in where.figures if same_unit(figure, each)]
        if others and all(is_lowered(figure, each, words, where.words) for each, where in others):
            yield _figure(figure, others[0][0])
        elif not others and not any(counts_alike(figure, each) for each in said.figures):
            yield _figure(figure, None)


def _is_like_a_share(weakening: Weakening) -> bool:
    asked, said = (find_figures(words, 0, len(words)) for words in (weakening.asked, weakening.said))
    return bool(asked and said) and may_be_a_share(asked[0], said[0])


def _figure(asked: Quantity, said: Quantity | None) -> Weakening:
    words, start = shown(asked)
    if said is None:
        return Weakening("figure", words, "", (start, asked.end))
    less, place = shown(said)
    return Weakening("figure", words, less, (start, asked.end), (place, said.end))


# -- terms and rhythms ---------------------------------------------------------------------------------------------


def _terms(duty: FoundDuty, said: SaidClause, answered: Answered) -> Iterator[Weakening]:
    for asked in duty.deadlines[:1]:
        span = asked.start, asked.end
        given = answered.deadlines(said)
        if DONE.search(said.words):
            continue
        if given:
            if all(is_later(asked, each, answered.side.date) for each in given):
                yield Weakening("deadline", asked.words, given[0].words, span, (given[0].start, given[0].end))
            continue
        loose = any_of("loose_times").search(said.words)
        place = (said.start + loose.start(), said.start + loose.end()) if loose else None
        yield Weakening("deadline", asked.words, loose[0] if loose else "", span, place)


def _rhythm(text: str, duty: FoundDuty, said: SaidClause, answered: Answered) -> Iterator[Weakening]:
    asked = find_rhythm(text, duty.start, duty.end, duty.recurrence)
    if asked is None or not asked.turns:
        return
    span, given = (asked.start, asked.end), answered.rhythm(said)
    if given is None:
        loose = any_of("loose_times").search(said.words)
        yield Weakening("rhythm", asked.words, loose[0] if loose else "", span, (said.start + loose.start(), said.start + loose.end()) if loose else None)
    elif given.turns < asked.turns and given.times < asked.times:
        yield Weakening("rhythm", asked.words, given.words, span, (given.start, given.end))
    elif given.times < asked.times and asked.counted:
        fewer = answered.side.text[slice(*given.counted)] if given.counted else ""
        yield Weakening("figure", text[slice(*asked.counted)], fewer, asked.counted, given.counted)


def _differs(text: str, duty: FoundDuty, said: SaidClause, answered: Answered) -> bool:
    """Whether a figure, a term or a rhythm of the answer is another one than asked, or one where none was asked."""
    figures = {(figure.number, figure.unit) for figure in find_figures(text, duty.start, duty.end)}
    if figures != {(figure.number, figure.unit) for figure in said.figures}:
        return True
    given = answered.deadlines(said) if duty.deadlines else said.deadlines
    if bool(given) != bool(duty.deadlines) or (given and given[0].last_day[:7] != duty.deadlines[0].last_day[:7]):
        return True
    often = find_rhythm(text, duty.start, duty.end, duty.recurrence)
    rhythm = answered.rhythm(said) if often else said.rhythm
    return (rhythm.times if rhythm else None) != (often.times if often else None)


# -- force and reach -----------------------------------------------------------------------------------------------


def _force(text: str, clause: Clause, said: SaidClause, is_about: bool) -> Iterator[Weakening]:
    """必须 → 力争: the answer hedges what was asked without a hedge, in a clause that is about it and not about one case of it."""
    hedges, words = any_of("hedges"), text[clause.start : clause.end]
    found = hedges.search(said.words)
    if not found or not is_about or hedges.search(words) or any_of("loose_times").fullmatch(found[0]) or _is_joined(words, found[0], said.words[found.end() :]):
        return
    strict = any_of("strict").search(words)
    span = (clause.start + strict.start(), clause.start + strict.end()) if strict else _act(text, clause)
    yield Weakening("force", text[slice(*span)], found[0], span, (said.start + found.start(), said.start + found.end()))


def _is_spoken_of(said: SaidClause, answered: Answered) -> bool:
    """Whether a clause names what the next one binds, so that its hedge tells which things are meant: 可以联网核验的证明，不得索要."""
    hedge = any_of("hedges").search(said.words)
    named = bool(hedge and "的" in said.words[hedge.end() :])
    return named and any(each.start == said.end and BINDS_AT_ONCE.match(each.words) for each in answered.clauses)


def _is_joined(asked: str, hedge: str, after: str) -> bool:
    """Whether what stands after a hedge joins one of the acts asked for to it, and that one is no softer sense of the hedge."""
    joins = JOINED.match(after)
    act = next(known_words(after[joins.end() :]), None) if joins else None
    return bool(act and joins and after.startswith(act[0], joins.end()) and act[1].startswith(ACT) and act[1] in terms_of(asked) - terms_of(hedge))


def _act(text: str, clause: Clause) -> Span:
    """What is to be done, by its verb: 建立; the whole clause where none is known."""
    words = text[clause.start : clause.end]
    act = next((word for word, term in known_words(words) if term.startswith(ACT)), "")
    at = clause.start + words.find(act)
    return (at, at + len(act)) if act else quoted(text, clause.start, clause.end)


def _reach(text: str, clause: Clause, said: SaidClause) -> Iterator[Weakening]:
    """全部 → 部分; and some of the places or things where not only some were asked for: 在重点港区."""
    words = text[clause.start : clause.end]
    whole = any_of("all").search(words)
    part = _some_places().search(said.words) or (any_of("some").search(said.words) if whole else None)
    if part is None or any_of("some").search(words) or _some_places().search(words) or any_of("all").search(said.words):
        return
    span = (clause.start + whole.start(), clause.start + whole.end()) if whole else quoted(text, clause.start, clause.end)
    yield Weakening("scope", text[span[0] : span[1]], part[0], span, (said.start + part.start(), said.start + part.end()))


@cache
def _some_places() -> re.Pattern[str]:
    """Only some of them: 在重点港区, 部分县区."""
    some, places = any_of("some").pattern, any_of("places").pattern
    return re.compile(f"(?:(?<=[在对选择取])[^，。；]{{0,4}}?(?:重点|主要|骨干|有代表性的)|(?:{some}))[^，。；]{{0,6}}?(?:{places})+")


# -- papers and owners ---------------------------------------------------------------------------------------------


def _papers(duty: FoundDuty, answered: Answered) -> Iterator[Weakening]:
    """A paper, a list or a body that is not spoken of, by any name of its kind."""
    for named in duty.deliverables:
        kind = next((kind for kind in papers() if named.name.endswith(kind)), None)
        if kind and not any(each in answered.words for each in kind):
            yield Weakening("deliverable", named.name, "", (named.start, named.end))


def _owners(asked: Asked, text: str, answered: Answered) -> Iterator[Weakening]:
    """A post or a body that was named to answer for it, where the answer names none, or a deputy where the head was asked."""
    named = next(_named_owners(asked, text), None)
    if named is None:
        return
    posts = [(clause.start + found.start(), found[0]) for clause in answered.clauses for found in any_of("posts").finditer(clause.words)]
    if not posts and not any(actor.role in OWNERS for clause in answered.clauses for actor in clause.actors):
        yield Weakening("owner", text[slice(*named)], "", named)
    elif any_of("heads").match(text, *named) and posts and all(any_of("deputies").match(words) for _, words in posts):
        start, words = posts[0]
        yield Weakening("owner", text[slice(*named)], words, named, (start, start + len(words)))


def _named_owners(asked: Asked, text: str) -> Iterator[Span]:
    yield from _posts(asked.clauses, text)
    yield from ((actor.start, actor.end) for duty in asked.duties for actor in duty.actors if actor.role in OWNERS)


def _posts(clauses: Iterable[Clause], text: str) -> Iterator[Span]:
    """Posts in clauses that say who answers: 由主要负责人任组长."""
    for clause in clauses:
        words = text[clause.start : clause.end]
        found = any_of("posts").search(words)
        if found and (clause.reason.rule in ("context.composition", "context.assignment") or re.search("由[^，。；]{0,6}" + found[0], words)):
            yield clause.start + found.start(), clause.start + found.end()
