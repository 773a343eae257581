"""A ReadDocument → its clauses, each with a kind and the reason for it.

Steps, each visible below: walk the paragraphs with the section they stand in; cut each into pieces; judge each piece by itself;
then mend the verdicts by what stands around them (head sentences, goals, reviews, exhortations after measures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from luoshi.extracting.bodies import Body, body_of
from luoshi.extracting.cutting import cut
from luoshi.extracting.kinds import Verdict, judge
from luoshi.extracting.records import Reason
from luoshi.extracting.sections import Heading, Section, rank_of, under
from luoshi.reading import Paragraph, ReadDocument

_SILENT = {"title", "number", "issuer", "addressee", "date", "lead", "unit", "attachment", "signoff", "furniture"}
_STOP = "。！？!?；;\n"


class Piece(NamedTuple):
    """One cut piece with its verdict and its surroundings."""

    start: int
    end: int
    body: Body
    verdict: Verdict
    paragraph: int
    sentence: int
    half: int
    """Counts stretches that end in ； or 。; `sentence` only those that end in 。."""
    item: int
    """Counts numbered items (一要, （二）, 3.) through the document."""
    section: Section
    statement: int | None
    head: bool = False
    """Whether it is a head sentence or a heading over its own measures."""


def find_pieces(document: ReadDocument) -> list[Piece]:
    """All pieces of a document in reading order, kinds settled."""
    pieces: list[Piece] = []
    counts = _Counts()
    named = [(at, at + len(s.directive)) for s in document.statements if s.directive and (at := document.text.find(s.directive, s.start)) >= 0]
    section = Section()
    here: int | None = -1
    for number, paragraph in enumerate(document.paragraphs):
        section = _turned(document.text, paragraph, section)
        statement = _statement_of(document, paragraph)
        if statement != here:
            section, here = Section(), statement
        if _is_assignment(document.text, paragraph):
            paragraph = replace(paragraph, role="body")
        elif _is_heading(document, number):
            paragraph = replace(paragraph, role="heading")
            words = document.text[paragraph.start : paragraph.end]
            section = under(section, rank_of(paragraph), (paragraph.start, paragraph.end), words)
        made = list(_pieces_of(document.text, paragraph, number, section, statement, counts))
        if made and made[0].head and paragraph.role != "heading":
            section = made[0].section
        pieces += _settled(document.text, [_directive_named(piece, named) for piece in made] if named else made)
    return pieces


def _directive_named(piece: Piece, named: list[tuple[int, int]]) -> Piece:
    """What only says which other directive a statement answers is context."""
    if not any(start < piece.end and piece.start < end for start, end in named):
        return piece
    return piece._replace(verdict=Verdict("context", Reason("context.directive"), 0.9))


_LOOKS_BACK = re.compile(r"[ 　]*(?:过去[的]?[一五]年|一年来|五年来|回顾|刚刚过去的|20[0-9]{2}年[，,]?(?:是|我们|面对|全省|全市|全区)|(?:今年|去年|上半年)以来)")
_LOOKS_AHEAD = re.compile(r"(?:做好|今年|明年|下一步|下一阶段|今后|20[0-9]{2}年)[^。]{0,24}(?:工作|总体要求|预期目标|主要目标|重点|任务|安排|思路|打算)|下一步|今后五年")


def _turned(text: str, paragraph: Paragraph, section: Section) -> Section:
    """Where no heading says so, a paragraph that opens with 过去一年 looks back, until one that speaks of the work to come."""
    if section.headings and section.headings[-1].rank:
        return section
    if _LOOKS_BACK.match(text, paragraph.start, paragraph.end) and not _LOOKS_AHEAD.search(text, paragraph.start, paragraph.start + 40):
        return Section((Heading(0, paragraph.start, paragraph.start, "review"),))
    if section.headings and _LOOKS_AHEAD.search(text, paragraph.start, min(paragraph.end, paragraph.start + 60)):
        return Section()
    return section


_ASSIGNMENT = re.compile(r"[ 　]*[（(【]?(?:责任|牵头|配合|主办|协办|承办|参加|参与)(?:单位|部门|人|领导)[：:]")


def _is_assignment(text: str, paragraph: Paragraph) -> bool:
    """责任单位：甲局 on a line of its own: it belongs to the measures before it, whatever it looks like."""
    return paragraph.role in ("heading", "body") and bool(_ASSIGNMENT.match(text, paragraph.start, paragraph.end))


_HEADING_STYLES = ("cn-comma", "cn-paren")


def _is_heading(document: ReadDocument, number: int) -> bool:
    """A heading by its role, or a numbered line of one short sentence over paragraphs that carry it out."""
    paragraph = document.paragraphs[number]
    if paragraph.role != "body" or paragraph.numbering is None or paragraph.numbering.style not in _HEADING_STYLES:
        return paragraph.role == "heading"
    words = document.text[paragraph.start : paragraph.end].strip()
    if len(words) > 40 or "。" in words[:-1] or "；" in words or number + 1 == len(document.paragraphs):
        return False
    after = document.paragraphs[number + 1]
    return after.role == "body" and (after.numbering is None or rank_of(after) > rank_of(paragraph))


def _statement_of(document: ReadDocument, paragraph: Paragraph) -> int | None:
    found = document.statement_at(paragraph.start)
    return found.index if found else None


def _under_head(text: str, section: Section, paragraph: Paragraph, first: tuple[int, int]) -> Section:
    """A run-in head (（二）主要目标。…) opens a section that ends with its rank's next head."""
    rank = rank_of(paragraph) if paragraph.numbering else 7
    return under(section, rank, first, text[first[0] : first[1]].rstrip("。：:，\n"))


