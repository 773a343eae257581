"""A small comparison made by hand: one directive and three units that answer it, or the three alone. All places are invented."""

from __future__ import annotations

from dataclasses import replace

from luoshi.comparing import (
    Addition,
    Answer,
    Change,
    Cluster,
    Comparison,
    Coverage,
    Descent,
    Edit,
    OwnText,
    Passage,
    Point,
    Proposal,
    Side,
    Variant,
    Weakening,
    sides_of,
)
from luoshi.extracting import Extraction, extract
from luoshi.reading import read_text

ASKED = """云泽行业总局关于打好攻坚战的通知
各省行业管理局：
一、重点任务
各省局必须在2018年9月底前制定实施方案，并报总局备案。
到2020年全部渡口安全检查覆盖率达到90%以上。
每季度通报一次进展情况。
对弄虚作假的单位严肃问责。
云泽行业总局
2018年8月20日
"""
QINGYU = """青屿省行业管理局贯彻落实意见
我局将在2018年9月底前制定实施方案，并报总局备案。
到2020年全部渡口安全检查覆盖率达到85%以上。
开展渔港灯塔巡检，为每座灯塔建档。
"""
YANSHAN = """砚山省行业管理局贯彻落实意见
力争逐步制定实施方案，细化三项措施。
每季度通报一次进展情况。
对弄虚作假的单位严肃问责。
"""
LANTIAN = """蓝汀省行业管理局贯彻落实意见
每季度通报一次进展情况，每月召开调度会。
对弄虚做假的单位严肃问责。
=建立山区邮路台账。
"""


def found(name: str, words: str, unit: str) -> Extraction:
    """One document, read and extracted, said to be a unit's."""
    return extract(read_text(words, name=name, dated="2018"))


def directive_side() -> Side:
    """The side that asks."""
    return replace(sides_of([found("部署.txt", ASKED, "")])[0], key="部署.txt", level=1, title="云泽行业总局关于打好攻坚战的通知")


def response_sides() -> tuple[Side, ...]:
    """The sides that answer."""
    given = (("青屿.txt", QINGYU, "青屿省行业管理局"), ("砚山.txt", YANSHAN, "砚山省行业管理局"), ("蓝汀.txt", LANTIAN, "蓝汀省行业管理局"))
    return tuple(replace(sides_of([found(name, words, unit)])[0], key=name, unit=unit, level=2, date="2018-09") for name, words, unit in given)


class At:
    """Where words stand in a side."""

    def __init__(self, *sides: Side) -> None:
        self.texts = {side.key: side.text for side in sides}

    def span(self, key: str, words: str) -> tuple[int, int]:
        start = self.texts[key].index(words)
        return start, start + len(words)


def passage(at: At, a: str, a_words: str, b: str, b_words: str, kind: str, **more: object) -> Passage:
    """A passage between words of two sides."""
    (a_start, a_end), (b_start, b_end) = at.span(a, a_words), at.span(b, b_words)
    return Passage(a, a_start, a_end, b, b_start, b_end, kind, 0.9 if kind != "verbatim" else 1.0, len(a_words) - 1, **more)  # type: ignore[arg-type]


D, Q, Y, L = "部署.txt", "青屿.txt", "砚山.txt", "蓝汀.txt"


def points_of(at: At) -> tuple[Point, ...]:
    """Four points of the directive."""
    words = ("各省局必须在2018年9月底前制定实施方案，并报总局备案。", "到2020年全部渡口安全检查覆盖率达到90%以上。", "每季度通报一次进展情况。", "对弄虚作假的单位严肃问责。")
    return tuple(Point(number, "一", *at.span(D, each), each, "一、重点任务", key=D, kind="target" if number == 2 else "duty") for number, each in enumerate(words, 1))


def answers_of(at: At) -> tuple[Answer, ...]:
    """What the three say to the four."""
    q1, q2 = at.span(Q, "我局将在2018年9月底前制定实施方案，并报总局备案。"), at.span(Q, "到2020年全部渡口安全检查覆盖率达到85%以上。")
    y1, y3, y4 = at.span(Y, "力争逐步制定实施方案，细化三项措施。"), at.span(Y, "每季度通报一次进展情况。"), at.span(Y, "对弄虚作假的单位严肃问责。")
    l3, l4 = at.span(L, "每季度通报一次进展情况，每月召开调度会。"), at.span(L, "对弄虚做假的单位严肃问责。")
    figure = Weakening("figure", "90%", "85%", at.span(D, "90%"), at.span(Q, "85%"))
    deadline = Weakening("deadline", "2018年9月底前", "逐步", at.span(D, "2018年9月底前"), at.span(Y, "逐步"))
    force = Weakening("force", "必须", "力争", at.span(D, "必须"), at.span(Y, "力争"))
    dropped = Weakening("deliverable", "备案", "", at.span(D, "备案"))
    return (
        Answer(1, Q, "echoed", 0.9, (q1,), reasons=(("object", "实施方案"),)),
        Answer(1, Y, "weaker", 0.8, (y1,), (deadline, force, dropped), (("object", "实施方案"), ("action", "制定"))),
        Answer(1, L, "absent", 0.7),
        Answer(2, Q, "weaker", 0.95, (q2,), (figure,)),
        Answer(2, Y, "absent", 0.9),
        Answer(2, L, "absent", 0.5),
        Answer(3, Q, "absent", 0.9),
        Answer(3, Y, "echoed", 0.9, (y3,)),
        Answer(3, L, "answered", 0.9, (l3,)),
        Answer(4, Q, "absent", 0.9),
        Answer(4, Y, "echoed", 0.9, (y4,)),
        Answer(4, L, "echoed", 0.5, (l4,)),
    )


