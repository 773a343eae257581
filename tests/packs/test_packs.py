"""Packs are data that load, say what they are, and fail with a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from luoshi.errors import PackError, TableError
from luoshi.packs import awaited, load_pack, pack_names, read_expected, same_unit

MECHANISMS = ["leading-group", "rhythm", "plan", "list", "supervision", "assessment", "accountability", "bulletin", "programme", "dated", "person"]


@pytest.mark.parametrize("name", pack_names())
def test_a_pack_has_the_five_themes_and_all_mechanisms(name: str) -> None:
    pack = load_pack(name)
    assert [theme.code for theme in pack.themes] == ["risk", "poverty", "green", "lead", "develop"]
    assert [mechanism.code for mechanism in pack.mechanisms] == MECHANISMS
    assert all(theme.words and theme.zh and theme.en for theme in pack.themes)


@pytest.mark.parametrize("name", pack_names())
def test_every_mechanism_word_is_a_pattern(name: str) -> None:
    for mechanism in load_pack(name).mechanisms:
        for word in (*mechanism.words, *mechanism.not_words):
            re.compile(word)


@pytest.mark.parametrize("name", pack_names())
def test_no_word_shows_two_themes(name: str) -> None:
    words = [word for theme in load_pack(name).themes for word in theme.words]
    assert len(words) == len(set(words))


def test_no_name_gives_the_general_pack() -> None:
    assert load_pack(None).name == "general"


def test_the_postal_pack_expects_thirty_one_bureaus() -> None:
    units = load_pack("postal-2018").units
    assert len(units) == 31
    assert "陕西省邮政管理局" in units and "新疆维吾尔自治区邮政管理局" in units


def test_a_programme_without_a_definition_says_so() -> None:
    pack = load_pack("postal-2018")
    red_lines, systems = pack.programme("两条红线"), pack.programme("三项制度")
    assert red_lines is not None and not red_lines.is_defined
    assert systems is not None and systems.is_defined and systems.source


def test_an_unknown_pack_is_answered_with_the_known_ones() -> None:
    with pytest.raises(PackError) as error:
        load_pack("railway-1899")
    assert "postal-2018" in error.value.sentence("zh") and "general" in error.value.sentence("en")


def test_a_pack_of_ones_own_is_read_from_its_folder(tmp_path: Path) -> None:
    text = 'name = "own"\nzh = "自有"\nen = "Own"\nextends = "general"\nunits = "u.csv"\n'
    (tmp_path / "pack.toml").write_text(text, encoding="utf-8")
    (tmp_path / "u.csv").write_text("单位\n甲市财政局\n", encoding="utf-8")
    pack = load_pack(tmp_path)
    assert pack.units == ("甲市财政局",)
    assert pack.themes == load_pack().themes


@pytest.mark.parametrize("text", ["name = ", 'zh = "x"\nen = "x"\n', 'name="x"\nzh="x"\nen="x"\n[[themes]]\ncode="risk"\n'])
def test_a_broken_pack_says_which_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "pack.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as error:
        load_pack(tmp_path)
    assert "pack.toml" in error.value.where


def test_units_are_read_from_csv_in_either_encoding(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        path = tmp_path / f"{encoding}.csv"
        path.write_text("序号,单位\n1,甲市财政局\n2,乙市财政局\n3,甲市财政局\n", encoding=encoding)
        assert read_expected(path) == ("甲市财政局", "乙市财政局")


def test_units_are_read_from_xlsx(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["unit", "phone"], ["甲市财政局", 1], [None, None], ["乙市财政局", 2]):
        sheet.append(row)
    book.save(tmp_path / "u.xlsx")
    assert read_expected(tmp_path / "u.xlsx") == ("甲市财政局", "乙市财政局")


def test_a_table_without_the_column_names_those_it_has(tmp_path: Path) -> None:
    path = tmp_path / "u.csv"
    path.write_text("电话,地址\n1,2\n", encoding="utf-8")
    with pytest.raises(TableError) as error:
        read_expected(path)
    assert "电话" in error.value.sentence("zh")


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "u.pdf").write_bytes(b"x")
    (tmp_path / "u.xlsx").write_bytes(b"x")
    for name, kind in (("u.pdf", PackError), ("none.csv", PackError), ("u.xlsx", TableError)):
        with pytest.raises(kind):
            read_expected(tmp_path / name)


def test_who_has_not_spoken_is_awaited() -> None:
    pack = load_pack("postal-2018")
    spoken = ["陕西局", "广西自治区邮政管理局", "新疆自治区邮政管理局"]
    rest = awaited(pack.units, spoken)
    assert len(rest) == 28
    assert not any(same_unit(a, b) for a in rest for b in spoken)
