"""The role of each paragraph below the header: heading, body, table, attachment, sign-off, furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.reading.structure.dates import find_date, is_date_line
from luoshi.reading.structure.header import is_attachment_line, is_note_of_publication, is_signature, is_title_line
from luoshi.reading.structure.lines import Line

_GLOSSARY = re.compile(r"^[（(【\s]*(?:附件?\s*\d*\s*[:：]?\s*)?(?:关于)?《?(?:20\d\d年)?(?:[一-鿿]{0,8}政府工作报告)?》?中?(?:的)?(?:有关|部分|相关|主要|专业|专用|新)?(?:内容)?(?:的)?(?:名词|术语|用语|概念|词语|名词术语|缩略语)(?:解释|注释|说明|释义|简释|$)|^(?:注释|注解|附注|名词解释)\s*[:：]?$")
BODY = ("heading", "body", "table")
_SHORT_HEADING = 30
_SIGNING_LINES = 5
"""Printed lines above a date that may hold the names of those who sign."""


def assign_roles(lines: Sequence[Line], header: dict[int, str], furniture: set[int], body: int) -> list[str]:
    """One role per line."""
    roles = ["furniture" if i in furniture else header.get(i, "") for i in range(len(lines))]
    rest = [i for i in range(body, len(lines)) if not roles[i]]
    _mark_closings(lines, rest, roles)
    _mark_attachments(lines, rest, roles)
    _mark_glossary(lines, rest, roles)
    before = dict(zip(rest[1:], rest, strict=False))
    left = [i for i in rest if not roles[i]]
    for index, after in zip(left, [*left[1:], None][: len(left)], strict=True):
        roles[index] = _body_role(lines, index, before.get(index), None if after is None else lines[after], roles)
    return roles


def _mark_closings(lines: Sequence[Line], rest: Sequence[int], roles: list[str]) -> None:
    """Dates on a line of their own, the names above them, and notes of publication."""
    for position, index in enumerate(rest):
        words = lines[index].text
        if is_note_of_publication(words):
            roles[index] = "signoff"
        elif len(words) <= 40 and find_date(words) and is_date_line(words):
            roles[index] = "date"
            for above in reversed(rest[max(0, position - _SIGNING_LINES):position]):
                if roles[above] or lines[above].numbering or not lines[above].is_short or not is_signature(lines[above].text):
                    break
                roles[above] = "signoff"


def _mark_attachments(lines: Sequence[Line], rest: Sequence[int], roles: list[str]) -> None:
    """附件： and the numbered names under it."""
    listing = False
    for index in rest:
        line = lines[index]
        if roles[index]:
            continue
        if is_attachment_line(line.text):
            roles[index], listing = "attachment", True
        elif listing and line.numbering and line.numbering.style == "digit-dot" and not line.is_running_text:
            roles[index] = "attachment"
        else:
            listing = False


def _mark_glossary(lines: Sequence[Line], rest: Sequence[int], roles: list[str]) -> None:
    """Explanations of terms after the last words of a report."""
    first = next((i for i in rest if len(lines[i].text) <= 40 and _GLOSSARY.match(lines[i].text)), len(lines))
    for index in rest:
        if index >= first and not roles[index]:
            roles[index] = "attachment"


def _body_role(lines: Sequence[Line], index: int, before: int | None, following: Line | None, roles: Sequence[str]) -> str:
    line = lines[index]
    if line.style == "table" or line.text.count("\t") > 1:
        return "table"
    if not line.is_short:
        return "body"
    if line.style in ("heading", "title"):
        return "heading"
    if line.numbering:
        return "heading" if _heads(line, following) and not _ends_list(line, before, lines, roles) else "body"
    return _unnumbered(line, following, before, lines, roles)


def _heads(line: Line, following: Line | None) -> bool:
    """Whether a numbered short line stands over what follows, and is not one of a list."""
    number = line.numbering
    if number is None or following is None:
        return False
    if number.style == "other" and number.words[-1] in "章节编篇分":
        return True
    if number.style in ("yao", "shi", "dash", "article", "circled"):
        return False
    other = following.numbering
    return other is None or (other.style != number.style and other.rank > number.rank)


def _ends_list(line: Line, before: int | None, lines: Sequence[Line], roles: Sequence[str]) -> bool:
    """Whether a numbered short line is the last of a list of such lines."""
    if before is None or line.numbering is None:
        return False
    number = lines[before].numbering
    return roles[before] == "body" and number is not None and number.style == line.numbering.style and lines[before].is_short


def _unnumbered(line: Line, following: Line | None, before: int | None, lines: Sequence[Line], roles: Sequence[str]) -> str:
    """A plan's own title below a sign-off; a short line over running text; else body."""
    above = roles[before] if before is not None else ""
    if (above in ("date", "signoff", "attachment") and is_title_line(line.text)) or (above == "title" and line.text[0] in "（("):
        return "title"
    below_text = before is None or lines[before].is_running_text or above != "body"
    return "heading" if below_text and len(line.text) <= _SHORT_HEADING and _has_text_under(following) else "body"


def _has_text_under(following: Line | None) -> bool:
    if following is None:
        return False
    tells = following.is_running_text or following.text[-1] in "：:"
    return following.numbering is not None or (tells and len(following.text) > _SHORT_HEADING)
