"""Document numbers (发文字号): 国办发〔2018〕12号, 省政府令 第301号, 财政部公告2018年第3号."""

from __future__ import annotations

import re

_YEAR = r"(?:19|20)\s?\d\s?\d"
_BRACKETED = rf"[〔［\[【（(﹝「{{〈<]\s*{_YEAR}\s*(?:年)?\s*[〕］\]】）)﹞」}}〉>]"
_COUNT = r"(?:第\s*)?\d{1,5}(?:[—\-－~～]\d{1,5})?\s*号"
_HAN_COUNT = r"(?:第\s*)?[一二三四五六七八九十百零〇○]{1,6}\s*号"
_NAME = r"[一-鿿A-Za-z]"
_NUMBER = re.compile(
    rf"(?:{_NAME}[一-鿿A-Za-z\s、]{{0,24}}?)?(?:{_BRACKETED}|{_YEAR}\s*年?)\s*(?:字|发)?\s*(?:{_COUNT}|{_HAN_COUNT})"
    rf"|{_NAME}{{0,30}}(?:令|公告|通告|通知|公报|决定|指令)\s*[（(]?\s*(?:{_YEAR}\s*年?\s*)?(?:{_COUNT}|{_HAN_COUNT})\s*[）)]?"
    rf"|{_NAME}{{2,20}}{_BRACKETED}\s*\d{{1,5}}"
    rf"|{_NAME}{{1,10}}(?:字|发|函)第\s*\d{{1,5}}\s*号|第\s*(?:\d{{1,4}}|[一二三四五六七八九十百零〇○]{{1,6}})\s*号"
)
_LABEL = re.compile(r"^[^\w一-鿿（(〔]*(?:发文字号|文件编号|发文文号|文号|字号|文件号|公文编号)\s*[:：]\s*[^\w一-鿿（(〔]*")
_REGISTRY = re.compile(r"^[A-Z]{2,8}\s*[—\-－–]+\s*\d{4}\s*[—\-－–]+\s*\d{3,9}$")
_TAIL = re.compile(r"^[\s　]*(?:签发人[:：].*|（.{1,8}）)?$")
_CITED = re.compile(r"根据|按照|依据|参照|关于|贯彻|落实")
_HINT = "号〕］】令"


def document_number(line: str) -> str:
    """The document number that a line consists of (a label before it aside), or ''.

    >>> document_number("发文字号：晋政办发[2018]57号"), document_number("根据国发〔2018〕22号文件")
    ('晋政办发[2018]57号', '')
    """
    if len(line) > 60 or not any(letter in line for letter in _HINT + "])）"):
        return ""
    label = _LABEL.match(line)
    start = label.end() if label else 0
    match = _NUMBER.match(line, start)
    if match and match.end() > start + 2 and not _CITED.match(match.group()) and _TAIL.match(line[match.end():]):
        return line[start:match.end()]
    return ""


def number_in(line: str) -> str:
    """The document number in brackets at the end of a title, or ''.

    >>> number_in("关于开展检查的通知（云政发〔2018〕3号）")
    '云政发〔2018〕3号'
    """
    if not line.endswith(("）", ")")):
        return ""
    depth_from = max(line.rfind("（"), line.rfind("("))
    for opening in (depth_from, max(line.rfind("（", 0, depth_from), line.rfind("(", 0, depth_from)) if depth_from > 0 else -1):
        if opening >= 0 and (number := document_number(line[opening + 1:-1])):
            return number
    return ""


def is_registry_code(line: str) -> bool:
    """Whether a line is the code under which a rule is registered (JNCR—2022—0040001)."""
    return _REGISTRY.match(line) is not None
