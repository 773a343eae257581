"""Duties and the signed list: rows that the log writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar

from django.db import models

from luoshi.tracking import State
from luoshi.tracking.kinds import FOUND
from luoshi.web.documents.models import Campaign, Document, Version
from luoshi.web.ledger.grams import SEARCHED, STANDING, grams_in, text_of
from luoshi.web.ledger.runs import NO_RUNS, UnitRuns, runs_said, with_runs
from luoshi.web.log.projecting import Projected
from luoshi.web.log.timelines import Span
from luoshi.web.people.models import Period, Person, Post, Unit


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
    original_day = models.DateField(null=True)
    """Its deadline when it was first signed; `last_day` is the current one, moved by approved extensions only."""
    score_day = models.DateField(null=True)
    """The deadline by which it is scored."""
    provisional = models.BooleanField(default=False)
    """Whether the calendar of its year is not out yet, so that the day may still move."""
    closed_on = models.DateField(null=True)
    closed_as = models.CharField(max_length=10, blank=True)
    """done · no-longer."""
    waits = models.BooleanField(default=False)
    """Whether it waits on an ask to a body outside the line."""
    list = models.ForeignKey(SignedList, models.PROTECT, null=True, related_name="duties")
    """The latest list on which it stands."""
    listed = models.BooleanField(default=False)
    listed_number = models.PositiveIntegerField(null=True)
    """Its number on the list: given once, kept in later versions."""

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "number", "id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["campaign", "status", "theme"], name="duty_status"), models.Index(fields=["campaign", "listed_number"], name="duty_listed")]

    @classmethod
    def followed(cls, state: State) -> Any:
        """What sources, supporting units and words to search by follow from."""
        return state["sources"], state["supports"], state["status"] in STANDING, *(state[field] for field in SEARCHED)

    @classmethod
    def project_children(cls, rows: Sequence[Any]) -> None:
        """Sources, supporting units and the words by which it is found, as tables."""
        numbers = [row.pk for row in rows]
        Source.objects.filter(duty__in=numbers).delete()
        Support.objects.filter(duty__in=numbers).delete()
        index_words(rows)
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


class DutyWords(models.Model):
    """What a duty is found by, as `luoshi.web.ledger.grams` tidies it; follows from its wording."""

    duty = models.OneToOneField(Duty, models.CASCADE, primary_key=True, related_name="words_row")
    text = models.TextField()


class DutyGram(models.Model):
    """That two characters stand beside each other in a duty's words; follows from `DutyWords`."""

    pk = models.CompositePrimaryKey("gram", "duty")
    gram = models.BigIntegerField()
    duty = models.ForeignKey(Duty, models.CASCADE, related_name="gram_rows")


def index_words(rows: Sequence[Duty]) -> None:
    """Brings the words by which duties are found up to date; what says the same as before is left."""
    had = dict(DutyWords.objects.filter(duty__in=[row.pk for row in rows]).values_list("duty", "text"))
    texts = {row.pk: text_of(row) for row in rows}
    changed = {pk: text for pk, text in texts.items() if had.get(pk, "") != text}
    if not changed:
        return
    DutyWords.objects.filter(duty__in=list(changed)).delete()
    DutyGram.objects.filter(duty__in=list(changed)).delete()
    DutyWords.objects.bulk_create((DutyWords(duty_id=pk, text=text) for pk, text in changed.items() if text), batch_size=500)
    DutyGram.objects.bulk_create((DutyGram(gram=gram, duty_id=pk) for pk, text in changed.items() for gram in grams_in(text)), batch_size=2000)


# -- a turn ----------------------------------------------------------------------------------------------------------


class Plan(Period):
    """That a campaign's turns open by themselves: one for each period of a rhythm, the day after it ends."""

    SUBJECT = "plan"
    REQUIRED = ("campaign", "rhythm")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plans")
    rhythm = models.CharField(max_length=12)
    """monthly · quarterly · half-yearly · yearly."""
    days = models.PositiveIntegerField(default=5)
    """Working days after the period within which returns are due."""


