"""Half-width punctuation → Chinese, where the context is Chinese.

Reads the text after its characters are mended; writes the same number of characters. Numbers, times, ratios, Latin words and
addresses keep theirs; the two brackets of a pair, and the two quotes, change together or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.repair.draft import Draft, Swap

_HAN = "〇㐀-鿿豈-﫿▢"
_OPEN = "“‘《（〔【「『〈"
_CLOSE = "”’》）〕】」』〉"
_MARKS = "，。；：！？、…"
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。", "｡": "。", "､": "、"}
_COMMA = re.compile(
    f"(?<=[{_HAN}{_CLOSE}％…])[ \\t\u3000]*[,;:](?!//)|(?<![\\s,;:])[,;:](?=[{_HAN}{_OPEN}])|(?<=[\\d%％‰])[,;:](?=[ \\t\u3000]+[{_HAN}{_OPEN}])|(?<=[%％‰])[,;](?=[A-Za-z\\d])"
)
_ENTITY = re.compile(r"&#?\w{1,8}$")
_EXCLAIM = re.compile(f"(?<=[{_HAN}{_CLOSE}])!(?![=!])")
_QUESTION = re.compile(f"(?<=[{_HAN}{_CLOSE}])\\?(?!\\?)")
_ASKS = re.compile("什么|吗|呢|如何|怎|哪|谁|为何|何[时在以种]|是否|能否|可否|多少|几|难道")
_STOP = re.compile(f"\\.(?<=[{_HAN}{_CLOSE}]\\.)(?=[{_CLOSE}\"]?[ \\t\u3000]*(?:\\n|$))")
_STOP_INSIDE = re.compile(f"\\.(?<=[{_HAN}{_CLOSE}]\\.)(?=[{_HAN}{_OPEN}])")
_STOP_LEAST = 3
_NUMERAL_ITEM = re.compile("^[ \\t\u3000]*[一二三四五六七八九十百]{1,4}$")
_HALF_KANA = re.compile("[｡､]")
_BRACKET = re.compile(r"[()（）\n]")
_QUOTE = re.compile(r'"')
_DASH = re.compile(f"--(?<=[{_HAN}{_CLOSE}，。；\\n]--)(?=[{_HAN}{_OPEN}])|\\A--(?=[{_HAN}{_OPEN}])")
_IS_CHINESE = re.compile(f"[{_HAN}{_MARKS}]")
_YEARS = re.compile("(?:19|20)\\d\\d(?:[-—–~－至](?:19|20)?\\d\\d)?")
_LATIN = re.compile("[A-Za-z]")


def mend_punctuation(draft: Draft) -> None:
    """Run all steps on a draft."""
    here = draft.characters
    if "(" in here or ")" in here:
        draft.swap(_brackets(draft.text))
    if here & set(",;:"):
        draft.swap(_commas(draft.text))
    if here & set("!?"):
        draft.swap(_exclaiming(draft.text))
    if "." in here:
        draft.swap(_stops(draft.text))
    if '"' in here:
        draft.swap(_quotes(draft.text))
    if "-" in here:
        draft.swap(_dashes(draft.text))
    if here & set("｡､"):
        draft.swap(_wide(m) for m in _HALF_KANA.finditer(draft.text))


def _wide(match: re.Match[str]) -> Swap:
    at = match.end() - 1
    return Swap(at, _WIDE[match.string[at]], "punctuation", "half-width")


def _commas(text: str) -> Iterator[Swap]:
    for match in _COMMA.finditer(text):
        if not (match[0] == ";" and _ENTITY.search(text, max(0, match.start() - 9), match.start())):
            yield _wide(match)


def _exclaiming(text: str) -> Iterator[Swap]:
    for match in _EXCLAIM.finditer(text):
        yield _wide(match)
    for match in _QUESTION.finditer(text):
        if _is_question(text, match.start()):
            yield _wide(match)


def _is_question(text: str, at: int) -> bool:
    """At the end of what it closes, or behind words that ask; else the mark may stand for a lost character."""
    follower = text[at + 1 : at + 2]
    if not follower or not re.match(f"[{_HAN}\\d]", follower):
        return True
    clause = re.split(f"[{_MARKS}\n]", text[max(0, at - 40) : at])[-1]
    return bool(_ASKS.search(clause))


def _stops(text: str) -> Iterator[Swap]:
    """A full stop ends the line; inside a line only where the text has this habit and no 。 of its own."""
    for match in _STOP.finditer(text):
        if not _opens_item(text, match.start()) and text[match.start() - 1 : match.start()] != ".":
            yield _wide(match)
    inside = [] if "。" in text else [m for m in _STOP_INSIDE.finditer(text) if not _opens_item(text, m.start())]
    if len(inside) >= _STOP_LEAST:
        yield from map(_wide, inside)


def _opens_item(text: str, at: int) -> bool:
    """Whether the stop belongs to a number that opens its line: 一."""
    return bool(_NUMERAL_ITEM.match(text[text.rfind("\n", 0, at) + 1 : at]))


def _brackets(text: str) -> Iterator[Swap]:
    """Pairs, innermost first; a pair is Chinese by what it holds, or by its other half."""
    open_at: list[int] = []
    for match in _BRACKET.finditer(text):
        mark, at = match[0], match.start()
        if mark in "(（":
            open_at.append(at)
        elif mark == "\n":
            open_at.clear()
        elif open_at:
            yield from _pair(text, open_at.pop(), at)


def _pair(text: str, first: int, last: int) -> Iterator[Swap]:
    both_wide = text[first] + text[last] == "（）"
    mixed = text[first] + text[last] in ("(）", "（)")
    if both_wide or not (mixed or _is_chinese_pair(text, first, last)):
        return
    for at in (first, last):
        if text[at] in _WIDE:
            yield Swap(at, _WIDE[text[at]], "punctuation", "half-width")


def _is_chinese_pair(text: str, first: int, last: int) -> bool:
    """Holds Chinese and does not stand in a Latin sentence; or numbers an item, or holds years behind Chinese: 国发(2018)12号."""
    inside = text[first + 1 : last]
    before, after = text[max(0, first - 3) : first].rstrip(" ")[-1:], text[last + 1 : last + 4].lstrip(" ")[:1]
    if _IS_CHINESE.search(inside):
        return not (_LATIN.match(before) and (_LATIN.match(after) or after == ","))
    if inside.isdecimal() and len(inside) < 3:
        return bool(_IS_CHINESE.match(after) and not _LATIN.match(before))
    return bool(_YEARS.fullmatch(inside) and _IS_CHINESE.match(before))


def _quotes(text: str) -> Iterator[Swap]:
    """Straight quotes of a line, when they pair up and hold Chinese."""
    start = 0
    for line in text.split("\n"):
        marks = [match.start() for match in _QUOTE.finditer(line)]
        if marks and len(marks) % 2 == 0:
            yield from _line_quotes(line, start, marks)
        start += len(line) + 1


def _line_quotes(line: str, start: int, marks: list[int]) -> Iterator[Swap]:
    twos = list(zip(marks[::2], marks[1::2], strict=True))
    if all(_IS_CHINESE.search(line, first, last) for first, last in twos):
        for first, last in twos:
            yield Swap(start + first, "“", "punctuation", "straight-quote")
            yield Swap(start + last, "”", "punctuation", "straight-quote")


def _dashes(text: str) -> Iterator[Swap]:
    for match in _DASH.finditer(text):
        yield Swap(match.start(), "—", "punctuation", "half-width")
        yield Swap(match.start() + 1, "—", "punctuation", "half-width")
