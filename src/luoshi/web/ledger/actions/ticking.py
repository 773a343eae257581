"""What time itself does: turns that open by plan, reminders, dates that a calendar made certain.

Safe to run twice, twice at once, and after any pause: a turn has a key of its own in the log, a reminder a key of its own in the outbox. What should have been
done while nothing ran is done now, and marked late.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from luoshi.errors import ActRefused
from luoshi.packs import load_calendar, load_light_rules
from luoshi.packs.working_days import Calendar
from luoshi.tracking.kinds import LIVE
from luoshi.tracking.rhythms import MONTHS, Period, periods
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.actions.turning import open_for
from luoshi.web.ledger.models import Duty, Plan, Reminder, Return, Turn
from luoshi.web.ledger.turns.reminding import addresses_of, sentence_of
from luoshi.web.ledger.turns.waiting import reminders_for
from luoshi.web.log.actions import DoneBefore, action, new_subject, record
from luoshi.web.people.acting import SYSTEM
from luoshi.web.people.models import CLERK, Person, Role, Unit
from luoshi.web.people.scope import require
from luoshi.web.words import say

logger = logging.getLogger("luoshi")
SOON = 2
"""Working days before a turn's deadline on which units that have not answered are reminded."""
OF_ONE_MAIL = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError, ValueError)
"""What a mail server says of one address or one mail; all else is of the server itself."""
MOST_LINES = 50
"""Reminders that one mail tells; of more it says how many."""


@action
def set_plan(campaign: Campaign, rhythm: str, days: int, *, by: object, person: Person) -> Plan:
    """Turns of a campaign open by themselves from now on; an earlier plan ends."""
    require(person, "turn", campaign.unit)
    if rhythm not in MONTHS or not 1 <= days <= 60:
        raise ActRefused.incomplete("报送周期或天数不对。", "The rhythm or the number of days does not fit.", "周期：月、季、半年、年；天数：1 至 60 个工作日。", "Monthly, quarterly, half-yearly or yearly; 1 to 60 working days.")
    today = clock.today().isoformat()
    subject = new_subject("plan")
    ended = {plan.subject: {"until": today} for plan in Plan.objects.on(clock.today()).filter(campaign=campaign)}
    fields = {"campaign": campaign.pk, "rhythm": rhythm, "days": days, "since": today, "until": None}
    record("plan.set", campaign.chain, {**ended, subject: fields}, by=by)
    return Plan.objects.get(pk=int(subject.partition(":")[2]))


def tick() -> dict[str, int]:
    """Does what is due by now; returns how many turns were opened, days made certain, reminders made and mails sent."""
    return {"turns": open_planned_turns(), "days": settle_provisional_days(), "reminders": make_reminders(), "mails": send_reminders()}


# -- turns by plan ---------------------------------------------------------------------------------------------------


def open_planned_turns() -> int:
    """Opens the turns whose period has ended; each once, whoever else is at it."""
    return sum(_open(plan, period) for plan in Plan.objects.on(clock.today()).select_related("campaign") for period in _ended(plan))


def _ended(plan: Plan) -> Iterator[Period]:
    """The periods of a plan that ended since it was set, yesterday at the latest, and have no turn."""
    have = set(Turn.objects.filter(campaign=plan.campaign).values_list("first", "last"))
    return (p for p in periods(plan.rhythm, plan.since, clock.today() - timedelta(days=1)) if (p.first, p.last) not in have)


def _open(plan: Plan, period: Period) -> bool:
    due = load_calendar(plan.campaign.unit.code or "cn").add_working_days(period.last, plan.days).day
    try:
        open_for(plan.campaign, period.first, period.last, due, by=SYSTEM, name=period.name, once=f"turn:{plan.campaign_id}:{period.name}")
    except (DoneBefore, ActRefused):      # another opened it meanwhile
        return False
    return True


# -- provisional days ------------------------------------------------------------------------------------------------


def settle_provisional_days() -> int:
    """Days that were computed before the year's calendar was out, computed again now that it is; each by an entry of its own."""
    return sum(_settle(duty) for duty in Duty.objects.filter(provisional=True, closed_on__isnull=True).select_related("campaign__unit", "lead"))


@transaction.atomic
def _settle(duty: Duty) -> bool:
    from luoshi.web.ledger.due_days import day_of

    found = day_of(duty)
    if found is None or found.provisional:
        return False
    day = found.day.isoformat()
    beside = {name: day for name in ("original_day", "score_day") if getattr(duty, name) == duty.last_day and duty.last_day}
    record("due.computed", duty.campaign.chain, {duty.subject: {"last_day": day, "provisional": False, **beside}}, by=SYSTEM)
    return True


# -- reminders -------------------------------------------------------------------------------------------------------


def make_reminders() -> int:
    """Writes into the outbox what is to be reminded of; returns how many lines are new."""
    wanted = [*_of_turns(), *_of_duties()]
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=500)
    return Reminder.objects.count() - before


