"""Questions are put in the order of a letter, and none is repeated forty times."""

from __future__ import annotations

from luoshi.extracting.records import Extraction
from luoshi.writing.asking import ask_unit

YUNZE, QINGYU = "云泽省行业管理局", "青屿省行业管理局"


def test_the_owner_is_asked_once_for_all_duties(roundup: Extraction) -> None:
    owner = next(general for general in ask_unit(roundup, YUNZE).general if general.what == "owner")
    assert owner.duties == tuple(duty.number for duty in roundup.duties if duty.unit == YUNZE)


def test_a_question_with_words_is_put_to_its_own_sentence(roundup: Extraction) -> None:
    asked = {item.words: [q.words for q in item.asked] for item in ask_unit(roundup, QINGYU).items}
    assert asked["定期研究推进攻坚工作，"] == ["定期"]
    assert asked["培育千万级快件产业项目，"] == ["千万级"]


def test_a_deadline_that_is_missing_everywhere_is_only_named_with_each_sentence(roundup: Extraction) -> None:
    asked = ask_unit(roundup, YUNZE)
    assert "deadline" in {general.what for general in asked.general}
    assert all(q.what != "deadline" for item in asked.items for q in item.asked)
    assert any("deadline" in item.shared for item in asked.items)


def test_gaps_of_the_text_are_gathered(roundup: Extraction) -> None:
    general = {general.what: general.words for general in ask_unit(roundup, YUNZE).general}
    assert general["theme"] == ("develop",)
    assert "bulletin" in general["mechanism"]


def test_every_question_of_the_extraction_is_asked(roundup: Extraction) -> None:
    for unit in roundup.units:
        asked = ask_unit(roundup, unit)
        general = {(g.what, key) for g in asked.general for key in (g.duties or g.words)}
        own = {(q.what, q.duty, q.words) for item in asked.items for q in item.asked}
        for q in (q for q in roundup.questions if q.unit == unit):
            assert (q.what, q.duty, q.words) in own or {(q.what, q.duty), (q.what, q.words)} & general


def test_a_doubtful_word_is_shown_in_its_sentence(roundup: Extraction) -> None:
    doubtful = [item for item in ask_unit(roundup, YUNZE).items if any(q.what == "suspect" for q in item.asked)]
    assert [item.words for item in doubtful] == ["四要抓好重大政策指施的落地，"]


def test_duties_that_lack_only_an_owner_are_named_as_settled(roundup: Extraction) -> None:
    settled = {duty.words for duty in ask_unit(roundup, YUNZE).settled}
    assert "按季度召开专题会议。" in settled


def test_a_unit_without_questions_has_none(roundup: Extraction) -> None:
    asked = ask_unit(roundup, "白鹭省行业管理局")
    assert not asked.general and not asked.items and not asked.settled
