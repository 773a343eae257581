"""What time it is, for everything that is kept; the one place where the site reads the clock.

A campaign that is played back, and a test, set it: `with clock.at("2018-09-03T09:00")`. The demo's site lives in the days of its campaign
(LUOSHI_CLOCK_OFFSET).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

_SET: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The moment, in UTC."""
    return _SET.get() or datetime.now(UTC) + timedelta(seconds=settings.CLOCK_OFFSET)


def today() -> date:
    """The day where the office is (LUOSHI_TIME_ZONE)."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: str | datetime) -> Iterator[None]:
    """The clock stands at `moment`: local time unless it says otherwise."""
    given = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    token = _SET.set((given if given.tzinfo else timezone.make_aware(given)).astimezone(UTC))
    try:
        yield
    finally:
        _SET.reset(token)
