"""A stretch of clean text → the pieces that are judged one by one.

Cut at 。；！？ and at every ， that closes a clause with a verb of its own; a 、 list is cut only where each member is a verb
phrase with its own object. What stands in quotation marks, brackets or title marks is never cut. Numbering stays with the
piece that it opens; closing marks stay with the piece that they close.
"""

from __future__ import annotations

import re
from itertools import pairwise

from luoshi.extracting.lexicon import verb_at, words

Span = tuple[int, int]

STOPS = frozenset("。；！？;!?")
COMMAS = frozenset("，,")
_OPEN = dict(zip("“‘（(《〈【「『[〔", "”’）)》〉】」』]〕", strict=True))
_MARK = re.compile(r"[。；！？;!?，,、：:“‘（(《〈【「『\[〔\n]")
_ASSIGNMENT = re.compile(r"[（(][^（）()]{2,300}?(?:牵头|负责|配合|责任|参加|参与|落实|实施|按职责)[^（）()]{0,200}[）)]")
_LEAD_IN = re.compile(
    r"(?:.{0,14}(?:强调|要求|指出|提出|明确|表示|认为|如下|以下|目标|任务|措施|原则|工作|方面|分工|单位|要做到)(?:是|为)?)$"
)
_NOUN_TAIL = re.compile(r"(?:等.{0,12}|的.{1,8}|工作|行动|活动|机制|制度|体系|方式|能力|水平|情况|政策|措施|职责|职能|环节|任务|作用|服务|管理|建设|落实|力度)$")


def _close(text: str, at: int, end: int) -> int:
    """Index just after the bracket that closes the one at `at`, or at+1 where none does within the paragraph."""
    mark, other = text[at], _OPEN[text[at]]
    depth = 0
    for index in range(at, end):
        char = text[index]
        if char == mark:
            depth += 1
        elif char == other:
            depth -= 1
            if not depth:
                return index + 1
        elif char == "\n":
            break
    return at + 1


def cut(text: str, start: int, end: int) -> list[Span]:
    """The pieces of text[start:end] in order; joined they are the whole stretch.

    >>> words = "一要强化底线思维,助力打好攻坚战。细化目标任务、明确责任分工、强化督促检查。"
    >>> [words[a:b] for a, b in cut(words, 0, len(words))]
    ['一要强化底线思维,', '助力打好攻坚战。', '细化目标任务、', '明确责任分工、', '强化督促检查。']
    """
    pieces: list[Span] = []
    at = first = start
    pauses: list[int] = []          # places just after a 、 outside quotes, within the piece at hand
    while True:
        found = _MARK.search(text, at, end)
        if not found:
            break
        mark, at = found.group(), found.end()
        if mark in _OPEN:
            after = _close(text, found.start(), end)
            if mark in "（(" and _is_assignment(text, found.start(), after):
                if text[first : found.start()].strip():
                    pieces += _members(text, first, found.start(), pauses)
                    first = found.start()
                after = _past_closing(text, after, end)
                pieces.append((first, after))
                first, pauses = after, []
            at = after
        elif mark == "、":
            pauses.append(at)
        elif _closes(text, mark, first, found.start(), end):
            at = _past_closing(text, at, end)
            pieces += _members(text, first, at, pauses)
            first, pauses = at, []
    if first < end:
        pieces += _members(text, first, end, pauses)
    return _joined(text, pieces)


def _is_assignment(text: str, start: int, end: int) -> bool:
    return bool(_ASSIGNMENT.fullmatch(text, start, end))


def _closes(text: str, mark: str, first: int, at: int, end: int) -> bool:
    if mark == "\n" or mark in STOPS:
        return True
    if mark in COMMAS:
        return not (at > first and text[at - 1].isdigit() and at + 1 < end and text[at + 1].isdigit())
    return bool(_LEAD_IN.search(text, first, at)) and mark in "：:"


def _past_closing(text: str, at: int, end: int) -> int:
    """Closing marks and blanks that follow a stop belong to the piece before."""
    while at < end and text[at] in "”’）)》〉】」』。；\n 　\t":
        at += 1
    return at


def _members(text: str, start: int, end: int, pauses: list[int]) -> list[Span]:
    """The verb phrases of a 、 list, or the whole where it is one."""
    if not pauses:
        return [(start, end)]
    edges = [start, *(p for p in pauses if start < p < end), end]
    spans = list(pairwise(edges))
    if len(spans) < 2:
        return [(start, end)]
    if all(_FIGURE.search(text, a, b) for a, b in spans) or _same_opening(text, spans):
        return spans
    if not all(_stands_alone(text, a, b) for a, b in spans):
        return [(start, end)]
    if _NOUN_TAIL.search(text[start:end].rstrip("。；，,;、 \n")) and not _is_bare_list(text, spans):
        return [(start, end)]
    return spans


_FIGURE = re.compile(r"(?:增长|下降|降低|提高|提升|达到?|控制在|不低于|不超过|减少|增加|稳定在|保持在|超过|突破)[^、，。]{0,6}[0-9０-９][^、，。；]*[、，。；]?$")
_OPENER = re.compile(r"(?:坚持|做到|防止|杜绝|聚焦|突出|注重)")


def _same_opening(text: str, spans: list[Span]) -> bool:
    """坚持…、坚持…、坚持…: members that open with the same word are members of a list of clauses."""
    number = _NUMBER.match(text, spans[0][0], spans[0][1])
    found = _OPENER.match(text, number.end() if number else spans[0][0])
    return found is not None and all(text.startswith(found.group(), a) for a, _ in spans[1:])


_NUMBER = re.compile(r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?(?:要|是)?|[0-9]{1,2}[.．、])?")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a list member is a verb with an object of its own."""
    while start < end and text[end - 1] in "、，,。；; \n：":
        end -= 1
    number = _NUMBER.match(text, start, end)
    first = number.end() if number else start
    verb = verb_at(text, first, end) or verb_at(text, start, end)
    if not verb:
        return False
    rest = text[verb[1] : end]
    if rest in words("verbs"):
        return text[verb[0] : end] in words("verbs")
    if text[verb[0] : verb[1]] in words("both") and verb[0] == first:
        return False
    return len(rest) >= 2 or (text[verb[0] : end] in words("verbs") and end - verb[0] >= 4)


def _is_bare_list(text: str, spans: list[Span]) -> bool:
    """Whether the members are short and alike (细化目标任务、明确责任分工): then a noun at the end is only the last one's object."""
    lengths = [b - a for a, b in spans]
    last = text[spans[-1][0] : spans[-1][1]]
    return max(lengths) <= 1.8 * min(lengths) + 2 and "等" not in last and not ("的" in last and "的" not in text[spans[0][0] : spans[0][1]])


_TAKEN_AS = re.compile(r"(?:把|将)(?!.*(?:作为|纳入|列入|摆))")
_AS_FRAME = re.compile(r"(?:构建|形成|打造|建立)起?以[^的]*为[^的]*[，,]$")


def _joined(text: str, pieces: list[Span]) -> list[Span]:
    """Pieces put together again where a comma only parts an object: 把…，作为…; and blank pieces joined to the one before."""
    out: list[Span] = []
    for start, end in pieces:
        blank = not text[start:end].strip()
        if out and (blank or _goes_on(text, out[-1], start, end)):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _goes_on(text: str, before: Span, start: int, end: int) -> bool:
    if text[before[1] - 1] not in COMMAS or before[1] != start:
        return False
    head = text[before[0] : before[1]]
    if text.startswith(("作为", "纳入"), start) and _TAKEN_AS.search(head):
        return True
    return bool(_AS_FRAME.search(head) and "为" in text[start:end])
