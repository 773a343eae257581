"""What was read → whether it asks or answers, and in what form, where who uploaded it left that to the text."""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.extracting import Extraction
from luoshi.packs import same_unit
from luoshi.web.documents.models import DIRECTIVE, RESPONSE

TO_ALL = ("各", "有关", "所属")
"""How an addressee begins that is many: 各省、自治区……局，有关单位."""


def kind_by_text(extraction: Extraction, expected: Iterable[str] = ()) -> tuple[str, str]:
    """Kind and form of a document: a round-up where several units speak; a reply where one speaks that is `expected` to answer, or where
    nobody is addressed; a directive where it goes out to many.

    >>> import luoshi
    >>> kind_by_text(luoshi.extract(luoshi.read_text("我局将在9月底前制定方案。")))
    ('response', 'reply')
    """
    document = extraction.document
    if len(extraction.units) > 1:
        return RESPONSE, "round-up"
    speaker = document.issuer or next(iter(extraction.units), "")
    answers = bool(speaker) and any(same_unit(speaker, name) for name in expected)
    to_many = any(name.startswith(TO_ALL) for name in document.addressees)
    return (DIRECTIVE, "document") if to_many and not answers else (RESPONSE, "reply")
