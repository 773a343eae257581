"""What a clerk does with duties at the desk: each act is one entry, can be taken back, and leaves tables and log agreeing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.web.cast import Cast
from tests.web.desk.laid import Laid, lay, read_text

from luoshi.errors import ActRefused, TableError
from luoshi.web.ledger.actions import settling, splitting, undoing
from luoshi.web.ledger.models import Duty, Source
from luoshi.web.log.actions import DoneBefore
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import found_post, found_unit


@pytest.fixture
def laid(cast: Cast) -> Iterator[Laid]:
    """A little desk; whatever a test does at it, the tables say what the log says."""
    desk = lay(cast)
    yield desk
    assert list(differences()) == []


def said(desk: Laid) -> dict[str, object]:
    """What Li is told with every act."""
    return {"by": desk.by(), "person": desk.cast.li}


def find(desk: Laid, words: str) -> Duty:
    """The first duty whose words hold these."""
    return desk.duties(words__contains=words)[0]


def test_what_was_read_waits_to_be_settled(laid: Laid) -> None:
    duties = laid.duties()
    assert len(duties) >= 6 and {duty.status for duty in duties} == {"found"}


def test_accepting_several_is_one_entry(laid: Laid) -> None:
    duties = laid.duties()[:3]
    entry = settling.accept(duties, **said(laid))
    assert entry.kind == "duty.accepted" and set(entry.subjects) == {duty.subject for duty in duties}
    assert len(laid.duties(status="accepted")) == 3


def test_accepting_what_stands_already_is_refused(laid: Laid) -> None:
    settling.accept(laid.duties()[:1], **said(laid))
    with pytest.raises(ActRefused) as refused:
        settling.accept(laid.duties()[:1], **said(laid))
    assert refused.value.code == "act.settled"


def test_the_same_act_sent_twice_changes_nothing(laid: Laid) -> None:
    settling.ask(laid.duties()[0], "由哪个处室牵头？", **said(laid), once="k1")
    before = Entry.objects.count()
    with pytest.raises(DoneBefore):
        settling.ask(laid.duties()[0], "由哪个处室牵头？", **said(laid), once="k1")
    assert Entry.objects.count() == before


def test_accepting_with_edits_is_one_entry(laid: Laid) -> None:
    duty = find(laid, "明确责任分工")
    settling.accept([duty], typed={"due": "２０１８年１０月底前", "note": "与上一条同办"}, **said(laid))
    duty.refresh_from_db()
    assert (duty.status, duty.due, str(duty.last_day), duty.note) == ("accepted", "2018-10-31", "2018-10-31", "与上一条同办")
    assert Entry.objects.filter(kind="duty.edited").count() == 0


@pytest.mark.parametrize(
    ("typed", "due"),
    [("9月底前", "2018-09-30"), ("９月", "2018-09"), ("2019/3/5", "2019-03-05"), ("5个工作日内", "+5wd"), ("2018-09；2019-03", "2018-09;2019-03"), ("within 5 working days", "+5wd")],
)
def test_a_deadline_is_read_as_it_is_typed(laid: Laid, typed: str, due: str) -> None:
    duty = find(laid, "隐患排查")
    settling.edit(duty, {"due": typed}, **said(laid))
    duty.refresh_from_db()
    assert duty.due == due and "deadline" not in duty.missing


@pytest.mark.parametrize(("field", "typed"), [("due", "尽快办"), ("due", "2018年13月"), ("kind", "口号"), ("quantity", "很多"), ("rhythm", "有时")])
def test_what_cannot_be_read_is_refused_with_its_sentence(laid: Laid, field: str, typed: str) -> None:
    with pytest.raises(TableError) as refused:
        settling.edit(laid.duties()[0], {field: typed}, **said(laid))
    assert refused.value.zh and refused.value.en and refused.value.next_zh


def test_every_field_can_be_edited_and_reads_back_as_it_shows(laid: Laid) -> None:
    from luoshi.web.ledger.desk.fields import read_wording, show_wording

    duty = find(laid, "岸电")
    typed = {
        "words": "岸电覆盖率达到85%以上", "kind": "目标", "theme": "污染防治", "due": "2020年", "rhythm": "每季度", "quantity": "85%以上", "deliverables": "岸电台账、清单",
        "programmes": "靠港岸电", "conditions": "资金到位", "missing": "责任人", "action": "达到", "object": "岸电覆盖率", "note": "以省局口径为准",
    }  # fmt: skip
    settling.edit(duty, typed, **said(laid))
    duty.refresh_from_db()
    for lang in ("zh", "en"):
        assert read_wording(duty, show_wording(duty, lang), "2018-08", lang) == {}
    assert duty.words == typed["words"] and duty.sources[0]["words"] != duty.words


def test_words_too_long_for_a_field_are_refused(laid: Laid) -> None:
    with pytest.raises(ActRefused):
        settling.edit(laid.duties()[0], {"action": "推" * 2000}, **said(laid))
    with pytest.raises(ActRefused):
        settling.edit(laid.duties()[0], {"words": " "}, **said(laid))


def test_an_edit_without_a_change_is_refused(laid: Laid) -> None:
    duty = laid.duties()[0]
    with pytest.raises(ActRefused):
        settling.edit(duty, {"words": duty.words}, **said(laid))


def test_leaving_out_needs_a_reason_that_is_kept(laid: Laid) -> None:
    with pytest.raises(ActRefused):
        settling.reject(laid.duties()[:1], "  ", **said(laid))
    settling.reject(laid.duties()[:1], "属认识、态度", **said(laid))
    duty = laid.duties()[0]
    assert (duty.status, duty.why) == ("rejected", "属认识、态度")
    settling.reopen([duty], **said(laid))
    duty.refresh_from_db()
    assert (duty.status, duty.why) == ("found", "")


def test_a_duty_is_split_where_a_person_cuts_it(laid: Laid) -> None:
    whole = find(laid, "9月底前制定渡口排查办法")
    words = whole.sources[0]["words"]
    cut = words.index("渡口")
    settling.assign([whole], {"supports": "南河"}, **said(laid))
    whole.refresh_from_db()
    splitting.split(whole, [cut], **said(laid))
    whole.refresh_from_db()
    parts = laid.duties(status="found", number=whole.number)
    assert whole.status == "split" and [part.words for part in parts] == [words[:cut], words[cut:]]
    assert all(part.sources[0]["words"] == part.words for part in parts)
    assert Source.objects.get(duty=parts[1]).start == whole.sources[0]["start"] + cut
    assert all(part.supports == [laid.cast.south.pk] and part.unit_id == whole.unit_id for part in parts)


def test_fields_of_a_part_are_read_from_its_own_words(laid: Laid) -> None:
    whole = find(laid, "9月底前制定渡口排查办法")
    splitting.split(whole, [5], **said(laid))
    first, second = laid.duties(status="found", number=whole.number)
    assert first.due == "2018-09-30" and second.due == "" and second.deliverables == ""


def test_cuts_are_marks_within_the_words_and_nothing_else() -> None:
    assert splitting.read_cuts("细化分工、明确时限。", "细化分工、｜明确时限。\r\n") == [5]
    assert splitting.read_cuts("细化分工", "|细化分工|") == []
    with pytest.raises(ActRefused):
        splitting.read_cuts("细化分工", "细化|明确")


def test_a_split_without_a_place_is_refused(laid: Laid) -> None:
    with pytest.raises(ActRefused):
        splitting.split(laid.duties()[0], [], **said(laid))


def test_merging_keeps_every_source_in_one_row(laid: Laid) -> None:
    first, second, third = laid.duties()[:3]
    settling.ask(second, "按什么口径？", **said(laid))
    second.refresh_from_db()
    settling.merge([first, second, third], **said(laid))
    merged = Duty.objects.get(pk=first.pk)
    assert len(merged.sources) == 3 and Source.objects.filter(duty=merged).count() == 3
    assert merged.questions == ["按什么口径？"] and {d.into_id for d in laid.duties(status="merged")} == {first.pk}
    with pytest.raises(ActRefused):
        splitting.split(merged, [2], **said(laid))


def test_words_that_a_person_selects_become_a_duty_that_stands(laid: Laid) -> None:
    start, end = splitting.place_of(laid.version, "要提高认识。")
    splitting.add(laid.version, start, end, **said(laid))
    added = laid.duties(status="accepted")[0]
    assert added.words == "要提高认识。" and added.unit == laid.cast.north and added.sources[0]["start"] == start
    with pytest.raises(ActRefused):
        splitting.add(laid.version, start, end, **said(laid))


def test_selected_words_stay_within_one_paragraph(laid: Laid) -> None:
    with pytest.raises(ActRefused):
        splitting.add(laid.version, 0, 60, **said(laid))
    with pytest.raises(ActRefused):
        splitting.place_of(laid.version, "文中没有的话")


def test_who_answers_is_found_by_name_short_name_and_initials(laid: Laid) -> None:
    shaanxi = found_unit("陕西省邮政管理局", by=SYSTEM, short="陕西", superiors=[(laid.cast.nation, "leads")])
    post = found_post(shaanxi, "局长", by=SYSTEM)
    duty = laid.duties()[0]
    for typed in ("sxsyzglj", "陕西", "陕西局", "陕西省邮政管理局", "ＳＸ"):
        settling.assign([duty], {"lead": typed, "owner_post": "局长"}, **said(laid))
        duty.refresh_from_db()
        assert duty.lead == shaanxi and duty.owner_post == post and "owner" not in duty.missing
        undoing.undo_last(laid.document, **said(laid))
        duty.refresh_from_db()


def test_a_name_that_means_two_is_refused_with_both(laid: Laid) -> None:
    with pytest.raises(ActRefused) as refused:
        settling.assign(laid.duties()[:1], {"lead": "省内河航运管理局"}, **said(laid))
    assert "北河省" in refused.value.sentence("zh") and "南河省" in refused.value.sentence("zh")


def test_units_outside_a_persons_scope_cannot_be_named(laid: Laid) -> None:
    found_unit("天河省内河航运管理局", by=SYSTEM, short="天河")
    with pytest.raises(ActRefused):
        settling.assign(laid.duties()[:1], {"lead": "天河"}, **said(laid))


def test_a_question_goes_with_the_duty_and_can_be_withdrawn(laid: Laid) -> None:
    settling.ask(laid.duties()[0], " 由哪个处室牵头？ ", **said(laid))
    assert laid.duties()[0].questions == ["由哪个处室牵头？"]
    settling.withdraw_question(laid.duties()[0], "由哪个处室牵头？", **said(laid))
    assert laid.duties()[0].questions == []


@pytest.mark.parametrize("who", ["zhao", "wang"])
def test_only_a_clerk_of_the_campaigns_unit_settles(laid: Laid, who: str) -> None:
    person = getattr(laid.cast, who)
    told = {"by": acting(person), "person": person}
    duty = laid.duties()[0]
    acts = [
        lambda: settling.accept([duty], **told), lambda: settling.edit(duty, {"note": "x"}, **told), lambda: settling.reject([duty], "x", **told),
        lambda: settling.ask(duty, "x", **told), lambda: settling.merge(laid.duties()[:2], **told), lambda: splitting.split(duty, [2], **told),
        lambda: splitting.add(laid.version, 30, 34, **told), lambda: undoing.undo_last(laid.document, **told), lambda: settling.assign([duty], {"supports": ""}, **told),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(ActRefused):
            act()
    assert not Entry.objects.filter(person=person.pk, kind__startswith="duty.").exists()


# -- undo and redo -------------------------------------------------------------------------------------------------


def test_each_step_is_taken_back_in_turn_and_done_again(laid: Laid) -> None:
    one, two = laid.duties()[:2]
    settling.accept([one], **said(laid))
    settling.reject([two], "重复", **said(laid))
    for _ in range(2):
        undoing.undo_last(laid.document, **said(laid))
    assert {duty.status for duty in laid.duties()} == {"found"}
    undoing.redo_last(laid.document, **said(laid))
    assert Duty.objects.get(pk=one.pk).status == "accepted" and Duty.objects.get(pk=two.pk).status == "found"
    undoing.redo_last(laid.document, **said(laid))
    assert Duty.objects.get(pk=two.pk).why == "重复"
    with pytest.raises(ActRefused):
        undoing.redo_last(laid.document, **said(laid))


def test_a_split_taken_back_is_whole_again_and_its_parts_are_gone(laid: Laid) -> None:
    duty, count = laid.duties()[0], len(laid.duties())
    splitting.split(duty, [2], **said(laid))
    undoing.undo_last(laid.document, **said(laid))
    assert len(laid.duties()) == count and laid.duties()[0].status == "found"
    undoing.redo_last(laid.document, **said(laid))
    assert len(laid.duties()) == count + 2


def test_an_added_duty_and_a_merging_are_taken_back_and_done_again(laid: Laid) -> None:
    splitting.add(laid.version, *splitting.place_of(laid.version, "要提高认识。"), **said(laid))
    settling.merge(laid.duties()[:2], **said(laid))
    for _ in range(2):
        undoing.undo_last(laid.document, **said(laid))
    assert not laid.duties(status="merged") and not laid.duties(status="accepted")
    for _ in range(2):
        undoing.redo_last(laid.document, **said(laid))
    assert len(laid.duties(status="merged")) == 1 and laid.duties(words="要提高认识。")


def test_after_a_new_step_nothing_is_done_again(laid: Laid) -> None:
    settling.accept(laid.duties()[:1], **said(laid))
    undoing.undo_last(laid.document, **said(laid))
    settling.accept(laid.duties()[1:2], **said(laid))
    with pytest.raises(ActRefused):
        undoing.redo_last(laid.document, **said(laid))


def test_what_another_built_on_is_not_taken_back(laid: Laid) -> None:
    from luoshi.web.people.actions import give_role

    give_role(laid.cast.chen, "clerk", laid.cast.nation, by=SYSTEM)
    settling.accept(laid.duties()[:1], **said(laid))
    settling.edit(laid.duties()[0], {"note": "陈改过"}, by=laid.by(laid.cast.chen), person=laid.cast.chen)
    with pytest.raises(ActRefused) as refused:
        undoing.undo_last(laid.document, **said(laid))
    assert refused.value.code == "act.changed-since" and "陈" in refused.value.zh


def test_a_persons_steps_at_another_desk_are_left_alone(laid: Laid) -> None:
    other = lay(laid.cast, read_text("会议要求，制定渡口巡查制度，每月开展一次检查。"), campaign=laid.campaign, name="other.txt")
    settling.accept(laid.duties()[:1], **said(laid))
    settling.accept(other.duties()[:1], **said(other))
    undoing.undo_last(laid.document, **said(laid))
    assert not laid.duties(status="accepted") and len(other.duties(status="accepted")) == 1
