"""Words pasted from a damaged page → as reading would give them; other words stay as they are."""

from __future__ import annotations

import re

_BRACKETED = re.compile(r"[(（\[［]\s*[a-zA-ZÀ-ǜ]")
_HAN = re.compile("[㐀-鿿豈-﫿]+")


def as_read(words: str) -> str:
    """The words repaired, if they look damaged: readings in brackets, characters that are not simplified ones.

    >>> as_read("各單位要每月報(bào)送檢查進(jìn)展"), as_read("每月报送检查进展")
    ('各单位要每月报送检查进展', '每月报送检查进展')
    """
    if not (_BRACKETED.search(words) or _unusual("".join(_HAN.findall(words)))):
        return words
    from luoshi.reading import read_text  # loaded only for these: an answer is wanted at once

    return read_text(words).text


def _unusual(han: str) -> bool:
    """Whether some characters are beyond the common simplified ones (GB 2312)."""
    try:
        han.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False
