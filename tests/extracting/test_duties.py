"""What governs a duty from around it: terms in front, terms after, subjects, conditions, goals."""

from __future__ import annotations

from luoshi.extracting import Extraction, FoundDuty, extract
from luoshi.reading import read_text

PLAN = "甲市人民政府关于加强城市绿化工作的实施方案\n\n"


def duties(text: str, dated: str = "2019") -> dict[str, FoundDuty]:
    """The duties of a text by their words without closing marks."""
    found: Extraction = extract(read_text(text, dated=dated))
    return {duty.words.strip("，。；\n"): duty for duty in found.duties}


def dues(text: str, dated: str = "2019") -> dict[str, list[str]]:
    return {words: [due.value for due in duty.deadlines] for words, duty in duties(text, dated).items()}


def test_a_term_in_front_governs_the_rest_of_its_sentence_and_not_the_next() -> None:
    found = dues("到2021年，全面建立巡查制度，实现公园绿地全覆盖。加强日常养护。")
    assert found == {"全面建立巡查制度": ["2021"], "实现公园绿地全覆盖": ["2021"], "加强日常养护": []}


def test_a_term_of_one_duty_is_not_that_of_the_duty_before_it() -> None:
    found = dues("完善管护标准，9月底前出台管理办法。")
    assert found == {"完善管护标准": [], "9月底前出台管理办法": ["2019-09-30"]}


def test_this_work_to_be_done_by_then_dates_the_duties_before_it() -> None:
    found = dues(PLAN + "（一）各地要开展自查，建立台账。该项工作于2019年6月底前完成。\n")
    assert {value for values in found.values() for value in values} == {"2019-06-30"}
    assert all(found.values())


def test_a_term_of_the_goals_governs_all_of_them() -> None:
    found = dues(PLAN + "一、工作目标\n到2022年，建成区绿地率达到40%，人均公园绿地面积达到15平方米。\n二、主要任务\n完善配套设施，加强日常管护。\n")
    assert found["建成区绿地率达到40%"] == found["人均公园绿地面积达到15平方米"] == ["2022"]
    assert found["完善配套设施"] == found["加强日常管护"] == []


def test_a_subject_acts_through_its_sentence() -> None:
    found = duties("各县区要摸清底数，建立台账。完善工作制度。")
    assert [actor.name for actor in found["建立台账"].actors] == ["各县区"]
    assert found["各县区要摸清底数"].actors == found["建立台账"].actors


def test_a_new_subject_takes_over() -> None:
    found = duties("市教育局要制定入学办法，市财政局要落实补助资金。")
    assert [[actor.name for actor in duty.actors] for duty in found.values()] == [["市教育局"], ["市财政局"]]


def test_an_assignment_reaches_back_to_the_assignment_before_it() -> None:
    text = PLAN + "（一）实施增绿行动。建设口袋公园，改造边角地块。（市园林局牵头，市住建局配合）推广立体绿化。（市城管局牵头）\n"
    found = duties(text)
    assert [(a.name, a.role) for a in found["改造边角地块"].actors] == [("市园林局", "lead"), ("市住建局", "support")]
    assert found["建设口袋公园"].actors == found["改造边角地块"].actors
    assert [(a.name, a.role) for a in found["推广立体绿化"].actors] == [("市城管局", "lead")]


def test_a_case_is_kept_as_a_condition() -> None:
    found = duties("对逾期未整改的，依法予以处罚。")
    assert [condition.name for condition in found["依法予以处罚"].conditions] == ["对逾期未整改的"]


def test_the_action_is_the_verb_and_the_object_is_what_follows() -> None:
    duty = duties("要进一步完善巡查制度。")["要进一步完善巡查制度"]
    assert (duty.action, duty.object) == ("完善", "巡查制度")


def test_every_duty_says_what_is_missing() -> None:
    found = duties("制定管理办法，到2020年底覆盖率达到90%。")
    assert {m.what for m in found["制定管理办法"].missing} == {"owner", "deadline"}


def test_a_plain_plan_has_one_statement_and_its_issuer_speaks() -> None:
    found = extract(read_text("甲市人民政府办公室\n关于印发城市绿化实施方案的通知\n\n各县区人民政府：\n要制定年度计划，完善制度。\n", dated="2019"))
    assert len(found.units) <= 1 and found.awaited == ()
