"""The part of a clause that decides what it does: without numbering, subject, opening term and closing marks."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.extracting.lexicon import verb_at

Span = tuple[int, int]

PREPOSITION = r"(?:对于?|结合|参照|借助|利用|立足|聚焦|面向|将|把|就|与|向|从|在|按照?|以|会同|配合|用|为|给|针对|根据|依托|围绕|通过)"
"""What opens a measure that names first on whom, with what or how: 对…进行抽查, 把…摆上日程."""
_TRIM = "，,。；;：:！!？?、 　\t\n"
NUMBERING = re.compile(
    r"[ 　\t]*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[（(]?[0-9]{1,2}[）)]|[0-9]{1,2}[.．、](?![0-9])|[①-⑳]|第[一二三四五六七八九十百]{1,5}[条章节款项][ 　]*|—{1,2}|-{2}|[一二三四五六七八九十]{1,2}(?:是要?|要|则)(?=[^，。]{2})|[●■◆▪•]|[一二三四五六七八九十]{1,3}[.．])+[ 　]*"
)
_MODAL = r"(?:还|也|都|均|仍|更|并|必须|一定|将)*(?:要(?!求)|将(?!来)|应当?(?!急|用|对)|必须|须|需(?!求|要求)|不得|可以|负责|务必|务须)"
_SUBJECT = re.compile(
    r"(?P<name>(?:(?:全国|全省|全市|全区|全县|全系统|全行业|各[^，。；、的]{0,14}?|省|市|县|本|我|地方)?(?:[^，。；“”《》的（]|（[^）]{1,12}）){0,24}?"
    r"(?:区（[^）]{1,6}）|县（[^）]{1,6}）|局|厅|委|部|办|署|院|会|部门|单位|系统|政府|行业|企业|机构|地区|党委|党组|公司|集团|中心|各地|人民政府|市县|县区|地方|干部|党员|学校|医院|银行|人员|同志|主体|平台|站|各级|乡镇|街道|村|小组|处|科|所|队)))"
    r"(?=" + _MODAL + r")"
)
_OFFICE = re.compile(
    r"(?P<name>[^，。；“”《》的]{1,30}?(?:局|厅|委|部|署|部门|政府|人民政府|总局|办公厅|委员会|单位|党委|党组))(?=" + _MODAL + ")"
)
_THING = re.compile(r"(?P<name>[^，。；、是“”《》的]{2,16}?)(?<![重主需只首纲概摘简扼必])(?=(?:都|均|也)?(?:要(?![求素点闻害道务件领])|应当|必须|不得|按照|依照))")
_TOPIC = re.compile(r"[^，。；]{2,12}工作(?=要(?!求))|这?[项些]工作(?=要)")
_ANYONE = re.compile(r"(?:我们|大家|各级|全省|全市|全区|全国|上下|全省上下|全市上下|全体[^，]{0,8})(?=" + _MODAL + ")")


class Body(NamedTuple):
    """The part of a clause that decides: its span, the subject before it if one is named, and the verb that opens it."""

    start: int
    end: int
    subject: Span | None = None
    verb: Span | None = None
    numbered: bool = False


def body_of(text: str, start: int, end: int) -> Body:
    """Strip numbering, subject and closing marks.

    >>> b = body_of("二要各地要建立台账。", 0, 10); "二要各地要建立台账。"[b.start:b.end], b.subject
    ('要建立台账', (2, 4))
    """
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if start == end:
        return Body(start, end)
    number = NUMBERING.match(text, start, end) if text[start] in _MAY_NUMBER else None
    if text[start] in "（(【" and not number:
        return Body(start, end)
    numbered = number is not None and number.end() < end
    first = number.end() if number and numbered else start
    while first < end and text[first] in _TRIM:
        first += 1
    return Body(*_without_subject(text, _past_term(text, first, end), end), numbered=numbered)


def _past_term(text: str, start: int, end: int) -> int:
    """Past a term that opens the clause (每月25日前, 年底前), where what it dates follows."""
    if not _TERM.search(text, start, min(end, start + _TERM_WITHIN)):
        return start
    link = _LINK.match(text, start, end)
    first = link.end() if link else start
    later = _without_time(text, first, end)
    followed = later > first and (verb_at(text, later, end) or _SUBJECT.match(text, later, end) or _TAKES_TERM.match(text, later, end))
    return later if followed else start


_TERM_WITHIN = 12
_TAKES_TERM = re.compile(PREPOSITION + "|力争|争取|努力|确保|保证|实现|达到|保持|新增|基本|初步")
"""What a term may date besides a verb and a subject."""
_MAY_NUMBER = frozenset("（(一二三四五六七八九十0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳第—-●■◆▪• 　\t")
_THIS = tuple(f"{this}{work}" for this in ("该项", "此项", "上述", "以上", "这项", "本项", "各项") for work in ("工作", "任务"))
_LINK = re.compile("(?:其中[，,]?|并且?|同时|要|应|须|均|都|还)*")
_TERM = re.compile("[0-9年月季周日底末]")
_DATE = (
    r"(?:(?:自|于|在|用)?[^，0-9]{0,6}?(?:之日起|后)?[0-9]{1,3}个?(?:工作日|日|天|个?月|年)以?内|(?:分年度|分[0-9]年|[按逐][年月季旬周日]度?)"
    r"|(?:原则上)?(?:于|在|到|至|从|自|用)?(?:“?十[一二三四五]五”?(?:期间|末)|(?:(?:每|今|明|本|当|[0-9]{2,4}|[二一〇零○]{4})年度?(?:上半年|下半年|第?[一二三四]季度)?)?"
    r"(?:每?[0-9]{0,2}月份?|每?[一二三四五六七八九十]{1,2}月份?|每(?:半年|季度?|周|旬|日|天)|[一二三四]季度)?(?:[0-9]{1,2}[日号])?(?:年底|月底|底|末|初|上旬|中旬|下旬)?)(?:之?前|以前|以内|内|起|期间)?)"
)
_WHEN = re.compile(_DATE + "(?:、" + _DATE + ")?(?:每年)?")
_AGENT = re.compile(
    r"(?P<name>(?:各[^，。；的]{1,14}?|[^，。；“”《》的]{0,14}?)(?:局|厅|委|部|办|办公室|署|院|部门|单位|系统|政府|机构|党委|党组|公司|集团|中心|县区|市县|区县|各地|县|区))"
    r"(?=(?:根据|按照?|结合|对照|围绕|以|依据|会同|采取|通过|负责|牵头|分别|及时|定期|认真|切实|要|于|在|每|对|将|把|按程序|原则上|[0-9]|成立|制定|制订|出台|建立|开展|印发|实施|设立|完善|加强|推进)[^，]{3,})"
)


def _without_time(text: str, start: int, end: int) -> int:
    """Past a term that opens the clause (每月25日前, 年底前): it says when, not what."""
    if text.startswith(_THIS, start):
        start = text.find(text[start + 2 : start + 4], start) + 2
    found = _WHEN.match(text, start, end)
    return found.end() if found and found.end() < end and _TERM.search(found.group()) else start


def _without_subject(text: str, start: int, end: int) -> tuple[int, int, Span | None, Span | None]:
    verb = verb_at(text, start, end)
    bound = _BINDS.search(text, start + 1, end)
    if text.startswith(_TAKEN, start) or (verb and not bound):
        return start, end, None, verb
    silent = (_TOPIC.match(text, start, end) or _ANYONE.match(text, start, end)) if bound else None
    if silent:
        return silent.end(), end, None, verb_at(text, silent.end(), end)
    subject = _subject(text, start, end, opens=verb is not None, bound=bound is not None)
    if subject:
        first = _without_time(text, subject.end(), end)
        return first, end, subject.span("name"), verb_at(text, first, end)
    return start, end, None, verb


def _subject(text: str, start: int, end: int, *, opens: bool, bound: bool) -> re.Match[str] | None:
    """Who or what stands before 要; of a clause that could open with a verb (发展改革委要…) only an office."""
    named = _OFFICE.match(text, start, end) if bound else None
    if named or opens:
        return named
    return (_SUBJECT.match(text, start, end) if bound else None) or _agent(text, start, end) or (_THING.match(text, start, end) if bound else None)


_TAKEN = ("要把", "要将", "要以")
_BINDS = re.compile("要|将|应|必须|须|需|不得|可以|负责|务必|按照|依照")


def _agent(text: str, start: int, end: int) -> re.Match[str] | None:
    """A unit that stands before what it does without 要: 各县区对照清单开展排查."""
    found = _AGENT.match(text, start, end)
    return found if found and len(found["name"]) >= 2 and not found["name"].startswith(_OPENERS) else None


_OPENERS = ("对", "在", "为", "以", "把", "将", "从", "由", "与", "向", "按", "据", "经", "通过", "根据", "结合", "围绕")
