"""Bytes → characters: which encoding a text is in, and the text, with U+FFFD where bytes are broken.

A byte order mark decides; then UTF-8, which other text is almost never valid as; then the encodings that Chinese files come
in, by how ordinary the characters are that each of them yields; last, for other languages, charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache
from importlib import resources

from luoshi.errors import BinaryInput

CHINESE = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
PYTHON_CODEC = {"big5": "cp950"}
"""What Windows writes as Big5, which is where the files come from; characters of the Hong Kong form are found one by one."""
TWO_BYTES = ("gb18030", "big5")
OTHERS = ["utf_8", "cp1252", "shift_jis", "euc_jp", "cp949", "cp1251", "koi8_r"]
"""What is looked for besides; among all that it knows, charset-normalizer takes French for a Baltic code page of DOS."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LOST = "\ufffd"
SAMPLE = 2048
"""Bytes on which the encodings are compared; enough, since a dozen characters mostly are."""
PLAUSIBLE = 0.15
"""Mean weight of a character outside ASCII from which a reading is believed; Chinese prose has 0.8, a wrong reading 0 or less."""
CERTAIN = 0.6
"""Mean weight in a whole sample from which no other encoding need be tried."""
LOSS = 1.1
"""What a lost byte costs: more than the strangest character, less than two ordinary ones in the place of two strange."""
STRANGE = 4.0
"""How much more an odd character counts there, where bytes are known to be broken, than in a whole text."""
DAMAGE = 0.1
"""Share of lost characters above which the bytes are no text."""

