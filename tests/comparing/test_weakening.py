"""Figures, terms and rhythms, asked and said."""

from __future__ import annotations

import pytest

from luoshi.comparing.covering.lesser_figures import find_figures, is_lowered, same_unit
from luoshi.comparing.covering.lesser_times import find_rhythm, is_later
from luoshi.extracting.times import find_deadlines, find_recurrence


def lowered(asked: str, said: str) -> bool:
    (wanted,), (given,) = find_figures(asked, 0, len(asked)), find_figures(said, 0, len(said))
    return same_unit(wanted, given) and is_lowered(wanted, given, asked, said)


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("覆盖率达到90%以上", "覆盖率达到85%", True),
        ("覆盖率达到90%以上", "覆盖率达到90%", False),
        ("覆盖率达到85%以上", "覆盖率达到九成", False),
        ("损失率控制在10%以内", "损失率控制在12%以内", True),
        ("损失率控制在10%以内", "损失率控制在8%以内", False),
        ("能耗下降8%", "能耗下降5%", True),
        ("能耗下降5%以上", "能耗下降8%", False),
        ("压缩至3个工作日", "压缩至5个工作日", True),
        ("压缩至5个工作日", "压缩至3个工作日", False),
        ("新建30至40座桥", "新建35座桥", False),
        ("新建30座桥", "新建30公里路", False),
    ],
)
def test_less_is_told_in_the_direction_that_is_meant(asked: str, said: str, expected: bool) -> None:
    assert lowered(asked, said) is expected


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("2018年底前完成", "2019年6月底前完成", True),
        ("到2020年，完成", "2020年底前完成", False),
        ("2020年底前完成", "2019年底前完成", False),
        ("9月底前完成", "9月30日前完成", False),
        ("30日内完成", "3个月内完成", True),
        ("一个月内完成", "30日内完成", False),
        ("2018年底前完成", "今后三年内完成", True),
    ],
)
def test_later_is_told_whatever_the_form(asked: str, said: str, expected: bool) -> None:
    (wanted, *_), (given, *_) = (find_deadlines(words, dated="2018-08") for words in (asked, said))
    assert is_later(wanted, given, "2018-08") is expected


@pytest.mark.parametrize(
    ("words", "times"),
    [("每月通报", 12), ("每年开展4次演练", 4), ("每季度检查两次", 8), ("按季度通报", 4), ("每半年一次", 2), ("每两周巡查", 26), ("每学期演练1次", 2), ("定期通报", 0)],
)
def test_how_often_in_a_year(words: str, times: int) -> None:
    rhythm = find_rhythm(words, 0, len(words), find_recurrence(words, 0, len(words)))
    assert rhythm is not None
    assert rhythm.times == times
