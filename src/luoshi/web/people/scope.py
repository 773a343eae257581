"""Who may see what: decided here, in SQL, by role and relation on the date, and nowhere else.

A role on a unit opens that unit and all that it leads or guides on the day, directly or not; what became part of any of them by a
merger; and what was closed while it stood below one of them. Membership of a group opens nothing: members may come from outside the line. Every page, export, search, count and file
starts from one of these querysets; what is not in it is answered like what does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from luoshi.errors import ActRefused
from luoshi.web import clock
from luoshi.web.log.remembering import remembered
from luoshi.web.people.models import ADMINISTRATOR, AUDITOR, CHECKER, CLERK, HEAD, INSPECTOR, Person, Role, Unit

READS = (CLERK, HEAD, CHECKER, INSPECTOR, AUDITOR)
"""The roles that see duties and documents of their unit and below; an administrator has accounts and units and no duties."""
MAY: dict[str, tuple[str, ...]] = {
    "upload": (CLERK,),
    "settle": (CLERK,),
    "assign": (CLERK,),
    "sign": (HEAD,),
    "relay": (CLERK,),
    "open-campaign": (CLERK, HEAD),
    "remove": (HEAD, ADMINISTRATOR),
    "report": (CLERK,),
    "turn": (CLERK, HEAD),
    "check": (CHECKER,),
    "decide": (CHECKER, HEAD),
    "inspect": (INSPECTOR,),
    "manage": (ADMINISTRATOR,),
}
"""Act → the roles on the unit, or on one above it, that include it."""

_STEP = """(
        SELECT superior_id AS superior, lower_id AS lower FROM people_relation
        WHERE kind IN ('leads', 'guides') AND (since IS NULL OR since <= %s) AND (until IS NULL OR until > %s)
        UNION ALL
        SELECT merged_into_id, id FROM people_unit WHERE merged_into_id IS NOT NULL AND until <= %s
        UNION ALL
        SELECT r.superior_id, r.lower_id FROM people_unit u JOIN people_relation r ON r.lower_id = u.id AND r.until = u.until
        WHERE u.merged_into_id IS NULL AND u.until <= %s AND r.kind IN ('leads', 'guides')
    ) step"""
_BELOW = f"""
WITH RECURSIVE below(id) AS (
    SELECT unit_id FROM people_role
    WHERE person_id = %s AND role IN ({{roles}}) AND (since IS NULL OR since <= %s) AND (until IS NULL OR until > %s)
    UNION
    SELECT step.lower FROM below b JOIN {_STEP} ON step.superior = b.id
)
SELECT id FROM below
"""


def units_open_to(person: Person, roles: Iterable[str] = READS, on: date | None = None) -> QuerySet[Unit]:
    """The units on which a person's roles reach on a day (today): the roles' own, and all below."""
    day = on or clock.today()
    wanted = list(roles)
    if not person.is_authenticated or not person.is_active or not wanted:
        return Unit.objects.none()
    marks = ",".join(["%s"] * len(wanted))
    return Unit.objects.filter(pk__in=RawSQL(_BELOW.format(roles=marks), [person.pk, *wanted, *[day] * 6]))


_OWN = """
WITH RECURSIVE own(id) AS (
    SELECT unit_id FROM people_role
    WHERE person_id = %s AND role IN ({roles}) AND (since IS NULL OR since <= %s) AND (until IS NULL OR until > %s)
    UNION
    SELECT u.id FROM people_unit u JOIN own o ON u.merged_into_id = o.id WHERE u.until <= %s
)
SELECT id FROM own
"""


def units_own(person: Person, act: str, on: date | None = None) -> QuerySet[Unit]:
    """The units that a person herself acts for: those on which she has such a role on a day (today), and what had become part of one of them.

    For the units below she may act too (`units_for`), as for one that sends paper; but that is not what waits for her.
    """
    day = on or clock.today()
    if not person.is_authenticated or not person.is_active:
        return Unit.objects.none()
    marks = ",".join(["%s"] * len(MAY[act]))
    return Unit.objects.filter(pk__in=RawSQL(_OWN.format(roles=marks), [person.pk, *MAY[act], *[day] * 3]))


def units_for(person: Person, act: str, on: date | None = None) -> QuerySet[Unit]:
    """The units for which a person may do something: a key of MAY."""
    return units_open_to(person, MAY[act], on)


_ROLES = f"""
WITH RECURSIVE below(id, role) AS (
    SELECT unit_id, role FROM people_role WHERE person_id = %s AND (since IS NULL OR since <= %s) AND (until IS NULL OR until > %s)
    UNION
    SELECT step.lower, b.role FROM below b JOIN {_STEP} ON step.superior = b.id
)
SELECT DISTINCT role FROM below WHERE id = %s
"""


@remembered
def roles_reaching(person: Person, unit: int) -> frozenset[str]:
    """The roles by which a person reaches a unit today: those that she has on it, and on any from which `units_open_to` leads to it."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_ROLES, [person.pk, *[clock.today()] * 6, unit])
        return frozenset(role for (role,) in cursor.fetchall())


