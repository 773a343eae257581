"""How much: the figures of a stretch of text, each with its comparator and the unit that the text gives, and none other.

万 and 亿 are multiplied out (60万亩 → 600000亩); 33.92万建档立卡贫困人口 has no measure word and keeps none. A change has a
sign (提高20%以上 → >=+20%, 降低20% → -20%), a level reached has none (提高到90% → 90%), a base it starts from (由60%提高到90%) is
no figure of the duty. Numbers in names and quotation marks (三项制度, “双百”, 5G, 30户以上自然村) count nothing; only a
quotation that is itself a figure does (“千万级”). Days and hours are figures only where they are cut or reached.
"""

from __future__ import annotations

import re
from decimal import Decimal

from luoshi.extracting import figure_words as fw
from luoshi.extracting.numerals import PlainText, plain_number, plain_text, read_number
from luoshi.extracting.quoted import quoted_spans
from luoshi.extracting.records import Quantity

_GUARD = re.compile("[0-9０-９二两三四五六七八九十亿番之万]")


def find_quantities(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """The figures of text[start:end], in reading order.

    >>> [q.value for q in find_quantities("建设100家应用基地、16家以上牧场，成本降低20%")]
    ['100家', '>=16家', '-20%']
    """
    stop = len(text) if end is None else end
    if not _GUARD.search(text, start, stop):
        return ()
    plain = plain_text(text, start, stop)
    matches = [match for match in fw.FIGURE.finditer(plain.words) if _measures(match)]
    if not matches:
        return ()
    names = quoted_spans(plain.words)
    found: list[Quantity] = []
    for before, match in zip([None, *matches], matches, strict=False):
        if _counts(match, plain.words, names):
            found.append(_quantity(match, text, plain, _shared_sign(before, match, plain.words, found)))
    return tuple(found)


def _shared_sign(before: re.Match[str] | None, match: re.Match[str], words: str, found: list[Quantity]) -> str:
    """The sign of the figure just before, where both belong to one statement: 分别增长26.9%和17.6%."""
    if not before or not found or match["unit"] != before["unit"] or not fw.SHARES.fullmatch(words, before.end(), match.start()):
        return ""
    return found[-1].comparator[-1:] if found[-1].comparator.endswith(("+", "-")) else ""


# -- is it a figure? -----------------------------------------------------------------------------------------------


def _measures(match: re.Match[str]) -> bool:
    """Whether the numeral and its unit, by themselves, can be a figure."""
    if match["number"] is None:
        return True
    if match["number"][0].isdigit():
        return _arabic_measures(match)
    return _chinese_measures(match["number"], match["unit"] or "", bool(match["upper"]))


def _arabic_measures(match: re.Match[str]) -> bool:
    """An Arabic numeral needs a unit, or 万 or 亿; 5G and 4K are names."""
    unit = match["unit"] or ""
    if unit in fw.LARGE_LATIN:
        return len(match["number"]) > 2
    if unit == "年":
        return len(match["number"]) < 4
    return bool(unit) or (match["power"] or match["number"][-1]) in ("万", "亿")


def _chinese_measures(number: str, unit: str, ranges: bool) -> bool:
    """五百家, 两个; not 一个, 三项, 百家, nor two figures side by side (三五个)."""
    if not unit or number == "一" or ranges:
        return bool(unit) and ranges
    if not set(number) & set("百千万亿"):
        return (len(number) == 1 or "十" in number) and unit in (*fw.SMALL_CHINESE, "个百分点")
    return unit not in ("项", "条", "类", "大类", "件", "次")


def _counts(match: re.Match[str], words: str, names: list[tuple[int, int]]) -> bool:
    """Whether the words around the figure leave it one."""
    start, end = match.span()
    if any(first < end and start < last and not _whole(match, words, first, last) for first, last in names):
        return False
    if match["unit"] is None:
        return match["number"] is None or _bare(match, words)
    if fw.NAMED_COUNT.match(words, match.start("unit")) or _named(match, words) or fw.NAME_BEFORE.search(words, max(0, start - 2), start):
        return False
    if fw.FROM.search(words, 0, start) and fw.RISES_TO.match(words, end):
        return False
    return _stands(match, words, match["unit"])


def _named(match: re.Match[str], words: str) -> bool:
    """两个维护, 三个代表."""
    return not match["number"][0].isdigit() and bool(fw.NAMED_CHINESE.match(words, match.start("unit")))


def _whole(match: re.Match[str], words: str, first: int, last: int) -> bool:
    """Whether the figure is all that stands between the quotation marks."""
    return words[first] != "《" and words[first + 1 : last - 1].strip() == match[0]


def _bare(match: re.Match[str], words: str) -> bool:
    """A figure in 万 or 亿 before a noun that is no measure word (33.92万贫困人口)."""
    end = match.end()
    if fw.CLASS_AFTER.match(words, end) or fw.NAME_BEFORE.search(words, 0, match.start()):
        return False
    return bool(fw.NOUN_AFTER.match(words, end) or fw.BARE_ENDS.match(words, end))


def _stands(match: re.Match[str], words: str, unit: str) -> bool:
    """Days only where cut or reached; 次 not beside a rhythm; a threshold that qualifies a noun is none."""
    start, end = match.span()
    if unit in fw.TIMES or unit == "岁":
        return bool(fw.STATED.search(words, 0, start))
    if unit == "次" and "每" in words[:start]:
        return False
    return not (unit in fw.THRESHOLD and _qualifies(words, start, end))


def _qualifies(words: str, start: int, end: int) -> bool:
    """30户以上自然村, 产值超100亿元的企业: which ones, not how many."""
    bound = fw.AFTER_FIGURE.match(words, end)
    noun = fw.NOUN_AFTER.match(words, bound.end() if bound else end)
    if not noun or fw.NOT_NOUN.match(words, noun.start()) or fw.SETS_UP.search(words, 0, start):
        return False
    return bool(bound and not bound["about"]) or bool(fw.SIZE.search(words, 0, start))


# -- its record ----------------------------------------------------------------------------------------------------


def _quantity(match: re.Match[str], text: str, plain: PlainText, shared: str) -> Quantity:
    """The figure with its comparator, as the record that all parts share."""
    words = plain.words
    before = fw.BEFORE_FIGURE.search(words, max(0, match.start() - 16), match.start())
    after = fw.AFTER_FIGURE.match(words, match.end())
    number, unit = _number(match), _unit(match)
    comparator = "" if match["fold"] is not None else _comparator(match, words, before, after, shared)
    start, end = plain.span(before.start() if before else match.start(), after.end() if after else match.end())
    prefix = "x" if match["fold"] is not None else comparator
    return Quantity(f"{prefix}{number}{unit}", start, end, text[start:end], comparator, number, unit)


def _number(match: re.Match[str]) -> str:
    """The figure in plain digits, 万 and 亿 multiplied out; of a range both ends."""
    if match["fold"] is not None:
        return str(2 ** int(read_number(match["fold"] or "一")))
    if match["parts"]:
        return plain_number(read_number(match["part"]) / (1 if match["parts"] == "百" else 10))
    if match["level"]:
        return plain_number(_level(match["level"]))
    if not match["upper"]:
        return plain_number(read_number(match["number"] + (match["power"] or "")))
    power = _power_of(match["upper"])
    own = match["number"] + (match["power"] or "") + (match["between"] if match["between"] in ("万", "亿") else "")
    low = own if _power_of(own) else own + power
    return f"{plain_number(read_number(low))}-{plain_number(read_number(match['upper']))}"


def _power_of(figure: str) -> str:
    """The 万 or 亿 at the end of an Arabic figure: 10-20万 means 万 for both."""
    found = re.search(r"(?<=\d)[百千]?[万亿]+$", figure)
    return found[0] if found else ""


def _level(words: str) -> Decimal:
    """千万 → 10000000, 万 → 10000."""
    return read_number(words)


def _unit(match: re.Match[str]) -> str:
    """The unit as given."""
    if match["parts"]:
        return "%"
    return match["unit"] or match["levelunit"] or ""


def _comparator(
    match: re.Match[str], words: str, before: re.Match[str] | None, after: re.Match[str] | None, shared: str
) -> str:
    """The bound as worded, and the sign of a change: 降低20%以上 → >=-20%, a fall of at least 20%."""
    return _bound(match, before, after) + (shared or _sign(match, words, before, _unit(match)))


def _bound(match: re.Match[str], before: re.Match[str] | None, after: re.Match[str] | None) -> str:
    """>= · <= · > · < · ~ or nothing."""
    if after:
        return ">=" if after["least"] else "<=" if after["most"] else "~"
    if before and before["bound"]:
        return fw.BOUND_OF[before["bound"]]
    return ">" if match["number"] and match["more"] else ""


def _sign(match: re.Match[str], words: str, before: re.Match[str] | None, unit: str) -> str:
    """+ or - where the figure is a change and not the level that is reached."""
    if before and before["change"] in fw.RATE_VERBS and unit not in fw.RATES:
        return ""
    if before and before["change"] and unit:
        reached = before["absolute"] and not (before["absolute"].startswith("达") and before["change"] in ("增长", "下降"))
        return "" if reached else "+" if before["up"] else "-"
    between = fw.OBJECT_BETWEEN.search(words, 0, match.start()) if unit in ("%", "个百分点") and not (before and before["absolute"]) else None
    return "" if not between else "+" if between["up"] else "-"
