"""A directive → its points: what a clerk would call one item, numbered in reading order.

The duties of one sentence (up to 。 or ；) are one point. A duty with a figure, a term, a rhythm or a paper of its own stands alone.
In a numbered article everything said is meant to bind, so there a sentence is a point whether or not duties were found in it, and
is not taken apart for a paper's sake. A list of cases (有下列情形之一的：…) goes with the sentence that opens it. A heading over nothing that
binds is a point by itself. Purposes, stances, definitions and the date of coming into force are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.comparing.records import Point, Side
from luoshi.comparing.sentences import OPENING, Sentence, quoted, sentences_of
from luoshi.extracting import Clause, FoundDuty

BINDING = frozenset({"duty", "target"})
OPENS_CASES = re.compile(r"(?:下列|以下)[^，。：；]{0,12}(?:情形|情况|行为|条件|事项|材料|规定|程序|方式|内容|信息|原则|人员|机构|项目|标准|因素|权利|职责|职权|义务)[^。：；]*[：:]\s*$")
"""The head of a list whose items say in which cases or of what, and want nothing by themselves."""
IS_WORK = re.compile(r"(?:下列|以下)[^，。：；]{0,6}(?:工作|任务|措施|要求|方面|职责|职权)[^。：；]*[：:]\s*$")
"""The head of a list whose items are duties."""
NOT_ASKED = re.compile(
    r"本(?:条例|法|规定|办法|细则|决定|规则|意见|通知|方案)(?:所称|中所称|下列用语|自[^，。]*施行|由[^，。]*解释)|是指|所称|被?称为|本(?:条例|法|规定|办法|细则)自|自[^，。]{0,20}起施行|同时废止"
    r"|(?:制定|根据)[^，。；]{0,40}本(?:条例|法|规定|办法|细则)。?$|适用本(?:条例|法|规定|办法|细则)"
)
"""Definitions, aims, scope and coming into force of a rule."""
RULES = re.compile(r"应当?|须|不得|可以|有权|禁止|严禁|国家|依法|依照|按照|由[^，。；]{2,}(?:负责|决定|规定|批准)|实行|不再")
"""What a sentence of a rule has that lays down something, where no duty was found in it."""
PAPER = re.compile(r"(?:方案|办法|清单|台账|名录|目录|名单|报告|责任书|承诺书|预案|规划|计划|细则|意见|领导小组|工作专班|专班)$")
"""Deliverables that stand alone: papers, lists and bodies; mechanisms and platforms are seldom one thing."""
MERE_FRAME = re.compile(r"总体(?:要求|目标|思路)|指导思想|基本原则|(?:主要|工作|重点|目标)(?:目标|任务|措施|工作|原则)$|(?:保障|政策|组织)(?:措施|保障)$|附则|总则|附件|(?:有关|工作|几点)要求$|步骤|安排$")
"""Headings that only name a part of the paper."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A point with what was found in it."""

    point: Point
    clauses: tuple[Clause, ...]
    duties: tuple[FoundDuty, ...]
    in_article: bool = False


def find_points(asking: Sequence[Side]) -> tuple[Asked, ...]:
    """The points of all directives, numbered through from 1.

    >>> import luoshi
    >>> from luoshi.comparing.sides import sides_of
    >>> text = "一、工作任务\\n（一）各局要成立领导小组，每月通报进展，加强检查，落实责任；9月底前报送清单。"
    >>> [asked.point.words for asked in find_points(sides_of([luoshi.extract(luoshi.read_text(text))]))]
    ['各局要成立领导小组', '每月通报进展', '加强检查，落实责任；', '9月底前报送清单。']
    """
    found: list[Asked] = []
    for side in asking:
        found.extend(_numbered(side, len(found)))
    return tuple(found)


def _numbered(side: Side, before: int) -> Iterator[Asked]:
    for number, (sentence, clauses, kind) in enumerate(_stretches(side), before + 1):
        inside = {duty.start: duty for duty in sentence.duties}
        duties = tuple(inside[clause.start] for clause in clauses if clause.start in inside)
        start, end = quoted(side.text, clauses[0].start, clauses[-1].end, "，,、")
        theme = next((duty.theme for duty in duties), next((c.theme for c in clauses if c.theme != "-"), "-"))
        point = Point(
            number, sentence.label, start, end, side.text[start:end], sentence.heading if kind != "heading" else "", theme, tuple(duty.number for duty in duties), kind, side.key,
        )  # fmt: skip
        yield Asked(point, tuple(clauses), duties, sentence.in_article)


Stretch = tuple[Sentence, Sequence[Clause], str]


