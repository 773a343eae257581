"""A Comparison → the summary that a terminal shows: what is weaker, who is silent on what, whose words are whose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from luoshi.comparing import Answer, Comparison, Point, Proposal
from luoshi.folding import fold
from luoshi.screen import Screen, paired, render, width_of
from luoshi.writing.compared import UNSURE, Compared, one_line, spans_words
from luoshi.writing.words import name_gap

MOST_WEAKER = 80
"""So many weakened promises are shown with their words; the rest are counted."""
POINT_WIDTH = 30
SENTENCE = 120
OWN_SHOWN = 3
BAR = 20


def render_comparison(comparison: Comparison, lang: str, screen: Screen, awaited: Sequence[str] = ()) -> str:
    """The summary as lines for a screen; `awaited` are those who were expected and are not among the texts."""
    return render(_Summary(comparison, lang, screen, awaited).parts(), screen)


class _Summary:
    """One comparison's summary in one language."""

    def __init__(self, comparison: Comparison, lang: str, screen: Screen, awaited: Sequence[str]) -> None:
        self.shown = Compared(comparison, lang)
        self.comparison, self.lang, self.screen, self.expected = comparison, lang, screen, awaited
        self.names, self.width = self.shown.names, width_of(screen)

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the summary's language."""
        return self.shown.say(key, **values)

    def join(self, parts: Sequence[str], by: str = "join.list") -> str:
        return self.say(by).join(parts)

    def parts(self) -> RenderableType:
        """Everything, top to bottom."""
        body = self.blind() if self.shown.is_blind else self.covered()
        return Group(self.head(), Text(), *body, *self.own(), *self.others())

    def blind(self) -> Iterator[RenderableType]:
        """What the texts share."""
        yield from self.proposals()

    def covered(self) -> Iterator[RenderableType]:
        """What is weaker, who is silent, and the table of both."""
        yield from self.weaker()
        yield from self.silent()
        yield from self.matrix()

    # -- head ------------------------------------------------------------------------------------------------------

    def head(self) -> RenderableType:
        """What was compared with what."""
        return Group(Text(self.shown.title, style="bold"), Padding(paired(list(self.facts()), self.width), (1, 0, 0, 0)))

    def facts(self) -> Iterator[tuple[str, str]]:
        """Directives, responses, points and verdicts."""
        asking = [self.named(key) for key in self.comparison.directives]
        if asking:
            yield self.say("compare.directive"), self.join(asking)
        named = [self.names.full(key) for key in self.shown.responses]
        yield self.say("compare.texts-compared"), self.say("compare.sides", count=len(named), names=self.join(named))
        if self.expected:
            yield self.say("terminal.awaited"), self.say("terminal.units", count=len(self.expected), units=self.join(list(self.expected)))
        if self.shown.points:
            verdicts = [self.say("compare.count", name=self.say(f"verdict.{verdict}"), count=count) for verdict, count in self.shown.verdicts.items()]
            yield self.say("compare.points"), f"{len(self.shown.points)}{self.say('join.colon')}{'  '.join(verdicts)}"

    def named(self, key: str) -> str:
        """A side's full name with its date."""
        date = self.names.date(key)
        return self.names.full(key) + (self.say("terminal.aside", words=date) if date else "")

    # -- coverage --------------------------------------------------------------------------------------------------

    def weaker(self) -> Iterator[RenderableType]:
        """Every promise that is weaker than what was asked, with the words on both sides."""
        found = self.shown.weaker
        yield self.heading("compare.weaker", len(found))
        if not found:
            yield Text(self.say("compare.nothing-weaker") + "\n", style="dim")
            return
        last = 0
        for point, answer in found[:MOST_WEAKER]:
            yield from self.asked(point) if point.number != last else ()
            yield self.weak(answer)
            last = point.number
        if len(found) > MOST_WEAKER:
            yield Text(self.say("compare.more", count=len(found) - MOST_WEAKER), style="dim")
        yield Text()

    def asked(self, point: Point) -> Iterator[RenderableType]:
        """A point, as the heading of the answers to it."""
        words = f"{self.shown.label(point)}  “{one_line(point.words, SENTENCE)}”"
        yield Text("\n".join(fold(words, self.width)), style="bold")

    def weak(self, answer: Answer) -> RenderableType:
        """One weakened answer: in what, and the sentence."""
        lines = [f"{self.say(f'weakening.{w.what}')}{self.say('join.colon')}{self.shown.weakened(w)}" for w in answer.weakenings]
        lines.append(f"“{one_line(self.sentence(answer), SENTENCE)}”")
        name = self.names.short(answer.key) + ("?" if answer.confidence < UNSURE else "")
        return Padding(paired([(name, lines[0]), *(("", line) for line in lines[1:])], self.width - 2), (0, 0, 0, 2))

    def sentence(self, answer: Answer) -> str:
        return spans_words(self.shown.side(answer.key).text, answer.spans[:2])

    def silent(self) -> Iterator[RenderableType]:
        """Who is silent on what."""
        yield self.heading("compare.absent")
        rows = [(self.shown.label(point), self.silence(point)) for point in self.shown.points if self.shown.silent_on(point.number)]
        yield paired(rows, self.width) if rows else Text(self.say("compare.nothing-absent"), style="dim")
        yield Text()

    def silence(self, point: Point) -> str:
        """A point's words, and whose text has nothing on it."""
        silent = self.shown.silent_on(point.number)
        everyone = len(silent) == len(self.shown.responses) > 1
        who = self.say("compare.all-silent") if everyone else self.say("compare.silent", count=len(silent), names=self.names.listed(silent))
        return f"“{one_line(point.words, POINT_WIDTH)}”  {who}"

    def matrix(self) -> Iterator[RenderableType]:
        """Points × units, in as many tables as the screen's width asks for."""
        yield self.heading("compare.matrix")
        room = max(self.width - self.point_width() - 2, 12)
        wide = max(cell_len(self.names.short(key)) for key in self.shown.responses) + 1
        size = max(room // wide, 1)
        for at in range(0, len(self.shown.responses), size):
            yield self.table(self.shown.responses[at : at + size])
        marks = {verdict: self.mark(verdict) for verdict in ("answered", "echoed", "weaker", "absent")}
        yield Text("\n".join(fold(self.say("compare.legend", **marks), self.width)), style="dim")
        yield Text("\n".join(fold(self.say("compare.note"), self.width)), style="dim")
        yield Text()

    def point_width(self) -> int:
        return min(40, max(20, self.width // 3))

    def table(self, keys: Sequence[str]) -> RenderableType:
        """One part of the table."""
        table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False, header_style="bold")
        table.add_column(self.say("col.point"), no_wrap=True, max_width=self.point_width(), overflow="ellipsis" if self.screen.is_unicode else "crop", style="cyan")
        for key in keys:
            table.add_column(self.names.short(key), justify="center", no_wrap=True)
        for point in self.shown.points:
            name = f"{self.shown.label(point)} {' '.join(point.words.split())}"
            table.add_row(Text(name), *(self.cell(self.shown.answer(point.number, key)) for key in keys))
        return Padding(table, (0, 0, 1, 0))

    def cell(self, answer: Answer) -> Text:
        unsure = "?" if answer.verdict != "absent" and answer.confidence < UNSURE else ""
        style = {"weaker": "bold red", "absent": "dim", "echoed": "yellow"}.get(answer.verdict, "")
        return Text(self.mark(answer.verdict) + unsure, style=style)

    def mark(self, verdict: str) -> str:
        return self.screen.gap if verdict == "absent" else self.say(f"verdict-mark.{verdict}")

    # -- without a directive ---------------------------------------------------------------------------------------

    def proposals(self) -> Iterator[RenderableType]:
        """The points that the units repeat, by parts, marked as reconstructed."""
        yield self.heading("compare.proposals", len(self.comparison.proposals))
        yield Text(self.say("compare.reconstructed"), style="bold yellow")
        if not self.comparison.proposals:
            yield Text(self.say("compare.nothing-shared"), style="dim")
        last = None
        for proposal in self.comparison.proposals:
            if proposal.part != last:
                yield Text(f"\n{name_gap(proposal.part, self.lang) or self.say('compare.no-part')}", style="bold")
            last = proposal.part
            yield self.proposal(proposal)
        yield Text()

    def proposal(self, proposal: Proposal) -> RenderableType:
        """One proposed point: how many say it, its words, and who."""
        of = self.say("compare.carriers", count=len(proposal.carriers), of=len(self.shown.responses))
        unsure = "?" if proposal.confidence < UNSURE else ""
        words = f"{' '.join(proposal.words.split())}{self.say('terminal.aside', words=self.names.listed(list(proposal.carriers)))}"
        return Padding(paired([(f"{proposal.number:>2} {of}{unsure}", words)], self.width - 2), (0, 0, 0, 2))

    # -- whose words -----------------------------------------------------------------------------------------------

    def own(self) -> Iterator[RenderableType]:
        """Each text's shares, and some of its own words."""
        if not self.shown.own:
            return
        yield self.heading("compare.own")
        blind = "-blind" if self.shown.is_blind else ""
        for key in self.shown.responses:
            yield paired([(self.names.short(key), self.bar(key)), *(("", line) for line in self.own_lines(key, blind))], self.width)
        yield Text("\n".join(fold(self.say(f"compare.share-note{blind}"), self.width)), style="dim")
        yield Text()

    def bar(self, key: str) -> str:
        """A bar whose filled part is the side's own text."""
        full, empty = ("█", "░") if self.screen.is_unicode else ("#", ".")
        filled = round(BAR * self.shown.shares(key).percent("own") / 100)
        return full * filled + empty * (BAR - filled)

    def own_lines(self, key: str, blind: str) -> Iterator[str]:
        shares = self.shown.shares(key)
        line = self.say(f"compare.own-line{blind}", own=shares.percent("own"), directive=shares.percent("directive"), shared=shares.percent("shared"))
        nearest = self.shown.nearest(key, 1)
        yield line + (f"  {self.say('compare.most-with', unit=self.names.short(nearest[0][0]), letters=nearest[0][1])}" if nearest else "")
        text = self.shown.side(key).text
        longest = sorted(sorted(self.shown.own_words(key), key=lambda span: span[0] - span[1])[:OWN_SHOWN])
        if longest:
            yield self.join([f"“{one_line(text[start:end], POINT_WIDTH)}”" for start, end in longest], "join.list")

    def others(self) -> Iterator[RenderableType]:
        """Suspected typos, and texts that are one."""
        if self.comparison.variants:
            yield self.heading("compare.variants")
            found = [(self.names.short(v.key), self.variant(v.words, v.proposal, v.key)) for v in self.comparison.variants]
            yield paired([("-", words) for _, words in found], self.width)
        for group in self.comparison.reprints:
            yield Text("\n".join(fold(self.say("compare.reprint", names=self.join([self.names.full(key) for key in group])), self.width)))

    def variant(self, words: str, proposal: str, key: str) -> str:
        return self.say("compare.variant", unit=self.names.short(key), words=words, proposal=proposal)

    def heading(self, key: str, count: int | None = None) -> RenderableType:
        return Text(self.say(key) + (f"  {count}" if count is not None else ""), style="bold")
