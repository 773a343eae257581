"""Who says what: the lead's list of units, one statement per unit, and a unit's answer to another directive."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.packs import Units, find_units, is_field_office, load_units, looks_like_unit, same_unit
from luoshi.reading.document import Span, Statement
from luoshi.reading.structure.lines import Line

_WRAPPED = re.compile(r"^[【\[〔●■◆▲○·\s]*(?P<name>[^【】\[\]〔〕：:，。\s]{2,30})[】\]〕：:\s]*$")
_NAME_ONLY = re.compile(r"^[【\[〔](?P<name>[^【】\[\]〔〕]{2,30})[】\]〕]")
_SPEAKS = (
    "强调|指出|要求|提出|表示|明确|认为|部署|召开|组织召开|传达|认真传达|传达学习|学习传达|迅速传达|及时传达|第一时间传达|专题学习|认真学习|深入学习|认真贯彻|深入贯彻|坚决贯彻|结合实际|立足|围绕|将|党组|迅速|立即|高度重视|积极|第一时间|把|切实|制定|印发|出台|近日|日前|结合|坚持|计划|聚焦|紧扣|按照|针对|持续|全面|扎实|着力|对标|通过"
)
_RUN_IN = re.compile(rf"(?:(?:近日|日前|近期|连日来|(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}日)?(?:上午|下午|晚)?)[，,]?)?(?P<name>[一-鿿（）()]{{2,24}}?)(?P<mark>[：:](?!(?:主要|具体|统筹)?(?:负责|牵头|配合|承担|会同))|[ 　]+(?=[一-鿿])|[，,]?(?=(?:党组|党委)?(?:{_SPEAKS})))")
_VERBS = "就|对|针对|围绕|传达学习(?:了|贯彻)?|学习传达(?:了|贯彻)?|传达(?:了)?|学习(?:了|贯彻)?|贯彻(?:落实)?"
_OTHER_DIRECTIVES = (
    re.compile(rf"(?P<who>[一-鿿]{{2,20}}?)(?:党组|党委)?(?:还|同时|另外|此外|又|另)[，,]?[一-鿿]{{0,6}}?(?:{_VERBS})(?P<rest>.+)", re.DOTALL),
    re.compile(rf"(?:此外|另外|同时|会后|随后|会议期间)[，,]?(?P<who>[一-鿿]{{2,20}}?)(?:党组|党委)?(?:还|也|又|另)?(?:专门|专题|及时)?(?:{_VERBS})(?P<rest>.+)", re.DOTALL),
)
_SELF = ("会议", "该局", "该厅", "该市", "该省", "省局", "市局", "区局", "全局", "局党组", "党组会议", "会上", "我局", "本局")
_DIRECTIVE_END = re.compile(r"(?:重要|系列)*(?:指示批示|讲话|指示|批示|部署|会议|文件|通知|意见)?(?:要求)?精神|(?:重要)?(?:指示批示|批示|指示|讲话)(?:要求)?")
_ASKS = re.compile(r"[，,]\s*(?:并)?(?:另行|专门|分别|就此|随后|又)?(?:作出|做出|提出|要求|强调|明确|指出|进行|开展|研究|部署)|[。；]")
_LIST = re.compile(r"(?P<names>(?:(?!等)[一-鿿]){2,12}(?:、(?:(?!等)[一-鿿]){2,12})+)(?P<open>等)?(?P<count>[0-9一二三四五六七八九十两]{1,3})?个?(?P<kind>省|市|区)?[^，。；]{0,16}?(?P<body>[一-鿿]{2,12}?(?:局|厅|委|办|部门|公司|政府))(?=[^一-鿿]|分别|认真|及时|迅速|相继|先后|传达|学习|召开|组织|结合|积极|就|对|党组|$)")
_BODY_TRIM = re.compile(r"^[）)]?(?:省|市|自治区|直辖市|区|县|[（(][^（）()]*[）)]|、)*")
_LONGEST_LEAD = 3000
_LEAD_OPENING = re.compile(r"^(?:日前|近日|近期|连日来|最近|今日|昨日|截至|[（(]?本报|本网|新华社|中新社|人民网|据|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月\d{1,2}日)")

_NOT_A_LEAD = re.compile(r"(?:要求|强调|指出|提出)(?!的|精神|意见|相关)|会议.{0,20}(?:通过|修正|修订|批准)")


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a unit begins to speak: the line, where its name stands, and whether the line is nothing but the name."""

    line: int
    unit: str
    name: Span
    whole_line: bool