class _Counts:
    """Running numbers of sentences and items."""

    def __init__(self) -> None:
        self.sentence = self.half = self.item = 0

    def open_paragraph(self) -> None:
        self.sentence += 1
        self.half += 1
        self.item += 1

    def close(self, last: str) -> None:
        """Count on after a piece that ends in `last`."""
        if last in _STOP:
            self.half += 1
            self.sentence += last not in "；;"


def _pieces_of(
    text: str, paragraph: Paragraph, number: int, section: Section, statement: int | None, counts: _Counts
) -> Iterator[Piece]:
    if paragraph.role in _SILENT or (paragraph.role == "heading" and not _says_something(text, paragraph)):
        counts.open_paragraph()
        yield _silent(text, paragraph, number, section, statement, counts)
        return
    spans = [(paragraph.start, paragraph.end)] if _is_assignment(text, paragraph) else cut(text, paragraph.start, paragraph.end)
    head = 0 if paragraph.role == "heading" else _head_size(text, paragraph, spans)
    counts.open_paragraph()
    if head:
        section = _under_head(text, section, paragraph, spans[0])
    for index, (start, end) in enumerate(spans):
        body = body_of(text, start, end)
        if index and body.numbered and (index == 0 or text[start - 1] in _STOP + " 　"):
            counts.item += 1
        verdict = judge(text, body)
        if index < head:
            verdict = Verdict(_head_kind(text, body, section), Reason("context.head", text[body.start : body.end]), 0.85)
        yield Piece(start, end, body, verdict, number, counts.sentence, counts.half, counts.item, section, statement, index < head)
        counts.close(text[start:end].rstrip(" 　\t”’）)")[-1:])


def _silent(text: str, paragraph: Paragraph, number: int, section: Section, statement: int | None, counts: _Counts) -> Piece:
    span = (paragraph.start, paragraph.end)
    verdict = Verdict("context", Reason(f"context.{paragraph.role}", ""), 0.97)
    return Piece(*span, Body(*span), verdict, number, counts.sentence, counts.half, counts.item, section, statement, paragraph.role == "heading")


_BATTLE_HEAD = re.compile(r"打(?:好|赢|胜)[^，。]*(?:攻坚战|保卫战|硬仗)$")


def _says_something(text: str, paragraph: Paragraph) -> bool:
    """A heading that names a battle is a purpose (ruling 2); any other heading is context."""
    return bool(_BATTLE_HEAD.search(text[paragraph.start : paragraph.end].rstrip()))


def _head_kind(text: str, body: Body, section: Section) -> str:
    """A head that names a battle is a purpose (ruling 2), one among principles a principle, any other context (ruling 7)."""
    if _BATTLE_HEAD.search(text[body.start : body.end]):
        return "purpose"
    return "principle" if section.mode == "principle" else "context"


_NOT_HEAD = re.compile(r"[0-9０-９%％]|各地|^(?:要|会议|今年|到|我们|全[省市区县]|此|该|这)|(?:了|过)$")
_NUMBERED_HEADS = {"cn-comma", "cn-paren", "digit-dot", "digit-paren", "circled", "dash", "article"}


def _head_size(text: str, paragraph: Paragraph, spans: list[tuple[int, int]]) -> int:
    """How many pieces make the head sentence that only names what the measures after it carry out (ruling 7); 0: no head."""
    size = next((i for i, (_, end) in enumerate(spans, 1) if text[end - 1] in "。："), 0)
    if not size or all(text[start] in "（(【" or _ASSIGNMENT.match(text, start, end) for start, end in spans[size:]):
        return 0
    first = text[spans[0][0] : spans[size - 1][1]].strip("。：\n 　")
    if paragraph.numbering and paragraph.numbering.style in _NUMBERED_HEADS:
        return size if len(first) <= (45 if size == 1 else 36) and size <= 3 else 0
    if paragraph.numbering or size > 1 or len(spans) < 3:
        return 0
    return int(len(first) <= 24 and not _NOT_HEAD.search(first) and _ends(text, spans) >= 3)