def _line(kind: str, unit: int, day: date, about: str, *, turn: int | None = None, duty: int | None = None) -> Reminder:
    return Reminder(key=f"{kind}:{about}:{unit}:{day}", kind=kind, unit_id=unit, duty_id=duty, turn_id=turn, day=day, made_at=clock.now(), late=day < clock.today())


def _of_turns() -> Iterator[Reminder]:
    """Units that have not answered: once shortly before the deadline, once on the day after it."""
    today = clock.today()
    for turn in Turn.objects.filter(closed_on__isnull=True).select_related("campaign__unit"):
        calendar = load_calendar(turn.campaign.unit.code or "cn")
        soon, over = _before(calendar, turn.due_on, SOON), turn.due_on + timedelta(days=1)
        if soon > today:
            continue
        kind, day = ("turn-over", over) if over <= today else ("turn-soon", soon)
        for unit in Return.objects.filter(turn=turn, status__in=("asked", "back")).values_list("unit", flat=True).distinct().order_by("unit"):
            yield _line(kind, unit, day, f"turn:{turn.pk}", turn=turn.pk)


def _of_duties() -> Iterator[Reminder]:
    """Live duties near their day, and past it; a day that was moved is reminded of anew."""
    today = clock.today()
    near = load_light_rules(today).near_days
    open_duties = Duty.objects.filter(status=LIVE, closed_on__isnull=True, waits=False, last_day__isnull=False).select_related("lead")
    for duty in open_duties.filter(last_day__lte=today + timedelta(days=3 * near + 20)).order_by("pk"):
        soon, over = _before(load_calendar(duty.lead.code or "cn"), duty.last_day, near), duty.last_day + timedelta(days=1)
        if over <= today:
            yield _line("duty-over", duty.lead_id, over, f"duty:{duty.pk}", duty=duty.pk)
        elif soon <= today:
            yield _line("duty-soon", duty.lead_id, soon, f"duty:{duty.pk}", duty=duty.pk)


def _before(calendar: Calendar, day: date, days: int) -> date:
    return calendar.add_working_days(day, -days).day


def send_reminders() -> int:
    """Mails what waits in the outbox, unit by unit, to each clerk who has an address; returns how many mails went out.

    A line is claimed before it is sent, so that two runs send it once. It waits for the next run where no clerk has an address, where there is no mail
    server, and where none of the unit's mails could be sent.
    """
    if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"):
        return 0
    sent = 0
    for unit in Unit.objects.filter(pk__in=Reminder.objects.filter(mailed_at__isnull=True).values("unit")).order_by("pk"):
        mails, troubles = _mail_unit(unit)
        sent += mails
        if any(not isinstance(error, OF_ONE_MAIL) for error in troubles):      # it is the server: others would fare no better
            break
    return sent


def _mail_unit(unit: Unit) -> tuple[int, list[Exception]]:
    """A mail to each clerk of a unit: how many went out, and why others did not. What nobody of them got waits on."""
    clerks = list(clerks_of(unit))
    claimed, sent, troubles = _claimed(unit) if clerks else [], 0, []
    for person in clerks:
        try:
            sent += _mail(person, unit, claimed)
        except (OSError, ValueError) as error:
            logger.warning("reminders to %s: %s", person.email, error)
            troubles.append(error)
    if troubles and not sent:
        Reminder.objects.filter(pk__in=claimed).update(mailed_at=None)
    return sent, troubles


def _claimed(unit: Unit) -> list[int]:
    """The lines of a unit that waited, claimed one by one: another run may be at them."""
    waiting = Reminder.objects.filter(unit=unit, mailed_at__isnull=True)
    return [number for number in list(waiting.order_by("pk").values_list("pk", flat=True)) if waiting.filter(pk=number).update(mailed_at=clock.now())]


def _mail(person: Person, unit: Unit, claimed: Collection[int]) -> int:
    """One mail to a clerk, with what is open to her, was not seen and still stands: 1, or 0 where there is nothing to tell."""
    rows = reminders_for(person).filter(pk__in=claimed).select_related("duty", "turn").order_by("day", "pk")
    lines = list(rows[:MOST_LINES])
    if not lines:
        return 0
    addresses, more = addresses_of(lines), rows.count() - len(lines)
    said = [sentence_of(line) + (f"\n{settings.ADDRESS}{addresses[line.pk]}" if settings.ADDRESS else "") for line in lines]
    said += [say("remind.more", "zh", count=more)] if more else []
    said += [say("remind.all", "zh", address=settings.ADDRESS + reverse("ledger:reminders"))] if settings.ADDRESS else []
    return send_mail(say("remind.subject", "zh", unit=unit.name, count=len(lines) + more), "\n\n".join(said) + "\n", None, [person.email])


def clerks_of(unit: Unit) -> QuerySet[Person]:
    """Those who answer for a unit and have a mail address."""
    roles = Role.objects.on(clock.today()).filter(unit=unit, role=CLERK)
    return Person.objects.filter(pk__in=roles.values("person"), is_active=True).exclude(email="").order_by("pk")