class Turn(Projected):
    """One month, quarter or other stretch of asking, returning and checking."""

    SUBJECT = "turn"
    REQUIRED = ("campaign", "first", "last")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="turns")
    name = models.CharField(max_length=60)
    first = models.DateField()
    last = models.DateField()
    """The days that it covers, both included."""
    opened_on = models.DateField()
    due_on = models.DateField()
    """By when returns are expected."""
    closed_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["campaign", "first", "id"]

    def __str__(self) -> str:
        return self.name


class Return(Projected):
    """What a unit is asked, and reports, for one duty in one turn: one answer for all superiors who asked."""

    SUBJECT = "return"
    REQUIRED = ("turn", "duty")
    turn = models.ForeignKey(Turn, models.PROTECT, related_name="returns")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="returns")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="returns")
    period = models.CharField(max_length=10, blank=True)
    """Of a recurring duty: 2018-Q4."""
    why = models.CharField(max_length=10)
    """Why it was asked: a reason of `tracking.asking`."""
    status = models.CharField(max_length=10, default="asked")
    """asked · given · accepted · back · query (the checker asks something)."""
    state = models.CharField(max_length=12, blank=True)
    """How the work stands: not-begun · going · done · stuck."""
    figure = models.CharField(max_length=60, blank=True)
    figure_unit = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    happened_on = models.DateField(null=True)
    """The day of which it speaks."""
    given_on = models.DateField(null=True)
    given_count = models.PositiveIntegerField(default=0)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    evidence = models.JSONField(default=list)
    """[{file, name, dated, kind, note}]: file is the SHA-256 of the bytes ('' where it was only named), dated the evidence's own day."""
    answer = models.TextField(blank=True)
    """The checker's last word."""
    times_back = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["turn", "unit", "duty", "period"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["duty", "turn"], name="return_duty"),
            models.Index(fields=["unit", "status"], name="return_unit"),
            models.Index(fields=["turn", "unit", "status", "given_on"], name="return_tally"),      # all that the counts of turns read
        ]

    @classmethod
    def project_children(cls, rows: Sequence[Any]) -> None:
        """The files that they carry; what was asked of each unit in each turn and what came of it, as sums; and the runs of their words."""
        keep_files(EvidenceFile(return_row_id=row.pk, file=one["file"]) for row in rows for one in row.evidence)
        count_anew({(row.turn_id, row.unit_id) for row in rows})
        keep_runs(rows)


class TurnTally(models.Model):
    """What a turn asked of a unit and what came of it, today; follows from the returns. One return answers all superiors, so it counts once."""

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    """Questions that were answered at least once."""
    given = models.PositiveIntegerField()
    """Reports given: one sent back and given again is two."""
    back = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["turn", "unit"], name="tally_of_turn")]


def count_anew(pairs: Collection[tuple[int, int]]) -> None:
    """Brings the sums of turns and units up to date."""
    turns, units = {turn for turn, _ in pairs}, {unit for _, unit in pairs}
    sums = Return.objects.filter(turn__in=turns, unit__in=units).order_by().values("turn_id", "unit_id").annotate(
        asked=models.Count("pk"), answered=models.Count("pk", filter=models.Q(given_count__gt=0)), times_given=models.Sum("given_count"),
        sent_back=models.Sum("times_back"), kept=models.Count("pk", filter=models.Q(status="accepted")),
    )  # fmt: skip
    tallies = [
        TurnTally(turn_id=row["turn_id"], unit_id=row["unit_id"], asked=row["asked"], answered=row["answered"], given=row["times_given"], back=row["sent_back"], accepted=row["kept"]) for row in sums
    ]
    TurnTally.objects.bulk_create(tallies, update_conflicts=True, unique_fields=["turn", "unit"], update_fields=["asked", "answered", "given", "back", "accepted"])


class TurnRuns(models.Model):
    """The runs of words in what a unit answered in a turn, as numbers (`luoshi.web.ledger.runs`): what a return repeats is found by them; follows from the returns."""

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    heads = models.BinaryField()
    runs = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["turn", "unit"], name="runs_of_turn")]


