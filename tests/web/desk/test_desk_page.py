"""The desk as the server gives it: to whom, with what, how large, how soon; and what changed since."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.web.cast import Cast
from tests.web.desk.laid import LITTLE, ROUND_UP, Laid, lay, read_file, read_text

from luoshi.web.ledger.models import Duty
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import SYSTEM
from luoshi.web.people.actions import found_post, found_unit, give_role
from luoshi.web.people.models import Person

REAL_PAGE = Path("/work/shared/gold/postal-2018.txt")


@pytest.fixture
def laid(cast: Cast) -> Iterator[Laid]:
    """A little desk."""
    desk = lay(cast)
    yield desk
    assert list(differences()) == []


def browsing(person: Person) -> Client:
    """A browser in which a person is signed in."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    return client


def send(client: Client, desk: Laid, **fields: Any) -> Any:
    """A step as the script sends it."""
    return client.post(f"{desk.address}act/", fields, HTTP_ACCEPT="application/json")


def test_the_desk_shows_text_and_duties_tied_to_each_other(laid: Laid) -> None:
    page = browsing(laid.cast.li).get(laid.address).content.decode()
    for duty in laid.duties():
        assert f'id="d{duty.pk}"' in page and f'id="s{duty.pk}" href="#d{duty.pk}"' in page and f'href="#s{duty.pk}"' in page
    assert page.count('class="speaker"') == 2


def test_what_was_repaired_shows_what_the_source_has(cast: Cast) -> None:
    desk = lay(cast, read_file(ROUND_UP))
    page = browsing(cast.li).get(desk.address).content.decode()
    assert page.count("data-o=") > 200 and page.count('class="was"') > 50 and page.count('class="doubt"') >= 1


def test_every_word_of_the_text_stands_on_the_page(laid: Laid) -> None:
    from luoshi.web.ledger.desk.reading_kept import extraction_of
    from luoshi.web.ledger.desk.showing import Desk

    document = extraction_of(laid.version).document
    for paragraph, marked in zip(document.paragraphs, Desk(laid.cast.li, laid.document, "zh").text(), strict=True):
        plain = "".join(piece.partition(">")[2] for piece in ("<>" + marked.html).split("<"))
        assert plain == document.text[paragraph.start : paragraph.end]


@pytest.mark.parametrize("who", ["wang", "chen"])
def test_strangers_find_no_desk(laid: Laid, who: str) -> None:
    secret = lay(laid.cast, read_text("会议要求，制定渡口巡查制度。"), name="secret.txt", restricted=True, campaign=laid.campaign)
    assert browsing(laid.cast.zhao).get(secret.address).status_code == 404
    assert send(browsing(getattr(laid.cast, who)), laid, do="accept", duty=laid.duties()[0].pk).status_code in (403, 404)
    assert Client(HTTP_HOST="localhost").get(laid.address).status_code == 302


def test_a_restricted_document_leaves_no_trace_in_progress_or_next(laid: Laid) -> None:
    lay(laid.cast, read_text("会议要求，制定渡口巡查制度。"), name="secret.txt", restricted=True, campaign=laid.campaign)
    client = browsing(laid.cast.zhao)
    progress = client.get(f"/campaigns/{laid.campaign.pk}/desk/?progress").content.decode()
    assert "secret" not in progress and progress.count('scope="row"') == 1
    assert client.get(f"/campaigns/{laid.campaign.pk}/desk/?after={laid.document.pk}")["Location"] == laid.address


def test_who_reads_and_may_not_settle_sees_no_buttons(laid: Laid) -> None:
    page = browsing(laid.cast.zhao).get(laid.address).content.decode()
    assert 'value="accept:' not in page and "data-may" not in page
    assert send(browsing(laid.cast.zhao), laid, do="accept", duty=laid.duties()[0].pk).status_code == 403


