"""The pages of units and people, asked for by those who may and those who may not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.cast import Cast

from luoshi.web.log.models import Entry
from luoshi.web.people import actions
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.forms import PERSON_ACTS, POST_ACTS, UNIT_ACTS
from luoshi.web.people.models import Holding, Person, Post, Relation, Role, Unit

pytestmark = pytest.mark.usefixtures("the_fold_holds")


def seen(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_the_list_shows_every_unit_and_counts_only_what_is_open(client: Any, cast: Cast) -> None:
    client.force_login(cast.chen)
    page = seen(client, "/units/")
    assert "北河省内河航运管理局" in page and page.count("未向您开放") == 4


def test_a_unit_is_found_by_its_short_name_and_by_its_code(fang: Any, cast: Cast) -> None:
    actions.change_unit(cast.north, code="610000", by=SYSTEM)
    assert "北河省" in seen(fang, "/units/?q=610") and "南河省" not in seen(fang, "/units/?q=北河")
    assert "没有找到" in seen(fang, "/units/?q=不存在")


def test_who_may_not_manage_sees_the_unit_and_no_form(client: Any, cast: Cast) -> None:
    client.force_login(cast.li)
    page = seen(client, f"/units/{cast.north.pk}/")
    assert "王" in page and "/rename/" not in page and "由本单位或上级的管理员办理" in page
    assert client.get(f"/units/{cast.north.pk}/rename/").status_code == 404


def test_a_stranger_to_a_unit_sees_its_name_and_nobody_in_it(client: Any, cast: Cast) -> None:
    client.force_login(cast.chen)
    page = seen(client, f"/units/{cast.north.pk}/")
    assert "北河省" in page and "王" not in page and "变动记录只向" in page


def test_every_form_opens(fang: Any, cast: Cast) -> None:
    body = actions.found_unit("专班", by=SYSTEM, kind="group", paper="成立文件", superiors=[(cast.nation, "leads")])
    post = actions.found_post(cast.north, "局长", by=SYSTEM)
    actions.begin_holding(post, cast.wang, by=SYSTEM)
    for act in UNIT_ACTS:
        seen(fang, f"/units/{body.pk}/{act}/")
    for act in POST_ACTS:
        seen(fang, f"/posts/{post.pk}/{act}/")
    for act in PERSON_ACTS:
        seen(fang, f"/people/{cast.wang.pk}/{act}/")
    seen(fang, f"/holdings/{Holding.objects.get().pk}/end/")
    seen(fang, f"/relations/{Relation.objects.first().pk}/end/")
    seen(fang, f"/roles/{Role.objects.get(person=cast.wang).pk}/end/")
    for address in ("/people/", f"/people/{cast.wang.pk}/", "/units/import/", "/units/found/", "/units/find/?for=into&into=北", "/people/find/?for=holder&holder=王"):
        seen(fang, address)
    fang.cookies["luoshi_language"] = "en"
    assert "Units below" in seen(fang, f"/units/{cast.nation.pk}/")


def test_a_unit_is_renamed_by_its_form_and_its_page_tells_both_names(fang: Any, cast: Cast) -> None:
    answer = fang.post(f"/units/{cast.north.pk}/rename/", {"name": "北河省航务局", "short": "北河", "on": "2026-01-05"}, follow=True)
    page = answer.content.decode()
    assert "已更名" in page and "北河省内河航运管理局更名为北河省航务局" in page and "2026-01-05 起" in page
    assert "北河省内河航运管理局" in seen(fang, "/units/?on=2026-01-04") and "北河省航务局" in seen(fang, "/units/?on=2026-01-05")


def test_what_is_refused_is_said_on_the_form_and_what_was_typed_stays(fang: Any, cast: Cast) -> None:
    answer = fang.post(f"/units/{cast.north.pk}/move/", {"superior": "北河", "on": ""})
    assert answer.status_code == 422 and "不能成环" in answer.content.decode() and "北河" in answer.content.decode()
    unknown = fang.post(f"/units/{cast.north.pk}/merge/", {"into": "哪个局"})
    assert "没有叫“哪个局”的单位" in unknown.content.decode()


def test_a_person_is_added_with_a_role_and_a_post_and_the_password_is_shown_once(fang: Any, cast: Cast) -> None:
    post = actions.found_post(cast.north, "处长", by=SYSTEM)
    answer = fang.post(f"/units/{cast.north.pk}/person/", {"person_name": "孙", "username": "sun", "role": "clerk", "post": str(post.pk)})
    sun = Person.objects.get(username="sun")
    password = answer.content.decode().split('<td class="mono">')[2].split("<")[0]
    assert sun.check_password(password) and sun.roles.get().unit == cast.north and sun.holdings.get().post == post
    assert password not in "".join(Entry.objects.values_list("payload__body", flat=True))


def test_a_mail_address_is_given_with_the_account_and_changed_by_who_administers_it(fang: Any, cast: Cast) -> None:
    fang.post(f"/units/{cast.north.pk}/person/", {"person_name": "孙", "username": "sun", "role": "clerk", "post": "", "email": "sun@north.example"})
    sun = Person.objects.get(username="sun")
    assert sun.email == "sun@north.example" and "sun@north.example" in fang.get(f"/people/{sun.pk}/").content.decode()
    wrong = fang.post(f"/people/{sun.pk}/email/", {"email": "north"})
    assert wrong.status_code == 422 and "这不是邮箱地址" in wrong.content.decode()
    assert fang.post(f"/people/{sun.pk}/email/", {"email": ""}).status_code == 302
    assert Person.objects.get(username="sun").email == ""
    assert "登记孙的邮箱" in fang.get(f"/people/{sun.pk}/").content.decode()
    assert "sun@north.example" not in "".join(Entry.objects.values_list("payload__body", flat=True)), "the log has that it was set"


def test_everybody_sets_the_address_of_her_own_reminders_and_of_nobody_else(client: Any, cast: Cast) -> None:
    client.force_login(cast.wang)
    assert client.post("/account/mail-address/", {"email": "ｗang@north.example"}).status_code == 302
    assert Person.objects.get(username="wang").email == "wang@north.example"
    assert 'value="wang@north.example"' in client.get("/account/mail-address/").content.decode()
    assert client.post("/account/mail-address/", {"email": "wang@"}).status_code == 422
    assert client.post(f"/people/{cast.li.pk}/email/", {"email": "wang@north.example"}).status_code == 404


def test_a_person_without_a_sign_in_name_holds_posts_and_has_no_role(fang: Any, cast: Cast) -> None:
    post = actions.found_post(cast.north, "局长", by=SYSTEM)
    refused = fang.post(f"/units/{cast.north.pk}/person/", {"person_name": "钱", "username": "", "role": "clerk", "post": str(post.pk)})
    assert refused.status_code == 422
    fang.post(f"/units/{cast.north.pk}/person/", {"person_name": "钱", "username": "", "role": "", "post": str(post.pk)})
    assert not Person.objects.get(name="钱").has_usable_password()


def test_a_step_is_taken_back_from_the_history(fang: Any, cast: Cast) -> None:
    actions.close_unit(cast.south, by=SYSTEM)
    entry = Entry.objects.get(kind="unit.closed")
    assert f"/people/entries/{entry.pk}/take-back/" in seen(fang, f"/units/{cast.south.pk}/")
    fang.post(f"/people/entries/{entry.pk}/take-back/")
    assert Unit.objects.get(pk=cast.south.pk).until is None and Role.objects.get(person=cast.chen).until is None
    assert "已撤销" in seen(fang, f"/units/{cast.south.pk}/")


def test_the_history_says_a_role_in_the_language_of_the_page(fang: Any, administrators: Any, cast: Cast) -> None:
    actions.change_unit(cast.north, code="610000", by=acting(administrators.fang, cast.nation))
    assert "方 管理员" in seen(fang, f"/units/{cast.north.pk}/")


def test_all_posts_pass_to_a_successor_from_the_persons_page(fang: Any, cast: Cast) -> None:
    posts = [actions.found_post(unit, "局长", by=SYSTEM) for unit in (cast.north, cast.south)]
    for post in posts:
        actions.begin_holding(post, cast.wang, by=SYSTEM)
    fang.post(f"/people/{cast.wang.pk}/pass/", {"successor": "陈（chen）", "on": ""})
    assert {h.post_id for h in Holding.objects.filter(person=cast.chen, until__isnull=True)} == {post.pk for post in posts}
    assert "王的岗位移交陈" in seen(fang, f"/units/{cast.north.pk}/")


def test_a_tree_of_many_units_folds_and_opens_a_level_at_a_time(fang: Any, cast: Cast) -> None:
    for number in range(8):
        actions.found_unit(f"航道处{number}", by=SYSTEM, superiors=[(cast.north, "leads")])
    from luoshi.web import clock
    from luoshi.web.people.tree import Tree

    lines = Tree(clock.today()).lines(most=5)
    assert [line.unit for line in lines] == [cast.nation, cast.north, cast.south] and lines[1].is_folded and lines[1].below_all == 8
    assert "航道处7" in seen(fang, f"/units/?under={cast.north.pk}")


def test_posts_are_shown_by_side_with_who_holds_them_and_who_did(fang: Any, cast: Cast) -> None:
    post = actions.found_post(cast.north, "党组书记", by=SYSTEM, side="party")
    actions.begin_holding(post, cast.wang, by=SYSTEM)
    actions.begin_holding(post, cast.li, by=SYSTEM)
    page = seen(fang, f"/units/{cast.north.pk}/")
    assert "党的职务" in page and page.index(">李<") < page.index("王 <span") and Post.objects.count() == 1
