"""Spaces inside words, numbers and sentences.

Reads the text with Chinese punctuation; writes it without the spaces that part what belongs together. The indent of a
paragraph, the gap behind 第一条, the gaps between units, names and cells stay: when in doubt, a space is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.repair.draft import Cut, Draft
from luoshi.reading.repair.tables import enumerations, heading_words, is_common_pair

_HAN = "〇㐀-鿿豈-﫿▢"
_S = "[ \\t\u3000\xa0\u2002\u2003\u2009]"
_SPACES = set(" \t\u3000\xa0\u2002\u2003\u2009")
_APART = re.compile(f"(?<![{_HAN}\\d])[{_HAN}](?:{_S}+[{_HAN}])+(?![{_HAN}])")
_HAN_AND_GAP = re.compile(f"([{_HAN}]){_S}+$")
_GAP_AND_HAN = re.compile(f"{_S}+([{_HAN}])")
_RUN = re.compile(f"{_S}+")
_YEAR_APART = re.compile(f"(?<!\\d)(?<!\\d )(?:19|20|1{_S}9|2{_S}0){_S}?\\d{_S}?\\d(?={_S}?年)")
_DATE = re.compile(
    f"(?<!\\d)(?:(?:19|20)\\d\\d{_S}?年{_S}?)?\\d{_S}?\\d?{_S}?月(?:{_S}?\\d{_S}?\\d?{_S}?日)?"
    f"|(?<!\\d)(?:19|20)\\d\\d{_S}年"
)
_NUMBER_INSIDE = re.compile(
    f"(?<=[{_HAN}，、；：。“（])(?P<left>{_S})?[A-Za-z0-9][A-Za-z0-9.,+%％‰/~—-]{{0,9}}(?P<right>{_S})?(?=[{_HAN}，、；：。”）])"
)
_DOCUMENT_NUMBER = re.compile(f"〔{_S}*((?:19|20)\\d\\d){_S}*〕{_S}*(第{_S}*)?\\d{{1,5}}{_S}*号")
_BEFORE_MARK = re.compile(f"(?<=[{_HAN}\\dA-Za-z％%”’》）])[ \\u3000\xa0]+(?=[，。；：、！？”’》）〕])")
_AFTER_MARK = re.compile(f"(?<=[，、；。])[ \\u3000\xa0]+(?=[{_HAN}\\d“《（])(?!第)(?![一二三四五六七八九十\\d]{{1,3}}[、.．])(?![（(])")
_AFTER_OPEN = re.compile(f"(?<=[“‘《〔])[ \\u3000\xa0]+(?=[{_HAN}\\d])|(?<=（)[ \\u3000\xa0]+(?=[{_HAN}])")
_STRETCH = re.compile(f"[{_HAN}]+(?:{_S}[{_HAN}]+)+")
_HAN_END = re.compile(f"[{_HAN}]*$")
_HAN_START = re.compile(f"[{_HAN}]*")
_RUNNING = re.compile("[，；。]")
_MARKED = re.compile("(?:第[〇零一二三四五六七八九十百千\\d]{1,7}[编章节条款项]|附件[一二三四五六七八九十\\d]*)$")
_SENTENCE_LEAST = 20
_NAME_MOST = 4
_SEGMENTED_LEAST = 3
_SEGMENTED_SHARE = 0.4


def mend_spaces(draft: Draft) -> None:
    """Run all steps on a draft; only lines with a space inside are looked at."""
    here = draft.characters & _SPACES
    if here:
        draft.cut(
            Cut(start + gap_start, start + gap_end, "space", reason)
            for start, line in _lines_with(draft.text, here)
            for gap_start, gap_end, reason in _line_gaps(line, draft.text)
        )


def _lines_with(text: str, spaces: set[str]) -> list[tuple[int, str]]:
    """Start and words of every line that holds one of the spaces."""
    found: dict[int, str] = {}
    for space in spaces:
        at = text.find(space)
        while at >= 0:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end = end if end >= 0 else len(text)
            found[start] = text[start:end]
            at = text.find(space, end)
    return sorted(found.items())


_Gap = tuple[int, int, str]


def _line_gaps(line: str, text: str) -> Iterator[_Gap]:
    yield from _in_dates(line)
    yield from _beside_marks(line)
    yield from _letters_apart(line)
    if len(line) >= _SENTENCE_LEAST and _RUNNING.search(line):
        yield from _in_sentence(line, text)


def _in_dates(line: str) -> Iterator[_Gap]:
    """2 0 0 1 年 → 2001年, 〔2018〕 12 号 → 〔2018〕12号."""
    for pattern in (_YEAR_APART, _DATE, _DOCUMENT_NUMBER):
        for match in pattern.finditer(line):
            for gap in _RUN.finditer(match[0]):
                yield match.start() + gap.start(), match.start() + gap.end(), "in-number"


def _beside_marks(line: str) -> Iterator[_Gap]:
    for pattern in (_BEFORE_MARK, _AFTER_MARK, _AFTER_OPEN):
        for match in pattern.finditer(line):
            if not _holds_nothing(line, match):
                yield match.start(), match.end(), "beside-mark"


def _holds_nothing(line: str, gap: re.Match[str]) -> bool:
    """Whether the gap is the whole of a bracket: a place to write in."""
    return line[gap.start() - 1] in "（“《〔" and line[gap.end() : gap.end() + 1] in "）”》〕"


def _letters_apart(line: str) -> Iterator[_Gap]:
    """Characters of one word printed apart: 高 质 量, 目 录."""
    for match in _APART.finditer(line):
        start, end = _with_neighbours(line, match.start(), match.end())
        if _is_word_apart(_RUN.sub("", line[start:end]), line):
            for gap in _RUN.finditer(line, start, end):
                yield gap.start(), gap.end(), "apart"


def _with_neighbours(line: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of single characters, with the end of the word before it and the start of the one behind, if they belong."""
    before, behind = _HAN_AND_GAP.search(line, max(0, start - 4), start), _GAP_AND_HAN.match(line, end)
    if before and is_common_pair(before[1] + line[start]):
        start = before.start()
    if behind and is_common_pair(line[end - 1] + behind[1]):
        end = behind.end()
    return start, end


