"""One stretch of words and every side that has it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from real_texts import made, named, needs_the_page, page

from luoshi.comparing import Cluster, Passage, Side
from luoshi.comparing.sharing.passages import find_passages
from luoshi.comparing.tracing.clusters import find_clusters

SENTENCES = ["每月报送检查进展情况", "每月及时报送检查进展情况", "各县局要加强督促检查", "成立由局长任组长的领导小组", "成立领导小组，由局长任组长", "无"]


def passage(a: Side, a_words: str, b: Side, b_words: str, similarity: float = 1.0) -> Passage:
    """A passage between words of two sides."""
    a_start, b_start = a.text.index(a_words), b.text.index(b_words)
    return Passage(a.key, a_start, a_start + len(a_words), b.key, b_start, b_start + len(b_words), "edited", similarity, min(len(a_words), len(b_words)))


def words_of(sides: Sequence[Side], cluster: Cluster) -> list[str]:
    texts = {side.key: side.text for side in sides}
    return [texts[key][start:end] for key, start, end in cluster.members]


def found_in(sides: Sequence[Side]) -> tuple[tuple[Passage, ...], tuple[Cluster, ...]]:
    return find_clusters(sides, find_passages(sides))


def test_three_that_have_the_same_words_are_one_cluster() -> None:
    sides = made("请按要求每月报送检查进展。", "每月报送检查进展，并通报。", "我局每月报送检查进展。")
    passages, [cluster] = found_in(sides)
    assert words_of(sides, cluster) == ["每月报送检查进展"] * 3
    assert {(each.cluster, each.carriers) for each in passages} == {(0, 3)}


def test_stretches_that_lie_over_each_other_are_one_member() -> None:
    one, other, third = made("我局每月报送检查进展情况说明。", "每月报送检查进展情况", "报送检查进展情况说明")
    passages = [passage(one, "每月报送检查进展情况", other, other.text), passage(one, "报送检查进展情况说明", third, third.text)]
    _, [cluster] = find_clusters([one, other, third], passages)
    assert cluster.members == (("0", 2, 14), ("1", 0, 10), ("2", 0, 10))


def test_a_bridge_of_few_letters_does_not_make_one_heap() -> None:
    a, b = "每月报送检查进展情况并抄送县局", "各县局要加强督促检查和业务指导"
    sides = made(a, a, b, b)
    passages = [passage(sides[0], a, sides[1], a), passage(sides[2], b, sides[3], b), passage(sides[1], a, sides[2], b, 0.2)]
    _, clusters = find_clusters(sides, passages)
    assert sorted([key for key, _, _ in cluster.members] for cluster in clusters) == [["0", "1"], ["2", "3"]]


def test_what_stands_twice_in_one_text_is_one_carrier() -> None:
    sides = made("每月报送检查进展。其他照旧。每月报送检查进展。", "每月报送检查进展。")
    _, [cluster] = found_in(sides)
    assert (len(cluster.members), cluster.carriers) == (3, 2)


def test_what_two_have_tells_more_than_what_all_have() -> None:
    common, rare = "认真学习贯彻会议精神", "开通渔港灯塔邮路专线"
    sides = made(*(f"{common}。{rare}。" for _ in range(2)), *(f"{common}。" for _ in range(4)))
    passages = [passage(a, common, b, common) for a, b in combinations(sides, 2)] + [passage(sides[0], rare, sides[1], rare)]
    _, clusters = find_clusters(sides, passages)
    assert [words_of(sides, cluster)[0] for cluster in clusters] == [rare, common]
    assert clusters[0].rarity > clusters[1].rarity > 0


def test_without_passages_there_are_no_clusters() -> None:
    assert find_clusters(made("甲", "乙"), ()) == ((), ())
    assert find_clusters((), ()) == ((), ())


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.sampled_from(SENTENCES), max_size=4).map("。".join), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_texts_changes_nothing(texts: list[str], chance: object) -> None:
    def told(sides: Sequence[Side]) -> list[tuple[object, ...]]:
        _, clusters = found_in(sides)
        return [(cluster.carriers, cluster.rarity, sorted((texts[int(key)], start, end) for key, start, end in cluster.members)) for cluster in clusters]

    sides = made(*texts)
    shuffled = sides[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert told(sides) == told(shuffled)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.sampled_from(SENTENCES), max_size=4).map("。".join), max_size=5))
def test_every_passage_has_a_cluster_and_every_cluster_two_carriers(texts: list[str]) -> None:
    passages, clusters = found_in(made(*texts))
    assert [cluster.index for cluster in clusters] == list(range(len(clusters)))
    assert all(cluster.carriers == len({key for key, _, _ in cluster.members}) >= 2 for cluster in clusters)
    assert all(each.carriers == clusters[each.cluster].carriers for each in passages)


@needs_the_page
def test_on_the_real_page_what_most_units_say_is_one_cluster() -> None:
    _, clusters = found_in(page())
    most = max(clusters, key=lambda cluster: cluster.carriers)
    assert most.carriers >= 4
    assert named(page(), "广西").key in {key for key, _, _ in most.members}
