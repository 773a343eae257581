"""Who has to act: the subject before 要/应, the party that is to be moved, and the units in bracketed assignments.

GUIDELINES of the labelled texts, ruling 8: the party that has to move counts (引导企业… → 企业); a bracketed assignment goes to
every duty back to the assignment before it, or to the start of its item.
"""

from __future__ import annotations

import re
from functools import lru_cache

from luoshi.extracting.lexicon import alternatives, words
from luoshi.extracting.records import Actor

_ROLE_TAIL = re.compile(
    r"(?P<names>.+?)(?:(?P<lead>(?:共同|联合|分别|负责)?牵头(?:负责|落实|组织实施|推进|办理)?|为牵头单位)|(?P<support>配合|协助|参与|参加|协办|支持)"
    r"|(?P<joint>(?:(?:按照?|依)(?:各自)?职责分?工?(?:分别|共同)?|分别|共同|分工|具体|等)*(?:负责|落实|实施|组织实施|承办|办理|推进)(?:落实|实施)?)|)$"
)
_LABEL = re.compile(r"^[（(【]?\s*(?P<label>(?:牵头|主办|第一责任|责任|配合|协办|参与|参加|落实|承办|实施)(?:单位|部门|人|领导)?|由)[：:为]?\s*")
_LABEL_ROLE = {"牵": "lead", "主": "lead", "第": "lead", "配": "support", "协": "support", "参": "support"}
_STRETCH = re.compile(r"[^；;。\n]+")
_PART = re.compile(r"[^，,]+")
_AND = re.compile(r"(?<=[局厅委部办署院会府市县区司团中心])(?:和|及|与|以及)(?=[省市县区国各])")


def assigned(text: str, start: int, end: int) -> tuple[Actor, ...]:
    """The units of a bracketed assignment with their roles.

    >>> [(a.name, a.role) for a in assigned("（省数据局牵头，省财政厅、省档案馆按职责分工负责）", 0, 24)]
    [('省数据局', 'lead'), ('省财政厅', 'joint'), ('省档案馆', 'joint')]
    """
    while end > start and text[end - 1] in "）)】。；，,; \n　":
        end -= 1
    while start < end and text[start] in "（(【 　":
        start += 1
    out: list[Actor] = []
    for piece in _STRETCH.finditer(text, start, end):
        label = ""
        for part in _PART.finditer(text, *piece.span()):
            label = _names_of(text, part.span(), label, out)
    return tuple(out)


def _names_of(text: str, part: tuple[int, int], label: str, out: list[Actor]) -> str:
    start, end = part
    named = _LABEL.match(text[start:end])
    if named:
        label = _LABEL_ROLE.get(named["label"][0], "joint") if named["label"] != "由" else ""
        start += named.end()
    tail = _ROLE_TAIL.match(text[start:end])
    if not tail:
        return label
    role = "lead" if tail["lead"] else "support" if tail["support"] else "joint" if tail["joint"] else label or "joint"
    _add_names(text, start, start + tail.end("names"), role, out)
    return label


def _add_names(text: str, start: int, end: int, role: str, out: list[Actor]) -> None:
    at = start
    words_ = text[start:end]
    cuts = [m.span() for m in re.finditer(r"[、]", words_)] + [m.span() for m in _AND.finditer(words_)]
    for left, right in [*sorted(cuts), (len(words_), len(words_))]:
        name = text[at : start + left].strip(" 　由")
        name = re.sub(r"(?:等|分别|共同|按)$", "", name)
        if len(name) >= 2:
            begin = text.index(name, at)
            out.append(Actor(name, role, begin, begin + len(name)))
        at = start + right



