"""One picture: which words the texts share and what each added of its own."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.comparing import Cluster, Side, Span
from luoshi.writing.carrying import Carried
from luoshi.writing.compared import Compared, one_line
from luoshi.writing.compared_texts import Texts, look_of
from luoshi.writing.markup import Markup, join, tag, text

MOST_SHARED = 14
"""Rows of shared words in the picture."""
LEAST_LETTERS = 8
SHARED_LENGTH = 60
OWN_SHOWN = 6
"""Stretches of own words that a text shows in the picture, the longest."""
OWN_LENGTH = 46
HEIGHT = 24
"""Of a strip, in units of its own."""
DIRECTIVE_HEIGHT = 5


class Picture:
    """The picture, and what it makes one say first."""

    def __init__(self, shown: Compared, texts: Texts) -> None:
        self.shown, self.texts = shown, texts

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the page's language."""
        return self.shown.say(key, **values)

    def remarks(self) -> Iterator[Markup]:
        """Whose text is most its own; in how many passages a figure differs."""
        shares = sorted(((self.shown.shares(key).percent("own"), key) for key in self.shown.responses if key in self.shown.own), key=lambda pair: pair[0])
        if len(shares) > 1:
            (low, least), (high, most) = shares[0], shares[-1]
            yield text(self.say("first.own", most=self.shown.names.full(most), high=high, least=self.shown.names.full(least), low=low))
        if self.shown.changed:
            yield join(tag("a", self.say("first.changed", count=self.shown.changed), href="#passages"))

    def drawn(self) -> Markup:
        """Shared words on top, then a strip a text with its own words below it."""
        if not self.shown.own:
            return Markup("")
        note = tag("p", self.say("page.picture-note"), " ", self.say(f"compare.share-note{'-blind' if self.shown.is_blind else ''}"), class_="note")
        return join(note, tag("div", self.shared(), tag("ol", *(self.strip(key) for key in self.shown.responses), class_="strips"), class_="picture"))

    # -- shared words ----------------------------------------------------------------------------------------------

    def shared(self) -> Markup:
        """The words that most texts have, a row each, a filled block for each text that has them."""
        rows = [self.shared_row(cluster) for cluster in self.most_shared()]
        if not rows:
            return Markup("")
        columns = list(self.shown.names.sides)
        heads = [tag("th", tag("span", self.texts.quoted(self.shown.names.short(key))), scope="col", title=self.shown.names.full(key)) for key in columns]
        feet = [tag("td", "" if key in self.shown.comparison.directives else f"{self.shown.shares(key).percent('own')}%") for key in columns]
        head = tag("thead", tag("tr", tag("th", self.say("compare.shared"), scope="col", class_="point"), *heads))
        foot = tag("tfoot", tag("tr", tag("th", self.say("col.own-share"), scope="row", class_="point"), *feet))
        many = " many" if len(columns) > 12 else ""
        return tag("div", tag("table", head, tag("tbody", *rows), foot, class_=f"who{many}"), class_="scroll wide", role="region", tabindex="0", aria_label=self.say("compare.shared"))

    def most_shared(self) -> list[Cluster]:
        """Clusters by how many texts have them and how long they are, none that stands within one before it."""
        chosen: list[Cluster] = []
        taken: dict[str, list[Span]] = {}
        for cluster in sorted(self.shown.comparison.clusters, key=lambda c: (-c.carriers, -len(self.letters(c)), c.index)):
            if len(chosen) < MOST_SHARED and self.is_new(cluster, chosen, taken):
                chosen.append(cluster)
                for key, start, end in cluster.members:
                    taken.setdefault(key, []).append((start, end))
        return chosen

    def is_new(self, cluster: Cluster, chosen: list[Cluster], taken: dict[str, list[Span]]) -> bool:
        """Whether a stretch is long enough, stands apart from those chosen, and does not say their words again."""
        (key, start, end), letters = self.member(cluster), self.letters(cluster)
        if len(letters) < LEAST_LETTERS or any(first < end and start < last for first, last in taken.get(key, ())):
            return False
        return not any(letters in (other := self.letters(each)) or other in letters for each in chosen)

    def member(self, cluster: Cluster) -> tuple[str, int, int]:
        """The member whose words are shown: one of middle length, the first of them."""
        ranked = sorted(cluster.members, key=lambda member: member[2] - member[1])
        length = ranked[len(ranked) // 2][2] - ranked[len(ranked) // 2][1]
        return next(member for member in cluster.members if member[2] - member[1] == length)

    def letters(self, cluster: Cluster) -> str:
        """A stretch's words without marks and spaces."""
        key, start, end = self.member(cluster)
        return "".join(filter(str.isalnum, self.shown.side(key).text[start:end]))

    def shared_row(self, cluster: Cluster) -> Markup:
        """One stretch of shared words and who has it."""
        key, start, end = self.member(cluster)
        first = {other: at for other, at, _ in reversed(cluster.members)}
        words = self.texts.link(key, start, f"“{one_line(self.shown.names.words(key, (start, end)), SHARED_LENGTH)}”")
        cells = [tag("td", self.texts.link(other, first[other], "■", title=self.shown.names.full(other)) if other in first else "") for other in self.shown.names.sides]
        return tag("tr", tag("th", tag("b", str(len(first))), " ", words, scope="row", class_="point"), *cells)

    # -- a text ----------------------------------------------------------------------------------------------------

    def strip(self, key: str) -> Markup:
        """One text: its name and own share, the strip, and its own words."""
        shares = self.shown.shares(key)
        head = tag("div", self.texts.link(key, words=self.shown.names.short(key), title=self.shown.names.full(key)), tag("b", f"{shares.percent('own')}%"), class_="head")
        return tag("li", head, tag("div", self.drawing(key), self.own_words(key)))

    def drawing(self, key: str) -> Markup:
        """The strip: a block for each shared stretch, the higher the more texts have it; a band below for the directive's words."""
        side = self.shown.side(key)
        length, room = max(side.end - side.start, 1), HEIGHT if self.shown.is_blind else HEIGHT - DIRECTIVE_HEIGHT - 1
        carried = self.texts.carried[key]
        blocks = [self.block(side, each, room) for each in carried if each.carriers > 1]
        band = [rect("dir", each.start - side.start, HEIGHT - DIRECTIVE_HEIGHT, each.end - each.start, DIRECTIVE_HEIGHT) for each in carried if each.directive]
        out = [rect("out", start - side.start, 0, end - start, HEIGHT) for start, end in side.skipped]
        frame = rect("frame", 0, 0, length, room)
        label = self.say("compare.own-head", own=self.shown.shares(key).percent("own"))
        return tag("svg", frame, *out, *blocks, *band, viewBox=f"0 0 {length} {HEIGHT}", preserveAspectRatio="none", role="img", aria_label=label)

    def block(self, side: Side, carried: Carried, room: int) -> Markup:
        """A shared stretch; its height is the share of the texts that have it."""
        height = max(room * carried.carriers / max(len(self.shown.responses), 2), 3)
        return rect(look_of(carried).split(" ")[0], carried.start - side.start, round(room - height, 2), carried.end - carried.start, round(height, 2))

    def own_words(self, key: str) -> Markup:
        """What it added of its own: measures first, then the longest of its own words, each a link to its place."""
        chosen = self.shown.own_measures(key)[:OWN_SHOWN]
        longest = sorted(self.shown.own_words(key), key=lambda span: (span[0] - span[1], span))
        apart = [span for span in longest if not any(a < span[1] and span[0] < b for a, b in chosen)]
        chosen = sorted(chosen + apart[: OWN_SHOWN - len(chosen)])
        if not chosen:
            return tag("p", self.say("page.nothing-own"), class_="own none")
        links = [self.texts.link(key, start, f"“{one_line(self.shown.names.words(key, (start, end)), OWN_LENGTH)}”") for start, end in chosen]
        return tag("p", tag("small", self.say("page.own-words")), " ", self.texts.in_row(links), class_="own")


def rect(name: str, x: float, y: float, width: float, height: float) -> Markup:
    """One block of a strip."""
    return Markup(f'<rect class="{name}" x="{x}" y="{y}" width="{width}" height="{height}"/>')