def test_hostile_text_is_shown_as_text(cast: Cast) -> None:
    hostile = '北河省内河航运管理局\n要求，制定<script>alert(1)</script>办法，开展" onmouseover="alert(2)排查，建立&lt;台账\'><img src=x onerror=alert(3)>。'
    desk = lay(cast, read_text(hostile))
    client = browsing(cast.li)
    duty = desk.duties()[0]
    for typed in ("\"><script>alert(4)</script>", "' autofocus onfocus='alert(5)"):
        send(client, desk, do="edit", duty=duty.pk, note=typed, words=typed)
        send(client, desk, do="ask", duty=duty.pk, question=typed)
    for address in (desk.address, f"{desk.address}?row={duty.pk}", f"{desk.address}?of={'%22%3E%3Cscript%3Ealert(6)%3C/script%3E'}"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and 'onmouseover="alert' not in page and "onfocus='alert" not in page
        assert "&lt;script&gt;" in page
    rows = client.get(f"{desk.address}?since=0", HTTP_ACCEPT="application/json").json()["rows"]
    assert "<script>" not in json.dumps(rows)


def test_what_changed_since_is_told_and_nothing_is_told_twice(laid: Laid) -> None:
    client = browsing(laid.cast.li)
    answer = send(client, laid, do="accept", duty=laid.duties()[0].pk, once="k").json()
    assert list(answer["rows"]) == [str(laid.duties()[0].pk)] and answer["counts"]["accepted"] == 1 and answer["paragraphs"] == {}
    again = client.get(f"{laid.address}?since={answer['head']}", HTTP_ACCEPT="application/json")
    assert again.status_code == 204 and again["ETag"] == f'"{answer["head"]}"'


def test_a_split_sends_its_paragraph_anew(laid: Laid) -> None:
    duty = laid.duties(words__contains="渡口排查办法")[0]
    answer = send(browsing(laid.cast.li), laid, do="split", duty=duty.pk, marked=duty.words.replace("渡口", "|渡口")).json()
    assert str(duty.pk) not in map(str, answer["ids"]) and len(answer["rows"]) == 2
    assert len(answer["paragraphs"]) == 1 and all(f'id="s{number}"' in next(iter(answer["paragraphs"].values())) for number in answer["rows"])


def test_the_same_step_sent_again_is_answered_and_taken_once(laid: Laid) -> None:
    client, number = browsing(laid.cast.li), laid.duties()[0].pk
    for _ in range(3):
        assert send(client, laid, do="ask", duty=number, question="口径？", once="same").status_code == 200
    assert Entry.objects.filter(kind="duty.asked").count() == 1


def test_what_another_changed_unseen_is_a_conflict_with_his_name(laid: Laid) -> None:
    give_role(laid.cast.chen, "clerk", laid.cast.nation, by=SYSTEM)
    number = laid.duties()[0].pk
    seen = Entry.objects.filter(kind="version.read").get().number
    assert send(browsing(laid.cast.chen), laid, do="edit", duty=number, note="陈写的", at=seen).status_code == 200
    refused = send(browsing(laid.cast.li), laid, do="edit", duty=number, note="李写的", at=seen)
    assert refused.status_code == 409 and "陈" in refused.json()["detail"] and str(number) in refused.json()["rows"]
    assert send(browsing(laid.cast.li), laid, do="edit", duty=number, note="李写的", at=refused.json()["head"]).status_code == 200
    assert Duty.objects.get(pk=number).note == "李写的"


def test_steps_that_another_left_in_the_browser_are_not_taken_in_her_name(laid: Laid) -> None:
    refused = send(browsing(laid.cast.li), laid, do="accept", duty=laid.duties()[0].pk, person=laid.cast.chen.pk)
    assert refused.status_code == 401 and not laid.duties(status="accepted")


def test_duties_of_another_campaign_or_out_of_sight_cannot_be_named(laid: Laid) -> None:
    other = lay(laid.cast, read_text("会议要求，制定渡口巡查制度。"), name="other.txt")
    assert send(browsing(laid.cast.li), laid, do="accept", duty=other.duties()[0].pk).status_code == 404
    assert send(browsing(laid.cast.li), laid, do="accept", duty=999999).status_code == 404
    assert send(browsing(laid.cast.li), laid, do="sing").status_code == 400


def test_all_that_a_filter_shows_are_accepted_as_one_entry(laid: Laid) -> None:
    duty = laid.duties()[0]
    browsing(laid.cast.li).post(f"{laid.address}act/", {"do": "accept-all", "of": duty.unit_name, "sure": "70"})
    accepted = laid.duties(status="accepted")
    assert accepted and {d.unit_name for d in accepted} == {duty.unit_name} and Entry.objects.filter(kind="duty.accepted").count() == 1
    assert all(d.confidence >= 0.695 for d in accepted)


def test_a_refused_edit_keeps_what_was_typed_on_the_page(laid: Laid) -> None:
    duty = laid.duties()[0]
    page = browsing(laid.cast.li).post(f"{laid.address}act/", {"do": "edit", "duty": duty.pk, "due": "尽快办好", "words": "写了半天的话"})
    assert page.status_code == 400
    assert 'value="尽快办好"' in page.content.decode() and "写了半天的话</textarea>" in page.content.decode() and "不是能读懂的时限" in page.content.decode()


def test_neighbours_are_merged_without_script(laid: Laid) -> None:
    first, second = laid.duties()[:2]
    browsing(laid.cast.li).post(f"{laid.address}act/", {"do": "merge-previous", "duty": second.pk})
    assert Duty.objects.get(pk=second.pk).into_id == first.pk


def test_suggestions_know_only_what_is_open_to_the_person(laid: Laid) -> None:
    found_post(laid.cast.north, "分管副局长", by=SYSTEM)
    found_unit("北山省内河航运管理局", by=SYSTEM, short="北山")
    labels = [one["label"] for one in browsing(laid.cast.li).get("/units/suggest/", {"q": "b"}).json()["found"]]
    assert labels == ["北河省内河航运管理局"]
    posts = browsing(laid.cast.wang).get("/units/suggest/", {"what": "post", "q": "fgfjz"}).json()["found"]
    assert posts == [{"label": "北河 · 分管副局长", "note": ""}]
    assert browsing(laid.cast.chen).get("/units/suggest/", {"what": "post", "q": "fgfjz"}).json()["found"] == []


def test_when_all_is_settled_the_desk_says_so_and_leads_on(laid: Laid) -> None:
    other = lay(laid.cast, read_text("会议要求，制定渡口巡查制度。"), name="other.txt", campaign=laid.campaign)
    client = browsing(laid.cast.li)
    answer = send(client, laid, do="accept-all", duty=[duty.pk for duty in laid.duties()]).json()
    assert answer["next"]["address"] == other.address
    assert client.get(f"/campaigns/{laid.campaign.pk}/desk/")["Location"] == other.address
    send(client, other, do="accept-all", duty=[duty.pk for duty in other.duties()])
    assert "各文件已全部核定" in client.get(f"/campaigns/{laid.campaign.pk}/desk/").content.decode()


def test_both_languages_show_the_desk(laid: Laid) -> None:
    client = browsing(laid.cast.li)
    client.cookies["luoshi_language"] = "en"
    page = client.get(f"{laid.address}?row={laid.duties()[0].pk}").content.decode()
    assert "least certain first" in page and "列入" not in page


def test_lists_of_several_origins_show_marks_of_a_kind(cast: Cast) -> None:
    desk = lay(cast, read_text(LITTLE + "天河省内河航运管理局\n提出，完善应急预案。\n"))
    assert len({duty.unit_name for duty in desk.duties()}) == 3


@pytest.mark.skipif(not REAL_PAGE.exists(), reason="the real page is not here")
def test_the_real_page_is_light_and_soon_there(cast: Cast) -> None:
    desk = lay(cast, read_file(REAL_PAGE, "postal-2018"))
    client = browsing(cast.li)
    client.get(desk.address)
    spent = []
    for turn in range(5):
        began = time.thread_time()
        page = client.get(desk.address)
        spent.append(time.thread_time() - began)
        send(client, desk, do="accept", duty=desk.duties()[turn].pk)
    assert len(desk.duties()) > 150 and len(page.content) < 600_000
    assert sorted(spent)[2] < 0.3
