"""Every address of the site, filled in with real things of a province or of the nation; and the words that only some may read.

Addresses are found by walking the resolver, so one that is added later is walked too. Its parameters are filled in by their names
(`BY_NAME`, `BY_SEGMENT`); where these do not say it, it needs a line in `PARAMETERS`: for each parameter, which thing of an `Office`
fills it in, or a list of words, each of which is tried.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from lxml import html
from tests.web.cast import Cast, make_cast

import luoshi
from luoshi.web import clock
from luoshi.web.documents.actions import note_relay, open_campaign, receive
from luoshi.web.documents.models import Addressee, Version
from luoshi.web.ledger.actions.deciding import apply_closing
from luoshi.web.ledger.actions.finding import take_in
from luoshi.web.ledger.actions.settling import accept, assign
from luoshi.web.ledger.actions.signing import sign
from luoshi.web.ledger.actions.turning import give_return, open_turn
from luoshi.web.ledger.models import Duty, Return, SavedFilter
from luoshi.web.ledger.seeing.board import Choice
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.ledger.seeing.numbers import keep_number
from luoshi.web.log.models import Entry
from luoshi.web.people import actions
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.forms import PERSON_ACTS, POST_ACTS, UNIT_ACTS
from luoshi.web.people.models import ROLES, Person, Relation, Role, Unit

BY_NAME = ("unit", "post", "holding", "relation", "role", "entry", "person", "campaign", "addressee", "document", "version", "duty", "list", "sha256")
"""Parameters that are called like the thing of an `Office` that fills them in."""
BY_SEGMENT = {"campaigns": "campaign", "documents": "document", "lists": "list", "turns": "turn", "returns": "return", "closings": "closing", "r": "return"}
"""What a `number` is the number of, by the segment before it."""
PARAMETERS: dict[str, dict[str, Any]] = {
    "people:act_on_unit": {"unit": "unit", "act": list(UNIT_ACTS)},
    "people:act_on_post": {"post": "post", "act": list(POST_ACTS)},
    "people:act_on_person": {"person": "person", "act": list(PERSON_ACTS)},
    "documents:note_relay": {"number": "campaign", "document": "document", "unit": "asked"},
    "ledger:slip_file": {"campaign": "campaign", "unit": "asked"},
    "ledger:slip_sent": {"campaign": "campaign", "unit": "asked"},
    "ledger:number": {"key": "figure"},
    "ledger:number_file": {"key": "figure"},
    "ledger:drop_filter": {"number": "filter"},
    "ledger:paper": {"number": "list", "form": ["xlsx", "docx", "pdf", "html"]},
}
"""The name of an address → what fills each of its parameters, where that does not follow from their names."""
QUERIES: dict[str, dict[str, str]] = {"ledger:burden_returns": {"turn": "turn"}, "ledger:burden_returns_file": {"turn": "turn"}}
"""The name of an address → what its query names, where it shows nothing without one."""
OPEN_TO_STRANGERS = {"home", "language", "design"}
"""Addresses besides those of signing in that show something to who is not signed in."""


@dataclass
class Office:
    """One office's things, by the names that PARAMETERS use; all of them say `mark`, which nobody outside may read."""

    mark: str
    unit: Unit
    clerk: Person
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        thing = self.things[name]
        return getattr(thing, "pk", thing)

    @property
    def marks(self) -> list[str]:
        """The words and names by which any of its things would be known."""
        return [self.mark, f"mark-{self.clerk.username}", str(self.things["version"].file)]


@dataclass
class World:
    """The cast with every role in the nation and in the south; and the things of each office."""

    cast: Cast
    people: dict[str, Person]
    nation: Office
    north: Office
    south: Office

    @property
    def offices(self) -> list[Office]:
        return [self.nation, self.north, self.south]


