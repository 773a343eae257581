"""A new installation gets its first unit and its first administrator."""

from __future__ import annotations

from luoshi.errors import ActRefused
from luoshi.web.log.actions import action
from luoshi.web.people.acting import SYSTEM
from luoshi.web.people.actions.accounts import add_person
from luoshi.web.people.actions.roles import give_role
from luoshi.web.people.actions.units import found_unit
from luoshi.web.people.models import ADMINISTRATOR, Person, Unit


@action
def start(unit_name: str, username: str, name: str, password: str, *, short: str = "", code: str = "") -> tuple[Unit, Person]:
    """The first unit and the person who administers it; ActRefused where there is one already."""
    if Unit.objects.exists() or Person.objects.filter(is_active=True, roles__role=ADMINISTRATOR).exists():
        raise ActRefused.incomplete("已经有单位和管理员了。", "There are units and an administrator already.", "请用管理员账号登录后添加。", "Sign in as an administrator and add what is needed.")
    if not password:
        raise ActRefused.incomplete("第一位管理员要有密码。", "The first administrator needs a password.", "请设置密码。", "Give a password.")
    unit = found_unit(unit_name, by=SYSTEM, short=short, code=code)
    person = add_person(username, name, by=SYSTEM, password=password)
    give_role(person, ADMINISTRATOR, unit, by=SYSTEM)
    return unit, person
