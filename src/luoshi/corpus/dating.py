"""A date as sources write it → 2018, 2018-09 or 2018-09-03."""

from __future__ import annotations

import re
from datetime import date

_FORMS = (
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
    re.compile(r"(\d{4})(?:年|$)"),
    re.compile(r"(\d{4})[-/.年](\d{1,2})月?"),
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?"),
)
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""What lies outside is a slip of the pen."""


def date_of(words: str) -> str | None:
    """The date as precisely as it is given; '' for nothing, None for what is no date or no day that exists.

    >>> date_of("2018年9月3日"), date_of("2018/9"), date_of("2018"), date_of(""), date_of("2018-09-03T10:00:00")
    ('2018-09-03', '2018-09', '2018', '', '2018-09-03')
    >>> date_of("2018-13-01"), date_of("去年"), date_of("20180931"), date_of("0218")
    (None, None, None, None)
    """
    words = words.strip()
    if not words:
        return ""
    found = next((match for form in _FORMS if (match := form.fullmatch(words))), None)
    if not found:
        return None
    parts = [int(part) for part in found.groups()]
    return "-".join(f"{part:02}" for part in parts) if _exists(parts) else None


def _exists(parts: list[int]) -> bool:
    try:
        day = date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return FIRST_YEAR <= day.year <= LAST_YEAR