_HIGH = re.compile(rb"[\x80-\xff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""What bytes out of step often yield, and files hardly ever hold."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_PUNCTUATION = frozenset("、。，；：？！“”‘’（）《》〈〉「」『』【】〔〕—…·～○●□■①②③④⑤⑥⑦⑧⑨⑩％　０１２３４５６７８９＂－／＋")


def decode(data: bytes, where: str, declared: str = "") -> tuple[str, str]:
    """The text of `data` and the name of its encoding; `declared` is what the file says of itself, believed where it fits.

    >>> decode("贯彻落实".encode("gb18030"), "甲.txt")
    ('贯彻落实', 'gb18030')
    """
    text, name = _decode_marked(data) or _decode_utf8(data) or _decode_declared(data, declared) or _decode_chinese(data) or _decode_other(data)
    if text.count(LOST) > DAMAGE * len(text) or _is_noise(text):
        raise BinaryInput.of(where)
    return text, name


def _decode_marked(data: bytes) -> tuple[str, str] | None:
    """By its byte order mark."""
    return next(((data[len(mark):].decode(name, "replace"), name) for mark, name in MARKS if data.startswith(mark)), None)


def _decode_utf8(data: bytes) -> tuple[str, str] | None:
    if _CONTROL.search(data[:SAMPLE]):  # UTF-16 may pass for UTF-8, but is full of them
        return None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return None


def _decode_declared(data: bytes, declared: str) -> tuple[str, str] | None:
    name = declared.strip().lower()
    name = "gb18030" if name in {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"} else name
    try:
        return (data.decode(PYTHON_CODEC.get(name, name)), name) if name else None
    except (LookupError, UnicodeError):
        return None


def _decode_chinese(data: bytes) -> tuple[str, str] | None:
    first = _HIGH.search(data)
    start = first.start() if first else 0
    weights: dict[str, float] = {}
    for name in CHINESE:
        weights[name] = _plausibility(_sample(data, start, name))
        if weights[name] > CERTAIN and len(data) > SAMPLE:
            break
    if max(weights.values()) < PLAUSIBLE:  # one lost byte may have put a whole line out of step
        weights = {name: _plausibility(_decode_in_step(data[start:start + SAMPLE // 4], PYTHON_CODEC.get(name, name))) for name in TWO_BYTES}
    best = max(weights, key=weights.__getitem__)
    return (_decode_as(data, best), best) if weights[best] >= PLAUSIBLE else None


def _sample(data: bytes, start: int, name: str) -> str:
    """A stretch from the first byte outside ASCII on: there a character begins, in all but UTF-16, where an even place does."""
    start -= start % 2 if name.startswith("utf-16") else 0
    piece = data[start:start + SAMPLE]
    text = piece.decode(PYTHON_CODEC.get(name, name), "replace")
    return text[:-2] if len(piece) == SAMPLE else text


def _decode_other(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # only here: most files never need it

    best = from_bytes(data[:16 * SAMPLE], cp_isolation=OTHERS).best()
    name = best.encoding if best else "utf-8"
    return data.decode(name, "replace"), name.replace("_", "-")


def _decode_as(data: bytes, name: str) -> str:
    codec = PYTHON_CODEC.get(name, name)
    try:
        text = data.decode(codec)
        if name not in TWO_BYTES or not _PRIVATE.search(text):
            return text
    except UnicodeDecodeError:
        if name not in TWO_BYTES:
            return data.decode(name, "replace")
    return "\n".join(_decode_line(line, codec) for line in data.split(b"\n"))


def _decode_line(line: bytes, codec: str) -> str:
    try:
        text = line.decode(codec)
    except UnicodeDecodeError:
        return _decode_in_step(line, codec)
    return text if min(map(_weight, text), default=0) >= 0 else _decode_in_step(line, codec)


def _decode_in_step(line: bytes, codec: str) -> str:
    """A line of two-byte characters with broken bytes: each broken byte is one U+FFFD, and the rest stays in step.

    Without this, one lost byte would turn all that follows it in the line into other, well-formed, wrong characters.
    """
    best: list[tuple[float, int, str]] = [(0.0, 0, "")]  # for each place: weight so far, where its last character began, that character
    for end in range(1, len(line) + 1):
        steps = [(best[end - 1][0] - LOSS, end - 1, LOST)]
        for width in (1, 2, 4):
            if width <= end and (char := _character(line[end - width:end], codec)):
                steps.append((best[end - width][0] + _weight_in_step(char), end - width, char))
        best.append(max(steps))
    found, at = [], len(line)
    while at:
        _, at, char = best[at]
        found.append(char)
    return "".join(reversed(found))


def _weight_in_step(char: str) -> float:
    """The weight of one character where bytes are broken; a single strange one still stands before two lost bytes."""
    return max(min(_weight(char) * STRANGE, _weight(char)), 0.1 - 2 * LOSS)


@cache
def _character(piece: bytes, codec: str) -> str:
    for name in (codec, "big5hkscs") if codec == "cp950" else (codec,):
        try:
            text = piece.decode(name)
        except UnicodeDecodeError:
            continue
        return text if len(text) == 1 else ""
    return ""


def _plausibility(text: str) -> float:
    counts = Counter(text)
    total = sum(n for char, n in counts.items() if char >= "\x80")
    return sum(_weight(char) * n for char, n in counts.items()) / max(total, 1)


def _weight(char: str) -> float:
    """How ordinary a character is in Chinese prose: 1 for the commonest, below 0 for what a wrong reading yields."""
    if char < "\x80":
        return 0.0 if char >= " " or char in "\t\n\r\f\x1a" else -1.0
    if char in _common():
        return 1.0
    if char in _PUNCTUATION:
        return 0.5
    if "\u4e00" <= char <= "\u9fff":
        return -0.2
    if char == LOST or char < "\xa0":
        return -3.0
    if "\u2000" <= char <= "\u303f" or char >= "\uff01":
        return -0.2
    return -0.4 if char < "\u2000" or "\u3040" <= char <= "\u30ff" else -1.0


def _is_noise(text: str) -> bool:
    """Whether control characters are more than a slip: a few in a short text, one in fifty in a long one."""
    head = text[:SAMPLE]
    return sum(1 for char in head if char < " " and char not in "\t\n\r\f\v\x1a") > 0.02 * len(head) + min(3, len(head) / 4)


@cache
def _common() -> frozenset[str]:
    """The hanzi of official prose, simplified and traditional."""
    lines = resources.files(__package__).joinpath("common_characters.txt").read_text("utf-8").splitlines()
    return frozenset("".join(lines[1:]))
