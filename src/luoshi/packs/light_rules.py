"""A rule set's name and a day → the thresholds by which lights are given on that day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from luoshi.errors import PackError

FOLDER = Path(__file__).parent / "lights"


@dataclass(frozen=True, slots=True)
class LightThresholds:
    """One version of a rule set."""

    name: str
    version: str
    effective: date
    near_days: int
    """Working days before the limit from which a duty is near it."""
    behind: str
    """Share of the way by which a figure may lag, as a fraction: 1/10."""
    sent_back: int
    """Returns sent back in a row from which a duty is behind; 0: never."""


def load_light_rules(day: date, name: str = "default") -> LightThresholds:
    """The version of a rule set that holds on a day; the first one where the day is before all. PackError: there is no such set.

    >>> load_light_rules(date(2018, 9, 3)).version
    '2018-1'
    """
    versions = _versions(name)
    return next((v for v in reversed(versions) if v.effective <= day), versions[0])


@cache
def _versions(name: str) -> tuple[LightThresholds, ...]:
    path = FOLDER / f"{name}.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        rows = (LightThresholds(table["name"], v["version"], v["effective"], v["near_days"], v["behind"], v["sent_back"]) for v in table["versions"])
        return tuple(sorted(rows, key=lambda v: v.effective))
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError):
        raise PackError(f"亮灯规则“{name}”没有或不完整。", f"The light rules {name!r} are missing or incomplete.", where=path.name, next_zh="请检查规则文件。", next_en="Check the file.") from None
