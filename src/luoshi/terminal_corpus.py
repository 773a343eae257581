"""What a corpus answers → lines for a terminal. Every list says how many there are in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from luoshi.folding import fold
from luoshi.screen import Screen, render, width_of
from luoshi.writing.words import name_date, say

if TYPE_CHECKING:    # an answer is shown sooner than all that can be asked is loaded
    from luoshi.comparing import Edit
    from luoshi.corpus import Ancestry, Built, Found, Row, Shared

SHOWN = 120
"""Characters of a wording."""
LEFT = 5
"""Cells before what a list says."""
EDITS = 4
"""Differences that are shown of one place."""


def render_built(built: Built, store: str, most: int, lang: str, screen: Screen) -> str:
    """What was built, and the troubles by file and line."""
    lines = _Lines(lang, screen)
    numbers = {name: f"{getattr(built, name):,}" for name in ("documents", "characters", "shards", "made")}
    return render(Group(lines.head(lines.say("corpus.built", store=store, **numbers)), *lines.troubles(built, most)), screen)


def render_reuse(counts: Mapping[str, int], telling: Sequence[Shared], lang: str, screen: Screen) -> str:
    """The most telling wordings, with how many documents and units have each."""
    lines = _Lines(lang, screen)
    if not telling:
        return render(lines.head(lines.say("corpus.no-reuse", documents=f"{counts['documents']:,}")), screen)
    told = lines.say("corpus.reuse", **{name: f"{count:,}" for name, count in counts.items()})
    return render(Group(lines.head(told), *lines.wordings(telling, counts["clusters"])), screen)


def render_lineage(counts: Mapping[str, int], likely: Sequence[Ancestry], groups: Sequence[Sequence[str]], lang: str, screen: Screen) -> str:
    """Each document's likely source with the reasons, and what is one text."""
    lines = _Lines(lang, screen)
    told = lines.say("corpus.lineage", documents=f"{counts['documents']:,}", count=f"{counts['with_source']:,}", reprints=f"{counts['reprints']:,}")
    return render(Group(lines.head(told), *lines.descents(likely, counts["with_source"]), *lines.one_texts(groups, counts["reprints"])), screen)


def render_found(words: str, counts: Mapping[str, int], found: Sequence[Found], lang: str, screen: Screen) -> str:
    """Who says the words, and with which differences."""
    lines = _Lines(lang, screen)
    key = "corpus.found" if found else "corpus.found-nothing"
    documents = counts["documents"] if found else counts["of"]
    told = lines.say(key, documents=f"{documents:,}", places=f"{counts['places']:,}")
    return render(Group(lines.head(f"“{one_line(words, SHOWN)}”"), Text(told), *lines.places(found, counts["places"])), screen)


def one_line(words: str, most: int) -> str:
    """Words on one line, the beginning of long ones.

    >>> one_line("每月\\n报送检查进展", 6)
    '每月 报送检…'
    """
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most]}…"


