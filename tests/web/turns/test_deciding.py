"""Extensions, transfers, asks and closings: asked by one, decided by another."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.turns.conftest import Signed

from luoshi.errors import ActRefused
from luoshi.tracking import KINDS
from luoshi.tracking.kinds import WORDLESS
from luoshi.tracking.turn_rules import CHECKLIST
from luoshi.web import clock
from luoshi.web.documents.removing import remove
from luoshi.web.ledger.actions import deciding, turning
from luoshi.web.ledger.actions.signing import withdraw
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.log.actions import record
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting

ALL = dict.fromkeys(CHECKLIST, True)


def asked(signed: Signed, at: str = "2018-12-20T09:00", wanted: date = date(2019, 3, 31), reason: str = "汛期延后") -> deciding.Extension:
    with clock.at(at):
        return deciding.ask_extension(signed.duty("隐患排查"), wanted, reason, by=acting(signed.cast.wang), person=signed.cast.wang)


def test_an_extension_keeps_the_original_the_current_and_the_scoring_day_apart(signed: Signed) -> None:
    extension = asked(signed)
    with clock.at("2018-12-25T09:00"):
        duty = deciding.grant_extension(extension, by=acting(signed.he), person=signed.he, new_day=date(2019, 2, 28), scored_on_new=False)
    assert (duty.original_day, duty.last_day, duty.score_day) == (date(2018, 12, 31), date(2019, 2, 28), date(2018, 12, 31))
    assert list(differences()) == []


def test_an_extension_is_asked_before_expiry(signed: Signed) -> None:
    with pytest.raises(ActRefused):
        asked(signed, "2019-01-02T09:00")


@pytest.mark.parametrize(("wanted", "reason"), [(date(2018, 12, 30), "汛期"), (date(2019, 3, 31), "")])
def test_an_extension_needs_a_reason_and_a_later_day(signed: Signed, wanted: date, reason: str) -> None:
    with pytest.raises(ActRefused):
        asked(signed, wanted=wanted, reason=reason)


def test_who_asked_does_not_decide_and_what_was_decided_is_not_decided_again(signed: Signed) -> None:
    extension = asked(signed)
    with pytest.raises(ActRefused):
        deciding.grant_extension(extension, by=acting(signed.cast.wang), person=signed.cast.wang)
    deciding.refuse_extension(extension, "理由不充分", by=acting(signed.he), person=signed.he)
    with pytest.raises(ActRefused):
        deciding.grant_extension(extension, by=acting(signed.he), person=signed.he)
    assert signed.duty("隐患排查").last_day == date(2018, 12, 31)


def test_a_duty_is_handed_on_with_reason_consent_and_approval_and_the_chain_stays_visible(signed: Signed) -> None:
    duty, cast = signed.duty("隐患排查"), signed.cast
    transfer = deciding.propose_transfer(duty, cast.south, signed.made.south_post, "渡口划归南河", by=acting(cast.wang), person=cast.wang)
    with pytest.raises(ActRefused):
        deciding.approve_transfer(transfer, by=acting(signed.he), person=signed.he)
    transfer = deciding.consent_to_transfer(transfer, by=acting(cast.chen), person=cast.chen)
    duty = deciding.approve_transfer(transfer, by=acting(signed.he), person=signed.he)
    assert (duty.lead, duty.owner_post) == (cast.south, signed.made.south_post)
    assert [(t.from_unit, t.to_unit) for t in duty.transfers.all()] == [(cast.north, cast.south)]
    assert list(differences()) == []


def test_a_unit_refuses_a_transfer_and_the_duty_stays(signed: Signed) -> None:
    duty, cast = signed.duty("隐患排查"), signed.cast
    transfer = deciding.propose_transfer(duty, cast.south, signed.made.south_post, "划转", by=acting(cast.wang), person=cast.wang)
    deciding.refuse_transfer(transfer, "非我省渡口", by=acting(cast.chen), person=cast.chen)
    assert Duty.objects.get(pk=duty.pk).lead == cast.north


def test_a_duty_that_waits_on_another_body_is_not_asked_for_until_it_answered(signed: Signed) -> None:
    duty, cast = signed.duty("隐患排查"), signed.cast
    with clock.at("2018-10-08T09:00"):
        ask = deciding.send_ask(duty, "省财政厅", "北航函〔2018〕9号", by=acting(cast.wang), person=cast.wang)
    reasons = {d.pk: a.reason for d, a in turning.asked_in(signed.made.campaign, date(2018, 10, 1), date(2018, 12, 31))}
    assert reasons[duty.pk] == "waits"
    deciding.answer_ask(ask, "granted", "同意安排资金", by=acting(cast.wang), person=cast.wang)
    assert not Duty.objects.get(pk=duty.pk).waits
    assert list(differences()) == []


def test_the_doer_applies_and_the_superior_closes_after_the_checklist(signed: Signed) -> None:
    duty, cast = signed.duty("隐患排查"), signed.cast
    closing = deciding.apply_closing(duty, "全部完成", by=acting(cast.wang), person=cast.wang)
    with pytest.raises(ActRefused):
        deciding.close_duty(closing, "done", by=acting(cast.wang), person=cast.wang, checklist=ALL)
    with pytest.raises(ActRefused):
        deciding.close_duty(closing, "done", by=acting(signed.he), person=signed.he, checklist=ALL | {"facts": False})
    duty = deciding.close_duty(closing, "done", by=acting(signed.he), person=signed.he, checklist=ALL)
    assert duty.closed_on and duty.closed_as == "done"


def test_closing_as_no_longer_pursued_needs_an_approved_reason(signed: Signed) -> None:
    closing = deciding.apply_closing(signed.duty("隐患排查"), "渡口已撤销", by=acting(signed.cast.wang), person=signed.cast.wang)
    with pytest.raises(ActRefused):
        deciding.close_duty(closing, "no-longer", by=acting(signed.he), person=signed.he)
    assert deciding.close_duty(closing, "no-longer", by=acting(signed.he), person=signed.he, reason="省政府批准撤渡").closed_as == "no-longer"


def test_a_day_that_is_granted_is_later_and_only_what_is_live_and_open_is_worked_on(signed: Signed) -> None:
    duty, cast = signed.duty("隐患排查"), signed.cast
    extension = asked(signed)
    with clock.at("2018-12-25T09:00"):
        with pytest.raises(ActRefused):
            deciding.grant_extension(extension, by=acting(signed.he), person=signed.he, new_day=date(2018, 12, 30))
        withdraw(duty, why="渡口已撤", by=acting(cast.zhao), person=cast.zhao)
        for act in (
            lambda: deciding.grant_extension(extension, by=acting(signed.he), person=signed.he),
            lambda: deciding.send_ask(duty, "省财政厅", "函9号", by=acting(cast.wang), person=cast.wang),
            lambda: deciding.apply_closing(duty, "完成", by=acting(cast.wang), person=cast.wang),
            lambda: deciding.propose_transfer(duty, cast.south, signed.made.south_post, "划转", by=acting(cast.wang), person=cast.wang),
        ):
            with pytest.raises(ActRefused) as refused:
                act()
            assert refused.value.code == "act.settled"
        deciding.refuse_extension(extension, "任务已撤下", by=acting(signed.he), person=signed.he)
    assert list(differences()) == []


def test_a_duty_that_changed_hands_meanwhile_is_not_handed_on_by_its_former_unit(signed: Signed) -> None:
    duty, cast = signed.duty("隐患排查"), signed.cast
    transfer = deciding.propose_transfer(duty, cast.south, signed.made.south_post, "划转", by=acting(cast.wang), person=cast.wang)
    deciding.consent_to_transfer(transfer, by=acting(cast.chen), person=cast.chen)
    record("duty.assigned", signed.made.campaign.chain, {duty.subject: {"lead": cast.nation.pk}}, by=acting(cast.li))
    with pytest.raises(ActRefused):
        deciding.approve_transfer(deciding.Transfer.objects.get(pk=transfer.pk), by=acting(signed.he), person=signed.he)


def test_what_was_signed_and_decided_stays_when_the_document_is_removed(signed: Signed) -> None:
    cast = signed.cast
    extension = asked(signed)
    with clock.at("2018-12-25T09:00"):
        deciding.grant_extension(extension, by=acting(signed.he), person=signed.he)
        deciding.send_ask(signed.duty("候船亭"), "省财政厅", "函9号", by=acting(cast.chen), person=cast.chen)
        closing = deciding.apply_closing(signed.duty("问题台账"), "已建", by=acting(cast.wang), person=cast.wang)
        deciding.close_duty(closing, "done", by=acting(signed.he), person=signed.he, checklist=ALL)
    with clock.at("2019-01-09T09:00"):
        remove(signed.made.version.document, by=acting(cast.zhao), person=cast.zhao, why="误传")
    assert list(differences()) == []
    assert deciding.Extension.objects.get().verdict == "granted" and SignedList.objects.get().count > 5


def test_of_a_duty_whose_document_was_removed_nothing_can_be_done_but_refuse_what_waits(signed: Signed) -> None:
    cast, duty, extension = signed.cast, signed.duty("隐患排查"), asked(signed)
    with clock.at("2018-12-25T09:00"):
        closing = deciding.apply_closing(duty, "完成", by=acting(cast.wang), person=cast.wang)
        remove(signed.made.version.document, by=acting(cast.zhao), person=cast.zhao, why="误传")
        extension, closing, duty = deciding.Extension.objects.get(), deciding.Closing.objects.get(pk=closing.pk), Duty.objects.get(pk=duty.pk)
        for act in (
            lambda: deciding.send_ask(duty, "省财政厅", "函9号", by=acting(cast.wang), person=cast.wang),
            lambda: deciding.grant_extension(extension, by=acting(signed.he), person=signed.he),
            lambda: deciding.close_duty(closing, "done", by=acting(signed.he), person=signed.he, checklist=ALL),
            lambda: deciding.resume_duty(duty, "漏报", by=acting(signed.he), person=signed.he),
        ):
            with pytest.raises(ActRefused) as refused:
                act()
            assert refused.value.code == "act.gone"
        deciding.refuse_extension(extension, "文件已清除", by=acting(signed.he), person=signed.he)
        deciding.refuse_closing(closing, "文件已清除", by=acting(signed.he), person=signed.he)
    assert list(differences()) == []


def test_an_entry_about_a_duty_and_its_turn_says_no_words_of_the_document() -> None:
    """Else removing the document would take away what is said of the extension, the ask or the list beside it."""
    beside = {"document", "version", "duty"}
    for name, kind in KINDS.items():
        if "duty" in kind.sets and set(kind.sets) - beside and name != "document.removed":
            assert kind.sets["duty"] <= WORDLESS, name


def test_a_closed_duty_is_resumed_after_a_look_back_and_its_closing_stays_on_record(signed: Signed) -> None:
    closing = deciding.apply_closing(signed.duty("隐患排查"), "完成", by=acting(signed.cast.wang), person=signed.cast.wang)
    duty = deciding.close_duty(closing, "done", by=acting(signed.he), person=signed.he, checklist=ALL)
    duty = deciding.resume_duty(duty, "回头看发现漏报3处", by=acting(signed.he), person=signed.he)
    assert duty.closed_on is None and duty.closings.get().resumed_why
    assert list(differences()) == []
