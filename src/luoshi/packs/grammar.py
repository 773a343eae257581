"""How the names of units are built: 陕西省邮政管理局, 省发展改革委, 各市、县（区）人民政府, 教育行政部门, 有关部门."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from luoshi.packs.alternation import alternation
from luoshi.packs.units import load_units

Span = tuple[int, int]

_GRAMMAR = Path(__file__).parent / "units" / "grammar.toml"
_LIST = re.compile(r"[（(][区市县州旗盟、]{1,9}[）)]")
# Letters after which a name may begin, and with which an unknown place's name does not begin.
_BEFORE = "由请经报向与和及或对在为将把以从并同到是的了按让使给被同据"
# Letters of common verbs and counts, which stand before a name and are no part of a place's.
_VERBS = "强化进推落实施行建立完加快提请接受办理制定组织开展做好配合支持需要面我代表认真坚决照告听取根据遵循紧围绕依法件项个年届一二三四五六七八九十各有本全其及新增"
_GRADES = "[省市县区州盟旗]|自治[区州县]"
# A post (局长), or a word that only begins like a kind (教育部|署, 财政办|法).
_NO_POST = "(?![长员门])(?!(?<=部)[署分队位件级]|(?<=委)[托派]|(?<=办)[法理公事学案好成]|(?<=局)[面势限部]|(?<=会)[议])"


def find_units(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Where units are named in a stretch of text, in reading order, none overlapping.

    >>> text = "由省发展改革委会同教育行政部门，报国务院办公厅备案"
    >>> [text[a:b] for a, b in find_units(text)]
    ['省发展改革委', '教育行政部门', '国务院办公厅']
    """
    matches = _running().finditer(text, start, len(text) if end is None else end)
    return [match.span() for match in matches if _is_name(match, text)]


def looks_like_unit(words: str) -> bool:
    """Whether the words, as they stand, are one unit's name.

    >>> [looks_like_unit(w) for w in ("省能源局", "青岚省邮政管理局", "新发展格局", "加强督办")]
    [True, True, False, False]
    """
    if not 2 <= len(words) <= 40 or words.endswith(tuple(_not_units())):
        return False
    return bool(_whole().fullmatch(words))


def _is_name(match: re.Match[str], text: str) -> bool:
    words = match.group()
    return words not in _not_units() and (words in _whole_names() or _stands_free(text, match.start()))


def _stands_free(text: str, start: int) -> bool:
    """False where the name would begin inside a word: 上|市公司, 社|区学校."""
    return text[start] not in "市县区州盟旗镇" or start == 0 or not "一" <= text[start - 1] <= "鿿" or text[start - 1] in _BEFORE


def is_field_office(words: str) -> bool:
    """Whether the words name an office by its field alone, without a place: 省财政厅, 教育局.

    >>> is_field_office("省应急管理厅"), is_field_office("陕西局"), is_field_office("陕西省财政厅")
    (True, False, False)
    """
    return _field_office().fullmatch(words) is not None


@cache
def _field_office() -> re.Pattern[str]:
    levels, fields, kinds, _ = _parts()
    return re.compile(f"(?:{levels})?(?:{fields}){{1,8}}(?:{kinds})")


@cache
def _table() -> dict[str, list[str]]:
    with _GRAMMAR.open("rb") as file:
        return tomllib.load(file)


@cache
def _not_units() -> frozenset[str]:
    return frozenset(_table()["not_units"])


@cache
def _whole_names() -> frozenset[str]:
    return frozenset(_table()["alone"])


@cache
def _parts() -> tuple[str, str, str, str]:
    """Patterns of levels, fields, kinds and bodies."""
    table = _table()
    return (
        f"(?:{alternation(table['levels'])})(?:{_LIST.pattern})?",
        alternation(table["fields"]),
        alternation(table["kinds"]),
        alternation(table["bodies"]),
    )


@cache
def _places() -> str:
    county = r"(?:[^，。；：、（）()\s]{1,3}[区县市])?"
    return f"(?:{alternation(load_units().names)})(?:自治区|[省市州]|地区)?{county}"


def _unknown_place(longest: int, not_in: str) -> str:
    """A place that the divisions do not list: a county, or one that is no real place."""
    return rf"[^\W\da-zA-Z_{not_in}]{{1,{longest}}}?(?:{_GRADES})"


@cache
def _running() -> re.Pattern[str]:
    levels, fields, kinds, bodies = _parts()
    left = f"(?:{_places()}|{levels})"
    several = f"{fields}(?:[和、]{fields}|{fields}){{0,8}}(?:等(?:有关|相关)?|和(?:有关|相关|其他))?{kinds}"
    tail = f"(?:党组|党委|办公厅|办公室|{fields}{kinds})?"
    real = f"(?:{left}{{0,4}}{several}|{left}{{1,4}}{bodies}(?:{fields}{kinds})?|{alternation(_table()['alone'])}){tail}{_NO_POST}"
    other = rf"(?:(?<=[^一-鿿])|(?<=[{_BEFORE}])|(?<=\A)){_unknown_place(3, _BEFORE + _VERBS)}(?:{several}|人民政府){tail}{_NO_POST}"
    return re.compile(f"(?=[{_openings()}])(?:{real})|{other}")


@cache
def _openings() -> str:
    """Every letter with which a name may begin: nearly all places are passed over by this alone."""
    table = _table()
    words = (*load_units().names, *table["levels"], *table["fields"], *table["alone"])
    return "".join(sorted({word[0] for word in words}))


@cache
def _whole() -> re.Pattern[str]:
    levels, _, kinds, bodies = _parts()
    places = f"{_places()}|{_unknown_place(5, '各全有本')}"
    ending = f"(?:{alternation(['局', '厅', '委', '署', '部', '办', '院', '会', '行', '馆', '社', '所', '处', '站', '队', '校'])}|{kinds}|{bodies})"
    rooted = f"(?:{places}|{levels}){{1,4}}(?:[一-鿿—\\-·]{{1,20}}?)?{ending}"
    distinct = r"[一-鿿]{2,20}(?:厅|委员会|人民政府|办公室|管理局|总局|公司|集团|集团公司|协会|联合会|研究院|管委会|指挥部|领导小组|法院|检察院|部门|单位|机构|企业|大学|学院|银行|医院)"
    no_verb = r"(?!.*(?:强化|加强|推进|推动|落实|建立|成立|要求|组织实施|做好|完善|开展|支持|鼓励|引导|打造|培育|建设[一全新]|[的了将把]))"
    tail = r"(?:（[^（）]{1,20}）|\([^()]{1,20}\))?"
    return re.compile(f"{no_verb}(?:(?:{_running().pattern})|{rooted}|{distinct}){tail}")
