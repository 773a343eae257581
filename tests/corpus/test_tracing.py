"""Where the words of a store's documents come from: its earlier or higher documents, judged as compare judges a family."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_corpus import documents, write_lines

from luoshi.corpus import Lineage, Store, build, family, lineage, open_store, reuse, tracing
from luoshi.writing.lineage_svg import lineage_svg

NATION = "各级渔港管理机构应当每月排查渔船安全隐患，建立隐患清单，逐项销号。每年汛期前完成防台风演练，演练情况存档三年。"
PROVINCE = "全省各级渔港管理机构应当每月排查渔船安全隐患，建立隐患清单，逐项销号。设区的市每季度通报一次排查情况。"
CITY = "我市各渔港应当每月排查渔船安全隐患，建立隐患清单，逐项销号。设区的市每季度通报一次排查情况，抄送海事机构。"
SISTER = "各渔港应当每月排查渔船安全隐患，建立隐患清单，逐项销号，抄送海事机构。我市另设夜间值守补助。"
TEXTS = [
    ("national", "国务院办公厅", "2017-03-01", NATION),
    ("province", "浙江省人民政府", "2018-02", PROVINCE),
    ("city", "舟山市人民政府", "2018-09-03", CITY),
    ("sister", "德州市人民政府", "2018-10", SISTER),
    ("copy", "舟山市人民政府", "2019", CITY.replace("，抄送", "、抄送")),
    ("other", "", "", "读者凭证借阅图书，逾期未还的暂停借阅三十日。"),
]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("lineage")
    rows = [{"id": id, "unit": unit, "date": date, "text": text} for id, unit, date, text in TEXTS]
    build(write_lines(folder / "a.jsonl", rows), folder / "store")
    return open_store(folder / "store")


@pytest.fixture(scope="module")
def found(texts: Store) -> Lineage:
    return lineage(texts)


def likely(found: Lineage) -> dict[str, str]:
    return {one.id: one.source_id for one in found.likely()}


def test_a_city_has_its_words_from_its_province_and_the_province_from_the_nation(found: Lineage) -> None:
    assert likely(found)["city"] == "province"
    assert likely(found)["province"] == "national"


def test_the_first_and_what_nobody_shares_have_no_source(found: Lineage) -> None:
    assert not {"national", "other"} & likely(found).keys()


def test_another_provinces_city_does_not_stand_below_the_province(found: Lineage) -> None:
    assert likely(found)["sister"] == "national"


def test_a_reprint_is_told_as_one_and_has_no_other_source(found: Lineage) -> None:
    assert found.groups() == (("city", "copy"),)
    assert [(one.source_id, one.reasons) for one in found.likely() if one.id == "copy"] == [("city", ("reprint",))]


def test_shares_are_of_the_documents_letters(texts: Store, found: Lineage) -> None:
    letters = dict(zip(*texts.table(["number", "letters"]).to_pydict().values(), strict=True))
    for one in found.likely():
        assert one.share == one.letters / letters[one.number]


def test_each_passage_has_its_source_with_the_words_of_both(texts: Store, found: Lineage) -> None:
    rows = texts.rows(range(texts.documents))
    told = found.origins.to_pylist()
    assert told
    for one in told:
        words, source = rows[one["number"]].text[one["start"] : one["end"]], rows[one["source"]].text[one["source_start"] : one["source_end"]]
        assert set(words) & set(source)
    assert any("每季度通报一次排查情况" in rows[one["number"]].text[one["start"] : one["end"]] for one in told)


def test_passages_that_were_found_before_give_the_same(texts: Store, found: Lineage) -> None:
    again = lineage(texts, passages=reuse(texts).passages)
    assert again.descents.equals(found.descents)
    assert again.origins.equals(found.origins)


def test_a_large_store_judges_those_with_most_in_common(texts: Store, found: Lineage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "LARGEST_FAMILY", 3)
    monkeypatch.setattr(tracing, "NOMINATED", 2)
    assert likely(lineage(texts)) == likely(found)


def test_a_family_has_a_picture_and_a_crowd_has_none(texts: Store, found: Lineage, tmp_path: Path) -> None:
    comparison = family(texts, found)
    assert comparison is not None
    assert "浙江省" in lineage_svg(comparison)
    build(write_lines(tmp_path / "a.jsonl", documents(61, sentences=2)), tmp_path / "store")
    assert family(open_store(tmp_path / "store"), found) is None