def find_openings(lines: Sequence[Line], body: Sequence[int]) -> list[Opening]:
    """Where units begin to speak in the lines `body`; empty where the document speaks with one voice."""
    if not body:
        return []
    headings = [o for i, after in zip(body, [*body[1:], None], strict=True) if (o := _heading(lines, i, after))]
    if len({o.unit for o in headings}) >= 2 or (headings and (headings[0].line == body[0] or _has_lead(lines, body, headings[0].line))):
        return headings
    run_in = [o for i in body if (o := _run_in(lines[i], i))]
    return _first_of_each(run_in) if len({o.unit for o in run_in}) >= 2 else []


def _heading(lines: Sequence[Line], index: int, after: int | None) -> Opening | None:
    line = lines[index]
    offset = len(line.numbering.words) if line.numbering else 0
    words = line.text[offset:]
    match = _WRAPPED.match(words) if len(words) <= 36 else None
    if match is None or after is None or not _follows(lines[after]):
        return None
    name = match["name"]
    wrapped = words[0] in "【[〔"
    if not (_is_unit_heading(name) or (wrapped and load_units().find(name)) or _is_place(name)):
        return None
    start = line.start + offset + line.text[offset:].index(name)
    return Opening(index, name, (start, start + len(name)), True)


def _is_unit_heading(name: str) -> bool:
    """A body's own name: placed, and not a kind of office in general (各部门, 企业, 省发展改革委)."""
    return looks_like_unit(name) and (load_units().find(name) is not None or _has_own_place(name))


_OWN_PLACE = re.compile(r"^(?!各|全|有关|相关|县级以上)[一-鿿]{1,6}?(?:省|市|县|区|州|盟|旗|自治区)[一-鿿]{1,16}(?:局|厅|委|政府|办|公司|中心|院|会|行|部)$|^[一-鿿]{2,4}(?:局|厅|委)$")


def _has_own_place(name: str) -> bool:
    return _OWN_PLACE.match(name) is not None and not is_field_office(name)


def _is_place(name: str) -> bool:
    division = load_units().find(name)
    return division is not None and name in (division.name, *division.short)


def _follows(line: Line) -> bool:
    """Whether what comes after a name is running text: a name above a date is a signature."""
    return line.is_running_text or line.numbering is not None


def _has_lead(lines: Sequence[Line], body: Sequence[int], first: int) -> bool:
    return any(lines[i].is_running_text for i in body if i < first)


def _run_in(line: Line, index: int) -> Opening | None:
    """A unit's name that opens a paragraph and is followed by what it says."""
    wrapped = _NAME_ONLY.match(line.text)
    if wrapped and (load_units().find(wrapped["name"]) or looks_like_unit(wrapped["name"])):
        return Opening(index, wrapped["name"], (line.start + wrapped.start("name"), line.start + wrapped.end("name")), False)
    offset = len(line.numbering.words) if line.numbering else 0
    match = _RUN_IN.match(line.text, offset)
    if match is None:
        return None
    name = match["name"]
    placed = load_units().find(name) is not None or _has_own_place(name)
    if not placed or not (looks_like_unit(name) or (match["mark"] in "：:" and match["mark"] and _is_place(name))):
        return None
    return Opening(index, name, (line.start + match.start("name"), line.start + match.end("name")), False)


def _first_of_each(openings: Sequence[Opening]) -> list[Opening]:
    """A unit that goes on in a further paragraph under its short name does not begin anew."""
    kept: list[Opening] = []
    for opening in openings:
        if not kept or not same_unit(kept[-1].unit, opening.unit):
            kept.append(opening)
    return kept


def build_statements(lines: Sequence[Line], body: Sequence[int], openings: Sequence[Opening], issuer: str, main: str) -> tuple[Statement, ...]:
    """One statement per opening and directive; without openings, one for the issuer, or for the one unit whose name opens the text
    (甲市邮政管理局强调，…). `main` is the text that names the main directive."""
    if not body:
        return ()
    if not openings:
        whole = [Statement(0, lines[body[0]].start, lines[body[-1]].end, issuer or _sole_speaker(lines, body))]
        return _numbered(whole)
    found: list[Statement] = []
    starts = [bisect_left(body, opening.line) for opening in openings]
    for opening, first, last in zip(openings, starts, [*starts[1:], len(body)], strict=True):
        found.extend(_of_unit(lines, body[first:last], opening, main))
    return _numbered(found)


_OPENING_LINES = 2


def _sole_speaker(lines: Sequence[Line], body: Sequence[int]) -> str:
    return next((o.unit for i in body[:_OPENING_LINES] if (o := _run_in(lines[i], i))), "")


