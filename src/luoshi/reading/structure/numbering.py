"""The number that opens a paragraph or a clause: 一、 （一） 1. ① 一要 二是 第三条 ——."""

from __future__ import annotations

import re
from dataclasses import replace

from luoshi.reading.document import Numbering

_HAN = "[〇零一二三四五六七八九十百]{1,4}"
_NUMBER = r"[0-9０-９]{1,3}"

# One pattern for all styles: the name of the group that matched is the style, "_" standing for "-".
_PATTERN = re.compile(
    "(?:"
    rf"(?P<part>第{_HAN}(?:编|篇|部分|章|节)(?=[\s　：:、]|\S{{1,20}}$|$))"
    rf"|(?P<article>第(?:{_HAN}|{_NUMBER})条(?:之{_HAN})?(?!规定|第|的|至|和|款|所|、)(?=[\s　：:]|[一-鿿（]))"
    rf"|(?P<yao>(?:第)?{_HAN}要(?=[^点素求紧件害义]))"
    rf"|(?P<shi>(?:第)?{_HAN}(?:是(?:要)?|来)(?=[\u4e00-\u9fff“‘《「\"]))"
    rf"|(?P<order>(?:首先|其次|再次|最后|第{_HAN})[，,、])"
    rf"|(?P<cn_comma>{_HAN}(?:、(?!{_HAN}[、是线级类])|[．.](?=[^0-9])))"
    rf"|(?P<cn_paren>[（(]\s?{_HAN}\s?[）)][、．.]?)"
    rf"|(?P<digit_paren>[（(]\s?{_NUMBER}\s?[）)][、．.]?|{_NUMBER}[）)][、．.]?)"
    rf"|(?P<digit_dot>{_NUMBER}(?:[、．]|[.](?![0-9]))[\s　]?)"
    rf"|(?P<digit_multi>{_NUMBER}(?:[.．]{_NUMBER}){{1,3}}[.．、\s　]{{1,2}})"
    r"|(?P<circled>[①-⑳⑴-⒇❶-❿㈠-㈩])"
    r"|(?P<dash>——|──?|(?:—(?!—)|[-－–•·●○■□◆◇★☆▪※*])(?=[\s　]?[一-鿿“《]))"
    ")[\\s　]*"
)
_STYLES = {"part": "other", "order": "other", "digit_multi": "other"}
# The usual depth of a style, where a document does not show its own.
_USUAL_RANK = {"part": 1, "article": 2, "cn-comma": 1, "cn-paren": 2, "digit-dot": 3, "digit-paren": 4, "circled": 5, "yao": 5, "shi": 5, "dash": 4, "other": 1}
_DIGITS = {letter: value for value, letter in enumerate("〇一二三四五六七八九")} | {"零": 0}
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "最后": 0}
_FIRST = frozenset("〇零一二三四五六七八九十百第（(首其再最—─-－–•·●○■□◆◇★☆▪※*0123456789０１２３４５６７８９" + "".join(map(chr, range(0x2460, 0x2490))) + "❶❷❸❹❺❻❼❽❾❿㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩")


def parse_numbering(text: str, start: int = 0) -> Numbering | None:
    """The number with which the text goes on at `start`, or None; its rank is the usual one of its style.

    >>> parse_numbering("（二）加强监管。")
    Numbering(words='（二）', style='cn-paren', ordinal=2, rank=2)
    >>> parse_numbering("二是补齐短板").words, parse_numbering("一些地方")
    ('二是', None)
    """
    if start >= len(text) or text[start] not in _FIRST:
        return None
    match = _PATTERN.match(text, start)
    if match is None or match.lastgroup is None:
        return None
    group = match.lastgroup
    words = match.group().rstrip()
    style = _STYLES.get(group, group.replace("_", "-"))
    return Numbering(words, style, ordinal_of(words), 1 if group == "part" and "节" not in words else _USUAL_RANK[style])


def ordinal_of(words: str) -> int:
    """The value of a number as written, 0 where it has none.

    >>> [ordinal_of(w) for w in ("十一、", "（二十）", "③", "第一百零二条", "——", "首先，")]
    [11, 20, 3, 102, 0, 1]
    """
    for word, value in _ORDER.items():
        if words.startswith(word):
            return value
    if found := re.search(_NUMBER, words):
        return int(found.group())
    if found := re.search(_HAN, words):
        return han_number(found.group())
    return _circled(words[:1])


def han_number(numeral: str) -> int:
    """The value of a Chinese numeral below a thousand; digit by digit where it has no 十 or 百.

    >>> [han_number(n) for n in ("十", "二十三", "一百零五", "二〇一八")]
    [10, 23, 105, 2018]
    """
    if not any(letter in numeral for letter in "十百"):
        return int("".join(str(_DIGITS[letter]) for letter in numeral))
    total, digit = 0, 0
    for letter in numeral:
        if letter in "十百":
            total += (digit or (0 if total and letter == "百" else 1)) * (10 if letter == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[letter]
    return total + digit


def _circled(letter: str) -> int:
    for first, count in (("①", 20), ("⑴", 20), ("❶", 10), ("㈠", 10)):
        if letter and ord(first) <= ord(letter) < ord(first) + count:
            return ord(letter) - ord(first) + 1
    return 0


class Ranks:
    """The depth of each number in one document.

    A style met again closes what was opened under it; so does a style that usually stands higher (an excerpt may begin in the middle).
    """

    def __init__(self) -> None:
        self._open: list[str] = []
        self._depth: dict[str, int] = {}

    def place(self, numbering: Numbering) -> Numbering:
        """The number with its depth in the document, 1 for the outermost."""
        key = _key(numbering)
        if key in self._open:
            del self._open[self._open.index(key) + 1:]
        else:
            while self._open and self._depth[self._open[-1]] > _USUAL_RANK[numbering.style]:
                self._open.pop()
            self._open.append(key)
            self._depth[key] = _USUAL_RANK[numbering.style]
        return replace(numbering, rank=len(self._open))


def _key(numbering: Numbering) -> str:
    """Styles that may stand for one another at one depth share a key; chapters and sections do not."""
    return numbering.words.rstrip("：:、")[-1] if numbering.words.startswith("第") else numbering.style