def _ends(text: str, spans: list[tuple[int, int]]) -> int:
    return sum(text[end - 1] in _STOP for _, end in spans)


# ---- mending by what stands around -------------------------------------------------------------------------------------


def _settled(text: str, pieces: list[Piece]) -> list[Piece]:
    """The verdicts of one paragraph, mended by their neighbours and their section."""
    out: list[Piece] = []
    past = len(pieces) > 3 and _tells_the_past(text[pieces[0].start : pieces[-1].end])
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        before = out[-1] if out else None
        verdict = _mended(text, piece, before, after, past)
        out.append(piece._replace(verdict=verdict) if verdict is not piece.verdict else piece)
    return out


_PAST = re.compile(r"[^除为了]了|已|同比|成效明显|成效显著|荣获|全线开工|建成投[产用运]|[0-9一二三四五六七八九十百千万]多[家个人户项件名]|取得|历史|位居全国|被[^，。]{2,8}评为|连续[0-9一二三四五六七八九十]+年|圆满|比上年|[0-9]+\.[0-9]{1,2}[%％万亿]")
_COMING = re.compile(r"要|将|力争|确保|努力|年内|今年|到20|年底|争取|继续|计划|明年|务必|必须|应当|进一步|不得")


def _tells_the_past(words: str) -> bool:
    """Whether a paragraph without a telling heading reports what was done: figures and past forms, nothing to come."""
    return len(_PAST.findall(words)) >= 4 and not _COMING.search(words)


_COPULA = re.compile(r"(?:既|也|不仅|更|都)?是(?!否)")


def _mended(text: str, piece: Piece, before: Piece | None, after: Piece | None, past: bool) -> Verdict:
    verdict = piece.verdict
    if piece.head:
        return verdict
    kind, mode = verdict.kind, piece.section.mode
    if (mode == "review" or past) and kind != "context":
        return Verdict("context", Reason("context.review", _heading_words(text, piece)), 0.8)
    if mode == "goal" and kind == "duty":
        return Verdict("target", Reason("target.goals", _heading_words(text, piece)), 0.8)
    if verdict.reason.rule == "target.state" and verdict.confidence < 0.7 and mode != "goal" and _stands_alone(text, piece, before):
        return Verdict("context", Reason("context.state", text[piece.body.start : piece.body.end]), 0.5)
    if before and before.half == piece.half and before.verdict.reason.rule == "context.event" and _AT_EVENT.match(text, piece.body.start):
        return Verdict("context", Reason("context.event", text[before.body.start : before.body.end]), 0.75)
    if after and kind in ("stance", "purpose", "duty") and after.verdict.reason.rule == "context.fact" and _is_subject(text, piece, after):
        return Verdict("context", Reason("context.fact", text[after.body.start : after.body.end]), 0.8)
    if verdict.reason.rule == "purpose.battle" and _after_measures(text, piece, before):
        return Verdict("stance", Reason("stance.after", text[piece.body.start : piece.body.end]), 0.7)
    if verdict.reason.rule == "context.other" and before and before.sentence == piece.sentence and before.verdict.kind in ("duty", "target"):
        return Verdict(before.verdict.kind, Reason("duty.goes-on", text[before.body.start : before.body.end]), 0.5)
    return verdict


_AT_EVENT = re.compile("研究|部署|传达|学习|听取|审议|总结|分析|通报|安排|动员")
_FORWARD = re.compile("要|将|应|力争|须")


def _stands_alone(text: str, piece: Piece, before: Piece | None) -> bool:
    """A state told without figure, term or measure before it in its sentence: a fact rather than a target."""
    if before is not None and before.sentence == piece.sentence:
        return before.verdict.kind == "context" and before.verdict.reason.rule != "context.time"
    return not _FORWARD.search(text, piece.start, piece.end)


def _after_measures(text: str, piece: Piece, before: Piece | None) -> bool:
    """坚决打好… after the measures of its half sentence: an exhortation (ruling 2)."""
    measured = before is not None and before.half == piece.half and before.verdict.kind == "duty"
    return measured and text.startswith(("坚决", "奋力", "全力"), piece.body.start)


def _is_subject(text: str, piece: Piece, after: Piece) -> bool:
    """打好攻坚战，是…的要求: what stands before 是 is what is spoken of."""
    return piece.half == after.half and bool(_COPULA.match(text, after.body.start))


def _heading_words(text: str, piece: Piece) -> str:
    if not piece.section.headings:
        return ""
    heading = piece.section.headings[-1]
    return text[heading.start : heading.end].strip("。：\n 　")

