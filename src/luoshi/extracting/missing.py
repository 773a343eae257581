"""What a superior would have to ask before a duty could be checked.

A thing to be made, an act done once and a state to be reached want a date; standing work (加强…, 推进…) is asked by what it will
be known to be done, and for a date only where its words play for time (尽快, 逐步). A rhythm without a period, a month without a
year, a magnitude without a unit (千万级) and a paper that is relied upon but not at hand are asked for by their own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from luoshi.extracting.records import Actor, Deadline, Missing, Named, Quantity, Recurrence


class Asked(Protocol):
    """What is looked at of a duty, found or still in the making."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def words(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def deadlines(self) -> tuple[Deadline, ...]: ...
    @property
    def recurrence(self) -> Recurrence | None: ...
    @property
    def quantities(self) -> tuple[Quantity, ...]: ...
    @property
    def actors(self) -> tuple[Actor, ...]: ...
    @property
    def deliverables(self) -> tuple[Named, ...]: ...



_OWNER_ROLES = frozenset({"lead", "joint"})
_OFFICE = re.compile(r"(?:处|处室|科|科室|室|股|专班|党组|党委|支部|书记|局长|厅长|主任|处长|科长|主要负责人|分管领导|分管负责人|责任人|同志)$")
"""How the name of an office below the unit, or of a post, ends."""

_ONCE = re.compile(
    r"成立|组建|设立|召开|举办|举行|制定|制订|编制|起草|出台|印发|修订|发布|签订|签署|建成|建立|搭建|完成|启动|开通|上线|投入使用|竣工|验收|列出|摸清|梳理|上报|报送|提交|"
    r"新建|改造|消除|淘汰|关停|整改到位|设置|选派|办结|移交|开发|研制|构建|明确(?=.{0,8}(?:清单|分工|名单|标准))"
)
"""Acts that are done once, so that a day can be named by which they are."""
_TIME_PLAY = re.compile(r"尽快|抓紧|尽早|早日|逐步|适时|迅速|及时|择机|加快|限期|按期|如期|分批")
"""Words about time without a time."""
_NO_DATE_WANTED = frozenset({"加快", "及时"})
"""Said of standing work so often that they alone raise no question of a date."""
_WHOLE = re.compile(r"全覆盖|全部|清零|应[^，。；]尽[^，。；]|每个|每一|都有|零(?:增长|事故|死亡|排放|容忍)|不发生|不突破|翻番|第一")
"""A state that is its own measure."""
_LEVELLED = re.compile(r"[\u4e00-\u9fff]")

_ANY_PAPER = re.compile("《|方案|规划|计划|意见|办法|纲要|细则|通知|要点|清单")
_RELIES = r"(?:按照?|依照|依据|根据|结合|对照|围绕|落实|执行|实施|遵照|参照)"
_PAPER = r"(?:方案|规划|计划|意见|办法|纲要|细则|通知|要点|清单)"
_TITLED = re.compile(rf"{_RELIES}(?:好|了)?[^，。；《》制编出]{{0,16}}(?P<paper>《[^《》]{{2,60}}》)(?:(?:[、和及]|以及)(?P<second>《[^《》]{{2,60}}》))?")
_UNTITLED = re.compile(rf"(?:按照?|依照|依据|根据|结合|对照)(?P<paper>[^，。；《》“”本]{{3,30}}?{_PAPER})(?:的?(?:要求|安排|部署|规定|精神|明确的?[^，。；]*))?[，,]?$")
_OWN = re.compile(r"(?:制定|制订|编制|出台|印发|起草|修订)[^，。；]{0,8}$")
_PUBLIC = re.compile(r"(?:法|条例|宪法|准则|党章|章程)》$")
_BREAK = re.compile(r"[，。；！？,;!?\n]")


_NO_OWNER = (Missing("owner"),)
_NO_MEASURE = (Missing("measure"),)


