"""Shared passages as HTML: a list of the most telling, and the data from which the script sets any two texts side by side."""

from __future__ import annotations

import json

from luoshi.comparing import PASSAGE_KINDS, Passage
from luoshi.writing.compared import Compared, one_line
from luoshi.writing.compared_texts import Texts
from luoshi.writing.markup import Markup, join, tag

MOST_LISTED = 200
MOST_KEPT = 30_000
"""Passages whose places the page keeps for the view of two texts."""
WORDS_LENGTH = 260
CHANGES = ("figure", "date", "negation", "force", "object")
EDITS = ("replace", "insert", "delete", "move")


class Passages:
    """The parts of the page that show passages."""

    def __init__(self, shown: Compared, texts: Texts) -> None:
        self.shown, self.texts = shown, texts
        directives = set(shown.comparison.directives)
        ranked = shown.told if len(shown.told) <= MOST_KEPT else sorted(shown.told, key=lambda p: not {p.a, p.b} & directives)
        self.kept = ranked[:MOST_KEPT]

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the page's language."""
        return self.shown.say(key, **values)

    # -- two texts side by side ------------------------------------------------------------------------------------

    def pair(self) -> Markup:
        """Two lists to choose from, two panes for the script to fill, and the data."""
        if len(self.texts.number) < 2:
            return Markup("")
        cut = tag("p", self.say("page.pairs-cut"), class_="note") if len(self.kept) < len(self.shown.told) else Markup("")
        note = tag("p", self.say("page.pair-note"), class_="note")
        panes = tag("div", tag("div", class_="pane", id="pane-a", tabindex="0"), tag("div", class_="pane", id="pane-b", tabindex="0"), class_="panes", hidden="hidden")
        without = tag("p", self.say("page.pair-print"), class_="note no-script")
        return join(note, cut, self.legend(), without, self.controls(), panes, self.data())

    def legend(self) -> Markup:
        """The kinds of passages, marked as they are in the panes."""
        kinds = [tag("li", tag("span", self.say(f"passage-sign.{kind}"), class_=f"sg g-{kind}"), " ", tag("span", self.say(f"passage.{kind}"), class_=f"pp g-{kind}")) for kind in PASSAGE_KINDS]
        return tag("ul", *kinds, class_="keys")

    def controls(self) -> Markup:
        """What the script listens to."""
        first, second = self.first_pair()
        choose = [self.choice(name, label, number) for name, label, number in (("a", "page.pair-choose", first), ("b", "page.pair-other", second))]
        boxes = [self.box("sync", "page.pair-sync", True), self.box("changed", "page.pair-changed", False)]
        steps = [tag("button", self.say(f"page.pair-{key}"), type="button", data_step=step) for key, step in (("previous", "-1"), ("next", "1"))]
        return tag("div", *choose, *steps, *boxes, tag("span", class_="count"), class_="controls", hidden="hidden")

    def choice(self, name: str, label: str, chosen: int) -> Markup:
        """A list of the texts."""
        options = [tag("option", self.shown.names.full(key), value=str(number), selected="selected" if number == chosen else "") for key, number in self.texts.number.items()]
        return tag("label", self.say(label), " ", tag("select", *options, id=f"choose-{name}"))

    def box(self, name: str, label: str, checked: bool) -> Markup:
        return tag("label", Markup(f'<input type="checkbox" id="{name}"{" checked" if checked else ""}>'), " ", self.say(label))

    def first_pair(self) -> tuple[int, int]:
        """The pair that is shown at first: the two that share most letters, the directive being one where there is one."""
        number = self.texts.number
        letters: dict[tuple[int, int], int] = {}
        for p in self.shown.comparison.passages:
            pair = (number[p.a], number[p.b])
            letters[pair] = letters.get(pair, 0) + p.letters
        asking = {number[key] for key in self.shown.comparison.directives}
        return min(letters, key=lambda pair: (not asking & set(pair) if asking else False, -letters[pair], pair), default=(0, 1))

    def data(self) -> Markup:
        """Names, words and places for the script; offsets count the characters of each side's own text."""
        sides = [{"name": self.shown.names.full(key), "start": side.start} for key, side in self.shown.names.sides.items()]
        words = {
            "kinds": [[kind, self.say(f"passage.{kind}"), self.say(f"passage-sign.{kind}")] for kind in PASSAGE_KINDS],
            "changes": [self.say(f"change.{what}") for what in CHANGES],
            "count": self.say("page.pair-count", count="{count}", kinds="{kinds}"),
            "none": self.say("page.pair-none"),
        }
        plain = {"sides": sides, "words": words, "passages": [self.plain(passage) for passage in self.kept]}
        packed = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()
        return Markup('<script type="application/json" id="data">' + packed.replace("<", "\\u003c") + "</script>")

    def plain(self, p: Passage) -> list[object]:
        """One passage: its sides, its places from the start of each side, its kind, edits and changes."""
        number = self.texts.number
        a, b = self.shown.side(p.a).start, self.shown.side(p.b).start
        edits = [[EDITS.index(e.kind) if e.kind in EDITS else 0, e.a_start - a, e.a_end - a, e.b_start - b, e.b_end - b] for e in p.edits]
        changes = [[CHANGES.index(c.what) if c.what in CHANGES else 0, c.a_start - a, c.a_end - a, c.b_start - b, c.b_end - b] for c in p.changes]
        return [number[p.a], number[p.b], p.a_start - a, p.a_end - a, p.b_start - b, p.b_end - b, PASSAGE_KINDS.index(p.kind), p.carriers, edits, changes]

    # -- the list --------------------------------------------------------------------------------------------------

    def listed(self) -> Markup:
        """The most telling passages with the words of both sides."""
        told = self.shown.told[:MOST_LISTED]
        if not told:
            return Markup("")
        heads = [tag("th", self.say(key), scope="col") for key in ("col.kind", "col.a-words", "col.b-words", "col.changes")]
        table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *map(self.row, told)), class_="beside")
        total = len(self.shown.told)
        cut = tag("p", self.say("page.passages-cut", total=total, shown=len(told)), class_="note") if total > len(told) else Markup("")
        return join(tag("p", self.say("page.passages-note"), class_="note"), cut, table)

    def row(self, p: Passage) -> Markup:
        """One passage."""
        kind = tag("th", tag("span", self.say(f"passage.{p.kind}"), class_=f"pp g-{p.kind}", title=self.shown.name_of("passage-reason", p.reason)), " ", tag("small", self.say("compare.carried", count=p.carriers)), scope="row")
        b_words = self.said(p.b, p.b_start, p.b_end, [(c.b_start, c.b_end) for c in p.changes])
        a_words = self.said(p.a, p.a_start, p.a_end, [(c.a_start, c.a_end) for c in p.changes])
        changes = tag("td", self.texts.quoted(self.shown.changes(p)))
        return tag("tr", kind, a_words, b_words, changes)

    def said(self, key: str, start: int, end: int, marks: list[tuple[int, int]]) -> Markup:
        """The words of one side, changed ones boxed, with whose they are."""
        words, parts, at = self.shown.side(key).text, list[str](), start
        for first, last in sorted(set(marks)):
            if at <= first and last <= end:
                parts += [" ".join(words[at:first].split()), tag("mark", words[first:last])]
                at = last
        rest = one_line(words[at:end], WORDS_LENGTH)
        quote = tag("q", *parts, rest, **({} if self.shown.lang == "zh" else {"lang": "zh-CN"}))
        return tag("td", tag("small", self.texts.link(key, start, self.shown.names.short(key))), " ", quote)

    # -- suspected typos -------------------------------------------------------------------------------------------

    def variants(self) -> Markup:
        """Words that differ by one character from what the others have."""
        found = self.shown.comparison.variants
        rows = [tag("li", self.say("compare.variant", unit=self.shown.names.full(v.key), words=v.words, proposal=v.proposal), " ", tag("small", self.texts.link(v.key, v.start, self.shown.names.place(v.key, v.start)))) for v in found]
        return tag("ul", *rows, class_="plain-list") if rows else Markup("")