def may(person: Person, act: str, unit: Unit | int) -> bool:
    """Whether a person may do something for a unit."""
    return not roles_reaching(person, unit if isinstance(unit, int) else unit.pk).isdisjoint(MAY[act])


def reads(person: Person, unit: Unit | int) -> bool:
    """Whether what a unit has is open to a person."""
    return not roles_reaching(person, unit if isinstance(unit, int) else unit.pk).isdisjoint(READS)


def require(person: Person, act: str, unit: Unit | int | None) -> None:
    """Raises ActRefused where a person may not do something for a unit; of what no unit answers for (its document was removed) nothing can be done."""
    if unit is None:
        raise ActRefused.gone()
    if not may(person, act, unit):
        raise ActRefused.not_allowed(*SAID[act])


SAID = {
    "upload": ("上传文件", "uploading documents"),
    "settle": ("核定任务", "settling duties"),
    "assign": ("分派任务", "assigning duties"),
    "sign": ("签发清单", "signing the list"),
    "relay": ("登记传达情况", "noting who has relayed"),
    "open-campaign": ("开设专项行动", "opening a campaign"),
    "remove": ("清除文件", "removing a document"),
    "report": ("报送进展", "returning progress"),
    "turn": ("开启报送期", "opening a turn"),
    "check": ("核查", "checking"),
    "decide": ("审批", "deciding what was asked for"),
    "inspect": ("督查", "inspecting"),
    "manage": ("管理账号和单位", "managing accounts and units"),
}
"""Each act in words, for the sentence that refuses it."""


_ABOVE = """
WITH RECURSIVE above(id) AS (
    SELECT superior_id FROM people_relation WHERE lower_id = %s AND kind IN ('leads', 'guides') AND (since IS NULL OR since <= %s) AND (until IS NULL OR until > %s)
    UNION
    SELECT r.superior_id FROM people_relation r JOIN above a ON r.lower_id = a.id
    WHERE r.kind IN ('leads', 'guides') AND (r.since IS NULL OR r.since <= %s) AND (r.until IS NULL OR r.until > %s)
)
SELECT id FROM above
"""


def superiors_of(unit: Unit | int, on: date | None = None) -> QuerySet[Unit]:
    """The units that stand above a unit on a day, near and far; the unit itself is not among them."""
    day, number = on or clock.today(), unit if isinstance(unit, int) else unit.pk
    return Unit.objects.filter(pk__in=RawSQL(_ABOVE, [number, day, day, day, day])).exclude(pk=number)


def superior_acting(person: Person, act: str, unit: Unit | int | None) -> Unit:
    """The unit above `unit` for which a person may do something; ActRefused where there is none: nobody decides for her own unit."""
    if unit is None:
        raise ActRefused.gone()
    roles = Role.objects.on(clock.today()).filter(person=person, role__in=MAY[act], unit__in=superiors_of(unit).values("pk"))
    role = roles.select_related("unit").order_by("pk").first()
    if role is None or not person.is_active:
        raise ActRefused.not_allowed(*SAID[act])
    return role.unit
