"""Who acts: the account, in which post and for which unit, as the log writes it."""

from __future__ import annotations

from luoshi import tracking
from luoshi.web import clock
from luoshi.web.people.models import Holding, Person, Role, Unit

PEOPLE = "people"
"""The chain of units, posts and accounts."""
SYSTEM = tracking.By(name="luoshi")
"""The program itself: what was read in the background."""


def acting(person: Person, unit: Unit | int | None = None) -> tracking.By:
    """The person as she acts today: her name, the post that she holds in the unit (else her role), and the unit she acts for."""
    day = clock.today()
    number = unit.pk if isinstance(unit, Unit) else unit
    held = Holding.objects.on(day).filter(person=person).select_related("post").order_by("post_id")
    post = next((h.post for h in held if number is None or h.post.unit_id == number), None)
    if post:
        return tracking.By(person.pk, str(person), post.name, post.unit_id)
    role = Role.objects.on(day).filter(person=person).order_by("pk").first()
    return tracking.By(person.pk, str(person), role.role if role else "", number or (role.unit_id if role else None))
