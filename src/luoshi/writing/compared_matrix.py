"""The coverage as HTML: what is weaker, points × units, and every answer with the sentences of both sides."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.comparing import VERDICTS, Answer, Point, Span, Weakening
from luoshi.writing.compared import UNSURE, Compared, one_line
from luoshi.writing.compared_texts import Texts
from luoshi.writing.markup import Markup, join, tag, text

POINT_LENGTH = 34
"""Characters of a point in the head of its row."""
REMARKED = 5
"""So many things of one kind are named among what stands out."""


class Matrix:
    """The parts of the page that a directive gives."""

    def __init__(self, shown: Compared, texts: Texts) -> None:
        self.shown, self.texts = shown, texts
        self.number = {key: number for number, key in enumerate(shown.responses)}

    def say(self, key: str, **values: object) -> str:
        """The words for a key in the page's language."""
        return self.shown.say(key, **values)

    # -- what stands out -------------------------------------------------------------------------------------------

    def remarks(self) -> Iterator[Markup]:
        """Who is weaker, who is most silent, what nobody answers."""
        yield from self.who_is_weaker()
        silent = sorted(((self.shown.verdicts_of(key)["absent"], key) for key in self.shown.responses), key=lambda pair: -pair[0])[:REMARKED]
        sentences = [self.say("first.silent", unit=self.shown.names.full(key), of=len(self.shown.points), count=count) for count, key in silent if count]
        if sentences:
            yield text(self.say("join.clause").join(sentences) + self.say("join.stop"))
        nobody = [point for point in self.shown.points if len(self.shown.silent_on(point.number)) == len(self.shown.responses)]
        if nobody and len(self.shown.responses) > 1:
            links = [tag("a", self.say("compare.point", n=point.number), href=f"#p{point.number}") for point in nobody]
            yield join(self.say("first.nobody"), self.texts.in_row(links), self.say("join.stop"))

    def who_is_weaker(self) -> Iterator[Markup]:
        """A sentence a unit, with links to its weakened answers."""
        for key in self.shown.responses:
            found = [(point, answer) for point, answer in self.shown.weaker if answer.key == key]
            if found:
                links = [tag("a", self.say("compare.point", n=point.number), href=f"#{self.anchor(answer)}", class_="cell") for point, answer in found]
                yield join(self.say("first.weaker", unit=self.shown.names.full(key), count=len(found)), self.texts.in_row(links), self.say("join.stop"))

    # -- what is weaker --------------------------------------------------------------------------------------------

    def weaker(self) -> Markup:
        """Every weakened answer, the words of both sides beside each other."""
        if not self.shown.weaker:
            return tag("p", self.say("compare.nothing-weaker"), class_="note")
        rows = [self.weak_row(point, answer) for point, answer in self.shown.weaker]
        heads = [tag("th", self.say(key), scope="col") for key in ("field.unit", "col.what", "col.asked", "col.said-sentence")]
        return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="beside")

    def weak_row(self, point: Point, answer: Answer) -> Markup:
        """One weakened answer."""
        name = tag("th", tag("a", self.shown.names.full(answer.key), href=f"#{self.anchor(answer)}", class_="cell"), self.unsure(answer), scope="row")
        asked = tag("td", tag("a", self.shown.label(point), href=f"#p{point.number}", class_="num"), " ", self.asked(point, answer.weakenings))
        return tag("tr", name, tag("td", self.weakenings(answer)), asked, tag("td", *self.sentences(answer)))

    def weakenings(self, answer: Answer) -> Markup:
        """In what an answer is weaker."""
        return tag("ul", *(tag("li", tag("b", self.say(f"weakening.{w.what}")), " ", self.texts.quoted(self.shown.weakened(w))) for w in answer.weakenings), class_="weak")

    def asked(self, point: Point, weakenings: tuple[Weakening, ...] = ()) -> Markup:
        """A point's words, those that an answer weakens boxed."""
        side = self.shown.names.sides.get(point.key)
        if side is None:
            return tag("q", self.texts.quoted(point.words))
        return tag("q", self.boxed(side.text, (point.start, point.end), [w.asked_span for w in weakenings]), **self.foreign())

    def sentences(self, answer: Answer) -> list[Markup]:
        """An answer's sentences, each with its place, the weakened words boxed."""
        side = self.shown.side(answer.key)
        said = [w.said_span for w in answer.weakenings if w.said_span]
        return [tag("p", tag("q", self.boxed(side.text, span, said), **self.foreign()), " ", self.place(answer.key, span)) for span in answer.spans]

    def boxed(self, words: str, span: Span, marks: list[Span]) -> Markup:
        """A stretch of text with some of its words boxed."""
        parts, at = [], span[0]
        for start, end in sorted(set(marks)):
            if at <= start and end <= span[1]:
                parts += [text(words[at:start]), tag("mark", words[start:end])]
                at = end
        return join(*parts, text(words[at : span[1]]))

    def place(self, key: str, span: Span) -> Markup:
        """Where a sentence stands, as a link into the text."""
        return tag("small", self.texts.link(key, span[0], self.shown.names.place(key, span[0])))

    def foreign(self) -> dict[str, str]:
        return {} if self.shown.lang == "zh" else {"lang": "zh-CN"}

    def unsure(self, answer: Answer) -> Markup:
        """A sign where a person should look first."""
        if answer.confidence >= UNSURE:
            return Markup("")
        return tag("sup", self.say("html.unsure-mark"), class_="flag unsure-flag", title=self.say("html.mark.unsure"))

    # -- points × units --------------------------------------------------------------------------------------------

    def table(self) -> Markup:
        """The table, with what its marks mean."""
        heads = [tag("th", self.texts.link(key, words=self.shown.names.short(key), title=self.shown.names.full(key)), scope="col", class_="unit-head") for key in self.shown.responses]
        head = tag("thead", tag("tr", tag("th", self.say("col.point"), scope="col", class_="point"), *heads, tag("th", self.say("col.summary"), scope="col", class_="sum")))
        rows = [self.row(point) for point in self.shown.points]
        body = tag("table", tag("caption", self.say("compare.matrix")), head, tag("tbody", *rows), tag("tfoot", *self.feet()), class_=f"matrix{' many' if len(heads) > 12 else ''}")
        note = tag("p", self.say("page.matrix-note"), " ", self.say("compare.note"), class_="note")
        return join(note, self.legend(), tag("div", body, class_="scroll wide", role="region", tabindex="0", aria_label=self.say("compare.matrix")))

    def legend(self) -> Markup:
        """What the marks mean."""
        rows = [tag("li", self.mark(verdict), " ", tag("b", self.say(f"verdict.{verdict}")), " ", self.say(f"verdict-note.{verdict}")) for verdict in VERDICTS]
        return tag("ul", *rows, class_="keys verdicts")

    def row(self, point: Point) -> Markup:
        """One point and every answer to it."""
        link = tag("a", tag("b", self.shown.label(point)), " ", self.texts.quoted(one_line(point.words, POINT_LENGTH)), href=f"#p{point.number}", title=one_line(point.words, 300))
        answers = self.shown.answers_to(point.number)
        silent = sum(answer.verdict == "absent" for answer in answers)
        total = tag("td", f"{len(answers) - silent}/{len(answers)}", class_="sum")
        return tag("tr", tag("th", link, scope="row", class_="point"), *map(self.cell, answers), total)

    def cell(self, answer: Answer) -> Markup:
        """A verdict's mark, a link to the sentences."""
        if answer.verdict == "absent":
            return tag("td", self.say("verdict-mark.absent"), class_="v-absent")
        about = f"{self.shown.names.short(answer.key)} {answer.point}"
        weak = self.say("join.list").join(self.say(f"weakening.{w.what}") for w in answer.weakenings)
        small = tag("small", weak) if weak else Markup("")
        link = tag("a", self.mark(answer.verdict), self.unsure(answer), small, href=f"#{self.anchor(answer)}", title=about, class_="cell")
        return tag("td", link, class_=f"v-{answer.verdict}")

    def mark(self, verdict: str) -> Markup:
        """The one word for a verdict, with a frame of its own."""
        return tag("span", self.say(f"verdict-mark.{verdict}"), class_=f"v v-{verdict}")

    def feet(self) -> Iterator[Markup]:
        """How many verdicts of each kind a unit has, and its share of own text."""
        for verdict in VERDICTS:
            counts = [tag("td", str(self.shown.verdicts_of(key)[verdict])) for key in self.shown.responses]
            yield tag("tr", tag("th", self.say(f"verdict.{verdict}"), scope="row", class_="point"), *counts, tag("td", str(self.shown.verdicts[verdict]), class_="sum"))
        shares = [tag("td", f"{self.shown.shares(key).percent('own')}%") for key in self.shown.responses]
        if self.shown.own:
            yield tag("tr", tag("th", self.say("col.own-share"), scope="row", class_="point"), *shares, tag("td", "", class_="sum"))

    def anchor(self, answer: Answer) -> str:
        """The anchor of an answer."""
        return f"a{answer.point}-{self.number[answer.key]}"

    # -- every answer ----------------------------------------------------------------------------------------------

    def answers(self) -> Markup:
        """Point by point: what is asked, and what each text says to it."""
        return join(*(self.point(point) for point in self.shown.points))

    def point(self, point: Point) -> Markup:
        """One point and the answers to it."""
        place = self.place(point.key, (point.start, point.end)) if point.key in self.shown.names.sides else Markup("")
        under = tag("small", self.texts.quoted(point.heading)) if point.heading else Markup("")
        head = tag("h3", tag("span", self.say("compare.point", n=point.number), class_="num"), " ", point.label, " ", under)
        said = [self.answer(answer) for answer in self.shown.answers_to(point.number) if answer.verdict != "absent"]
        return tag("section", head, tag("p", self.asked(point), " ", place, class_="asked"), tag("ul", *said, self.silence(point)), class_="point", id=f"p{point.number}")

    def answer(self, answer: Answer) -> Markup:
        """What one text says to a point."""
        matched = tag("small", self.shown.matched(answer), class_="matched") if answer.reasons else Markup("")
        name = tag("b", self.texts.quoted(self.shown.names.full(answer.key)))
        verdict = tag("span", self.say(f"verdict.{answer.verdict}"), class_=f"v v-{answer.verdict}")
        weak = self.weakenings(answer) if answer.weakenings else Markup("")
        beside = self.beside(answer)
        return tag("li", tag("p", name, " ", verdict, self.unsure(answer), " ", beside), weak, *self.sentences(answer), matched, id=self.anchor(answer), data_verdict=answer.verdict)

    def beside(self, answer: Answer) -> Markup:
        """A link that shows the text beside the directive; it needs the script."""
        directive = self.shown.comparison.directives[0]
        pair = f"{self.texts.number[directive]},{self.texts.number[answer.key]},{answer.spans[0][0] if answer.spans else 0}"
        return tag("a", self.say("page.beside"), href="#pair", class_="to-pair", data_pair=pair)

    def silence(self, point: Point) -> Markup:
        """Whose text has nothing on a point."""
        silent = self.shown.silent_on(point.number)
        if not silent:
            return Markup("")
        names = self.say("join.list").join(map(self.shown.names.full, silent))
        return tag("li", tag("span", self.say("verdict.absent"), class_="v v-absent"), " ", self.texts.quoted(names), class_="silent")
