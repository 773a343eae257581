"""Units, relations, posts, holders, roles: rows that the log writes. Accounts: rows of their own, for they keep what no log may (passwords)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from luoshi.web.log.projecting import Projected, ProjectedQuerySet

LEADS, GUIDES, MEMBER = "leads", "guides", "member"
RELATIONS = (LEADS, GUIDES, MEMBER)
BINDING = (LEADS, GUIDES)
"""Relations that open the lower unit to the superior. Membership opens nothing: members may come from outside the line."""
CLERK, HEAD, CHECKER, INSPECTOR, AUDITOR, ADMINISTRATOR = "clerk", "head", "checker", "inspector", "auditor", "administrator"
ROLES = (CLERK, HEAD, CHECKER, INSPECTOR, AUDITOR, ADMINISTRATOR)
UNIT_KINDS = ("bureau", "office", "enterprise", "outlet", "group", "mechanism")
BODIES = ("group", "mechanism")
"""Leading groups and joint mechanisms: units that have members and a founding paper."""
PARTY, ADMINISTRATIVE, BUSINESS = "party", "administrative", "business"
SIDES = (PARTY, ADMINISTRATIVE, BUSINESS)
BEGINNING = date.min
"""The day under which the log writes what began on no known day: `since` None means that it always was so."""


class Person(AbstractUser):
    """Who can hold a post; who can sign in, if there is a password."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=10, blank=True)
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class InForce(ProjectedQuerySet):
    """Rows that hold for a period: from `since` (None: always) to `until`, that day excluded (None: still)."""

    def on(self, day: date) -> InForce:
        """Those that hold on a day."""
        return self.filter(in_force(day))


def in_force(day: date, prefix: str = "") -> Q:
    """Holds on a day; `prefix` leads to the row that has the period ("relations__")."""
    began = Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": day})
    lasts = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return began & lasts


class Period(Projected):
    """Something that holds for a period."""

    since = models.DateField(null=True)
    until = models.DateField(null=True)
    objects = InForce.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)


class Account(Projected):
    """What the log says of a person: the sign-in name, the name, whether the account is open. Same number as the Person."""

    SUBJECT = "account"
    REQUIRED = ("username",)
    username = models.CharField(max_length=150)
    name = models.CharField(max_length=100)
    active = models.BooleanField(default=True)

    @classmethod
    def project_children(cls, rows: Sequence[Any]) -> None:
        """The person who signs in is called, and let in, as the log says."""
        for row in rows:
            Person.objects.filter(pk=row.pk).update(username=row.username, name=row.name, is_active=row.active)


class Unit(Period):
    """A bureau, an office in it, an enterprise, an outlet; a leading group or a joint mechanism."""

    SUBJECT = "unit"
    REQUIRED = ("name",)
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, default="bureau")
    code = models.CharField(max_length=12, blank=True)
    """Of its place, GB/T 2260: 610000."""
    paper = models.CharField(max_length=300, blank=True)
    """Of a leading group or a mechanism: the paper that founded it."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    class Meta:
        ordering: ClassVar[list[str]] = ["code", "id"]

    def __str__(self) -> str:
        return self.name

    def standing_on(self, day: date) -> Unit:
        """The unit that answers for it on a day: itself, or the one that it had become part of by then."""
        unit = self
        while unit.merged_into is not None and unit.until is not None and unit.until <= day:
            unit = unit.merged_into
        return unit


class Relation(Period):
    """That one unit stands below another: led by it, guided by it, or a member of it."""

    SUBJECT = "relation"
    REQUIRED = ("lower", "superior", "kind")
    lower = models.ForeignKey(Unit, models.PROTECT, related_name="up")
    superior = models.ForeignKey(Unit, models.PROTECT, related_name="down")
    kind = models.CharField(max_length=10)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["superior", "lower"], name="relation_down")]


class Post(Period):
    """Who answers: a duty follows the post, the record keeps the person."""

    SUBJECT = "post"
    REQUIRED = ("unit", "name")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    name = models.CharField(max_length=100)
    side = models.CharField(max_length=20, default=BUSINESS)

    class Meta:
        ordering: ClassVar[list[str]] = ["unit", "id"]

    def __str__(self) -> str:
        return self.name


class Holding(Period):
    """That a person holds a post."""

    SUBJECT = "holding"
    REQUIRED = ("post", "person")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")


class Role(Period):
    """What a person may do for a unit."""

    SUBJECT = "role"
    REQUIRED = ("person", "unit", "role")
    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "role"], name="role_person")]