def make_world() -> World:
    """The world, in the database."""
    cast = make_cast()
    people = {"nation-clerk": cast.li, "nation-head": cast.zhao, "north-clerk": cast.wang, "south-clerk": cast.chen}
    for place, unit in (("nation", cast.nation), ("north", cast.north), ("south", cast.south)):
        for role in ROLES:
            if f"{place}-{role}" not in people:
                people[f"{place}-{role}"] = actions.add_person(f"{place}-{role}", f"{place} {role}", by=SYSTEM)
                actions.give_role(people[f"{place}-{role}"], role, unit, by=SYSTEM)
    nation = make_office("丙字机要", cast.nation, cast.li, people, addressees=[cast.north, cast.south])
    north = make_office("北字丁戊", cast.north, cast.wang, people)
    south = make_office("南字己庚", cast.south, cast.chen, people)
    for office in (north, south):
        office.things["reply"] = put_in(nation.things["campaign"], office, "response", f"{office.mark}的回复", unit=office.unit).document
    return World(cast, people, nation, north, south)


def make_office(mark: str, unit: Unit, clerk: Person, people: dict[str, Person], addressees: list[Unit] | None = None) -> Office:
    """An office with a campaign, a document that was read, settled duties, a signed list, a restricted document, and somebody in a post."""
    office = Office(mark, unit, clerk)
    holder = actions.add_person(f"mark-{clerk.username}", f"{mark}某", by=SYSTEM)
    post = actions.found_post(unit, f"{mark}处长", by=SYSTEM)
    holding = actions.begin_holding(post, holder, by=SYSTEM)
    role = actions.give_role(holder, "inspector", unit, by=SYSTEM)
    campaign = open_campaign(f"{mark}专项", unit, by=acting(clerk), dated="2018-08", addressees=addressees or [unit])
    office.things = {"unit": unit, "asked": addressees[0] if addressees else unit, "person": holder, "post": post, "holding": holding, "role": role, "campaign": campaign, "entry": entry_of(role)}
    version = put_in(campaign, office, "directive", f"{mark}工作意见", unit=unit)
    office.things |= {"version": version, "file": version.file, "document": version.document, "duty": Duty.objects.filter(document=version.document).first()}
    office.things |= {"addressee": Addressee.objects.filter(campaign=campaign).first(), "relation": Relation.objects.filter(lower=unit).first() or Relation.objects.filter(superior=unit).first()}
    put_in(campaign, office, "directive", f"{mark}密件", unit=unit, restricted=True)
    note_relay(version.document, unit, by=acting(clerk), received_on=campaign.since, note=f"{mark}传达")
    settle_and_sign(office, people[f"{place_of(unit)}-head"])
    report_and_apply(office)
    return office


def place_of(unit: Unit) -> str:
    return {"全": "nation", "北": "north", "南": "south"}[unit.name[0]]


def entry_of(row: Role) -> Entry:
    """What the log says of a row last."""
    found = Entry.objects.filter(touches__subject=row.subject).last()
    assert found is not None
    return found


def put_in(campaign: Any, office: Office, kind: str, title: str, *, unit: Unit, restricted: bool = False) -> Version:
    """A document of the office, read: every duty in it says its mark."""
    text = f"{title}\n一、{office.mark}航道整治。{office.mark}安全处牵头，2018年12月31日前完成{office.mark}隐患排查。\n二、每季度召开{office.mark}专题会议。\n三、10月底前制定{office.mark}实施方案。\n"
    secret = "密令" if restricted else ""
    version = receive(campaign, f"{title}.txt", (text + secret).encode(), by=acting(office.clerk), kind=kind, form="document" if kind == "directive" else "reply", unit=unit, title=title, restricted=restricted)
    take_in(version, luoshi.extract(luoshi.read_text(text, dated="2018-08"), pack="general"), by=acting(office.clerk))
    return Version.objects.get(pk=version.pk)


def settle_and_sign(office: Office, head: Person) -> None:
    """The duty with a last day is accepted, its owner named, the list signed, and a turn opened; the others still wait, with what they lack."""
    first = Duty.objects.filter(campaign=office.things["campaign"], document=office.things["document"], last_day=date(2018, 12, 31))[0]
    by = acting(office.clerk)
    assign([first], {"lead": office.unit.name, "owner_post": office.things["post"].name}, by=by, person=office.clerk)
    accept([Duty.objects.get(pk=first.pk)], by=by, person=office.clerk)
    office.things["list"] = sign(office.things["campaign"], by=acting(head), person=head)
    turn = open_turn(office.things["campaign"], date(2018, 1, 1), clock.today(), clock.today(), by=by, person=office.clerk)
    office.things |= {"turn": turn, "return": Return.objects.filter(turn=turn)[0]}