def find_missing(duty: Asked, text: str) -> tuple[Missing, ...]:
    """What is to be asked of one duty, in the order of a letter; `text` is the clean text in which it stands.

    >>> from luoshi.extracting.records import FoundDuty, Reason
    >>> words = "制定考核办法"
    >>> duty = FoundDuty(1, 0, 6, words, "duty", "lead", "", None, Reason("x"), Reason("x"), 1.0, action="制定")
    >>> [missing.what for missing in find_missing(duty, words)]
    ['owner', 'deadline']
    """
    return (
            *_owner(duty),
            *_deadline(duty),
            *(_year(duty) if duty.deadlines else ()),
            *(_period(duty) if duty.recurrence else ()),
            *(_unit(duty, text) if duty.quantities else ()),
            *_measure(duty),
            *(_document(duty, text) if _ANY_PAPER.search(text, max(0, duty.start - 100), duty.end) else ()),
        )


def _owner(duty: Asked) -> tuple[Missing, ...]:
    """A unit with a part to play, or an office or post below the unit, answers for it; nobody else does."""
    for actor in duty.actors:
        if actor.role in _OWNER_ROLES or (not actor.role and _OFFICE.search(actor.name)):
            return ()
    return _NO_OWNER


def _deadline(duty: Asked) -> tuple[Missing, ...]:
    """A date where one can be named and none is."""
    if duty.deadlines or duty.recurrence:
        return ()
    play = _TIME_PLAY.search(duty.words)
    if _ends(duty):
        return (Missing("deadline", play[0] if play else ""),)
    return (Missing("deadline", play[0]),) if play and play[0] not in _NO_DATE_WANTED else ()


def _ends(duty: Asked) -> bool:
    """Whether it comes to an end: a state reached, a thing made, an amount done, an act done once."""
    return duty.kind == "target" or bool(duty.deliverables or duty.quantities or _ONCE.search(duty.words))


def _year(duty: Asked) -> Iterator[Missing]:
    """The year of a month or a day that neither the text nor the caller gives."""
    for deadline in duty.deadlines:
        if deadline.value.startswith("--"):
            yield Missing("year", deadline.words)


def _period(duty: Asked) -> Iterator[Missing]:
    """定期, 及时通报: how often?"""
    if duty.recurrence and duty.recurrence.value == "ongoing":
        yield Missing("period", duty.recurrence.words)


def _unit(duty: Asked, text: str) -> Iterator[Missing]:
    """千万级 of what? A figure before a noun (33.92万贫困人口) says of what."""
    for quantity in duty.quantities:
        counted = _LEVELLED.match(text, quantity.end) and not quantity.words.endswith("级")
        if not quantity.unit and not counted and not quantity.value.startswith("x"):
            yield Missing("unit", quantity.words)


def _measure(duty: Asked) -> tuple[Missing, ...]:
    """By what it will be known to be done, where neither figure nor product nor the act itself shows it."""
    if duty.quantities or duty.deliverables or _WHOLE.search(duty.words):
        return ()
    return _NO_MEASURE if duty.kind == "target" or not (duty.recurrence or _ONCE.search(duty.words)) else ()


def _document(duty: Asked, text: str) -> Iterator[Missing]:
    """A paper of somebody else's on which the duty relies, in its own words or in the clause before it."""
    papers: dict[str, None] = {}
    for stretch in (_clause_before(duty, text), text[duty.start : duty.end]):
        for found in _TITLED.finditer(stretch):
            papers |= {paper: None for paper in (found["paper"], found["second"]) if paper and _wanted(paper, stretch, found.start(), text)}
        loose = _UNTITLED.search(stretch.rstrip("，,；;。"))
        if loose and not _OWN.search(stretch, 0, loose.start("paper")):
            papers[loose["paper"]] = None
    yield from (Missing("document", paper) for paper in papers)


def _wanted(paper: str, stretch: str, start: int, text: str) -> bool:
    """Not a law, which anyone can look up, not the unit's own paper to be made, and not this document itself."""
    if _PUBLIC.search(paper) or _OWN.search(stretch, 0, start):
        return False
    return paper.strip("《》") not in text[:80].replace(paper, "")


def _clause_before(duty: Asked, text: str) -> str:
    """The clause that ends where the duty begins, in the same sentence."""
    before = text[max(0, duty.start - 100) : duty.start]
    if not before or before[-1] not in "，,":
        return ""
    return _BREAK.split(before[:-1])[-1]
