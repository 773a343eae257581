"""The day of which a page speaks, from its address: ?on=2019-06-30&known=then. The one place that reads it, and that keeps it in links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from luoshi.errors import ActRefused
from luoshi.web import clock
from luoshi.web.ledger.seeing.lighting import AsOf

THEN, NOW = "then", "now"
"""As it was known on the evening of that day; as it is known now."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page speaks of."""

    at: AsOf
    reading: str = ""
    """'' today · then · now."""

    @property
    def day(self) -> date:
        """The day."""
        return self.at.day

    @property
    def query(self) -> str:
        """What an address needs to speak of the same: '' today."""
        return urlencode({"on": self.day.isoformat(), "known": self.reading}) if self.reading else ""

    def address(self, path: str, query: str = "") -> str:
        """An address that speaks of the same day."""
        whole = "&".join(part for part in (query, self.query) if part)
        return f"{path}?{whole}" if whole else path

    @property
    def other(self) -> Shown:
        """The same day in the other reading."""
        return shown_on(self.day, NOW if self.reading == THEN else THEN)


def as_of(request: HttpRequest) -> Shown:
    """The day that a request asks for, today where it asks for none; ActRefused where it is no day."""
    words = request.GET.get("on", "").strip()[:20]
    if not words:
        return Shown(AsOf(clock.today()))
    try:
        day = date.fromisoformat(words)
    except ValueError:
        raise ActRefused.incomplete(f"“{words}”不是日期。", f"“{words}” is no day.", "请按 2019-06-30 的样子填写。", "Write it like 2019-06-30.") from None
    return shown_on(day, NOW if request.GET.get("known") == NOW else THEN)


def shown_on(day: date, reading: str) -> Shown:
    """A day in a reading; of today and of days to come nothing else is known than now."""
    if day == clock.today():
        return Shown(AsOf(day))
    if day > clock.today() or reading == NOW:
        return Shown(AsOf(day), NOW)
    return Shown(AsOf(day, end_of(day)), THEN)


def end_of(day: date) -> datetime:
    """The last moment of a day where the office is; of the last day that a calendar has, its noon."""
    if day == date.max:
        return timezone.make_aware(datetime.combine(day, time(12)))
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)
