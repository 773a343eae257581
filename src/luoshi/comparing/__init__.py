"""Documents beside documents → shared passages, own text, coverage, the shared core, where words come from.

What extracts is loaded when documents are compared, so that the records are at hand at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from luoshi.comparing.records import (
    PASSAGE_KINDS,
    VERDICTS,
    WEAKENINGS,
    Addition,
    Answer,
    Change,
    Cluster,
    Comparison,
    Coverage,
    Descent,
    Edit,
    Origin,
    OwnText,
    Passage,
    Point,
    Proposal,
    Side,
    Span,
    Variant,
    Weakening,
)

if TYPE_CHECKING:
    from luoshi.comparing.sides import sides_of
    from luoshi.extracting import Extraction

__all__ = [
    "PASSAGE_KINDS",
    "VERDICTS",
    "WEAKENINGS",
    "Addition",
    "Answer",
    "Change",
    "Cluster",
    "Comparison",
    "Coverage",
    "Descent",
    "Edit",
    "Origin",
    "OwnText",
    "Passage",
    "Point",
    "Proposal",
    "Side",
    "Span",
    "Variant",
    "Weakening",
    "compare",
    "coverage",
    "sides_of",
]


def __getattr__(name: str) -> Any:
    """`sides_of`, loaded when it is first used."""
    if name != "sides_of":
        raise AttributeError(f"module 'luoshi.comparing' has no attribute {name!r}")
    from luoshi.comparing.sides import sides_of

    return sides_of


def compare(responses: Iterable[Extraction], directives: Iterable[Extraction] = (), *, blind: bool = False) -> Comparison:
    """Everything that comparing finds: passages, clusters, own text, coverage, suspected typos, descent.

    `responses` and `directives` are read and extracted documents; a document in which several units speak gives one side a unit.
    With directives each point is answered, echoed, weaker or absent in each response; with `blind` the points are proposed from
    what the responses repeat. The result depends on the documents, not on their order.

    >>> import luoshi
    >>> def found(name, text): return luoshi.extract(luoshi.read_text(text, name=name))
    >>> asked = found("甲", "各单位要在9月底前制定快递业安全检查实施方案，每月报送检查进展。")
    >>> said = found("乙", "我局将逐步制定快递业安全检查实施方案，每月报送检查进展。")
    >>> result = compare([said], [asked])
    >>> [(w.what, w.asked, w.said) for answer in result.coverage.answers for w in answer.weakenings]
    [('deadline', '9月底前', '逐步')]
    """
    from luoshi.comparing.sharing.passages import find_passages
    from luoshi.comparing.tracing.clusters import find_clusters
    from luoshi.comparing.tracing.collating import find_variants
    from luoshi.comparing.tracing.lineage import find_descents
    from luoshi.comparing.tracing.origins import find_origins
    from luoshi.comparing.tracing.owning import own_text
    from luoshi.comparing.tracing.reprints import find_reprints

    asking, answering = _sides_of_both(directives, responses)
    sides = (*asking, *answering)
    keys = tuple(side.key for side in asking)
    passages, clusters = find_clusters(sides, find_passages(sides))
    descents = find_descents(sides, keys)
    return Comparison(
        sides=sides,
        directives=keys,
        passages=passages,
        clusters=clusters,
        own=own_text(sides, keys),
        variants=find_variants(sides, passages),
        coverage=_covered(asking, answering),
        proposals=_proposed(answering, passages) if blind else (),
        descents=descents,
        origins=find_origins(sides, passages, clusters, descents, keys),
        reprints=find_reprints(sides),
    )


def coverage(directive: Extraction | Sequence[Extraction], responses: Iterable[Extraction]) -> Coverage:
    """Points of one or several directives × sides of the responses, without looking for shared passages.

    >>> import luoshi
    >>> asked = luoshi.extract(luoshi.read_text("各单位要每月报送检查进展。", name="甲"))
    >>> said = luoshi.extract(luoshi.read_text("我局每季度报送检查进展。", name="乙"))
    >>> coverage(asked, [said]).answer(1, "乙").verdict
    'weaker'
    """
    from luoshi.comparing.covering.answering import cover
    from luoshi.extracting import Extraction

    asking, answering = _sides_of_both([directive] if isinstance(directive, Extraction) else directive, responses)
    return cover(asking, answering)


def _sides_of_both(directives: Iterable[Extraction], responses: Iterable[Extraction]) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """The sides that ask and the sides that answer. A directive is one side, whoever speaks in it."""
    from luoshi.comparing.sides import sides_of

    asking = sides_of(directives, split=False)
    return asking, sides_of(responses, beside=asking)


def _covered(asking: Sequence[Side], answering: Sequence[Side]) -> Coverage | None:
    from luoshi.comparing.covering.answering import cover

    return cover(asking, answering) if asking else None


def _proposed(sides: Sequence[Side], passages: Sequence[Passage]) -> tuple[Proposal, ...]:
    from luoshi.comparing.restoring.blind import propose

    return propose(sides, passages)
