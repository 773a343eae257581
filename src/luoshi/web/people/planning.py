"""Rows of a workbook against what is registered → what each row would do, or why it cannot. Nothing is written here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from luoshi.errors import ActRefused, LuoshiError
from luoshi.packs.units import split_unit
from luoshi.web.people.fitting import mail_address, plain, unit_fields
from luoshi.web.people.importing import FILLS_POST, FILLS_UNIT, Row
from luoshi.web.people.models import (
    BINDING,
    BUSINESS,
    GUIDES,
    LEADS,
    RELATIONS,
    ROLES,
    SIDES,
    UNIT_KINDS,
    Holding,
    Person,
    Post,
    Relation,
    Role,
    Unit,
)
from luoshi.web.people.queries import manages_a_root, people_managed_by
from luoshi.web.people.scope import units_for
from luoshi.web.words import table

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
Ref = int | str
"""A registered unit, post or person by its number; one that the workbook brings by a name of ours."""
Said = tuple[str, dict[str, Any]]
"""A key of the words and its values."""
ALSO = {
    "unit-kind": {"局": "bureau", "机关": "bureau", "行政机关": "bureau", "处室": "office", "科室": "office", "公司": "enterprise", "小组": "group", "机制": "mechanism"},
    "relation": {"指导": "guides", "领导关系": "leads", "指导关系": "guides"},
    "post-side": {"党": "party", "党务": "party", "行政": "administrative", "业务": "business"},
    "person-role": {"文书": "clerk", "经办人": "clerk", "负责人": "head", "签发": "head", "核查": "checker", "督查": "inspector", "审计": "auditor", "管理": "administrator"},
}
"""Words that mean a code besides its own two."""
SEVERAL = re.compile(r"[;；、]")


@dataclass
class Planned:
    """What one row would do."""

    row: Row
    state: str = UNCHANGED
    what: list[Said] = field(default_factory=list)
    reasons: list[LuoshiError] = field(default_factory=list)

    def does(self, state: str, key: str, **values: Any) -> None:
        """Notes one thing that it would do."""
        self.state = state if NEW not in (self.state, state) else NEW
        self.what.append((key, values))

    def refuse(self, error: LuoshiError, column: str) -> None:
        """Notes why it cannot, and in which cell."""
        self.state = REFUSED
        self.reasons.append(ActRefused.incomplete(error.zh, error.en, error.next_zh, error.next_en))
        self.reasons[-1].where = self.row.where(column)


@dataclass
class Plan:
    """What a workbook would do, row by row, and as lists of things to write."""

    rows: list[Planned] = field(default_factory=list)
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    relations: list[tuple[Ref, Ref, str]] = field(default_factory=list)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    holdings: list[tuple[Ref, Ref]] = field(default_factory=list)
    roles: list[tuple[Ref, str, Ref]] = field(default_factory=list)
    emails: dict[Ref, str] = field(default_factory=dict)
    """Who is to have which mail address; of new people too."""

    @property
    def count(self) -> int:
        """How many rows would do something."""
        return sum(1 for row in self.rows if row.state in (NEW, CHANGED))

    @property
    def refused(self) -> int:
        """How many rows cannot be taken in."""
        return sum(1 for row in self.rows if row.state == REFUSED)

    @property
    def digest(self) -> str:
        """What it would do, in short: two plans with the same digest do the same."""
        whole = repr((self.units, self.changes, self.relations, self.posts, self.people, self.holdings, self.roles, self.emails))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def plan_rows(rows: Sequence[Row], person: Person | None) -> Plan:
    """What the rows would do if `person` took them in; None: the program itself, which may all.

    A row that is refused does nothing at all; so the others are looked at again without it, until no more are refused.
    """
    refused: dict[int, Planned] = {}
    while True:
        planner = _Planner(person)
        planned = [refused.get(number) or Planned(row) for number, row in enumerate(rows)]
        planner.look_at([one for one in planned if one.state != REFUSED])
        found = {number: one for number, one in enumerate(planned) if one.state == REFUSED}
        if len(found) == len(refused):
            planner.plan.rows = planned
            return planner.plan
        refused = found


class _Planner:
    def __init__(self, person: Person | None) -> None:
        self.plan, self.person = Plan(), person
        self.by_number = {unit.pk: unit for unit in Unit.objects.filter(until__isnull=True)}
        self.managed = set(self.by_number) if person is None else set(units_for(person, "manage").values_list("pk", flat=True))
        self.may_found_roots = person is None or manages_a_root(person)
        self.relations = set(Relation.objects.filter(until__isnull=True).values_list("lower", "superior", "kind"))
        self.named: dict[str, list[Ref]] = {}
        for unit in self.by_number.values():
            for name in {plain(unit.name), plain(unit.short)} - {""}:
                self.named.setdefault(name, []).append(unit.pk)
        self.known_people = None if person is None else set(people_managed_by(person).values_list("pk", flat=True))
        self.logins = {p.username.lower(): p for p in Person.objects.all()}
        self.posts = {(post.unit_id, post.name): post.pk for post in Post.objects.filter(until__isnull=True)}
        self.holders = {holding.post_id: holding.person for holding in Holding.objects.filter(until__isnull=True).select_related("person")}
        self.roles = set(Role.objects.filter(until__isnull=True).values_list("person", "role", "unit"))
        self.people_of = _people_by_unit()
        self.of_row: dict[int, Ref] = {}
        self.held: dict[Ref, Ref] = {}
        self.above: dict[Ref, str] = {}

    def look_at(self, planned: Sequence[Planned]) -> None:
        """Makes the plan: first all units, for a superior may stand further down; then what stands above them; then posts and people."""
        for step in (self.readable, self.unit, self.superiors, self.post):
            for one in planned:
                if one.state != REFUSED:
                    step(one)

    # -- units -----------------------------------------------------------------------------------------------------

    def readable(self, one: Planned) -> None:
        """Whether the row's cells can be read, and say which unit it is about."""
        if one.row.errors:
            one.state, one.reasons = REFUSED, list(one.row.errors)
        elif not one.row.cells.get("unit"):
            one.refuse(_wrong("没有填写单位名称。", "The name of the unit is missing.", "请补上。", "Fill it in."), "unit")

    def unit(self, one: Planned) -> None:
        """The row's unit: a registered one, with what differs, or a new one."""
        cells = one.row.cells
        ref = self._find(one, cells["unit"], "unit", above=_first(cells.get("superior", "")))
        if one.state == REFUSED:
            return
        kind = self._code(one, "unit-kind", "unit-kind", UNIT_KINDS) or ""
        if ref is None:
            self._new_unit(one, kind)
            return
        self.of_row[id(one)] = ref
        wanted = {"short": cells.get("unit-short", ""), "kind": kind, "code": plain(cells.get("unit-code", ""))}
        before = self.by_number[ref].__dict__ if isinstance(ref, int) else self.plan.units[ref]
        differing = {name: value for name, value in wanted.items() if value and value != before[name]}
        if not differing or one.state == REFUSED:
            return
        if isinstance(ref, str) or ref not in self.managed:
            self._refuse_unit(one, ref, next(iter(differing)))
            return
        try:
            unit = self.by_number[ref]
            unit_fields(unit.name, short=differing.get("short", unit.short), kind=differing.get("kind", unit.kind), code=differing.get("code", unit.code), since=None, paper=unit.paper)
        except ActRefused as error:
            one.refuse(error, "unit-" + next(iter(differing)))
            return
        self.plan.changes.setdefault(ref, {}).update(differing)
        for name, value in differing.items():
            one.does(CHANGED, "import-units.sets", column=f"unit-{name}", before=before[name], after=value)

    def _refuse_unit(self, one: Planned, ref: Ref, field_name: str) -> None:
        if isinstance(ref, str):
            one.refuse(_wrong("与同一单位的上面一行不一致。", "It differs from an earlier row of the same unit.", "请改成一致。", "Make them the same."), f"unit-{field_name}")
        else:
            one.refuse(_not_managed(one.row.cells["unit"]), "unit")

    def _new_unit(self, one: Planned, kind: str) -> None:
        cells = one.row.cells
        if not FILLS_UNIT & set(one.row.letters):
            one.refuse(_wrong(f"没有单位“{cells['unit']}”。", f"There is no unit called {cells['unit']!r}.", "请核对名称，或先在单位表里登记。", "Check the name, or register it among the units first."), "unit")
            return
        if not cells.get("superior") and not self.may_found_roots:
            one.refuse(_wrong("没有填写上级单位。", "The superior is missing.", "请填写由您管理的上级单位。", "Name a superior that you administer."), "superior")
            return
        code, place = plain(cells.get("unit-code", "")), split_unit(cells["unit"])[0]
        proposed = "" if code or not place.isdecimal() else place
        try:
            fields = unit_fields(cells["unit"], short=cells.get("unit-short", ""), kind=kind or "bureau", code=code or proposed, since=None, paper="")
        except ActRefused as error:
            one.refuse(error, "unit-code" if "代码" in error.zh else "unit-kind" if "成立文件" in error.zh else "unit")
            return
        ref = f"unit {one.row.where('unit')}"
        self.plan.units[ref] = fields
        self.of_row[id(one)] = ref
        self.above[ref] = plain(_first(cells.get("superior", "")))
        self.named.setdefault(plain(cells["unit"]), []).append(ref)
        if cells.get("unit-short"):
            self.named.setdefault(plain(cells["unit-short"]), []).append(ref)
        one.does(NEW, "import-units.founds", name=fields["name"])
        if proposed:
            one.does(NEW, "import-units.proposed", code=proposed)

    def _find(self, one: Planned, words: str, column: str, above: str = "") -> Ref | None:
        """The unit of that name; where several have it, the one below the superior that the row names."""
        found = list(dict.fromkeys(self.named.get(plain(words), [])))
        if above and column == "unit":
            below = [ref for ref in found if self._is_below(ref, above)]
            found = below or [ref for ref in found if not self._is_one_of_many(ref)]
        if len(found) > 1:
            one.refuse(_wrong(f"有几个单位叫“{words}”。", f"Several units are called {words!r}.", "请写全称，或填上级单位以便区分。", "Give the full name, or name its superior."), column)
            return None
        return found[0] if found else None

    def _is_one_of_many(self, ref: Ref) -> bool:
        """Whether others may well have its name: an office of a bureau, an outlet of a firm; or it is brought by another row."""
        return isinstance(ref, str) or self.by_number[ref].kind in ("office", "outlet")

    def _is_below(self, ref: Ref, above: str) -> bool:
        """Whether a unit stands below the one that is called `above`."""
        if isinstance(ref, str):
            return plain(above) == self.above[ref] or bool(set(self.named.get(plain(above), ())) & set(self.named.get(self.above[ref], ())))
        superiors = {superior for lower, superior, _ in self.relations if lower == ref}
        return bool(superiors & set(self.named.get(plain(above), ())))

    def superiors(self, one: Planned) -> None:
        """The relations that the row names."""
        lower, words = self.of_row.get(id(one)), one.row.cells.get("superior", "")
        if lower is None or not words:
            return
        names = [name for name in SEVERAL.split(words) if name.strip()]
        kinds = [kind for kind in SEVERAL.split(one.row.cells.get("relation", "")) if kind.strip()]
        for position, name in enumerate(names):
            kind = self._coded(one, kinds[position], "relation", "relation", RELATIONS) if position < len(kinds) else (LEADS if position == 0 else GUIDES)
            superior = self._find(one, name, "superior")
            if one.state == REFUSED or kind is None:
                return
            if superior is None:
                one.refuse(_wrong(f"没有上级单位“{name.strip()}”。", f"There is no superior called {name.strip()!r}.", "请核对名称，或在表里登记它。", "Check the name, or register it in the workbook."), "superior")
                return
            self._relation(one, lower, superior, kind, name.strip())

    def _relation(self, one: Planned, lower: Ref, superior: Ref, kind: str, name: str) -> None:
        triple = (lower, superior, kind)
        if triple in self.relations or triple in self.plan.relations:
            return
        problem = self._relation_problem(lower, superior, kind, name)
        if problem:
            one.refuse(problem, "relation" if kind not in BINDING else "superior")
            return
        self.plan.relations.append(triple)
        one.does(CHANGED, "import-units.places", superior=name, relation=kind)

    def _relation_problem(self, lower: Ref, superior: Ref, kind: str, name: str) -> LuoshiError | None:
        if kind not in BINDING:
            return _wrong("成员关系请在领导小组或联合机制的页面登记。", "Members are entered on the page of the group or mechanism.", "这里只填领导或业务指导。", "Here it is leads or guides.")
        leading = [s for low, s, k in [*self.relations, *self.plan.relations] if low == lower and k == LEADS]
        if kind == LEADS and leading:
            return _wrong("这个单位已受另一单位领导。", "Another unit leads it already.", "划转要写明日期，请在单位页办理；或把关系改为“业务指导”。", "A move has a day: do it on the unit's page; or make the relation “guides”.")
        if isinstance(lower, int) and lower not in self.managed:
            return _not_managed(name)
        if isinstance(superior, int) and superior not in self.managed and (kind == LEADS or (isinstance(lower, str) and not leading)):
            return _not_managed(name)
        if lower == superior or self._reaches(superior, lower):
            return _wrong("单位关系不能成环。", "Units cannot stand below each other in a circle.", "请检查上下级关系。", "Check which one is the superior.")
        return None

    def _reaches(self, start: Ref, goal: Ref) -> bool:
        """Whether `goal` stands above `start`."""
        up: dict[Ref, list[Ref]] = {}
        for lower, superior, kind in [*self.relations, *self.plan.relations]:
            if kind in BINDING:
                up.setdefault(lower, []).append(superior)
        level, seen = {start}, set[Ref]()
        while level:
            seen |= level
            level = {above for ref in level for above in up.get(ref, ())} - seen
        return goal in seen

    # -- posts and people ------------------------------------------------------------------------------------------

    def post(self, one: Planned) -> None:
        """The row's post, who holds it, and what she may do."""
        unit = self.of_row.get(id(one))
        if unit is None or not FILLS_POST & set(one.row.cells):
            return
        if isinstance(unit, int) and unit not in self.managed:
            one.refuse(_not_managed(one.row.cells["unit"]), "unit")
            return
        side = self._code(one, "side", "post-side", SIDES) or BUSINESS
        roles, address = self._roles(one), self._address(one)
        if one.state == REFUSED:
            return
        post = self._post(one, unit, side) if one.row.cells.get("post") else None
        person = self._person(one, unit, roles)
        if one.state != REFUSED and person is not None:
            self._mail(one, person, address)
        if one.state != REFUSED and person is not None:
            self._hold(one, post, person)
            self._give(one, person, roles, unit)

    def _roles(self, one: Planned) -> list[str]:
        words = [word for word in SEVERAL.split(one.row.cells.get("role", "")) if word.strip()]
        return [code for word in words if (code := self._coded(one, word, "role", "person-role", ROLES))]

    def _post(self, one: Planned, unit: Ref, side: str) -> Ref:
        name = one.row.cells["post"]
        known = self.posts.get((unit, name))
        if known:
            return known
        ref = f"post {unit} {name}"
        if len(name) > 100:
            one.refuse(_wrong("岗位名称太长（上限 100 字）。", "The name of the post is too long (100 characters at most).", "请缩短。", "Shorten it."), "post")
        elif ref not in self.plan.posts:
            self.plan.posts[ref] = {"unit": unit, "name": name, "side": side}
            one.does(NEW, "import-units.founds-post", name=name)
        return ref

    def _person(self, one: Planned, unit: Ref, roles: list[str]) -> Ref | None:
        """Who is named: by sign-in name, else by name among the unit's own people; else somebody new."""
        login, name = plain(one.row.cells.get("login", "")), one.row.cells.get("person", "")
        if not login and not name:
            if roles:
                one.refuse(_wrong("有角色，没有写给谁。", "There is a role, and nobody to have it.", "请填写姓名和登录名。", "Give the name and the sign-in name."), "person")
            return None
        known = self.logins.get(login.lower()) if login else self._by_name(one, name, unit)
        if one.state == REFUSED:
            return None
        if isinstance(known, Person):
            return self._known_person(one, known, name)
        return known or self._new_person(one, unit, login, name, roles)

    def _known_person(self, one: Planned, known: Person, name: str) -> int | None:
        if self.known_people is not None and known.pk not in self.known_people:
            one.refuse(_wrong("这个登录名已有人用，不归您管理。", "The sign-in name is taken by somebody whom you do not administer.", "请换一个登录名，或请上级管理员办理。", "Choose another, or ask an administrator further up."), "login")
        elif name and plain(name) != plain(known.name):
            one.refuse(_wrong(f"登录名“{known.username}”登记的姓名是{known.name}。", f"The sign-in name {known.username!r} is that of {known.name}.", "请核对姓名或登录名。", "Check the name or the sign-in name."), "person")
        elif not known.is_active:
            one.refuse(_wrong(f"{known.name}的账号已停用。", f"The account of {known.name} is closed.", "请先启用账号。", "Reopen it first."), "login")
        return int(known.pk) if one.state != REFUSED else None

    def _by_name(self, one: Planned, name: str, unit: Ref) -> Person | str | None:
        new = [ref for ref, person in self.plan.people.items() if person["unit"] == unit and plain(person["name"]) == plain(name)]
        known = [person for person in self.people_of.get(unit, ()) if plain(person.name) == plain(name)]
        found = [*known, *new]
        if len(found) > 1:
            one.refuse(_wrong(f"本单位有几个{name}。", f"Several people of this unit are called {name}.", "请填写登录名。", "Give the sign-in name."), "login" if "login" in one.row.letters else "person")
            return None
        return found[0] if found else None

    def _new_person(self, one: Planned, unit: Ref, login: str, name: str, roles: list[str]) -> str | None:
        ref = f"person {login.lower()}" if login else f"person {unit} {plain(name)}"
        if not name:
            one.refuse(_wrong("没有填写姓名。", "The name is missing.", "请补上。", "Fill it in."), "person")
        elif len(name) > 100 or len(login) > 150:
            one.refuse(_wrong("姓名或登录名太长。", "The name or the sign-in name is too long.", "请缩短。", "Shorten it."), "person")
        elif roles and not login:
            one.refuse(_wrong("有角色的要有登录名。", "Somebody with a role needs a sign-in name.", "请填写登录名。", "Give a sign-in name."), "login" if "login" in one.row.letters else "role")
        elif ref in self.plan.people and plain(self.plan.people[ref]["name"]) != plain(name):
            one.refuse(_wrong(f"登录名“{login}”在表里有两个姓名。", f"The sign-in name {login!r} has two names in the workbook.", "请核对。", "Check it."), "login")
        elif ref not in self.plan.people:
            self.plan.people[ref] = {"unit": unit, "username": login, "name": name}
            one.does(NEW, "import-units.adds", name=name)
        return ref if one.state != REFUSED else None

    def _address(self, one: Planned) -> str:
        try:
            return mail_address(one.row.cells.get("email", ""))
        except ActRefused as error:
            one.refuse(error, "email")
            return ""

    def _mail(self, one: Planned, person: Ref, address: str) -> None:
        if not address or (isinstance(person, int) and address == Person.objects.get(pk=person).email) or self.plan.emails.get(person) == address:
            return
        if self.plan.emails.setdefault(person, address) != address:
            one.refuse(_wrong("表里这个人有两个邮箱。", "The workbook has two mail addresses of this person.", "请核对。", "Check it."), "email")
            return
        one.does(CHANGED, "import-units.mails", address=address)

    def _hold(self, one: Planned, post: Ref | None, person: Ref) -> None:
        if post is None:
            return
        if self.held.setdefault(post, person) != person:
            one.refuse(_wrong("表里同一岗位有两个人。", "The workbook names two holders of one post.", "一个岗位同时只有一人任职；请分设岗位或核对。", "A post has one holder at a time: make two posts, or check it."), "person")
            return
        now = self.holders.get(post) if isinstance(post, int) else None
        if (now and now.pk == person) or (post, person) in self.plan.holdings:
            return
        self.plan.holdings.append((post, person))
        one.does(CHANGED, "import-units.holds", post=one.row.cells["post"])
        if now:
            one.does(CHANGED, "import-units.replaces", person=str(now))

    def _give(self, one: Planned, person: Ref, roles: list[str], unit: Ref) -> None:
        for role in roles:
            triple = (person, role, unit)
            if triple in self.roles or triple in self.plan.roles:
                continue
            if self.person is not None and person == self.person.pk:
                one.refuse(_wrong("不能给自己授予角色。", "Nobody gives a role to herself.", "请由另一位管理员授予。", "Ask another administrator."), "role")
                return
            self.plan.roles.append(triple)
            one.does(CHANGED, "import-units.gives", role=role)

    # -- words -> codes --------------------------------------------------------------------------------------------

    def _code(self, one: Planned, column: str, group: str, codes: Sequence[str]) -> str | None:
        words = one.row.cells.get(column, "")
        return self._coded(one, words, column, group, codes) if words else None

    def _coded(self, one: Planned, words: str, column: str, group: str, codes: Sequence[str]) -> str | None:
        """The code that words mean; the row is refused where they mean none."""
        asked = plain(words).lower()
        known = {code: code for code in codes} | {plain(said).lower(): code for code in codes for said in table()[f"{group}.{code}"]} | ALSO[group]
        code = known.get(asked) or known.get(re.split(r"[(（]", asked)[0])
        if code is None:
            short = "、".join(table()[f"{group}.{code}"][0] for code in codes)
            english = ", ".join(table()[f"{group}.{code}"][1] for code in codes)
            one.refuse(_wrong(f"不认得“{words.strip()}”。", f"{words.strip()!r} is not known.", f"可填：{short}。", f"One of: {english}."), column)
        return code


def _people_by_unit() -> dict[Ref, list[Person]]:
    """Who has a role or a post in each unit."""
    pairs = {*Role.objects.filter(until__isnull=True).values_list("unit", "person"), *Holding.objects.filter(until__isnull=True).values_list("post__unit", "person")}
    people = {person.pk: person for person in Person.objects.filter(pk__in={number for _, number in pairs})}
    by_unit: dict[Ref, list[Person]] = {}
    for unit, number in sorted(pairs):
        by_unit.setdefault(unit, []).append(people[number])
    return by_unit


def _first(words: str) -> str:
    return SEVERAL.split(words)[0].strip() if words else ""


def _wrong(zh: str, en: str, next_zh: str, next_en: str) -> ActRefused:
    return ActRefused.incomplete(zh, en, next_zh, next_en)


def _not_managed(name: str) -> ActRefused:
    return _wrong(f"“{name}”不归您管理。", f"You do not administer {name!r}.", "请由它或上级的管理员导入。", "Its administrator, or one above, takes it in.")