def passages_of(at: At, keys: set[str]) -> tuple[Passage, ...]:
    """The passages between sides of these keys."""
    asked, said = at.span(D, "90%") if D in keys else (0, 0), at.span(Q, "85%")
    figure = (Change("figure", "90%", "85%", *asked, *said),)
    edit = (Edit("replace", *asked, *said, "90%", "85%"),)
    accountable, other = "对弄虚作假的单位严肃问责。", "对弄虚做假的单位严肃问责。"
    report = "每季度通报一次进展情况"
    made = []
    if D in keys:
        made += [
            passage(at, D, "到2020年全部渡口安全检查覆盖率达到90%以上。", Q, "到2020年全部渡口安全检查覆盖率达到85%以上。", "figure", edits=edit, changes=figure),
            passage(at, D, report, Y, report, "verbatim", carriers=3, cluster=0),
            passage(at, D, report, L, report, "verbatim", carriers=3, cluster=0),
        ]
    y, other_y = at.span(Y, accountable), at.span(L, other)
    swap = (Edit("replace", y[0] + 3, y[0] + 4, other_y[0] + 3, other_y[0] + 4, "作", "做"),)
    made += [
        passage(at, Y, report, L, report, "verbatim", carriers=3, cluster=0),
        passage(at, Y, accountable, L, other, "edited", edits=swap),
    ]
    return tuple(made)


def made_comparison(*, blind: bool = False) -> Comparison:
    """The comparison of the three with the directive, or of the three alone."""
    responses = response_sides()
    sides = responses if blind else (directive_side(), *responses)
    at = At(*sides)
    report, accountable = "每季度通报一次进展情况", "对弄虚作假的单位严肃问责。"
    y, other = at.span(Y, "作假"), at.span(L, "做假")
    shared = [] if blind else [(D, *at.span(D, report))]
    clusters = (Cluster(0, (*shared, (Y, *at.span(Y, report)), (L, *at.span(L, report))), len(shared) + 2, 1.5),)
    own = (
        _own(at, Q, 0 if blind else 40, 0, ["开展渔港灯塔巡检，为每座灯塔建档。"]),
        _own(at, Y, 0 if blind else 24, 22, ["力争逐步制定实施方案，细化三项措施。"]),
        _own(at, L, 0 if blind else 22, 22, ["每月召开调度会。", "=建立山区邮路台账。"]),
    )
    coverage = None if blind else Coverage(points_of(at), answers_of(at), (Addition(Q, *at.span(Q, "开展渔港灯塔巡检，为每座灯塔建档。"), "开展渔港灯塔巡检，为每座灯塔建档。"),))
    proposals = (
        Proposal(1, "lead", report, Y, *at.span(Y, report), (Y, L), ((Y, *at.span(Y, report)), (L, *at.span(L, report))), "mechanism", 0.9),
        Proposal(2, "严肃问责", accountable, Y, *at.span(Y, accountable), (Y, L), ((Y, *at.span(Y, accountable)), (L, *at.span(L, "对弄虚做假的单位严肃问责。"))), "duty", 0.5),
    )
    return Comparison(
        sides=sides,
        directives=() if blind else (D,),
        passages=passages_of(at, {side.key for side in sides}),
        clusters=clusters,
        own=own,
        variants=(Variant(L, *other, "做假", "作假", ((Y, *y),)),),
        coverage=coverage,
        proposals=proposals if blind else (),
        descents=() if blind else tuple(Descent(key, D, 20, 0.4, ("higher", "earlier")) for key in (Q, Y, L)),
        reprints=(),
    )


def _own(at: At, key: str, directive: int, shared: int, own: list[str]) -> OwnText:
    letters = sum(map(str.isalnum, at.texts[key]))
    return OwnText(key, letters, shared, directive, own_spans=tuple(at.span(key, words) for words in own))
