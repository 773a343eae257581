"""A Comparison → 对照.html: points × units, whose words are whose, any two texts side by side.

One file, nothing fetched. Without its script all but the view of two texts can be read; it prints, and nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files

from luoshi.comparing import Comparison
from luoshi.writing.compared import Compared
from luoshi.writing.compared_matrix import Matrix
from luoshi.writing.compared_passages import Passages
from luoshi.writing.compared_picture import Picture
from luoshi.writing.compared_proposals import Proposals
from luoshi.writing.compared_texts import Texts
from luoshi.writing.markup import Markup, join, tag, text


def compared_html(comparison: Comparison, *, lang: str = "zh", awaited: Sequence[str] = (), lineage: str = "") -> str:
    """The comparison as one HTML page, in Chinese ("zh") or English ("en"); quotes stay as they are. `lineage` is a picture as SVG."""
    page = _Page(Compared(comparison, lang), awaited, lineage)
    head = Markup(
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        + tag("title", f"{page.say('paper.comparison')} · {page.shown.title}")
        + f"<style>\n{_part('comparison.css')}{_part('compared_page.css')}</style>"
    )
    body = tag("main", *page.sections(), class_="compared")
    script = Markup(f"<script>\n{_part('compared_page.js')}</script>")
    return "<!DOCTYPE html>\n" + tag("html", tag("head", head), "\n", tag("body", body, page.panel(), script), lang="zh-CN" if lang == "zh" else "en") + "\n"


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


class _Page:
    """One page on its way."""

    def __init__(self, shown: Compared, awaited: Sequence[str], lineage: str) -> None:
        self.shown, self.awaited, self.picture_of_sources = shown, awaited, lineage
        self.texts = Texts(shown)
        self.matrix, self.proposals = Matrix(shown, self.texts), Proposals(shown, self.texts)
        self.picture, self.passages = Picture(shown, self.texts), Passages(shown, self.texts)

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the page's language."""
        return self.shown.say(key, **values)

    def parts(self) -> list[tuple[str, str, Markup]]:
        """Anchor, heading and content of each part that has something to show."""
        covered = [
            ("weaker", "compare.weaker", self.matrix.weaker()),
            ("matrix", "compare.matrix", self.matrix.table()),
        ]
        pictured = ("picture", "compare.picture", self.picture.drawn())
        proposed = ("points", "compare.proposals", self.proposals.listed())
        parts = [
            *((pictured, proposed) if self.shown.is_blind else (*covered, pictured)),
            ("pair", "compare.pair", self.passages.pair()),
            ("sources", "compare.lineage", self.sources()),
            ("answers", "compare.answers", self.matrix.answers()),
            ("passages", "compare.shared", self.passages.listed()),
            ("variants", "compare.variants", self.passages.variants()),
            ("texts", "compare.texts", self.texts.all()),
        ]
        return [part for part in parts if part[2]]

    def sections(self) -> Iterator[Markup]:
        """Everything, top to bottom."""
        parts = self.parts()
        yield self.opening()
        yield tag("nav", *(tag("a", self.say(key), href=f"#{anchor}") for anchor, key, _ in parts), class_="ways")
        yield self.first()
        for anchor, key, content in parts:
            yield tag("section", tag("h2", self.say(key)), content, id=anchor)

    def opening(self) -> Markup:
        """What was compared with what."""
        facts = [tag("div", tag("dt", name), tag("dd", value), class_="long") for name, value in self.facts()]
        lead = self.say("page.lead-blind" if self.shown.is_blind else "page.lead")
        return tag(
            "header",
            tag("p", self.say("paper.comparison"), class_="kicker"),
            tag("h1", self.texts.quoted(self.shown.title) if not self.shown.is_blind else self.shown.title),
            tag("p", lead, class_="lead"),
            tag("dl", *facts, class_="facts"),
        )

    def facts(self) -> Iterator[tuple[str, Markup]]:
        """The directives, the texts, who is awaited, texts that are one."""
        names = self.shown.names
        asking = [self.texts.link(key) for key in self.shown.comparison.directives]
        if asking:
            yield self.say("compare.directive"), self.texts.in_row(asking)
        links = self.texts.in_row([self.texts.link(key) for key in self.shown.responses])
        yield self.say("compare.texts-compared"), join(self.say("compare.sides", count=len(self.shown.responses), names=""), links)
        if self.awaited:
            yield self.say("heading.awaited"), text(self.say("join.list").join(self.awaited))
        for group in self.shown.comparison.reprints:
            yield self.say("compare.reprints"), text(self.say("join.list").join(map(names.full, group)))

    def first(self) -> Markup:
        """What stands out."""
        rows = [*(self.proposals.remarks() if self.shown.is_blind else self.matrix.remarks()), *self.picture.remarks()]
        listed = tag("ul", *(tag("li", row) for row in rows))
        return tag("section", tag("div", tag("h2", self.say("compare.first")), listed, class_="remarks"), class_="summary") if rows else Markup("")

    def sources(self) -> Markup:
        """The picture of where the words come from."""
        if not self.picture_of_sources:
            return Markup("")
        return join(tag("p", self.say("lineage.note"), class_="note"), tag("div", Markup(self.picture_of_sources), class_="lineage", role="img"))

    def panel(self) -> Markup:
        """Where a clicked cell is shown, for the script to fill."""
        if self.shown.is_blind:
            return Markup("")
        buttons = [tag("button", self.say(f"page.{key}"), type="button", data_go=go) for key, go in (("previous-weaker", "-1"), ("next-weaker", "1"), ("close", "0"))]
        return tag("aside", tag("div", *buttons, class_="go"), tag("div", class_="body"), id="panel", hidden="hidden", aria_live="polite")