def _stretches(side: Side) -> Iterator[Stretch]:
    """What makes a point each, in reading order, with its kind."""
    sentences = sentences_of(side)
    skip_to = 0
    for at, sentence in enumerate(sentences):
        if at < skip_to:
            continue
        if not sentence.in_article and (sentence.head or _names_only(sentence)):
            if _carries_nothing(side, sentences, at):
                yield sentence, sentence.clauses, "heading"
        elif _opens_cases(side, sentence):
            skip_to = _end_of_list(side, sentences, at)
            whole = [clause for each in sentences[at:skip_to] for clause in each.clauses]
            yield sentence, whole, "duty"
        elif _asks(side, sentence):
            yield from ((sentence, clauses, _kind_of(clauses)) for clauses in taken_apart(side, sentence))


def _kind_of(clauses: Sequence[Clause]) -> str:
    kinds = [clause.kind for clause in clauses if clause.kind in BINDING]
    return "target" if kinds and all(kind == "target" for kind in kinds) else "duty"


def _asks(side: Side, sentence: Sentence) -> bool:
    """Whether a sentence wants something."""
    words = side.text[sentence.start : sentence.end].strip()
    if NOT_ASKED.search(words):
        return False
    if sentence.in_article:
        return not words.endswith(("：", ":")) and (bool(RULES.search(words)) or any(clause.kind in BINDING for clause in sentence.clauses))
    return any(clause.kind in BINDING for clause in sentence.clauses)


# -- lists ---------------------------------------------------------------------------------------------------------


def _opens_cases(side: Side, sentence: Sentence) -> bool:
    words = side.text[sentence.start : sentence.end]
    return bool(OPENS_CASES.search(words)) and not (IS_WORK.search(words) and not sentence.in_article)


def _end_of_list(side: Side, sentences: Sequence[Sentence], at: int) -> int:
    """Index after the last item of the list that sentences[at] opens: numbered more deeply than it."""
    after = at + 1
    own = sentences[at].label
    while after < len(sentences) and len(sentences[after].label) > len(own) and sentences[after].label.startswith(own):
        after += 1
    return after


# -- headings ------------------------------------------------------------------------------------------------------


def _carries_nothing(side: Side, sentences: Sequence[Sentence], at: int) -> bool:
    """Whether a heading names a requirement and nothing that binds follows it before the next one."""
    words = OPENING.sub("", side.text[sentences[at].start : sentences[at].end], count=1).strip("。：:，\n 　")
    if not 4 <= len(words) <= 60 or MERE_FRAME.search(words) or words.startswith("第") or not _numbered_head(side, sentences[at]):
        return False
    for after in sentences[at + 1 :]:
        if after.head:
            return not (after.label.startswith(sentences[at].label) and len(after.label) > len(sentences[at].label))
        if _asks(side, after) or _opens_cases(side, after):
            return False
    return True


def _names_only(sentence: Sentence) -> bool:
    """Whether a sentence only names something: 二、航标灯塔修复."""
    return all(clause.reason.rule in ("context.other", "context.state") for clause in sentence.clauses)


def _numbered_head(side: Side, sentence: Sentence) -> bool:
    return bool(OPENING.match(side.text, sentence.start))


# -- what stands alone ---------------------------------------------------------------------------------------------


def taken_apart(side: Side, sentence: Sentence) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence in groups: duties with slots of their own alone, the others together.

    What binds nobody goes with the duty after it (subjects, conditions, terms put first); aims, the make-up of a body and what ends
    the sentence go with the one before.
    """
    duties = {duty.start: duty for duty in sentence.duties}
    groups: list[list[Clause]] = []
    held: list[Clause] = []
    alone = True
    for clause in sentence.clauses:
        duty = duties.get(clause.start)
        if duty is None:
            (groups[-1] if groups and not held and _looks_back(clause) else held).append(clause)
            continue
        stands = _has_own(duty, sentence.in_article)
        if stands or alone:
            groups.append([])
        groups[-1].extend([*held, clause])
        held, alone = [], stands
    if held:
        groups[-1:] = [[*groups[-1], *held]] if groups else [held]
    yield from groups


def _looks_back(clause: Clause) -> bool:
    """Whether a clause that binds nobody belongs to what stands before it."""
    return clause.kind in ("purpose", "stance") or clause.reason.rule in ("context.composition", "context.assignment")


def _has_own(duty: FoundDuty, in_article: bool) -> bool:
    """Whether a duty has a figure, a term, a rhythm or a paper in its own words."""
    if duty.quantities or any(duty.start <= d.start < duty.end for d in duty.deadlines):
        return True
    if duty.recurrence and duty.recurrence.value != "ongoing" and duty.start <= duty.recurrence.start < duty.end:
        return True
    return not in_article and any(PAPER.search(named.name) for named in duty.deliverables)