class _Lines:
    """Lines in one language for one screen."""

    def __init__(self, lang: str, screen: Screen) -> None:
        self.lang, self.screen, self.width = lang, screen, width_of(screen)

    def say(self, key: str, **values: object) -> str:
        """The words for a key."""
        return say(key, self.lang, **values)

    def join(self, parts: Sequence[str]) -> str:
        return self.say("join.list").join(parts)

    def head(self, words: str) -> RenderableType:
        """The line above all."""
        return self.line(words, style="bold")

    def line(self, words: str, *, left: int = 0, style: str = "") -> RenderableType:
        """Words on as many lines as it takes."""
        return Padding(Text("\n".join(fold(words, self.width - left)), style=style), (0, 0, 0, left))

    def item(self, number: int, words: str) -> RenderableType:
        """One of a numbered list."""
        first, *rest = fold(words, self.width - LEFT)
        return Text("\n".join([f"{number:>{LEFT - 2}}  {first}", *(" " * LEFT + line for line in rest)]))

    def more(self, key: str, shown: int, of: int) -> Iterator[RenderableType]:
        """How many are not shown."""
        if of > shown:
            yield self.line(self.say(key, count=f"{of - shown:,}", all=of), style="dim")

    # -- build -----------------------------------------------------------------------------------------------------

    def troubles(self, built: Built, most: int) -> Iterator[RenderableType]:
        """What was passed over or kept all the same, by file and line."""
        told = built.troubles
        if not told:
            yield self.line(self.say("corpus.no-troubles"), style="dim")
            return
        kept = sum(trouble.kept for trouble in told)
        yield self.line(self.say("corpus.troubles", count=f"{len(told):,}", skipped=f"{len(told) - kept:,}", kept=f"{kept:,}"))
        for trouble in told[:most]:
            yield self.line(trouble.sentence(self.lang), left=2)
        yield from self.more("corpus.more-troubles", most, len(told))

    # -- reuse -----------------------------------------------------------------------------------------------------

    def wordings(self, telling: Sequence[Shared], of: int) -> Iterator[RenderableType]:
        """Each wording, who has it, and where it is first."""
        yield self.line(self.say("corpus.telling", count=len(telling)))
        for number, one in enumerate(telling, 1):
            key = "corpus.wording" if one.units else "corpus.wording-no-units"
            about = self.say(key, carriers=f"{one.carriers:,}", units=f"{one.units:,}", letters=f"{one.letters:,}")
            first = self.say("corpus.first-said", who=self.named(one.title or one.id, one.unit, one.date))
            yield self.item(number, f"“{one_line(one.words, SHOWN)}”")
            yield self.line(self.say("join.clause").join((about, first)), left=LEFT, style="dim")
        yield from self.more("corpus.more-wordings", len(telling), of)

    def named(self, name: str, unit: str, date: str) -> str:
        """A document's name, with the unit if the name does not say it, and the date."""
        rest = [part for part in (unit if unit and unit not in name else "", name_date(date, self.lang) if date else "") if part]
        return name + (self.say("terminal.aside", words=self.join(rest)) if rest else "")

    # -- lineage ---------------------------------------------------------------------------------------------------

    def descents(self, likely: Sequence[Ancestry], of: int) -> Iterator[RenderableType]:
        """Text ← source, the share and the reasons."""
        for one in likely:
            who = self.named(one.title or one.id, one.unit, one.date)
            source = self.named(one.source_title or one.source_id, one.source_unit, one.source_date)
            reasons = self.join([self.say(f"descent.{reason}") for reason in one.reasons])
            yield self.line(self.say("corpus.descent", who=who, source=source, percent=round(100 * one.share), letters=f"{one.letters:,}", reasons=reasons), left=2)
        yield from self.more("corpus.more-descents", len(likely), of)

    def one_texts(self, groups: Sequence[Sequence[str]], of: int) -> Iterator[RenderableType]:
        """Documents that are one text."""
        for names in groups:
            yield self.line(self.say("corpus.same-text", names=self.join(list(names))), left=2)
        yield from self.more("corpus.more-descents", len(groups), of)

    # -- find ------------------------------------------------------------------------------------------------------

    def places(self, found: Sequence[Found], of: int) -> Iterator[RenderableType]:
        """Each place: who, how much of the question, and what differs."""
        for number, one in enumerate(found, 1):
            moved = any(edit.kind == "move" for edit in one.edits)
            kind = self.say(f"passage.{'reordered' if moved else 'edited' if one.edits else 'verbatim'}")
            about = self.say("corpus.hit", letters=f"{one.letters:,}", percent=round(100 * one.share), kind=kind)
            yield self.item(number, self.row(one.document))
            yield self.line(f"“{one_line(one.words, SHOWN)}”", left=LEFT)
            yield self.line(self.say("join.clause").join([about, *self.edits(one.edits)]), left=LEFT, style="dim")
        yield from self.more("corpus.more-places", len(found), of)

    def row(self, row: Row) -> str:
        """A document's title, unit and date, and where it stands in the source."""
        about = self.named(row.title or row.id, row.unit, row.date)
        return about if row.name == (row.title or row.id) else f"{about}  {row.name}"

    def edits(self, edits: Sequence[Edit]) -> Iterator[str]:
        """The first differences, words beside words."""
        for edit in edits[:EDITS]:
            yield self.say(f"corpus.edit.{edit.kind}", asked=one_line(edit.before, 20), said=one_line(edit.after, 20))
        if len(edits) > EDITS:
            yield "…"