def _is_word_apart(word: str, line: str) -> bool:
    if any(set(word) <= set(group) for group in enumerations()):
        return False
    if len(word) == 2:
        return word in heading_words() and not _is_in_row(line)
    common = sum(is_common_pair(word[i : i + 2]) for i in range(len(word) - 1))
    return common * 2 >= len(word) - 1


def _is_in_row(line: str) -> bool:
    """Whether other words printed apart stand in the same line: the head of a table."""
    return len(_APART.findall(line)) > 2


def _in_sentence(line: str, text: str) -> Iterator[_Gap]:
    for match in _NUMBER_INSIDE.finditer(line):
        if match["left"] or match["right"]:
            yield from _around_number(line, match)
    for stretch in _STRETCH.finditer(line):
        gaps = [(stretch.start() + gap.start(), stretch.start() + gap.end()) for gap in _RUN.finditer(stretch[0])]
        for start, end in gaps:
            if _is_segmented(line, gaps) or _is_inside_word(line, start, end, text):
                yield start, end, "in-word"


def _is_segmented(line: str, gaps: list[tuple[int, int]]) -> bool:
    """Whether a machine put spaces between words: many gaps in a row, and many of them inside common pairs.

    In a row of names or units the neighbours of a gap seldom make a pair.
    """
    common = sum(is_common_pair(line[start - 1] + line[end]) for start, end in gaps)
    return len(gaps) >= _SEGMENTED_LEAST and common >= _SEGMENTED_SHARE * len(gaps)


def _around_number(line: str, match: re.Match[str]) -> Iterator[_Gap]:
    """到 2025 年: spaces that a typesetter put around numbers and Latin words of a sentence."""
    if _MARKED.search(line, 0, match.start()) or not all(map(_is_open, _sides(line, match))):
        return
    for side in ("left", "right"):
        if match[side]:
            yield match.start(side), match.end(side), "around-number"


def _sides(line: str, match: re.Match[str]) -> tuple[str, str]:
    """What stands on either side of a number: a space, or its neighbour."""
    return match["left"] or line[match.start() - 1], match["right"] or line[match.end()]


def _is_open(neighbour: str) -> bool:
    return neighbour in _SPACES or neighbour in "，、；：。“”（）"


def _is_inside_word(line: str, start: int, end: int, text: str) -> bool:
    """A gap between two neighbours that make a common pair.

    Where a single character stands between gaps, that is enough; else the text must also write the pair without a gap, and
    what stands around must be longer than a name.
    """
    if _MARKED.search(line, max(0, start - 12), start) or not is_common_pair(line[start - 1] + line[end]):
        return False
    left, right = _run_before(line, start), _run_after(line, end)
    if min(left, right) == 1:
        return max(left, right) > 1
    return min(left, right) >= _NAME_MOST and line[start - 1] + line[end] in text


def _run_before(line: str, at: int) -> int:
    """How many Chinese characters stand before `at`, up to the length of a name."""
    return len(_HAN_END.search(line, max(0, at - _NAME_MOST), at)[0])  # type: ignore[index]


def _run_after(line: str, at: int) -> int:
    return len(_HAN_START.match(line, at, at + _NAME_MOST)[0])  # type: ignore[index]
