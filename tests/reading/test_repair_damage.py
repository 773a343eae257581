"""Clean text, damaged in every dialect, comes back."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from damaging import CONVERSIONS, DIALECTS, damaged
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reading.document import SourceText
from luoshi.reading.repair import repair_source

REPORTS = Path(__file__).parents[3] / "shared/corpora/gwr-province-2016-2021.jsonl"
BAR = 0.999

CLEAN = """\
关于进一步做好乡村寄递服务工作的实施意见
各县（市、区）邮政管理局，各寄递企业：
为贯彻落实全省会议精神，着力解决农村寄递“最后一公里”问题，现就有关工作提出如下意见。
一、总体要求
（一）指导思想。坚持以人民为中心，围绕乡村振兴战略，发挥行业优势，创新发展方式，显著提高服务质量，确保群众满意。
（二）工作目标。到2025年，建制村直接投递率达到100%；快递服务覆盖90%以上的建制村，建成共同配送中心20个。
二、重点任务
（一）强化基础设施建设。统筹规划县、乡、村三级网络，推动资源整合，实现设备共享、线路共用；支持企业改造处理场所。
（二）规范市场秩序。严格执行实名收寄、收寄验视、过机安检制度，认真开展专项整治，坚决遏制重特大事故发生。
（三）促进绿色转型。推广可循环包装，减少过度包装，沿着低碳方向发展，随着技术进步逐步淘汰高能耗车辆。
三、保障措施
各单位要加强组织领导，明确责任分工，每季度召开一次联席会议；对责任不落实、任务没有完成的，要严肃追究责任。
请各县（市、区）局于9月底前报送批复后的方案，并答复有关单位。"""


def repaired(text: str) -> str:
    return repair_source(SourceText("any", "txt", text)).text


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_a_document_comes_back_whole(conversion: str, dialect: str) -> None:
    assert repaired(damaged(CLEAN, conversion, dialect)) == CLEAN


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CONVERSIONS), st.sampled_from(sorted(DIALECTS)), st.integers(0, 10_000))
def test_whichever_characters_are_annotated(conversion: str, dialect: str, seed: int) -> None:
    assert repaired(damaged(CLEAN, conversion, dialect, seed)) == CLEAN


@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_real_reports_come_back_to_999_in_a_thousand(conversion: str) -> None:
    if not REPORTS.exists():
        pytest.skip("../shared/corpora is absent")
    texts = [json.loads(line)["text"] for line in REPORTS.read_text(encoding="utf-8").splitlines()]
    chosen = random.Random(conversion).sample(texts, len(DIALECTS))
    right = total = 0
    for dialect, text in zip(DIALECTS, chosen, strict=True):
        clean = repaired(text)
        back = repaired(damaged(clean, conversion, dialect))
        assert len(back) == len(clean), f"{dialect}: something was left or invented"
        right += sum(a == b for a, b in zip(clean, back, strict=True))
        total += len(clean)
    assert right >= BAR * total