def _numbered(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(Statement(i, s.start, s.end, s.unit, s.heading, s.directive) for i, s in enumerate(statements))


def _of_unit(lines: Sequence[Line], part: Sequence[int], opening: Opening, main: str) -> list[Statement]:
    """A unit's statements: the main one, and one from each paragraph on that turns to another directive."""
    turns = [(i, words) for i in part[1:] if (words := other_directive(lines[i].text, opening.unit, main))]
    starts = [(part[0], ""), *turns]
    ends = [*(part[part.index(i) - 1] for i, _ in turns), part[-1]]
    return [Statement(0, lines[i].start, lines[end].end, opening.unit, opening.name, words) for (i, words), end in zip(starts, ends, strict=True)]


def other_directive(words: str, unit: str, main: str) -> str:
    """The words that name another directive to which a paragraph turns, or ''.

    >>> other_directive("甲市局还对王局长近期调研时的重要指示精神，要求认真落实。", "甲市邮政管理局", "部署会议精神")
    '王局长近期调研时的重要指示精神'
    """
    match = next((m for pattern in _OTHER_DIRECTIVES if (m := pattern.match(words[:300]))), None)
    if match is None or not (match["who"].endswith(_SELF) or same_unit(match["who"], unit)):
        return ""
    rest = match["rest"]
    stop = _ASKS.search(rest)
    ends = [m.end() for m in _DIRECTIVE_END.finditer(rest, 0, stop.start() if stop else len(rest))]
    named = rest[: ends[-1]].lstrip("了，, ") if ends else ""
    return named if named and not _is_same_directive(named, main) else ""


def _is_same_directive(named: str, main: str) -> bool:
    """Whether most letter pairs of a directive's name stand in the text that names the main one."""
    pairs = {named[i : i + 2] for i in range(len(named) - 1)}
    return sum(pair in main for pair in pairs) > 0.6 * len(pairs)


def lead_units(lead: str, headings: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """(the units that a lead lists, in full; whether its list is open), each as the headings name it where they do.

    >>> lead_units("日前，山西、广西等省（自治区）邮政管理局传达学习会议精神。", ["广西自治区邮政管理局"])
    (('山西省邮政管理局', '广西自治区邮政管理局'), True)
    """
    lead = lead[:_LONGEST_LEAD]
    for match in _LIST.finditer(lead):
        names = re.split("、", re.sub(r"^.*?(?:由|是|有|在|和|与|对|以及)(?=[一-鿿])", "", match["names"]) if not load_units().find(match["names"]) else match["names"])
        if sum(load_units().find(name) is not None for name in names) >= max(2, len(names) - 1) or _all_headed(names, headings):
            units = tuple(_in_full(name, match["body"], headings) for name in names)
            return units, match["open"] is not None and not _closed_by_count(match["count"], len(names))
    return _named_in_full(lead, headings)


def _all_headed(names: Sequence[str], headings: Sequence[str]) -> bool:
    return all(any(heading.startswith(name) for heading in headings) for name in names)


def _closed_by_count(count: str | None, listed: int) -> bool:
    """等8省 after eight names closes the list."""
    if not count:
        return False
    value = int(count) if count.isdigit() else "零一二三四五六七八九十".find(count.replace("两", "二"))
    return value == listed


def _in_full(name: str, body: str, headings: Sequence[str]) -> str:
    body = _BODY_TRIM.sub("", body)
    units = load_units()
    for heading in headings:
        same_place = heading.startswith(name) or (units.find(name) and units.find(heading) == units.find(name))
        if same_place and heading.endswith(body):
            return heading
    division = units.find(name)
    return (division.name if division else name) + ("" if name.endswith(body) else body)


def _named_in_full(lead: str, headings: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """A list of whole names: 甲市财政局、乙市财政局等."""
    found = [lead[a:b] for a, b in find_units(lead)]
    listed = tuple(dict.fromkeys(h for name in found for h in headings if same_unit(name, h)))
    if not listed:
        return (), False
    last = max((lead.rfind(name) + len(name) for name in found if any(same_unit(name, h) for h in headings)), default=0)
    return listed, lead[last : last + 1] == "等"


def is_news_lead(line: Line) -> bool:
    """Whether a paragraph opens as the lead of a news report and does not yet say what is to be done."""
    return _LEAD_OPENING.match(line.text) is not None and not _NOT_A_LEAD.search(line.text)


def unit_in_lead(line: Line, units: Units | None = None) -> str:
    """The unit of which a news lead speaks: the first named with its place, or ''."""
    places = units or load_units()
    names = (line.text[a:b] for a, b in find_units(line.text[:120]))
    return next((name for name in names if places.find(name) and looks_like_unit(name)), "")
