"""Duties below a duty cover it or the gap shows; one duty asked for by several is one row."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.cast import Cast
from tests.web.ledger.made_list import Made, accept_all, make_campaign

from luoshi.errors import ActRefused
from luoshi.web.ledger.actions.cascading import cascade, complete_split, coverage_of, join, release
from luoshi.web.ledger.actions.signing import sign
from luoshi.web.ledger.models import Duty
from luoshi.web.log.actions import record, undo
from luoshi.web.log.models import Entry
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting


@pytest.fixture
def made(cast: Cast) -> Made:
    made = make_campaign(cast)
    accept_all(made, cast)
    return made


def say(made: Made, cast: Cast, duty: Duty, **fields: Any) -> None:
    kind = "duty.assigned" if fields.keys() <= {"supports", "lead"} else "duty.edited"
    record(kind, made.campaign.chain, {duty.subject: fields}, by=acting(cast.li))


def put_below(made: Made, cast: Cast, parent: int, *children: int) -> Duty:
    rows = made.duties
    cascade(rows[parent], [rows[n] for n in children], by=acting(cast.li), person=cast.li)
    return Duty.objects.get(pk=rows[parent].pk)


def gaps(parent: Duty) -> list[tuple[str, str, str]]:
    return [(part.what, part.words, part.reason) for part in coverage_of(parent).gaps]


def test_a_count_is_covered_when_the_childrens_sum_reaches_it(made: Made, cast: Cast) -> None:
    say(made, cast, made.duties[0], quantity="58个")
    say(made, cast, made.duties[8], quantity="30个")
    parent = put_below(made, cast, 0, 8)
    assert gaps(parent) == [("quantity", "58个", "too-little")]
    say(made, cast, made.duties[9], quantity="28个")
    assert gaps(put_below(made, cast, 0, 9)) == []


def test_a_rate_is_carried_by_a_child_that_is_as_strict(made: Made, cast: Cast) -> None:
    say(made, cast, made.duties[8], quantity="75%以上")
    parent = put_below(made, cast, 4, 8)
    assert ("quantity", "80%以上", "too-little") in [(what, words.removeprefix("达到"), reason) for what, words, reason in gaps(parent)]
    say(made, cast, made.duties[8], quantity="85%以上", due="2020", last_day="2020-12-31")
    assert gaps(parent) == []


def test_each_supporting_unit_has_a_child_of_its_own(made: Made, cast: Cast) -> None:
    say(made, cast, made.duties[0], supports=[cast.south.pk])
    parent = put_below(made, cast, 0, 1)
    assert gaps(parent) == [("unit", cast.south.name, "nobody")]
    assert gaps(put_below(made, cast, 0, 8)) == []


def test_a_child_that_ends_later_than_its_parent_shows(made: Made, cast: Cast) -> None:
    say(made, cast, made.duties[8], due="2019", last_day="2019-12-31")
    assert [(what, reason) for what, _, reason in gaps(put_below(made, cast, 1, 8))] == [("deadline", "later")]


def test_a_deliverable_that_no_child_names_shows(made: Made, cast: Cast) -> None:
    assert gaps(put_below(made, cast, 7, 8)) == [("deliverable", "责任清单", "not-named")]


def test_a_parent_with_an_uncovered_part_is_not_marked_complete_and_the_part_is_named(made: Made, cast: Cast) -> None:
    parent = put_below(made, cast, 7, 8)
    with pytest.raises(ActRefused, match="责任清单"):
        complete_split(parent, by=acting(cast.li), person=cast.li)
    say(made, cast, made.duties[8], deliverables="三年行动方案、责任清单")
    assert complete_split(parent, by=acting(cast.li), person=cast.li).split_complete


def test_without_children_nothing_is_covered(made: Made, cast: Cast) -> None:
    assert not coverage_of(made.duties[11]).is_complete


def test_a_duty_does_not_stand_below_itself_nor_below_what_stands_below_it(made: Made, cast: Cast) -> None:
    put_below(made, cast, 0, 1)
    put_below(made, cast, 1, 2)
    for child in (0, 2):
        with pytest.raises(ActRefused, match="下级"):
            put_below(made, cast, 2, child)


def test_a_child_is_released(made: Made, cast: Cast) -> None:
    put_below(made, cast, 0, 1)
    assert release(made.duties[1], by=acting(cast.li), person=cast.li).parent_id is None
    assert list(differences()) == []


def test_one_duty_asked_for_twice_is_one_row_with_both_places(made: Made, cast: Cast) -> None:
    one, other = made.duties[7], made.duties[8]
    joined = join(one, [other], by=acting(cast.li), person=cast.li)
    assert [s["words"] for s in joined.sources] == [one.words, other.words]
    assert joined.supports == [cast.south.pk]
    gone = Duty.objects.get(pk=other.pk)
    assert (gone.status, gone.into_id) == ("merged", one.pk)


def test_a_live_duty_gains_a_source_and_keeps_its_words_and_its_deadline(made: Made, cast: Cast) -> None:
    live = made.duties[1]
    record("duty.reopened", made.campaign.chain, {made.duties[8].subject: {"status": "found", "why": ""}}, by=acting(cast.li))
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    joined = join(Duty.objects.get(pk=live.pk), [made.duties[8]], by=acting(cast.li), person=cast.li)
    assert (joined.words, joined.due, joined.status, len(joined.sources)) == (live.words, live.due, "live", 2)
    undo(Entry.objects.get(kind="duty.joined"), by=acting(cast.li))
    assert (len(Duty.objects.get(pk=live.pk).sources), made.duties[8].status) == (1, "found")
    assert list(differences()) == []


def test_what_is_live_is_not_joined_away(made: Made, cast: Cast) -> None:
    sign(made.campaign, by=acting(cast.zhao), person=cast.zhao)
    with pytest.raises(ActRefused):
        join(made.duties[0], [made.duties[1]], by=acting(cast.li), person=cast.li)