@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    party = alternatives(words("parties"))
    doing = alternatives(words("verbs") - {"力量", "组织", "机构"})
    name = rf"[^，。；的（()“”《》对为向在以把将从]{{0,30}}?(?:{party})(?:等)?"
    return (
        re.compile(rf"(?P<how>引导|支持|鼓励|推动|推进|组织|动员|督促|指导|帮助|扶持|促使|允许|发动|号召|要求|倡导|吸引|带动|促进|监督)(?:和?(?:支持|引导|鼓励|督促|推动|规范))?(?P<who>{name}(?:(?:、|和|及|与){name})*)(?=(?:以|按|向|深度|联合|逐步|自主|主动|积极|广泛|大力|加快|全面|深入|参照|通过|面向|与|在|依法|严格|切实|聚焦|加大|更多|率先|共同|每|定期|限期|开设|{doing}|先行|数字化|转型|做|到))"),
        re.compile(r"(?:压实|压紧压实|落实|强化|狠抓|加强|督促落实|严格落实|夯实)(?P<who>(?:[^，。；、的]{0,4}?)(?:企业|各级|生产经营单位|平台|属地|经营者))(?:[^，。；、]{0,6}?)(?:主体责任|责任)"),
        re.compile(r"(?:充分)?发挥(?P<who>(?:[^，。；、的]{0,4}?)(?:企业|群众|社会组织|行业协会|商会|工会))(?:的)?(?:[^，。；、]{0,4})(?:作用|主体作用)"),
        re.compile(r"(?:重点)?扶持[0-9一二三四五六七八九十百千]+个(?P<who>[^，。；、的]{1,6}?)(?=发展|建设|开展)"),
        re.compile(r"^[0-9]+个(?P<who>[^，。；、的0-9]{1,6}?)(?=新增|完成|实现|建成|达到)"),
    )


_LIST = re.compile(r"、|和|及|与")


_SETS_IN_MOTION = re.compile("[引支鼓推组动督指帮扶促允发号要倡吸带监压落强狠加夯由]|[0-9]个")
_BY = re.compile(r"由(?P<who>[^，。；]{2,30}?)(?=负责|依法|办理|承担|牵头|组织|每|具体|审批|制定|会同|统一|按)")
_GOES_ON = frozenset({"支持", "鼓励", "指导", "督促", "要求"})


def goes_on(text: str, start: int, end: int) -> bool:
    """Whether the party set in motion is still the one that acts in the next clause (支持高校开展…，研制…)."""
    found = _patterns()[0].search(text, start, end)
    return bool(found) and found["how"] in _GOES_ON if found else False


def moved(text: str, start: int, end: int) -> tuple[Actor, ...]:
    """The parties that a duty sets in motion: 引导企业使用…, 压实企业主体责任.

    >>> [a.name for a in moved("支持龙头企业建立研发平台", 0, 12)]
    ['龙头企业']
    """
    if not _SETS_IN_MOTION.search(text, start, end):
        return ()
    for pattern in _patterns():
        found = pattern.search(text[start:end]) if pattern.pattern.startswith("^") else pattern.search(text, start, end)
        if found:
            shift = start if pattern.pattern.startswith("^") else 0
            return _split_names(text, found.start("who") + shift, found.end("who") + shift)
    by = _BY.search(text, start, end)
    return _split_names(text, *by.span("who")) if by else ()


_PREFIX = re.compile(r"^(?:(?:不少于|不低于|超过|约)?[0-9０-９]+余?多?[家个名户]左?右?|省内外|更多|各类|广大|有条件的?|全省|全市|全区|全国|重点支持|相关)(?=.{2,})")


def _split_names(text: str, start: int, end: int) -> tuple[Actor, ...]:
    out: list[Actor] = []
    at = start
    for mark in [*_LIST.finditer(text, start, end), None]:
        stop = mark.start() if mark else end
        name = text[at:stop]
        prefix = _PREFIX.match(name)
        if prefix:
            at += prefix.end()
        name = text[at:stop].removesuffix("等")
        if len(name) >= 1 and name:
            out.append(Actor(name, "", at, at + len(name)))
        at = mark.end() if mark else end
    return tuple(out)
