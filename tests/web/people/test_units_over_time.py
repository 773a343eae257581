"""What is done with units, posts and accounts, one act after another, and what history goes on to say."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.cast import Cast
from tests.web.people.conftest import Administrators

from luoshi.errors import ActRefused
from luoshi.web import clock
from luoshi.web.log.models import Entry
from luoshi.web.people import actions
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.history import history_of
from luoshi.web.people.models import Holding, Person, Relation, Role, Unit
from luoshi.web.people.queries import members_of, names_over_time, posts_on, unit_names_on
from luoshi.web.people.scope import units_open_to

pytestmark = pytest.mark.usefixtures("the_fold_holds")
MAY = date(2026, 5, 1)


def refused(act: object) -> str:
    with pytest.raises(ActRefused) as error:
        act()     # type: ignore[operator]
    assert error.value.zh and error.value.en
    return error.value.code


def test_a_merged_units_posts_and_open_items_go_to_the_new_one_and_history_keeps_the_old_name(cast: Cast) -> None:
    post = actions.found_post(cast.north, "局长", by=SYSTEM)
    below = actions.found_unit("航道处", by=SYSTEM, superiors=[(cast.north, "leads")])
    actions.merge_units(cast.north, cast.south, by=SYSTEM, on=MAY)
    assert posts_on(cast.south, clock.today())[0].pk == post.pk and posts_on(cast.north, date(2026, 4, 30))[0].pk == post.pk
    assert set(units_open_to(cast.chen)) == {cast.south, below, cast.north}, "what named the old unit is open to the new one"
    assert set(units_open_to(cast.wang)) == {cast.south, below, cast.north}, "its people go with it"
    assert unit_names_on(date(2026, 4, 30))[cast.north.pk] == "北河省内河航运管理局" and [Unit.objects.get(pk=cast.north.pk).standing_on(day) for day in (date(2026, 4, 30), MAY)] == [cast.north, cast.south]
    assert "北河省内河航运管理局并入南河省内河航运管理局" in history_of(cast.south.subject)[0].sentence


def test_a_unit_is_not_merged_into_one_below_it(cast: Cast) -> None:
    assert refused(lambda: actions.merge_units(cast.nation, cast.north, by=SYSTEM)) == "act.incomplete"


def test_a_unit_that_moves_is_open_to_its_old_superior_until_that_day(cast: Cast) -> None:
    below = actions.found_unit("航道处", by=SYSTEM, superiors=[(cast.north, "leads")])
    actions.move_unit(below, cast.south, by=SYSTEM, on=MAY)
    assert below in units_open_to(cast.wang, on=date(2026, 4, 30)) and below not in units_open_to(cast.wang)
    assert below in units_open_to(cast.chen)


def test_a_unit_may_be_led_by_one_and_guided_by_another(cast: Cast) -> None:
    below = actions.found_unit("航道处", by=SYSTEM, superiors=[(cast.north, "leads"), (cast.south, "guides")])
    assert below in units_open_to(cast.wang) and below in units_open_to(cast.chen)


def test_membership_of_a_group_opens_nothing_of_the_member(cast: Cast) -> None:
    group = actions.found_unit("攻坚领导小组", by=SYSTEM, kind="group", paper="内航发〔2018〕5号", superiors=[(cast.south, "leads")])
    actions.begin_relation(cast.north, group, "member", by=SYSTEM)
    assert [m.lower for m in members_of(group)] == [cast.north] and cast.north not in units_open_to(cast.chen)


def test_a_group_exists_if_and_only_if_it_has_a_founding_paper(cast: Cast) -> None:
    assert refused(lambda: actions.found_unit("小组", by=SYSTEM, kind="group", superiors=[(cast.north, "leads")])) == "act.incomplete"
    group = actions.found_unit("小组", by=SYSTEM, kind="group", paper="文", superiors=[(cast.north, "leads")])
    assert refused(lambda: actions.change_unit(group, paper="", by=SYSTEM)) == "act.incomplete"


def test_nothing_is_entered_for_a_day_to_come(cast: Cast) -> None:
    assert refused(lambda: actions.rename_unit(cast.north, "新名", by=SYSTEM, on=date(2999, 1, 1))) == "act.incomplete"


def test_a_name_entered_late_stands_between_the_names_before_and_after(cast: Cast) -> None:
    actions.rename_unit(cast.north, "丙局", by=SYSTEM, on=date(2026, 6, 1))
    actions.rename_unit(cast.north, "乙局", by=SYSTEM, on=MAY)
    assert [name.name for name in names_over_time(cast.north)] == ["丙局", "乙局", "北河省内河航运管理局"]
    assert Unit.objects.get(pk=cast.north.pk).name == "丙局" and unit_names_on(date(2026, 5, 20))[cast.north.pk] == "乙局"


def test_a_leavers_posts_pass_in_one_act_and_each_post_has_one_holder(cast: Cast) -> None:
    posts = [actions.found_post(cast.north, name, by=SYSTEM) for name in ("党组书记", "局长")]
    for post in posts:
        actions.begin_holding(post, cast.wang, by=SYSTEM)
    before = Entry.objects.count()
    actions.pass_posts(cast.wang, cast.li, by=SYSTEM, on=MAY)
    assert Entry.objects.count() == before + 1
    for post in posts:
        assert [h.person for h in Holding.objects.on(date(2026, 4, 30)).filter(post=post)] == [cast.wang]
        assert [h.person for h in Holding.objects.on(clock.today()).filter(post=post)] == [cast.li]


def test_who_holds_a_post_on_a_day_that_is_known_is_not_overwritten(cast: Cast) -> None:
    post = actions.found_post(cast.north, "局长", by=SYSTEM)
    first = actions.begin_holding(post, cast.wang, by=SYSTEM)
    actions.end_holding(first, by=SYSTEM, on=date(2026, 6, 1))
    assert refused(lambda: actions.begin_holding(post, cast.li, by=SYSTEM, since=MAY)) == "act.incomplete"


def test_an_administrator_acts_on_her_unit_and_those_below_and_nowhere_else(cast: Cast, administrators: Administrators) -> None:
    gu = acting(administrators.gu)
    below = actions.found_unit("航道处", by=gu, superiors=[(cast.north, "leads")])
    actions.rename_unit(below, "航道管理处", by=gu)
    for act in (
        lambda: actions.rename_unit(cast.south, "x", by=gu), lambda: actions.found_unit("y", by=gu, superiors=[(cast.south, "leads")]),
        lambda: actions.merge_units(cast.north, cast.south, by=gu), lambda: actions.found_unit("z", by=gu), lambda: actions.set_password(cast.zhao, "another-word-9", by=gu),
        lambda: actions.end_relation(Relation.objects.get(lower=cast.north), by=gu), lambda: actions.give_role(cast.wang, "clerk", cast.nation, by=gu),
        lambda: actions.begin_relation(cast.south, cast.north, "guides", by=gu),
    ):  # fmt: skip
        assert refused(act) == "act.not-allowed"


def test_a_clerk_manages_nothing(cast: Cast) -> None:
    assert refused(lambda: actions.rename_unit(cast.north, "x", by=acting(cast.li))) == "act.not-allowed"


def test_nobody_gives_a_role_to_herself(cast: Cast, administrators: Administrators) -> None:
    assert refused(lambda: actions.give_role(administrators.fang, "clerk", cast.nation, by=acting(administrators.fang))) == "act.incomplete"


def test_an_account_that_reaches_further_is_not_taken_over_from_below(cast: Cast, administrators: Administrators) -> None:
    actions.give_role(cast.zhao, "inspector", cast.north, by=SYSTEM)
    assert refused(lambda: actions.set_password(cast.zhao, "another-word-9", by=acting(administrators.gu))) == "act.not-allowed"


def test_the_last_administrator_of_all_is_kept(cast: Cast, administrators: Administrators) -> None:
    assert refused(lambda: actions.end_role(Role.objects.get(person=administrators.fang), by=SYSTEM)) == "act.incomplete"


def test_a_closed_account_signs_in_no_more_and_its_sessions_end(client: object, cast: Cast) -> None:
    client.force_login(cast.wang)     # type: ignore[attr-defined]
    assert client.get("/units/").status_code == 200     # type: ignore[attr-defined]
    actions.close_person(cast.wang, by=SYSTEM)
    assert client.get("/units/").status_code == 302     # type: ignore[attr-defined]
    assert not Person.objects.get(pk=cast.wang.pk).is_active and not Role.objects.on(clock.today()).filter(person=cast.wang).exists()
    assert Person.objects.get(pk=actions.reopen_person(Person.objects.get(pk=cast.wang.pk), by=SYSTEM).pk).is_active


def test_a_weak_password_is_refused_in_both_languages_and_none_is_in_the_log(cast: Cast) -> None:
    with pytest.raises(ActRefused) as error:
        actions.set_password(cast.wang, "12345", by=SYSTEM)
    assert "密码" in error.value.zh and "password" in error.value.en.lower() and "密" not in error.value.en
    actions.set_password(cast.wang, "boat-on-the-river", by=SYSTEM)
    assert not Entry.objects.filter(payload__body__contains="boat-on-the-river").exists()


def test_a_new_installation_is_started_once(db: None) -> None:
    unit, person = actions.start("总局", "root", "管", "boat-on-the-river", code="110000")
    assert unit in units_open_to(person, ["administrator"])
    assert refused(lambda: actions.start("又一局", "r2", "管", "boat-on-the-river")) == "act.incomplete"