def keep_runs(rows: Sequence[Return]) -> None:
    """Brings the runs of turns and units up to date with these returns; those of their other returns stay."""
    spoken = runs_said({row.pk: (row.given_on, row.words) for row in rows if row.given_count and row.words})
    changed: dict[tuple[int, int], dict[int, UnitRuns | None]] = {}
    for row in rows:
        changed.setdefault((row.turn_id, row.unit_id), {})[row.pk] = spoken.get(row.pk)
    kept = {(had.turn_id, had.unit_id): had for had in TurnRuns.objects.filter(turn__in={turn for turn, _ in changed}, unit__in={unit for _, unit in changed})}
    written = []
    for (turn, unit), changes in changed.items():
        had = kept.get((turn, unit))
        before = (bytes(had.heads), bytes(had.runs)) if had else NO_RUNS
        if (now := with_runs(before, changes)) != before:
            written.append(TurnRuns(turn_id=turn, unit_id=unit, heads=now[0], runs=now[1]))
    TurnRuns.objects.bulk_create(written, update_conflicts=True, unique_fields=["turn", "unit"], update_fields=["heads", "runs"])


class Check(Projected):
    """A superior's acceptance or refusal of a return, with a reason; each superior checks for itself."""

    SUBJECT = "check"
    REQUIRED = ("return_row", "verdict")
    return_row = models.ForeignKey(Return, models.PROTECT, related_name="checks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10)
    """accepted · back · query."""
    giving = models.PositiveIntegerField(default=0)
    """Which giving of the return it is about: its `given_count` then."""
    reason = models.TextField(blank=True)
    checked_on = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=200, blank=True)


class Decided(Projected):
    """Something asked by one person and decided by another."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Who asked."""
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=12, blank=True)

    class Meta:
        abstract = True


class Extension(Decided):
    """A later deadline, asked for before the day is over."""

    SUBJECT = "extension"
    REQUIRED = ("duty", "asked_on")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="extensions")
    reason = models.TextField(blank=True)
    asked_on = models.DateField()
    wanted = models.DateField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    new_day = models.DateField(null=True)
    scored_on_new = models.BooleanField(default=True)
    answer = models.TextField(blank=True)


class Transfer(Decided):
    """A duty handed on to another unit: proposed with a reason, consented to, approved."""

    SUBJECT = "transfer"
    REQUIRED = ("duty", "proposed_on")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="transfers")
    reason = models.TextField(blank=True)
    proposed_on = models.DateField()
    from_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    from_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    to_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    consented_on = models.DateField(null=True)
    consented_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)


class Ask(Projected):
    """What a unit needs from a body outside its line; a duty may wait on it."""

    SUBJECT = "ask"
    REQUIRED = ("duty", "body")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="asks")
    body = models.CharField(max_length=200)
    paper = models.CharField(max_length=300, blank=True)
    sent_on = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    waits = models.BooleanField(default=True)
    answered_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    """granted · refused · partly."""
    reply = models.TextField(blank=True)


class Closing(Decided):
    """销号: applied for by the doer, decided by the superior after the checklist; what was closed can be resumed (回头看)."""

    SUBJECT = "closing"
    REQUIRED = ("duty", "applied_on")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="closings")
    applied_on = models.DateField()
    words = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    checklist = models.JSONField(default=dict)
    """Question of `tracking.turn_rules.CHECKLIST` → yes or no."""
    reason = models.TextField(blank=True)
    resumed_on = models.DateField(null=True)
    resumed_why = models.TextField(blank=True)

    @classmethod
    def project_children(cls, rows: Sequence[Any]) -> None:
        """The files that it carries, as a table."""
        keep_files(EvidenceFile(closing_id=row.pk, file=one["file"]) for row in rows for one in row.evidence)


class EvidenceFile(models.Model):
    """That a return or an application for closing carries a file, or once did: bytes that the log speaks of stay, and what was seen elsewhere is found."""

    return_row = models.ForeignKey(Return, models.CASCADE, null=True, related_name="files")
    closing = models.ForeignKey(Closing, models.CASCADE, null=True, related_name="files")
    file = models.CharField(max_length=64)
    """SHA-256 of the bytes."""

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["return_row", "file"], name="evidence_of_return"),
            models.UniqueConstraint(fields=["closing", "file"], name="evidence_of_closing"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["file"], name="evidence_file")]


def keep_files(rows: Iterable[EvidenceFile]) -> None:
    """Adds the rows that are not there yet; evidence that was only named has no file."""
    EvidenceFile.objects.bulk_create([row for row in rows if row.file], ignore_conflicts=True)


