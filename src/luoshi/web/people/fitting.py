"""What may be written of units, posts and people: words, codes and days that fit, and the refusal of those that do not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from luoshi.errors import ActRefused
from luoshi.web import clock
from luoshi.web.people.models import BODIES, UNIT_KINDS

_CODE = re.compile(r"[0-9]{6,12}")


def plain(words: str) -> str:
    """Words as they are compared: full-width letters and digits as usual ones, no blanks.

    >>> plain("１号　单位")
    '1号单位'
    """
    return "".join(unicodedata.normalize("NFKC", words).split())


def mail_address(words: str) -> str:
    """A mail address as it is kept, '' for none; ActRefused for what is none.

    >>> mail_address(" ｗang@north.example ")
    'wang@north.example'
    """
    address = plain(words)
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise ActRefused.incomplete("这不是邮箱地址。", "This is no mail address.", "请核对，例如 wang@example.org。", "Check it, as in wang@example.org.") from None
    return address


def day_of(since: date | None) -> date:
    """The day of a fact: today where none is given; ActRefused for a day to come."""
    if since and since > clock.today():
        raise ActRefused.incomplete(f"{since} 还没有到。", f"{since} is still to come.", "请到当日再办，或改填已经发生的日期。", "Do it on the day, or give the day on which it happened.")
    return since or clock.today()


def iso(day: date | None) -> str | None:
    """The day as the log writes it."""
    return day.isoformat() if day else None


def worded(value: str, most: int, zh: str, en: str, *, needed: bool = True) -> str:
    """The words without blanks around them; ActRefused where they are missing or too long. `zh` and `en` name them."""
    words = " ".join(value.replace("\0", "").split())
    if needed and not words:
        raise ActRefused.incomplete(f"没有填写{zh}。", f"{en.capitalize()} is missing.", f"请填写{zh}。", f"Give the {en}.")
    if len(words) > most:
        raise ActRefused.incomplete(f"{zh}太长（{len(words)} 字，上限 {most}）。", f"{en.capitalize()} is too long ({len(words)} characters of {most}).", "请缩短。", "Shorten it.")
    return words


def one_of(value: str, known: Iterable[str], zh: str, en: str) -> str:
    """The value, if it is one of the known ones."""
    if value not in known:
        raise ActRefused.incomplete(f"没有这种{zh}（{value}）。", f"There is no such {en} ({value}).", f"请从给出的{zh}里选。", f"Choose a {en} that is offered.")
    return value


def unit_fields(name: str, *, short: str, kind: str, code: str, since: date | None, paper: str) -> dict[str, Any]:
    """What is written of a new unit; ActRefused where something does not fit."""
    paper = worded(paper, 300, "成立文件", "founding paper", needed=False)
    if kind in BODIES and not paper:
        raise ActRefused.incomplete("领导小组、联合机制要有成立文件。", "A leading group or joint mechanism needs its founding paper.", "请填写成立文件的名称和文号。", "Give the title and number of the paper.")
    return {
        "name": worded(name, 200, "单位名称", "name of the unit"), "short": worded(short, 60, "简称", "short name", needed=False),
        "kind": one_of(kind, UNIT_KINDS, "单位类别", "kind of unit"), "code": fitting_code(code), "paper": paper, "since": iso(since and day_of(since)), "until": None, "merged_into": None,
    }  # fmt: skip


def fitting_code(code: str) -> str:
    """A code of six to twelve digits, or none."""
    digits = worded(code, 30, "代码", "code", needed=False)
    if digits and not _CODE.fullmatch(digits):
        raise ActRefused.incomplete(f"代码“{digits}”不是 6 至 12 位数字。", f"The code {digits!r} is not 6 to 12 digits.", "请填行政区划代码（GB/T 2260），如 610000；没有的留空。", "Give the code of its place (GB/T 2260), like 610000, or leave it empty.")
    return digits
