"""The cast: a national bureau, two provincial ones below it, and the people in them."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.web.people import actions
from luoshi.web.people.acting import SYSTEM
from luoshi.web.people.models import Person, Unit


@dataclass(frozen=True)
class Cast:
    """Li is clerk of the national bureau and Zhao its head; Wang is clerk of the first province, Chen of the second."""

    nation: Unit
    north: Unit
    south: Unit
    li: Person
    zhao: Person
    wang: Person
    chen: Person


def make_cast() -> Cast:
    """The cast, in the database."""
    nation = actions.found_unit("全国内河航运管理局", by=SYSTEM, short="全国局")
    north = actions.found_unit("北河省内河航运管理局", by=SYSTEM, short="北河", superiors=[(nation, "leads")])
    south = actions.found_unit("南河省内河航运管理局", by=SYSTEM, short="南河", superiors=[(nation, "leads")])
    people = {}
    for username, name, role, unit in (("li", "李", "clerk", nation), ("zhao", "赵", "head", nation), ("wang", "王", "clerk", north), ("chen", "陈", "clerk", south)):
        people[username] = actions.add_person(username, name, by=SYSTEM, password="river-2018")
        actions.give_role(people[username], role, unit, by=SYSTEM)
    return Cast(nation, north, south, **people)