def report_and_apply(office: Office) -> None:
    """The return of the turn is given with evidence, and closing is applied for."""
    clerk, row = office.clerk, office.things["return"]
    by, piece = acting(clerk), {"name": f"{office.mark}台账.txt", "content": office.mark.encode(), "kind": "ledger"}
    row = give_return(row, {"state": "going", "words": f"{office.mark}已排查。"}, by=by, person=clerk, evidence=[piece])
    closing = apply_closing(row.duty, f"{office.mark}已办结。", by=by, person=clerk, evidence=[piece])
    office.things |= {"return": row, "closing": closing, "sha256": row.evidence[0]["file"]}
    campaign = office.things["campaign"]
    office.things["figure"] = keep_number(campaign, Choice.of({}), AsOf(clock.today())).key
    office.things["filter"] = SavedFilter.objects.create(person=clerk, campaign=campaign, page="rows", name=f"{office.mark}常用", query="")


# -- addresses -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Address:
    """One address: its name ('' where it has none), its parameters, and how it is reached."""

    name: str
    route: str
    parameters: tuple[str, ...]


def all_addresses() -> list[Address]:
    """Every address that the resolver knows."""
    return list(_walk(get_resolver(), "", "", ()))


def _walk(resolver: URLResolver, before: str, space: str, parameters: tuple[str, ...]) -> Iterator[Address]:
    for found in resolver.url_patterns:
        route, own = before + str(found.pattern), (*parameters, *found.pattern.regex.groupindex)
        if isinstance(found, URLPattern):
            yield Address(f"{space}{found.name or ''}", route, own)
        else:
            yield from _walk(found, route, f"{space}{found.namespace}:" if found.namespace else space, own)


def of_sign_in(address: Address) -> bool:
    """Whether it is one of those by which people sign in, made elsewhere: it shows nobody but oneself."""
    return address.route.startswith(("account/", "^account/"))


def fillings(address: Address) -> dict[str, Any] | None:
    """What fills in each parameter; None where that is not known."""
    if address.name in PARAMETERS:
        return PARAMETERS[address.name]
    known = {name: name for name in address.parameters if name in BY_NAME}
    if "number" in address.parameters:
        known["number"] = BY_SEGMENT.get(address.route.partition("/<int:number>")[0], "")
    return known if set(known) == set(address.parameters) and all(known.values()) else None


def filled(address: Address, office: Office) -> list[str]:
    """The address with the office's things in it; one for each choice of words."""
    wanted = fillings(address)
    if not address.name or wanted is None or set(wanted) != set(address.parameters):
        return []
    choices = [value if isinstance(value, list) else [office[value]] for value in (wanted[name] for name in address.parameters)]
    asked = urlencode({key: office[thing] for key, thing in QUERIES.get(address.name, {}).items()})
    paths = [reverse(address.name, kwargs=dict(zip(address.parameters, chosen, strict=True))) for chosen in itertools.product(*choices)]
    return [f"{path}?{asked}" if asked else path for path in paths]


# -- answers -------------------------------------------------------------------------------------------------------


def words_of(answer: Any) -> str:
    """All that an answer says: its head, and its body, unpacked where it is a packed file."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{head} {_unpacked(body)}"


def _unpacked(body: bytes) -> str:
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def forms_in(page: str, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(Where it is sent, what it would send if nobody touched it) for each form of a page that changes something."""
    root = html.fromstring(page) if page.lstrip().startswith("<") else None
    for form in root.xpath("//form[translate(@method,'POST','post')='post']") if root is not None else ():
        data = {name: str(value) for name, value in form.form_values()}
        data |= {field.name: "试填" for field in form.xpath(".//textarea[@name]") if not data.get(field.name)}
        yield form.get("action") or address, data