class DutySpan(Span):
    """What a duty was on which days, as known when: what boards and lists of a past day are made of."""

    OF = "duty"
    campaign = models.BigIntegerField()
    status = models.CharField(max_length=10)
    unit = models.BigIntegerField(null=True)
    lead = models.BigIntegerField(null=True)
    owner_post = models.BigIntegerField(null=True)
    theme = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    rhythm = models.CharField(max_length=20, blank=True)
    listed_number = models.PositiveIntegerField(null=True)
    last_day = models.DateField(null=True)
    score_day = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_as = models.CharField(max_length=10, blank=True)
    waits = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["subject"], name="dutyspan_subject"),
            models.Index(
                fields=["campaign", "known_to", "valid_to", "valid_from", "known_from", "lead", "theme", "last_day", "closed_on", "waits", "rhythm", "subject", "status"],
                condition=models.Q(status="live"), name="dutyspan_seen",
            ),      # all that a board reads, so that the rows themselves are not
            models.Index(fields=["lead", "campaign", "known_to", "listed_number"], condition=models.Q(status="live"), name="dutyspan_lead"),
            models.Index(fields=["campaign", "known_to", "last_day", "listed_number"], condition=models.Q(status="live"), name="dutyspan_due"),
            models.Index(fields=["campaign", "known_to", "listed_number", "subject"], condition=models.Q(status="live"), name="dutyspan_now"),
            models.Index(fields=["campaign", "listed_number", "subject"], condition=models.Q(status="live"), name="dutyspan_order"),
        ]


class ReturnSpan(Span):
    """What a return was on which days, as known when."""

    OF = "return"
    turn = models.BigIntegerField()
    duty = models.BigIntegerField()
    unit = models.BigIntegerField()
    period = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=10)
    state = models.CharField(max_length=12, blank=True)
    given_on = models.DateField(null=True)
    times_back = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["subject"], name="returnspan_subject"),
            models.Index(fields=["turn", "unit", "known_to", "valid_to", "valid_from", "known_from", "status", "given_on", "times_back"], name="returnspan_turn"),      # all that a burden sums
            models.Index(fields=["turn", "known_to", "valid_to", "valid_from", "known_from", "duty", "status"], condition=models.Q(status__in=("asked", "back")), name="returnspan_owed"),      # what is still to be given, on any day
            models.Index(fields=["duty", "known_to", "valid_to", "turn", "valid_from", "known_from", "status"], condition=models.Q(status__in=("asked", "back")), name="returnspan_still"),      # the same of a few duties
            models.Index(fields=["times_back", "known_to", "duty"], condition=models.Q(status="back"), name="returnspan_back"),
            models.Index(fields=["duty"], name="returnspan_duty"),
        ]


class Reminder(models.Model):
    """One line of the outbox: sent once, whatever runs twice. Kept beside the log."""

    key = models.CharField(max_length=120, unique=True)
    """What it reminds of and when: due:return:18:2018-09-30."""
    kind = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    duty = models.ForeignKey(Duty, models.CASCADE, null=True, related_name="reminders")
    turn = models.ForeignKey(Turn, models.CASCADE, null=True, related_name="reminders")
    day = models.DateField()
    """The day on which it was to be sent."""
    made_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    """Whether it was made after that day: the clock had stood still."""
    mailed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-day", "-id"]


# -- seeing: kept beside the log -----------------------------------------------------------------------------------


class SavedFilter(models.Model):
    """A search or a choice of duties that a person comes back to."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="filters")
    campaign = models.ForeignKey(Campaign, models.CASCADE, null=True, related_name="+")
    page = models.CharField(max_length=20)
    """search · rows: where it is used."""
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["person", "campaign", "page", "name"], name="filter_name")]


class Number(models.Model):
    """A figure with a short address: which rows it counts, on which day, as known when. The same figure always has the same address."""

    key = models.CharField(max_length=16, primary_key=True)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="numbers")
    query = models.CharField(max_length=500)
    day = models.DateField()
    known = models.DateTimeField()


class Printed(models.Model):
    """That a paper printed a figure."""

    number = models.ForeignKey(Number, models.CASCADE, related_name="printed")
    paper = models.CharField(max_length=200)
    shown = models.PositiveIntegerField()
    """What the paper said."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
