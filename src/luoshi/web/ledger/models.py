"""Duties and the signed list: rows that the log writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models

from luoshi.tracking.kinds import FOUND
from luoshi.web.documents.models import Campaign, Document, Version
from luoshi.web.log.projecting import Projected
from luoshi.web.people.models import Person, Post, Unit


class SignedList(Projected):
    """One signed version of a campaign's responsibility list. What stands on it is the fold of the log at its entry."""

    SUBJECT = "list"
    REQUIRED = ("campaign", "number")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="lists")
    number = models.PositiveIntegerField()
    """Version 1, 2 …"""
    signed_on = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    head = models.JSONField(default=dict)
    """The chain's head when it was signed: number and digest, printed on the paper."""
    count = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=80, blank=True)
    """Of the rows that it lists."""

    class Meta:
        ordering: ClassVar[list[str]] = ["campaign", "number"]


class Duty(Projected):
    """Something to do or to reach, with where it was said; found by reading or added by hand, settled by a person, live when signed."""

    SUBJECT = "duty"
    REQUIRED = ("campaign", "status")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="duties")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="duties")
    """The document in which it was found first."""
    number = models.PositiveIntegerField(default=0)
    """In reading order within the document."""
    status = models.CharField(max_length=10, default=FOUND)
    """A member of `tracking.kinds.STATUSES`."""
    why = models.CharField(max_length=500, blank=True)
    """Of a rejected one: the reason."""
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """Of a merged one: the duty that it became part of."""
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    split_complete = models.BooleanField(default=False)
    """Whether a person found that its children cover it; what they cover now is computed (`actions.cascading.coverage_of`)."""
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="pledged")
    """Whose words they are."""
    unit_name = models.CharField(max_length=200, blank=True)
    """As the text names it."""
    words = models.TextField(blank=True)
    kind = models.CharField(max_length=10, default="duty")
    """duty · target."""
    theme = models.CharField(max_length=20, default="-")
    action = models.CharField(max_length=100, blank=True)
    object = models.TextField(blank=True)
    due = models.CharField(max_length=60, blank=True)
    """2020 · 2018-09 · 2018-12-31 · +5wd …; several apart by ';'."""
    due_words = models.CharField(max_length=200, blank=True)
    last_day = models.DateField(null=True)
    rhythm = models.CharField(max_length=20, blank=True)
    rhythm_words = models.CharField(max_length=100, blank=True)
    quantity = models.CharField(max_length=300, blank=True)
    deliverables = models.TextField(blank=True)
    programmes = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    missing = models.JSONField(default=list)
    """What it lacks: owner, deadline, year, period, unit, measure, document."""
    questions = models.JSONField(default=list)
    """What a person asks the unit about it: they go on the slip."""
    confidence = models.FloatField(default=1.0)
    reason = models.JSONField(default=list)
    """Why it was read as it was: rule and words."""
    sources = models.JSONField(default=list)
    """[{version, start, end, words, floating}]: where it was said, in clean text; floating: no longer found in the latest version."""
    hand = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Who put it, where it stands in no text."""
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="leading")
    supports = models.JSONField(default=list)
    """Numbers of the supporting units."""
    owner_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="owned")
    party_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    admin_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    support_posts = models.JSONField(default=list)
    note = models.TextField(blank=True)
    list = models.ForeignKey(SignedList, models.PROTECT, null=True, related_name="duties")
    """The latest list on which it stands."""
    listed = models.BooleanField(default=False)
    listed_number = models.PositiveIntegerField(null=True)
    """Its number on the list: given once, kept in later versions."""

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "number", "id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["campaign", "status"], name="duty_status")]

    @classmethod
    def project_children(cls, rows: Sequence[Any]) -> None:
        """Sources and supporting units, as tables."""
        numbers = [row.pk for row in rows]
        Source.objects.filter(duty__in=numbers).delete()
        Support.objects.filter(duty__in=numbers).delete()
        Source.objects.bulk_create(Source(duty_id=row.pk, version_id=s["version"], start=s["start"], end=s["end"]) for row in rows for s in row.sources)
        Support.objects.bulk_create(Support(duty_id=row.pk, unit_id=unit) for row in rows for unit in row.supports)


class Source(models.Model):
    """Where a duty was said; follows from `Duty.sources`."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="source_rows")
    version = models.ForeignKey(Version, models.PROTECT, related_name="source_rows")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()


class Support(models.Model):
    """That a unit supports a duty; follows from `Duty.supports`."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="support_rows")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="supporting")
