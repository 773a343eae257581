"""The points that texts repeat, as HTML: marked as reconstructed, each with how many say it and where."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from luoshi.comparing import Proposal
from luoshi.writing.compared import UNSURE, Compared
from luoshi.writing.compared_texts import Texts
from luoshi.writing.markup import Markup, join, tag, text
from luoshi.writing.words import name_gap


class Proposals:
    """The part of the page that stands for the directive where there is none."""

    def __init__(self, shown: Compared, texts: Texts) -> None:
        self.shown, self.texts = shown, texts

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the page's language."""
        return self.shown.say(key, **values)

    def remarks(self) -> Iterator[Markup]:
        """How many points half of the texts say."""
        most = sum(2 * len(p.carriers) >= len(self.shown.responses) for p in self.shown.comparison.proposals)
        if most:
            yield text(self.say("first.core", count=most))

    def listed(self) -> Markup:
        """The points by parts."""
        proposals = self.shown.comparison.proposals
        stamp = tag("p", self.say("compare.reconstructed"), class_="stamp")
        if not proposals:
            return join(stamp, tag("p", self.say("compare.nothing-shared"), class_="note"))
        parts = [self.part(part, list(group)) for part, group in groupby(proposals, key=lambda p: p.part)]
        return join(stamp, tag("p", self.say("page.proposals-note"), class_="note"), *parts)

    def part(self, part: str, proposals: list[Proposal]) -> Markup:
        """One part of the frame."""
        return tag("section", tag("h3", name_gap(part, self.shown.lang) or self.say("compare.no-part")), tag("ol", *map(self.proposal, proposals)), class_="part")

    def proposal(self, proposal: Proposal) -> Markup:
        """One point: its words, how many say it, and a block for each text, filled where it says it."""
        unsure = tag("sup", self.say("html.unsure-mark"), class_="flag unsure-flag", title=self.say("html.mark.unsure")) if proposal.confidence < UNSURE else Markup("")
        words = tag("q", self.texts.link(proposal.key, proposal.start, " ".join(proposal.words.split())))
        count = tag("b", self.say("compare.carriers", count=len(proposal.carriers), of=len(self.shown.responses)))
        kind = tag("small", self.shown.name_of("point", proposal.kind))
        return tag("li", tag("span", str(proposal.number), class_="num"), tag("div", tag("p", words, " ", kind, unsure), tag("p", count, " ", self.blocks(proposal), class_="who")), id=f"q{proposal.number}")

    def blocks(self, proposal: Proposal) -> Markup:
        """Who says it, each a link to its sentence; who does not, struck."""
        first = {key: start for key, start, _ in reversed(proposal.sources)}
        return join(*(self.block(key, first) for key in self.shown.responses))

    def block(self, key: str, first: dict[str, int]) -> Markup:
        name = self.shown.names.short(key)
        if key in first:
            return self.texts.link(key, first[key], name, class_="has", title=self.shown.names.full(key))
        return tag("span", self.texts.quoted(name), class_="lacks", title=f"{self.shown.names.full(key)} {self.say('not-in-text')}")
