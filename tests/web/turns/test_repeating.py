"""What a return repeats is shown beside it: words of the last turn, of another unit, files seen elsewhere. Nothing is judged."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.turns.conftest import Signed

from luoshi.comparing.short_texts import RUN, ShortText, find_repeats
from luoshi.web import clock
from luoshi.web.ledger.actions.turning import check_return, give_return, open_turn
from luoshi.web.ledger.models import Return, Turn
from luoshi.web.ledger.turns.queries import WHOLE, returns_open_to
from luoshi.web.ledger.turns.repeating import marked, seen_in
from luoshi.web.people.acting import acting

SAID = "已召开专题会议研究部署，印发工作方案，组织开展全面排查整治，下一步将持续推进。"


# -- texts alone ---------------------------------------------------------------------------------------------------


def test_what_is_copied_is_found_whole_and_marked() -> None:
    [repeat] = find_repeats([ShortText(1, SAID)], [ShortText(2, f"一季度，{SAID}")])[1]
    assert (repeat.other, repeat.percent) == (2, 100)
    assert "".join(part.words for part in marked(SAID, repeat.spans) if part.marked) == SAID.rstrip("。")


def test_a_changed_figure_is_not_among_the_shared_words() -> None:
    [repeat] = find_repeats([ShortText(1, "全省共完成渡口排查150处，全部建立问题台账。")], [ShortText(2, "全省共完成渡口排查120处，全部建立问题台账。")])[1]
    assert [part.words for part in marked("全省共完成渡口排查150处，全部建立问题台账。", repeat.spans) if not part.marked] == ["150处，", "。"] or repeat.percent < 100


def test_punctuation_and_width_hide_no_copy() -> None:
    assert find_repeats([ShortText(1, SAID)], [ShortText(2, SAID.replace("，", ",").replace("。", ""))])[1][0].percent == 100


def test_quoting_the_duty_is_no_repetition() -> None:
    duty = "2018年12月底前完成全部渡口渡船隐患排查，建立问题台账。"
    assert find_repeats([ShortText(1, duty, duty)], [ShortText(2, duty)]) == {}


def test_a_few_common_words_are_no_repetition() -> None:
    assert find_repeats([ShortText(1, "本月新建候船亭4个，其余12个已完成选址。")], [ShortText(2, "已完成选址，正在办理用地手续，预计明年开工建设。")]) == {}


def test_a_text_is_not_held_beside_itself() -> None:
    assert find_repeats([ShortText(1, SAID)], [ShortText(1, SAID)]) == {}


def plainly(text: str, other: str) -> int:
    """How many characters of a text stand in runs that the other has too, the slow way."""
    return len({at + k for at in range(len(text) - RUN + 1) if text[at : at + RUN] in other for k in range(RUN)})


@given(st.lists(st.text("甲乙丙丁", min_size=1, max_size=40), min_size=1, max_size=6))
def test_the_fast_way_finds_what_the_slow_one_finds(texts: list[str]) -> None:
    asked, others = ShortText(0, texts[0]), [ShortText(n, words) for n, words in enumerate(texts[1:], 1)]
    found = {repeat.other: repeat.letters for repeat in find_repeats([asked], others).get(0, [])}
    for other in others:
        letters = plainly(asked.words, other.words)
        if other.number in found:
            assert found[other.number] == letters
        elif letters >= RUN and 2 * letters >= len(asked.words):
            assert len(found) == 3, "left out only where three repeat it as much"


def test_a_page_of_thirty_one_units_is_fast() -> None:
    texts = [ShortText(n, f"{SAID}第{n}号渡口完成整改{n % 37}处，资金到位{n}万元。其余按计划推进，拟于下月组织验收并报备案。", "渡口整改") for n in range(620)]
    start = time.process_time()
    assert len(find_repeats(texts, texts)) == 620
    assert time.process_time() - start < 4.0


# -- on the site ---------------------------------------------------------------------------------------------------


@pytest.fixture
def turn(signed: Signed) -> Turn:
    return opened(signed, date(2018, 10, 1), date(2018, 12, 31), "2019-01-02T09:00")


def opened(signed: Signed, first: date, last: date, at: str) -> Turn:
    with clock.at(at):
        return open_turn(signed.made.campaign, first, last, last.replace(month=last.month % 12 + 1, year=last.year + (last.month == 12), day=10), by=acting(signed.cast.li), person=signed.cast.li)


def given_by(signed: Signed, row: Return, words: str, at: str = "2019-01-05T09:00", **more: Any) -> Return:
    person = signed.cast.wang if row.unit == signed.cast.north else signed.cast.chen
    with clock.at(at):
        return give_return(row, {"state": "going", "words": words}, by=acting(person), person=person, **more)


def shown_to(person: Any, row: Return) -> Any:
    rows = list(returns_open_to(person).filter(pk=row.pk).select_related(*WHOLE))
    return seen_in(rows, person).get(row.pk)


def test_a_siblings_words_are_shown_to_the_superior_and_not_to_the_sibling(turn: Turn, signed: Signed) -> None:
    north = given_by(signed, Return.objects.filter(unit=signed.cast.north).first(), SAID)
    south = given_by(signed, Return.objects.filter(unit=signed.cast.south).first(), SAID)
    [one] = shown_to(signed.he, north).words
    assert (one.kind, one.other, one.percent) == ("sibling", south, 100)
    assert shown_to(signed.cast.wang, north) is None, "she does not see what the other province says"


def test_last_turns_words_are_shown_and_the_shared_ones_marked(turn: Turn, signed: Signed, client: Any) -> None:
    first = given_by(signed, Return.objects.filter(unit=signed.cast.north, duty=signed.duty("按季度")).last(), SAID)
    with clock.at("2019-01-06T09:00"):
        check_return(first, "accepted", by=acting(signed.he), person=signed.he)
    later = opened(signed, date(2019, 1, 1), date(2019, 3, 31), "2019-04-01T09:00")
    row = given_by(signed, Return.objects.get(turn=later, duty=first.duty), f"{SAID}另开会两次。", "2019-04-02T09:00")
    assert [one.kind for one in shown_to(signed.he, row).words] == ["last"]
    client.force_login(signed.he)
    page = client.get(f"/campaigns/{signed.made.campaign.pk}/checks/").content.decode()
    assert f"与上期“{turn.name}”相同" in page and f"<mark>{SAID.rstrip('。')}</mark>" in page


def test_a_file_that_was_seen_elsewhere_is_shown_with_where(turn: Turn, signed: Signed, client: Any) -> None:
    piece = {"name": "照片.jpg", "content": b"the same bytes", "kind": "site"}
    north = given_by(signed, Return.objects.filter(unit=signed.cast.north).first(), "甲", evidence=[piece])
    south = given_by(signed, Return.objects.filter(unit=signed.cast.south).first(), "乙", evidence=[piece | {"name": "改了名.jpg"}])
    [seen] = shown_to(signed.he, north).files
    assert (seen.name, seen.other) == ("照片.jpg", south)
    client.force_login(signed.he)
    assert "文件“照片.jpg”也见于" in client.get(f"/returns/{north.pk}/").content.decode()
    assert shown_to(signed.cast.wang, north) is None


def test_what_repeats_nothing_has_nothing_beside_it(turn: Turn, signed: Signed) -> None:
    assert shown_to(signed.he, given_by(signed, Return.objects.filter(unit=signed.cast.north).first(), "新建候船亭4个。")) is None
