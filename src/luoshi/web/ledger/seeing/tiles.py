"""Provinces as equal tiles: where each stands among the others, by the first two figures of its code in GB/T 2260. No borders are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.web.ledger.seeing.board import Choice, Row

SIDE, GAP = 64, 4
"""Of a tile, in the drawing's own units."""

PLACES = {
    "65": (0, 1, "新疆", "Xinjiang"), "54": (0, 4, "西藏", "Tibet"), "63": (1, 3, "青海", "Qinghai"), "62": (2, 2, "甘肃", "Gansu"), "64": (3, 2, "宁夏", "Ningxia"), "15": (4, 1, "内蒙古", "Inner M."),
    "23": (7, 0, "黑龙江", "Heilongj."), "22": (7, 1, "吉林", "Jilin"), "21": (6, 1, "辽宁", "Liaoning"), "11": (5, 1, "北京", "Beijing"), "12": (6, 2, "天津", "Tianjin"), "13": (5, 2, "河北", "Hebei"),
    "14": (4, 2, "山西", "Shanxi"), "37": (6, 3, "山东", "Shandong"), "41": (5, 3, "河南", "Henan"), "61": (4, 3, "陕西", "Shaanxi"), "51": (2, 4, "四川", "Sichuan"), "50": (3, 4, "重庆", "Chongqing"),
    "42": (4, 4, "湖北", "Hubei"), "34": (5, 4, "安徽", "Anhui"), "32": (6, 4, "江苏", "Jiangsu"), "31": (7, 4, "上海", "Shanghai"), "53": (2, 6, "云南", "Yunnan"), "52": (3, 5, "贵州", "Guizhou"),
    "43": (4, 5, "湖南", "Hunan"), "36": (5, 5, "江西", "Jiangxi"), "33": (6, 5, "浙江", "Zhejiang"), "35": (6, 6, "福建", "Fujian"), "71": (7, 6, "台湾", "Taiwan"), "45": (3, 6, "广西", "Guangxi"),
    "44": (4, 6, "广东", "Guangdong"), "81": (5, 7, "香港", "H. Kong"), "82": (4, 7, "澳门", "Macao"), "46": (3, 7, "海南", "Hainan"),
}  # fmt: skip
"""Code → column, row, name in Chinese and English (short, as it fits a tile)."""


@dataclass(frozen=True)
class Tile:
    """One province's numbers and where its tile stands."""

    code: str
    name: str
    x: int
    y: int
    lights: Counter[str]

    @property
    def count(self) -> int:
        """How many duties it has."""
        return self.lights.total()

    @property
    def query(self) -> str:
        """The query of the address of its duties."""
        return Choice(place=self.code).query()

    @property
    def worst(self) -> str:
        """The gravest light that it has: red, yellow, else ''."""
        return next((colour for colour in ("red", "yellow") if self.lights[colour]), "")


def tiles_of(rows: Iterable[Row], lang: str) -> list[Tile]:
    """A tile for each province: the duties of all units whose place lies in it, in the order of the codes."""
    sums: dict[str, Counter[str]] = {code: Counter() for code in PLACES}
    for row in rows:
        if row.unit and row.unit.code[:2] in sums:
            sums[row.unit.code[:2]] += row.sums
    return [Tile(code, PLACES[code][2 + (lang == "en")], PLACES[code][0] * (SIDE + GAP), PLACES[code][1] * (SIDE + GAP), sums[code]) for code in sorted(PLACES)]
