"""What a clause does: its kind, why, and how sure.

`judge` asks the rules of `rules.py` in order,
then whether the clause tells a state to be reached, then whether it begins with a verb.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.extracting.bodies import PREPOSITION, Body
from luoshi.extracting.lexicon import adverb_end, words
from luoshi.extracting.records import Reason
from luoshi.extracting.rules import first_rule

Span = tuple[int, int]

_RESULT = (
    r"(?:增长|下降|降低|提高|提升|增强|健全|完善|形成|实现|建成|覆盖|超过|突破|控制在?|保持|稳定在?|不低于|不少于|不超过|减少|走在|完备|优化|改善|翻[一两]?番|达到?|全覆盖|应[^，]{1,2}尽[^，]{1,2}|清零|达标|进步|推广应用|成型|凸显|显现|成为|扩大|缩小|优于|高于|低于|位居|进入|跻身|投产|完工|竣工|脱贫|摘帽|好转|进展|到位|同步|基本适应|取得|新增|落地|持平|夯实|加快|壮大|有序|通车|开工|投用|见效|左右|以上|以下|以内)"
)
_STATE = re.compile(r"[^，]{2,40}?(?:进一步|更加|明显|显著|持续|基本|全面|全部|大幅|不断|逐步|初步|更为|稳步|总体|均|分别|率先|有效|力争|争取|同步|年均|普遍|广泛)*" + _RESULT + r"[^，]*$")
_FIGURE = re.compile(r"[0-9０-９]+(?:\.[0-9]+)?(?:[%％]|[万亿]|[家个项件人户亩吨米里公平立千百座条所处台辆套次名对批种门场级天日元])|百分之|[一二三四五六七八九十百]+(?:成|倍)")
_ONE_ACT = r"(?:力争|争取)(?:开工|启动|开建|新开|设立|出台|开通|建立)"
"""Something to do, though it is put as a hope."""
_SUPPORT = "支持|配合|资金|政策|试点|立项|项目"
_REACHED = (
    "确保|保证|力保|实现|基本实现|初步实现|全面实现|率先实现|逐步实现|分别实现|努力实现|同步实现|推动实现|在[^，]{2,14}实现|逐步覆盖|基本形成|基本建成|基本构建|基本建立|初步形成|初步建成"
    "|分别形成|全面建成|分别达到|达到|保持|稳定在|控制在|守住不发生"
)
_STRIVE = re.compile(
    rf"(?!{_ONE_ACT})(?:"
    r"(?:全年|年内|年度)?新增[^，]{0,8}(?:就业|人口|劳动力)[^，]*[0-9][^，]*$"
    rf"|(?:要|将|努力|确保|保证|力求)*(?:力争|争取(?![^，]*(?:{_SUPPORT})))[^，]+$"
    rf"|(?:要|将)?(?:坚决|切实|努力)*(?:{_REACHED})[^，]+$|形成一批[^，]+$|不发生[^，]+$)"
)
_PASSIVE = re.compile(r"由[^，]{2,30}(?:负责|办理|承担|牵头|组织|实施|审批|制定|会同)[^，]*$|(?:分别)?由[^，]{2,}$")
_ADDRESS = re.compile(PREPOSITION + r"[^，]{2,}$")
_NEGATIVE = re.compile(r"(?:严禁|禁止|不得|不准|不许|杜绝)[^，]+$")
class Verdict(NamedTuple):
    """A kind with its reason and confidence."""

    kind: str
    reason: Reason
    confidence: float


_NOT_AFTER_A_VERB = frozenset({"context.problem", "context.event"})


def judge(text: str, body: Body) -> Verdict:
    """The kind of one clause by itself, without its surroundings.

    >>> from luoshi.extracting.bodies import body_of
    >>> t = "加强末端监管"; v = judge(t, body_of(t, 0, len(t))); v.kind, v.reason.rule
    ('duty', 'duty.verb')
    """
    clause = text[body.start : body.end].replace("，", "、")          # a comma inside a joined clause ends nothing
    if not clause:
        return Verdict("context", Reason("context.blank"), 0.9)
    bare = _without_modal(clause)
    rule = first_rule(clause, bare)
    if rule is None or (rule.name in _NOT_AFTER_A_VERB and body.verb):
        return _measure(text, body, clause)
    return Verdict(rule.kind, Reason(rule.name, clause), rule.confidence)


_MODALS = re.compile(r"(?:还|也|都|更|并|同时)*(?:要|将|应当?|必须|须|需|务必)(?!求)")


def _without_modal(clause: str) -> str:
    modal = _MODALS.match(clause)
    return clause[modal.end() :] if modal else ""


def _measure(text: str, body: Body, clause: str) -> Verdict:
    if _STRIVE.match(clause):
        return Verdict("target", Reason("target.reach", clause), 0.8)
    if body.verb:
        return _by_verb(text, body, body.verb)
    if len(clause) in (3, 4) and clause[0] in words("singles"):
        return Verdict("duty", Reason("duty.verb", clause[0]), 0.6)
    if body.subject:
        return Verdict("duty", Reason("duty.subject", text[body.subject[0] : body.subject[1]]), 0.8)
    if _NEGATIVE.match(clause) or _PASSIVE.match(clause):
        return Verdict("duty", Reason("duty.form", clause), 0.7)
    if _address(text, body) and not _REACHES.search(clause):
        return Verdict("duty", Reason("duty.form", clause), 0.65)
    if _STATE.match(clause):
        figure = _FIGURE.search(clause)
        return Verdict("target", Reason("target.state", figure.group() if figure else clause), 0.75 if figure else 0.65)
    if _FIGURE.search(clause):
        return Verdict("target", Reason("target.figure", clause), 0.6)
    if adverb_end(text, body.start, body.end) > body.start or (body.numbered and len(clause) >= 4):
        return Verdict("duty", Reason("duty.adverb", clause), 0.5)
    return Verdict("context", Reason("context.other", clause), 0.4)


_REACHES = re.compile("实现|达到|全覆盖|基本形成|增长|下降")


def _address(text: str, body: Body) -> bool:
    """Whether a preposition opens the clause: 对…进行抽查, 把…摆上日程, 在…上加强供给."""
    return bool(_ADDRESS.match(text[adverb_end(text, body.start, body.end) : body.end]))


def _by_verb(text: str, body: Body, verb: Span) -> Verdict:
    opener, rest = text[verb[0] : verb[1]], text[verb[1] : body.end]
    if verb[0] == body.start and _MEASURED.match(rest):
        return Verdict("target", Reason("target.figure", text[body.start : body.end]), 0.65)
    if verb[0] == body.start and opener in words("both") and _predicate_follows(rest):
        return Verdict("target", Reason("target.state", text[body.start : body.end]), 0.6)
    return Verdict("duty", Reason("duty.verb", opener), 0.85)


def _predicate_follows(rest: str) -> bool:
    """Whether what follows an opening word is a predicate, so that the word was a subject (发展能力|显著增强), not its object."""
    found = _PREDICATE.search(rest)
    return found is not None and found.start() > 0


_MEASURED = re.compile(r"[^，、]{0,6}(?:率|能力|比重|占比|强度|浓度|总量|总额|面积|规模|数量|人数|额|值|水平)(?:达到?|提高到?|提升[至到]?|控制在?|下降|增长|保持|稳定|超过|不低于|为|在)?[^，、]{0,6}[0-9]")
_PREDICATE = re.compile(
    r"(?:进一步|更加|明显|显著|持续|基本|全面|大幅|不断|稳步)(?:增强|提高|提升|健全|完善|改善|优化|扩大|降低|下降|增长|加快|减少|好转|完备|夯实)|(?:达到?|增长|下降|降低|提高|提升)[^，]{0,5}[0-9]"
)
