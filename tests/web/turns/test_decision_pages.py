"""Extension, transfer, ask and closing on the duty's own page, and the queue of who decides."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.turns.conftest import Signed

from luoshi.tracking.turn_rules import CHECKLIST
from luoshi.web import clock
from luoshi.web.ledger.models import Ask, Closing, Duty, Extension, Transfer
from luoshi.web.ledger.turns.waiting import waiting_for
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.models import Unit

NOW = "2018-12-01T09:00"


def seen(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return str(answer.content.decode())


@pytest.fixture
def duty(signed: Signed) -> Duty:
    return signed.duty("隐患排查")


def act(client: Any, person: Any, duty: Duty, act: str, at: str = NOW, **fields: Any) -> Any:
    client.force_login(person)
    with clock.at(at):
        return client.post(f"/d/{duty.pk}/decide/", {"act": act} | fields)


def fresh(duty: Duty) -> Duty:
    return Duty.objects.get(pk=duty.pk)


def test_an_extension_is_asked_granted_and_leaves_three_days(signed: Signed, duty: Duty, client: Any) -> None:
    assert act(client, signed.cast.wang, duty, "extend", wanted="2019-03-31", reason="汛期推迟").status_code == 302
    client.force_login(signed.he)
    assert "汛期推迟" in seen(client, f"/campaigns/{signed.made.campaign.pk}/decisions/")
    assert act(client, signed.he, duty, "grant", new_day="2019-02-28").status_code == 302
    duty = fresh(duty)
    assert (duty.original_day, duty.last_day, duty.score_day) == (date(2018, 12, 31), date(2019, 2, 28), date(2018, 12, 31)), "unticked, it is scored by the old day"
    page = seen(client, f"/d/{duty.pk}/decide/")
    assert "2018-12-31" in page and "2019-02-28" in page
    assert list(differences()) == []


def test_an_extension_after_the_day_is_refused_on_the_form(signed: Signed, duty: Duty, client: Any) -> None:
    answer = act(client, signed.cast.wang, duty, "extend", at="2019-01-05T09:00", wanted="2019-03-31", reason="来不及")
    assert answer.status_code == 422 and "已过" in answer.content.decode()
    assert not Extension.objects.exists()


def test_an_extension_is_refused_with_an_answer(signed: Signed, duty: Duty, client: Any) -> None:
    act(client, signed.cast.wang, duty, "extend", wanted="2019-03-31", reason="汛期推迟")
    assert act(client, signed.he, duty, "refuse-extension", reason="人手够").status_code == 302
    assert (Extension.objects.get().verdict, fresh(duty).last_day) == ("refused", date(2018, 12, 31))


def test_a_transfer_is_proposed_consented_approved_and_its_chain_shown(signed: Signed, duty: Duty, client: Any) -> None:
    act(client, signed.cast.wang, duty, "transfer", to_unit=str(signed.cast.south.pk), post_name="局长", reason="航段归南河管")
    assert "同意接收" not in seen(client, f"/d/{duty.pk}/decide/")
    client.force_login(signed.cast.chen)
    assert act(client, signed.he, duty, "approve").status_code == 400, "not before consent"
    act(client, signed.cast.li, duty, "consent")
    assert Transfer.objects.get().consented_on is not None
    assert act(client, signed.he, duty, "approve").status_code == 302
    assert fresh(duty).lead == signed.cast.south
    page = seen(client, f"/d/{duty.pk}/decide/")
    assert "北河" in page and "→" in page and "航段归南河管" in page
    assert list(differences()) == []


def test_the_unit_that_is_to_take_a_duty_over_finds_it_in_its_queue(signed: Signed, duty: Duty, client: Any) -> None:
    act(client, signed.cast.wang, duty, "transfer", to_unit=str(signed.cast.south.pk), post_name="局长", reason="航段归南河管")
    client.force_login(signed.cast.chen)
    assert "航段归南河管" in seen(client, f"/campaigns/{signed.made.campaign.pk}/decisions/")
    assert act(client, signed.cast.chen, duty, "consent").status_code == 302
    assert Transfer.objects.get().consented_by == signed.cast.chen


def test_a_unit_that_is_only_offered_a_duty_can_read_it_and_consent_and_sees_nothing_else(signed: Signed, duty: Duty, wu: Any, client: Any) -> None:
    harbour, campaign = Unit.objects.get(name="北河港口局"), signed.made.campaign
    act(client, signed.cast.wang, duty, "extend", wanted="2019-03-31", reason="汛期推迟不便外传")
    act(client, signed.cast.wang, duty, "transfer", to_unit=str(harbour.pk), post_name="科长", reason="港区归港口局管")
    (task,) = [task for task in waiting_for(wu) if task.kind == "consent"]
    client.force_login(wu)
    page = seen(client, task.address)
    assert "港区归港口局管" in page and duty.words[:10] in page and "同意接收" in page
    assert "汛期推迟不便外传" not in page
    # No link on the page, but for those of the site, leads into what is closed to this unit.
    for address in set(re.findall(r'href="(/[^"#?]*)', page)):
        assert address.startswith("/static/") or client.get(address).status_code == 200, address
    for closed in (f"/d/{duty.pk}/", f"/campaigns/{campaign.pk}/", f"/campaigns/{campaign.pk}/decisions/", f"/campaigns/{campaign.pk}/duties/"):
        assert client.get(closed).status_code == 404
    assert act(client, wu, duty, "extend", wanted="2019-05-31", reason="x").status_code == 422, "consent is all that is open"
    assert act(client, wu, duty, "consent").status_code == 302
    assert Transfer.objects.get().consented_by == wu and "consent" not in {task.kind for task in waiting_for(wu)}


def test_what_was_offered_is_closed_again_when_it_is_refused(signed: Signed, duty: Duty, wu: Any, client: Any) -> None:
    harbour = Unit.objects.get(name="北河港口局")
    act(client, signed.cast.wang, duty, "transfer", to_unit=str(harbour.pk), post_name="科长", reason="港区归港口局管")
    answer = act(client, wu, duty, "refuse-transfer", reason="人手不足")
    assert answer.status_code == 302 and client.get(answer.url).status_code == 200
    assert client.get(f"/d/{duty.pk}/decide/").status_code == 404


def test_a_duty_waits_on_an_ask_until_it_is_answered(signed: Signed, duty: Duty, client: Any) -> None:
    act(client, signed.cast.wang, duty, "ask", body="省财政厅", paper="北航〔2018〕12号", waits="on")
    assert fresh(duty).waits and "不计逾期" in seen(client, f"/d/{duty.pk}/decide/")
    act(client, signed.cast.wang, duty, "reply", ask=str(Ask.objects.get().pk), outcome="partly", reply="解决一半")
    assert not fresh(duty).waits and "部分支持" in seen(client, f"/d/{duty.pk}/decide/")


def test_a_duty_is_closed_only_with_the_whole_checklist_and_opened_again_after_a_look_back(signed: Signed, duty: Duty, client: Any) -> None:
    act(client, signed.cast.wang, duty, "apply", words="120处全部整改。", kind="inspection", files=SimpleUploadedFile("验收.pdf", b"pdf"))
    assert Closing.objects.get().evidence[0]["name"] == "验收.pdf"
    partial = act(client, signed.he, duty, "close", verdict="done", checklist=list(CHECKLIST[:5]))
    assert partial.status_code == 422 and "还有未核实的项" in partial.content.decode()
    assert act(client, signed.he, duty, "close", verdict="done", checklist=list(CHECKLIST)).status_code == 302
    assert (fresh(duty).closed_as, fresh(duty).closed_on) == ("done", date(2018, 12, 1))
    assert act(client, signed.he, duty, "resume", reason="").status_code == 422
    act(client, signed.he, duty, "resume", reason="抽查发现3处未改")
    assert fresh(duty).closed_on is None
    assert "抽查发现3处未改" in seen(client, f"/d/{duty.pk}/decide/")
    assert list(differences()) == []


def test_no_longer_pursued_needs_who_approved_it(signed: Signed, duty: Duty, client: Any) -> None:
    act(client, signed.cast.wang, duty, "apply", words="航段已撤销。")
    assert act(client, signed.he, duty, "close", verdict="no-longer").status_code == 422
    act(client, signed.he, duty, "close", verdict="no-longer", reason="局长办公会批准")
    assert fresh(duty).closed_as == "no-longer"


def test_the_doer_decides_nothing_and_strangers_see_nothing(signed: Signed, duty: Duty, client: Any) -> None:
    act(client, signed.cast.wang, duty, "apply", words="已完成。", files=SimpleUploadedFile("验收.pdf", b"pdf"))
    page = seen(client, f"/d/{duty.pk}/decide/")
    assert "办理销号" not in page
    act(client, signed.cast.wang, duty, "close", verdict="done", checklist=list(CHECKLIST))
    assert fresh(duty).closed_on is None
    closing = Closing.objects.get()
    client.force_login(signed.cast.chen)
    assert client.get(f"/d/{duty.pk}/decide/").status_code == 404
    assert client.get(f"/closings/{closing.pk}/files/{closing.evidence[0]['file']}/").status_code == 404
    assert "已完成。" not in seen(client, f"/campaigns/{signed.made.campaign.pk}/decisions/")


def test_an_act_that_is_none_is_not_found(signed: Signed, duty: Duty, client: Any) -> None:
    assert act(client, signed.cast.wang, duty, "burn").status_code == 404
