"""A pack's name or folder → Pack."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from luoshi.errors import PackError
from luoshi.packs.expected import read_expected
from luoshi.packs.records import UNDEFINED, Mechanism, Pack, Programme, Theme

HERE = Path(__file__).parent
GENERAL = "general"
Table = dict[str, Any]


def pack_names() -> tuple[str, ...]:
    """The packs that are shipped.

    >>> pack_names()
    ('general', 'postal-2018')
    """
    return tuple(sorted(path.parent.name for path in HERE.glob("*/pack.toml")))


def load_pack(name: str | Path | None = None) -> Pack:
    """The pack with this name, or in this folder or .toml file; None gives the general one. PackError if it cannot be had.

    >>> [theme.code for theme in load_pack().themes]
    ['risk', 'poverty', 'green', 'lead', 'develop']
    """
    return _load(_pack_file(name or GENERAL))


def _pack_file(name: str | Path) -> Path:
    if isinstance(name, str) and name in pack_names():
        return HERE / name / "pack.toml"
    given = Path(name)
    for path in (given, given / "pack.toml"):
        if path.suffix == ".toml" and path.is_file():
            return path
    known = "、".join(pack_names())
    raise PackError(
        f"没有名为“{name}”的专项包。",
        f"There is no pack “{name}”.",
        next_zh=f"可用的有：{known}；也可给出含 pack.toml 的文件夹。",
        next_en=f"There are: {', '.join(pack_names())}; or name a folder that holds a pack.toml.",
    )


@cache
def _load(path: Path) -> Pack:
    table = _read_toml(path)
    base = _load(_pack_file(table["extends"])) if "extends" in table else None
    try:
        return _pack(table, base, path)
    except KeyError as missing:
        raise _bad(path, f"缺少字段 {missing}", f"the field {missing} is missing") from None
    except (TypeError, AttributeError):
        raise _bad(path, "字段的类型不对", "a field has the wrong type") from None


def _read_toml(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(path, f"不是有效的 TOML（{error}）", f"it is not valid TOML ({error})") from None


def _bad(path: Path, zh: str, en: str) -> PackError:
    return PackError(
        f"专项包有误：{zh}。", f"The pack does not fit: {en}.", where=str(path),
        next_zh="请对照 packs/general/pack.toml 修改。", next_en="Compare it with packs/general/pack.toml.",
    )


def _pack(table: Table, base: Pack | None, path: Path) -> Pack:
    themes = tuple(_theme(row) for row in table.get("themes", ()))
    return Pack(
        name=table["name"],
        zh=table["zh"],
        en=table["en"],
        themes=_with_general_words(themes, base),
        mechanisms=_mechanisms(table, base),
        programmes=tuple(_programme(row) for row in table.get("programmes", ())),
        units=read_expected(path.parent / table["units"]) if "units" in table else (),
        dated=table.get("dated", ""),
    )


def _theme(row: Table) -> Theme:
    return Theme(row["code"], row["zh"], row["en"], tuple(row["words"]), tuple(row.get("weak", ())))


def _with_general_words(themes: tuple[Theme, ...], base: Pack | None) -> tuple[Theme, ...]:
    """The pack's themes, each with the words of its namesake in the base that the pack gives to no theme of its own."""
    if base is None or not themes:
        return themes or (base.themes if base else ())
    own = {word for theme in themes for word in (*theme.words, *theme.weak)}
    bases = {theme.code: theme for theme in base.themes}
    return tuple(_joined(theme, bases.get(theme.code), own) for theme in themes)


def _joined(theme: Theme, general: Theme | None, own: set[str]) -> Theme:
    if general is None:
        return theme
    words = (*theme.words, *(w for w in general.words if w not in own))
    weak = (*theme.weak, *(w for w in general.weak if w not in own))
    return Theme(theme.code, theme.zh, theme.en, words, weak)


def _mechanisms(table: Table, base: Pack | None) -> tuple[Mechanism, ...]:
    own = {row["code"]: _mechanism(row) for row in table.get("mechanisms", ())}
    inherited = [own.pop(m.code, m) for m in base.mechanisms] if base else []
    return (*inherited, *own.values())


def _mechanism(row: Table) -> Mechanism:
    return Mechanism(row["code"], row["zh"], row["en"], tuple(row["words"]), tuple(row.get("not_words", ())))


def _programme(row: Table) -> Programme:
    return Programme(
        row["name"], row.get("theme", ""), row.get("definition", UNDEFINED), row.get("source", ""), row.get("dated", ""), tuple(row.get("also", ())),
    )
