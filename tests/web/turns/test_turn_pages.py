"""The pages of a turn: opened with a look beforehand, answered on one page, checked by a superior."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.turns.conftest import Signed

from luoshi.web import clock
from luoshi.web.documents import files
from luoshi.web.ledger.actions.turning import check_return, give_return
from luoshi.web.ledger.models import Check, Return, Turn
from luoshi.web.ledger.turns.waiting import waiting_for
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import add_person, found_unit, give_role, merge_units
from luoshi.web.people.actions.relations import begin_relation

DAYS = {"first": "2018-10-01", "last": "2018-12-31", "due": "2019-01-10"}


def seen(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return str(answer.content.decode())


@pytest.fixture
def turn(signed: Signed, client: Any) -> Turn:
    """The fourth quarter of 2018, opened by Li on her page."""
    client.force_login(signed.cast.li)
    with clock.at("2019-01-02T09:00"):
        answer = client.post(f"/campaigns/{signed.made.campaign.pk}/turns/open/", DAYS)
    assert answer.status_code == 302, answer.content.decode()
    return Turn.objects.get()


def answer_page(turn: Turn, signed: Signed) -> str:
    return f"/turns/{turn.pk}/units/{signed.cast.north.pk}/"


def row_of(signed: Signed, words: str) -> Return:
    return Return.objects.filter(duty=signed.duty(words)).order_by("period").last()     # type: ignore[return-value]


def filled(row: Return, **fields: Any) -> dict[str, Any]:
    return {f"r{row.pk}-{name}": value for name, value in ({"seen": row.given_count} | fields).items()}


# -- opening -------------------------------------------------------------------------------------------------------


def test_what_would_be_asked_and_what_not_is_shown_before_a_turn_opens(signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    with clock.at("2019-01-02T09:00"):
        page = seen(client, f"/campaigns/{signed.made.campaign.pk}/turns/?first=2018-10-01&last=2018-12-31&due=2019-01-10")
    assert "隐患排查" in page and "本期内到期" in page
    assert "还没有到期" in page and "岸电" in page, "what is not asked is shown with its reason"
    assert not Turn.objects.exists()


def test_the_last_quarter_is_offered_with_a_deadline_in_working_days(signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    with clock.at("2019-01-02T09:00"):
        page = seen(client, f"/campaigns/{signed.made.campaign.pk}/turns/")
    assert "first=2018-10-01&amp;last=2018-12-31&amp;due=2019-01-08" in page, "five working days after New Year"


def test_a_turn_shows_units_and_states_and_who_has_not_answered(turn: Turn, signed: Signed, client: Any) -> None:
    page = seen(client, f"/turns/{turn.pk}/")
    silent = page.partition("一项未报的单位")[2].partition("</div>")[0]
    for unit in (signed.cast.north, signed.cast.south):
        assert f'<a href="/turns/{turn.pk}/units/{unit.pk}/">{unit}</a>' in silent
    page = seen(client, f"/campaigns/{signed.made.campaign.pk}/turns/")
    assert turn.name in page


def test_a_clerk_of_a_province_opens_no_turn(signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    assert "turns/open/" not in seen(client, f"/campaigns/{signed.made.campaign.pk}/turns/")
    answer = client.post(f"/campaigns/{signed.made.campaign.pk}/turns/open/", DAYS)
    assert answer.status_code == 403 and not Turn.objects.exists()


def test_a_turn_is_closed_once_and_takes_nothing_more_on_its_page(turn: Turn, signed: Signed, client: Any) -> None:
    client.post(f"/turns/{turn.pk}/close/")
    assert Turn.objects.get().closed_on is not None
    assert "项到结束时仍未报送，保留为漏报" in client.get(f"/turns/{turn.pk}/").content.decode()
    client.force_login(signed.cast.wang)
    assert 'type="submit">报送填好的各项' not in seen(client, answer_page(turn, signed))


def test_a_plan_is_set_on_the_page(signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.li)
    client.post(f"/campaigns/{signed.made.campaign.pk}/turns/plan/", {"rhythm": "quarterly", "days": "7"})
    assert "期满后 7 个工作日内" in seen(client, f"/campaigns/{signed.made.campaign.pk}/turns/")


# -- answering -----------------------------------------------------------------------------------------------------


def test_a_unit_answers_several_questions_with_one_submit_and_what_is_left_alone_stays_open(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    one, other = row_of(signed, "隐患排查"), row_of(signed, "按季度")
    with clock.at("2019-01-05T09:00"):
        assert "为什么问" in seen(client, answer_page(turn, signed))
        answer = client.post(answer_page(turn, signed), filled(one, state="going", figure="１２０处", words="已排查。") | filled(other, state="", words=""))
    assert answer.status_code == 302
    one, other = Return.objects.get(pk=one.pk), Return.objects.get(pk=other.pk)
    assert (one.status, one.state, one.figure, one.figure_unit) == ("given", "going", "120", "处")
    assert other.status == "asked"
    assert list(differences()) == []


def test_one_submit_is_one_entry_for_each_day_of_which_it_speaks(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    rows = list(Return.objects.filter(unit=signed.cast.north))
    with clock.at("2019-01-05T09:00"):
        client.post(answer_page(turn, signed), {k: v for row in rows for k, v in filled(row, state="going", happened_on="2018-12-20" if row == rows[0] else "").items()})
    assert Entry.objects.filter(kind="return.given").count() == 2
    assert not Return.objects.filter(unit=signed.cast.north, status="asked").exists()


def test_what_does_not_fit_is_said_at_its_question_and_the_others_are_taken(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    one, other = row_of(signed, "隐患排查"), row_of(signed, "按季度")
    with clock.at("2019-01-05T09:00"):
        answer = client.post(answer_page(turn, signed), filled(one, state="going", figure="大约三成") | filled(other, state="done", words="已开会。"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "不是一个数" in page and "大约三成" in page
    assert [Return.objects.get(pk=row.pk).status for row in (one, other)] == ["asked", "given"]


def test_an_answer_that_somebody_gave_meanwhile_is_not_overwritten_unseen(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    row = row_of(signed, "隐患排查")
    sent = filled(row, state="going", words="旧页面上写的")
    with clock.at("2019-01-05T09:00"):
        give_return(row, {"state": "done", "words": "另一人已报"}, by=acting(signed.cast.li), person=signed.cast.li)
        answer = client.post(answer_page(turn, signed), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "刚改过" in page and "另一人已报" in page and "旧页面上写的" in page
    assert Return.objects.get(pk=row.pk).words == "另一人已报"


def test_evidence_is_kept_with_its_own_date_and_told_where_it_shows_no_result(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    row = row_of(signed, "隐患排查")
    photo = SimpleUploadedFile("会议照片.jpg", b"photo")
    with clock.at("2019-01-05T09:00"):
        client.post(answer_page(turn, signed), filled(row, state="done", kind="meeting", dated="2018-12-20") | {f"r{row.pk}-files": photo})
    row = Return.objects.get(pk=row.pk)
    assert row.status == "given", "it is told, not refused"
    assert [(one["name"], one["dated"], one["kind"]) for one in row.evidence] == [("会议照片.jpg", "2018-12-20", "meeting")]
    page = seen(client, f"/returns/{row.pk}/")
    assert "都不能说明成果" in page and "整治形式主义为基层减负若干规定" in page
    with clock.at("2019-01-06T09:00"):
        client.post(answer_page(turn, signed), filled(row, state="done", kind="ledger") | {f"r{row.pk}-files": SimpleUploadedFile("台账.xlsx", b"ledger")})
    assert "都不能说明成果" not in seen(client, f"/returns/{row.pk}/")
    assert len(Return.objects.get(pk=row.pk).evidence) == 2


def test_a_piece_of_evidence_is_taken_off_and_its_bytes_stay_for_the_record(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.wang)
    row = row_of(signed, "隐患排查")
    client.post(answer_page(turn, signed), filled(row, state="going") | {f"r{row.pk}-files": SimpleUploadedFile("错.txt", b"wrong")})
    row = Return.objects.get(pk=row.pk)
    sha256 = row.evidence[0]["file"]
    client.post(answer_page(turn, signed), filled(row, state="going", words="去掉附件", happened_on=row.happened_on) | {f"r{row.pk}-drop": "0"})
    assert Return.objects.get(pk=row.pk).evidence == []
    files.sweep(0)
    assert files.is_used(sha256) and files.content_of(sha256) == b"wrong"


def test_evidence_is_an_attachment_and_closed_to_other_units(turn: Turn, signed: Signed, client: Any) -> None:
    row = row_of(signed, "隐患排查")
    give_return(row, {"state": "done"}, by=acting(signed.cast.wang), person=signed.cast.wang, evidence=[{"name": "页.html", "content": b"<script>"}])
    sha256 = Return.objects.get(pk=row.pk).evidence[0]["file"]
    for person, status in ((signed.cast.wang, 200), (signed.he, 200), (signed.cast.li, 200), (signed.cast.chen, 404)):
        client.force_login(person)
        answer = client.get(f"/returns/{row.pk}/files/{sha256}/")
        assert answer.status_code == status, person
        if status == 200:
            assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["X-Content-Type-Options"] == "nosniff"
            assert b"".join(answer.streaming_content) == b"<script>"
    client.force_login(signed.he)
    assert client.get(f"/returns/{Return.objects.exclude(pk=row.pk).first().pk}/files/{sha256}/").status_code == 404, "only by the return that carries it"


def test_another_province_sees_neither_the_page_nor_the_counts_of_the_first(turn: Turn, signed: Signed, client: Any) -> None:
    client.force_login(signed.cast.chen)
    assert client.get(answer_page(turn, signed)).status_code == 404
    assert client.get(f"/returns/{row_of(signed, '隐患排查').pk}/").status_code == 404
    page = seen(client, f"/turns/{turn.pk}/")
    assert "南河省" in page and "北河省" not in page


def test_the_next_turn_shows_the_last_accepted_return_beside_the_question_and_the_difference(turn: Turn, signed: Signed, client: Any) -> None:
    first = row_of(signed, "按季度")
    with clock.at("2019-01-05T09:00"):
        first = give_return(first, {"state": "going", "figure": "3", "figure_unit": "次", "words": "召开专题会议三次。"}, by=acting(signed.cast.wang), person=signed.cast.wang)
        check_return(first, "accepted", by=acting(signed.he), person=signed.he)
    with clock.at("2019-04-02T09:00"):
        client.post(f"/campaigns/{signed.made.campaign.pk}/turns/open/", {"first": "2019-01-01", "last": "2019-03-31", "due": "2019-04-10"})
        later = Turn.objects.order_by("pk").last()
        row = Return.objects.get(turn=later, duty=first.duty)
        client.force_login(signed.cast.wang)
        page = seen(client, answer_page(later, signed))
        assert "召开专题会议三次。" in page and "与上次相同，无变化" in page
        client.post(answer_page(later, signed), filled(row, state="going", figure="5", figure_unit="次", words="又开两次。"))
        assert "比上次 +2" in seen(client, f"/returns/{row.pk}/")


def test_nothing_new_is_one_tick(turn: Turn, signed: Signed, client: Any) -> None:
    first = row_of(signed, "按季度")
    with clock.at("2019-01-05T09:00"):
        first = give_return(first, {"state": "going", "figure": "3", "figure_unit": "次"}, by=acting(signed.cast.wang), person=signed.cast.wang)
        check_return(first, "accepted", by=acting(signed.he), person=signed.he)
    with clock.at("2019-04-02T09:00"):
        client.post(f"/campaigns/{signed.made.campaign.pk}/turns/open/", {"first": "2019-01-01", "last": "2019-03-31", "due": "2019-04-10"})
        row = Return.objects.get(turn=Turn.objects.order_by("pk").last(), duty=first.duty)
        client.force_login(signed.cast.wang)
        client.post(answer_page(row.turn, signed), filled(row, state="going", figure_unit="次", same="on"))
    row = Return.objects.get(pk=row.pk)
    assert (row.status, row.state, row.figure, row.words) == ("given", "going", "3", "与上次相同，无变化。")


def test_an_accepted_question_is_out_of_the_page_and_disturbs_no_other(turn: Turn, signed: Signed, client: Any) -> None:
    one, other = row_of(signed, "隐患排查"), row_of(signed, "按季度")
    with clock.at("2019-01-05T09:00"):
        check_return(give_return(one, {"state": "done"}, by=acting(signed.cast.wang), person=signed.cast.wang), "accepted", by=acting(signed.he), person=signed.he)
        client.force_login(signed.cast.wang)
        assert f'name="r{one.pk}-state"' not in seen(client, answer_page(turn, signed))
        assert client.post(answer_page(turn, signed), filled(other, state="going", words="已开会。")).status_code == 302
    assert [Return.objects.get(pk=row.pk).status for row in (one, other)] == ["accepted", "given"]


# -- checking ------------------------------------------------------------------------------------------------------


def verdict(client: Any, row: Return, verdict: str, reason: str = "") -> Any:
    return client.post(f"/returns/{row.pk}/check/", {"verdict": verdict, "reason": reason, "giving": row.given_count, "next": "/"})


def test_the_queue_shows_what_waits_the_oldest_first_and_empties(turn: Turn, signed: Signed, client: Any) -> None:
    late, early = list(Return.objects.filter(unit=signed.cast.north))[:2]
    for row, day in ((early, "2019-01-03T09:00"), (late, "2019-01-05T09:00")):
        with clock.at(day):
            give_return(row, {"state": "going", "words": "在办"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    client.force_login(signed.he)
    page = seen(client, f"/campaigns/{signed.made.campaign.pk}/checks/")
    assert page.index(f'id="r{early.pk}"') < page.index(f'id="r{late.pk}"')
    verdict(client, Return.objects.get(pk=early.pk), "accepted")
    verdict(client, Return.objects.get(pk=late.pk), "back", "未附台账")
    assert "没有待核查的报送" in seen(client, f"/campaigns/{signed.made.campaign.pk}/checks/")
    assert Return.objects.get(pk=late.pk).times_back == 1


def test_a_verdict_on_an_older_giving_is_refused(turn: Turn, signed: Signed, client: Any) -> None:
    row = row_of(signed, "隐患排查")
    old = give_return(row, {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    give_return(old, {"state": "done"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    client.force_login(signed.he)
    assert verdict(client, old, "accepted").status_code == 409
    assert not Check.objects.exists()


def test_sending_back_without_a_reason_is_refused(turn: Turn, signed: Signed, client: Any) -> None:
    row = give_return(row_of(signed, "隐患排查"), {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    client.force_login(signed.he)
    assert "退回要写明理由" in verdict(client, row, "back").content.decode()
    assert Return.objects.get(pk=row.pk).status == "given"


def test_asking_without_a_question_is_refused(turn: Turn, signed: Signed, client: Any) -> None:
    row = give_return(row_of(signed, "隐患排查"), {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    client.force_login(signed.he)
    assert "询问要写明问什么" in verdict(client, row, "query").content.decode()
    assert Return.objects.get(pk=row.pk).status == "given"


def waits_for(person: Any) -> dict[str, int]:
    return {task.kind: task.count for task in waiting_for(person)}


def test_what_units_below_owe_does_not_wait_for_their_superior(turn: Turn, signed: Signed) -> None:
    with clock.at("2019-01-03T09:00"):
        assert waits_for(signed.cast.wang)["give"] > 0 and waits_for(signed.cast.chen)["give"] > 0
        assert not {"give", "overdue", "reminder"} & set(waits_for(signed.cast.li)), "she may enter what they send on paper, but owes nothing herself"
        merge_units(signed.cast.north, signed.cast.south, by=SYSTEM)
        assert waits_for(signed.cast.chen)["give"] == Return.objects.filter(turn=turn).count(), "what became part of her unit is hers"


def test_what_was_asked_waits_with_the_unit_and_comes_back_when_it_is_answered(turn: Turn, signed: Signed, client: Any) -> None:
    queue, address = f"/campaigns/{signed.made.campaign.pk}/checks/", f"/turns/{turn.pk}/units/{signed.cast.north.pk}/"
    with clock.at("2019-01-20T09:00"):      # after the turn was due: a question makes nobody late
        row = give_return(row_of(signed, "隐患排查"), {"state": "going", "words": "在办"}, by=acting(signed.cast.wang), person=signed.cast.wang)
        late = waits_for(signed.cast.wang)["overdue"]
        client.force_login(signed.he)
        verdict(client, row, "query", "台账是哪天的？")
        assert f'id="r{row.pk}"' not in seen(client, queue) and waits_for(signed.he).get("check") is None
        assert "台账是哪天的？" in seen(client, f"{queue}?scope=units"), "it waits with the unit"
        assert waits_for(signed.cast.wang)["answer"] == 1 and waits_for(signed.cast.wang)["overdue"] == late
        client.force_login(signed.cast.wang)
        assert "台账是哪天的？" in seen(client, address)
        give_return(Return.objects.get(pk=row.pk), {"state": "going", "words": "台账为12月28日"}, by=acting(signed.cast.wang), person=signed.cast.wang)
        assert "answer" not in waits_for(signed.cast.wang) and waits_for(signed.he)["check"] == 1
        client.force_login(signed.he)
        page = seen(client, queue)
        assert f'id="r{row.pk}"' in page and "上次询问" in page and "台账是哪天的？" in page and "台账为12月28日" in page
        assert f'id="r{row.pk}"' not in seen(client, f"{queue}?scope=units")
    assert list(differences()) == []


def test_a_question_can_be_settled_without_an_answer(turn: Turn, signed: Signed, client: Any) -> None:
    row = give_return(row_of(signed, "隐患排查"), {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    client.force_login(signed.he)
    verdict(client, row, "query", "台账是哪天的？")
    verdict(client, row, "query", "台账是哪天的？")      # the button pressed twice
    assert Check.objects.count() == 1
    verdict(client, row, "accepted")
    assert Return.objects.get(pk=row.pk).status == "accepted"
    verdict(client, row, "query", "还有一问")
    verdict(client, row, "accepted")
    assert Return.objects.get(pk=row.pk).status == "accepted" and Check.objects.count() == 4


def test_one_superior_accepting_answers_no_question_of_another(turn: Turn, signed: Signed, client: Any) -> None:
    ministry = found_unit("交通部", by=SYSTEM)
    begin_relation(signed.cast.north, ministry, "guides", by=SYSTEM)
    sun = add_person("sun", "孙", by=SYSTEM, password="river-2018")
    give_role(sun, "checker", ministry, by=SYSTEM)
    row = give_return(row_of(signed, "隐患排查"), {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    check_return(row, "query", by=acting(signed.he), person=signed.he, reason="台账是哪天的？")
    check_return(Return.objects.get(pk=row.pk), "accepted", by=acting(sun), person=sun)
    row = Return.objects.get(pk=row.pk)
    assert (row.status, row.answer) == ("query", "台账是哪天的？") and waits_for(signed.cast.wang)["answer"] == 1
    row = give_return(row, {"state": "going", "words": "12月28日"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    assert waits_for(signed.he)["check"] == 1
    check_return(row, "accepted", by=acting(signed.he), person=signed.he)
    assert Return.objects.get(pk=row.pk).status == "accepted"


def test_the_reporter_has_nothing_of_her_own_in_the_queue(turn: Turn, signed: Signed, client: Any) -> None:
    give_role(signed.he, "clerk", signed.cast.nation, by=SYSTEM)
    give_return(row_of(signed, "隐患排查"), {"state": "going"}, by=acting(signed.he), person=signed.he)
    client.force_login(signed.he)
    assert "没有待核查的报送" in seen(client, f"/campaigns/{signed.made.campaign.pk}/checks/")


def test_each_superior_checks_for_itself_and_one_return_answers_both(turn: Turn, signed: Signed, client: Any) -> None:
    ministry = found_unit("交通部", by=SYSTEM)
    begin_relation(signed.cast.north, ministry, "guides", by=SYSTEM)
    begin_relation(signed.cast.nation, ministry, "leads", by=SYSTEM)
    sun = add_person("sun", "孙", by=SYSTEM, password="river-2018")
    give_role(sun, "checker", ministry, by=SYSTEM)
    row = give_return(row_of(signed, "隐患排查"), {"state": "going"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    client.force_login(signed.he)
    verdict(client, row, "accepted")
    client.force_login(sun)
    assert "其他上级已核查" in seen(client, f"/campaigns/{signed.made.campaign.pk}/checks/?scope=others")
    assert f'id="r{row.pk}"' in seen(client, f"/campaigns/{signed.made.campaign.pk}/checks/?scope=others")
    verdict(client, Return.objects.get(pk=row.pk), "accepted")
    assert Check.objects.filter(return_row=row).count() == 2
    assert f'id="r{row.pk}"' not in seen(client, f"/campaigns/{signed.made.campaign.pk}/checks/?scope=others")


def test_a_return_tells_its_history_with_both_times(turn: Turn, signed: Signed, client: Any) -> None:
    row = row_of(signed, "隐患排查")
    with clock.at("2019-01-05T09:00"):
        row = give_return(row, {"state": "going", "words": "已查", "happened_on": date(2018, 12, 20)}, by=acting(signed.cast.wang), person=signed.cast.wang)
        check_return(row, "back", by=acting(signed.he), person=signed.he, reason="未附台账")
    page = seen(client, f"/returns/{row.pk}/")
    assert "2018-12-20" in page and "2019-01-05" in page and "未附台账" in page and "已退回" in page


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(turn: Turn, signed: Signed, client: Any, lang: str) -> None:
    row = give_return(row_of(signed, "隐患排查"), {"state": "going", "words": "已查"}, by=acting(signed.cast.wang), person=signed.cast.wang)
    client.cookies["luoshi_language"] = lang
    for person in (signed.cast.li, signed.he, signed.cast.wang):
        client.force_login(person)
        campaign = signed.made.campaign.pk
        for address in (f"/campaigns/{campaign}/turns/", f"/turns/{turn.pk}/", answer_page(turn, signed), f"/returns/{row.pk}/", f"/campaigns/{campaign}/checks/", f"/campaigns/{campaign}/decisions/", f"/d/{row.duty_id}/decide/"):
            seen(client, address)
