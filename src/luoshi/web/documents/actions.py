"""What is done with campaigns and documents. Each is one entry of the campaign's chain.

`person` is who does it, and is checked against her roles; the program itself (a demo, an import by command) gives none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from luoshi.errors import ActRefused, UsageError
from luoshi.packs import pack_names
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.documents import files
from luoshi.web.documents.models import (
    DIRECTIVE,
    FAILED,
    FORMS,
    GONE,
    KEPT,
    READ,
    RESPONSE,
    WAITING,
    Addressee,
    Campaign,
    Document,
    Reader,
    ReadingJob,
    Relay,
    Version,
)
from luoshi.web.documents.queries import addressees_of
from luoshi.web.log.actions import action, new_numbers, new_subject, record
from luoshi.web.log.models import Entry
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import require

DATED = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z")
"""YYYY, YYYY-MM or YYYY-MM-DD."""


READ_WITH = {"unit", "dated", "form"}
"""The facts about a document with which it is read: where one changes it is read again."""


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


def plain_date(words: str) -> str:
    """A date as it is kept, from what people write; the words themselves where they are none.

    >>> plain_date("2018年8月"), plain_date("２０１８/8/3"), plain_date("去年")
    ('2018-08', '2018-08-03', '去年')
    """
    parts = [part for part in re.split(r"[年月日号./\-\s]+", unicodedata.normalize("NFKC", words)) if part]
    return "-".join(part.zfill(2) for part in parts) if len(parts) <= 3 and all(part.isdecimal() for part in parts) else words


def checked_date(dated: str) -> str:
    """A date as precise as it is known; UsageError where it is none."""
    if dated and not (DATED.match(dated) and _is_a_day(dated)):
        raise UsageError(f"“{dated}”不是日期。", f"“{dated}” is no date.", next_zh="请写成 2018、2018-08 或 2018-08-31。", next_en="Write 2018, 2018-08 or 2018-08-31.")
    return dated


def _is_a_day(dated: str) -> bool:
    try:
        return len(dated) < 10 or bool(date.fromisoformat(dated))
    except ValueError:
        return False


# -- campaigns -----------------------------------------------------------------------------------------------------


@action
def open_campaign(name: str, unit: Unit, *, by: By, person: Person | None = None, pack: str = "general", paired: bool = False, dated: str = "", addressees: Sequence[Unit] = (), example: bool = False) -> Campaign:
    """A new campaign of a unit, with the units that are expected to answer."""
    if person:
        require(person, "open-campaign", unit)
    _check_pack(pack)
    subject = new_subject("campaign")
    since = clock.today().isoformat()
    fields = {"name": _named(name), "pack": pack, "unit": unit.pk, "paired": paired, "dated": checked_date(dated), "example": example, "since": since, "until": None}
    record("campaign.opened", subject, {subject: fields, **_addressee_rows(_number(subject), list(dict.fromkeys(addressees)))}, by=by)
    return Campaign.objects.get(pk=_number(subject))


def _named(name: str) -> str:
    if not name.strip():
        raise ActRefused.incomplete("专项行动还没有名称。", "The campaign has no name.", "请填写名称。", "Give it a name.")
    return name.strip()[:200]


def _check_pack(pack: str) -> None:
    if pack not in pack_names():
        raise ActRefused.incomplete("没有这个专项包。", "There is no such pack.", f"可用的有：{'、'.join(pack_names())}。", f"There are: {', '.join(pack_names())}.")


def _addressee_rows(campaign: int, units: Sequence[Unit]) -> dict[str, dict[str, Any]]:
    since = clock.today().isoformat()
    numbers = new_numbers("addressee", len(units)) if units else []
    return {f"addressee:{n}": {"campaign": campaign, "unit": unit.pk, "since": since, "until": None} for n, unit in zip(numbers, units, strict=True)}


@action
def change_campaign(campaign: Campaign, *, by: By, person: Person | None = None, **fields: Any) -> Campaign:
    """Another name, pack, date, or whether duties are paired. Texts that were read before are not read again."""
    if person:
        require(person, "open-campaign", campaign.unit)
    _require_running(campaign)
    changed = {field: value for field, value in fields.items() if getattr(campaign, field) != value}
    if "name" in changed:
        changed["name"] = _named(changed["name"])
    checked_date(changed.get("dated", ""))
    _check_pack(changed.get("pack", campaign.pack))
    _require_change(changed)
    record("campaign.changed", campaign.chain, {campaign.subject: changed}, by=by)
    return Campaign.objects.get(pk=campaign.pk)


@action
def close_campaign(campaign: Campaign, *, by: By, person: Person | None = None, why: str = "") -> Campaign:
    """The campaign ends today: nothing more is uploaded; all stays to be read."""
    if person:
        require(person, "open-campaign", campaign.unit)
    _require_running(campaign)
    record("campaign.closed", campaign.chain, {campaign.subject: {"until": clock.today().isoformat()}}, by=by, why=why)
    return Campaign.objects.get(pk=campaign.pk)


def _require_running(campaign: Campaign) -> None:
    if campaign.until:
        raise ActRefused.incomplete("专项行动已结束。", "The campaign is closed.", "内容仍可查看，不再变动。", "It can be read and is not changed any more.")


def _require_change(changed: Any) -> None:
    if not changed:
        raise ActRefused.incomplete("内容没有变化。", "Nothing is different.", "请改动后再保存。", "Change something, then save.")


@action
def name_addressees(campaign: Campaign, units: Sequence[Unit], *, by: By, person: Person | None = None) -> list[Addressee]:
    """Further units are expected to answer; who is expected already is passed over."""
    if person:
        require(person, "open-campaign", campaign.unit)
    _require_running(campaign)
    known = set(addressees_of(campaign).values_list("unit", flat=True))
    new = [unit for unit in dict.fromkeys(units) if unit.pk not in known]
    _require_change(new)
    rows = _addressee_rows(campaign.pk, new)
    record("addressee.named", campaign.chain, rows, by=by, touches=[campaign.subject])
    return list(Addressee.objects.filter(pk__in=[_number(subject) for subject in rows]))


@action
def drop_addressee(addressee: Addressee, *, by: By, person: Person | None = None) -> None:
    """A unit is expected no more, from today; what it sent stays."""
    campaign = addressee.campaign
    if person:
        require(person, "open-campaign", campaign.unit)
    _require_running(campaign)
    record("addressee.dropped", campaign.chain, {addressee.subject: {"until": clock.today().isoformat()}}, by=by, touches=[campaign.subject])


# -- documents -----------------------------------------------------------------------------------------------------


@action
def receive(
    campaign: Campaign, name: str, content: bytes, *, by: By, kind: str, form: str = "document", unit: Unit | None = None, title: str = "", number: str = "", dated: str = "",
    received_on: date | None = None, restricted: bool = False, readers: Sequence[Person] = (), answers: Sequence[Document] = (), paper: str = "", person: Person | None = None, format: str = "", once: str = "",
) -> Version:  # fmt: skip
    """A file arrives: a document with its first version, which then waits to be read. Of a restricted one, who enters it is a reader."""
    if person:
        require(person, "upload", unit or campaign.unit)
    _require_running(campaign)
    _check_header(campaign, kind, form, dated, answers)
    if received_on and received_on > clock.today():
        raise ActRefused.incomplete("收到日期还没有到。", "The day of receipt has not come yet.", "请核对日期。", "Check the date.")
    stored = files.store(content, format)
    document, version = new_subject("document"), new_subject("version")
    fields = {
        "campaign": campaign.pk, "unit": unit.pk if unit else None, "kind": kind, "form": form, "title": title.strip()[:300], "number": number.strip()[:60], "dated": dated,
        "received_on": (received_on or clock.today()).isoformat(), "restricted": restricted, "answers": [d.pk for d in answers], "paper": paper.strip()[:200],
        "current": _number(version), "status": KEPT,
    }  # fmt: skip
    file = {"document": _number(document), "number": 1, "file": stored.sha256, "name": plain_name(name), "size": len(content), "same_as": None, "status": WAITING}
    record("document.received", campaign.chain, {document: fields, version: file}, by=by, happened_on=received_on, once=once)
    if restricted:
        _name_readers(Document.objects.get(pk=_number(document)), [*readers, *Person.objects.filter(pk=by.person)], by)
    return _awaiting(_number(version), by)


def plain_name(name: str) -> str:
    """A file's name as it is shown: without folders and without what no screen should be asked to show.

    >>> plain_name("../../etc/甲\\x00.txt"), plain_name("C:\\\\甲.docx")
    ('甲.txt', '甲.docx')
    """
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if c.isprintable()).strip()[-200:] or "-"


def _check_header(campaign: Campaign, kind: str, form: str, dated: str, answers: Sequence[Document]) -> None:
    checked_date(dated)
    if kind not in (DIRECTIVE, RESPONSE) or form not in FORMS:
        raise ActRefused.incomplete("没有这种文件。", "There is no such kind of document.", "请选择部署或贯彻落实意见。", "Choose directive or response.")
    if any(d.campaign_id != campaign.pk or d.kind != DIRECTIVE or d.status == GONE for d in answers):
        raise ActRefused.incomplete("所答复的不是本专项的部署。", "What it answers is no directive of this campaign.", "请重新选择。", "Choose again.")


def read_again(version: Version, by: By) -> Version:
    """The version waits to be read once more, though it was read: what follows from it may have changed."""
    return _awaiting(version.pk, by)


def _awaiting(version: int, by: By) -> Version:
    """The version, waiting to be read."""
    row = Version.objects.get(pk=version)
    ReadingJob.objects.update_or_create(version=row, defaults={"asked_at": clock.now(), "by": asdict(by), "stage": WAITING, "held_until": None, "holder": "", "attempts": 0})
    return row


@action
def add_version(document: Document, name: str, content: bytes, *, by: By, person: Person | None = None, format: str = "", once: str = "") -> Version:
    """A newer file of a document; its duties are looked for in it when it is read."""
    _require_may_change(document, person)
    last = document.versions.order_by("-number").first()
    if last and last.file == files.digest_of(content):
        raise ActRefused.incomplete("与现有版本的内容完全相同。", "These are the very bytes of the present version.", "请核对文件。", "Check the file.")
    stored = files.store(content, format)
    version = new_subject("version")
    file = {
        "document": document.pk, "number": last.number + 1 if last else 1, "file": stored.sha256, "name": plain_name(name), "size": len(content), "same_as": None,
        "part": 0, "status": WAITING,
    }  # fmt: skip
    record("version.added", document.campaign.chain, {version: file, document.subject: {"current": _number(version)}}, by=by, once=once)
    return _awaiting(_number(version), by)


def _require_may_change(document: Document, person: Person | None) -> None:
    if person:
        require(person, "upload", document.unit or document.campaign.unit)
    if document.status == GONE:
        raise ActRefused.gone()
    _require_running(document.campaign)


@action
def change_header(document: Document, *, by: By, person: Person | None = None, readers: Sequence[Person] | None = None, **fields: Any) -> Document:
    """Other facts about a document: unit, kind, form, title, number, dated, received_on, restricted, answers (documents), paper; and who may read it."""
    _require_may_change(document, person)
    if "answers" in fields:
        fields["answers"] = [d.pk for d in fields["answers"]]
    if "unit" in fields:
        unit = fields["unit"]
        if person and unit:
            require(person, "upload", unit)
        fields["unit"] = unit.pk if unit else None
    if "received_on" in fields:
        fields["received_on"] = fields["received_on"].isoformat() if fields["received_on"] else None
    was = document.as_state()
    changed = {field: value for field, value in fields.items() if was[field] != value}
    after = {**was, **changed}
    _check_header(document.campaign, after["kind"], after["form"], after["dated"], Document.objects.filter(pk__in=after["answers"]))
    if changed:
        record("document.changed", document.campaign.chain, {document.subject: changed}, by=by)
    if READ_WITH & set(changed) and document.version.status == READ:
        _awaiting(document.version.pk, by)     # rows that nobody has touched follow from these facts
    if after["restricted"]:
        settled = _settle_readers(document, readers, by) if readers is not None else _name_readers(document, Person.objects.filter(pk=by.person), by)
        changed = changed or settled
    _require_change(changed)
    return Document.objects.get(pk=document.pk)


def _settle_readers(document: Document, readers: Sequence[Person], by: By) -> bool:
    """Names who is new among the readers and drops who is not among them; who acts stays one."""
    wanted = {person.pk for person in readers} | {by.person}
    dropped = [row for row in Reader.objects.on(clock.today()).filter(document=document) if row.person_id not in wanted]
    for row in dropped:
        record("reader.dropped", document.campaign.chain, {row.subject: {"until": clock.today().isoformat()}}, by=by, touches=[document.subject])
    named = _name_readers(document, [*readers, *Person.objects.filter(pk=by.person)], by)
    return bool(dropped) or named


def _name_readers(document: Document, readers: Any, by: By) -> bool:
    known = set(Reader.objects.on(clock.today()).filter(document=document).values_list("person", flat=True))
    new = [person for person in dict.fromkeys(readers) if person.pk not in known]
    since = clock.today().isoformat()
    rows = {f"reader:{n}": {"document": document.pk, "person": p.pk, "since": since, "until": None} for n, p in zip(new_numbers("reader", len(new)), new, strict=True)} if new else {}
    if rows:
        record("reader.named", document.campaign.chain, rows, by=by, touches=[document.subject])
    return bool(rows)


@action
def retry(version: Version, *, by: By, person: Person | None = None) -> Version:
    """A version whose reading failed waits to be read once more."""
    _require_may_change(version.document, person)
    if version.status != FAILED:
        raise ActRefused.incomplete("这份文件没有读取失败。", "Reading this file did not fail.", "请刷新后查看最新状态。", "Reload to see where it stands now.")
    record("version.retried", version.document.campaign.chain, {version.subject: {"status": WAITING, "trouble": {}}}, by=by)
    return _awaiting(version.pk, by)


@action
def fail(version: Version, trouble: dict[str, str], *, by: By) -> Version:
    """Reading a version ended with an error; `trouble` has its code and its sentence in both languages."""
    record("version.failed", version.document.campaign.chain, {version.subject: {"status": FAILED, "trouble": trouble}}, by=by)
    ReadingJob.objects.filter(version=version).delete()
    return Version.objects.get(pk=version.pk)


# -- relay ---------------------------------------------------------------------------------------------------------

RELAY_FORMS = ("meeting", "study", "document", "message")
RELAY_REACH = ("leaders", "unit", "lower", "enterprises", "all")


@action
def note_relay(
    directive: Document, unit: Unit, *, by: By, person: Person | None = None, received_on: date | None = None, passed_on: date | None = None, form: str = "", reach: str = "",
    paper: Document | None = None, note: str = "",
) -> Relay:  # fmt: skip
    """When a unit received a directive and passed it on, in what form, how far. What is known of it already is replaced.

    The entry happened on the day of what it tells: the passing on, else the receipt.
    """
    if person:
        require(person, "relay", unit)
    if directive.kind != DIRECTIVE or directive.status == GONE:
        raise ActRefused.gone()
    _require_running(directive.campaign)
    _check_relay(received_on, passed_on, form, reach)
    known = Relay.objects.filter(document=directive, unit=unit).first()
    subject = known.subject if known else new_subject("relay")
    fields = {
        "campaign": directive.campaign_id, "document": directive.pk, "unit": unit.pk, "received_on": received_on.isoformat() if received_on else None,
        "passed_on": passed_on.isoformat() if passed_on else None, "form": form, "reach": reach, "paper": paper.pk if paper else None, "note": note.strip()[:300],
    }  # fmt: skip
    if known and known.as_state() == fields:
        _require_change(False)
    happened = _not_before_what_was_said(subject, passed_on or received_on or clock.today())
    record("relay.noted", directive.campaign.chain, {subject: fields}, by=by, happened_on=happened, touches=[directive.subject])
    return Relay.objects.get(pk=_number(subject))


def _not_before_what_was_said(subject: str, day: date) -> date:
    """The day, or that of the last entry on the subject: what corrects an earlier entry must not be folded before it."""
    last = Entry.objects.filter(touches__subject=subject).order_by("-happened_on").values_list("happened_on", flat=True).first()
    return max(day, last) if last else day


def _check_relay(received_on: date | None, passed_on: date | None, form: str, reach: str) -> None:
    if not received_on and not passed_on:
        raise ActRefused.incomplete("还没有填写日期。", "There is no date.", "请至少填写收到日期。", "Give at least the day of receipt.")
    if received_on and passed_on and passed_on < received_on:
        raise ActRefused.incomplete("传达日期早于收到日期。", "It was passed on before it was received.", "请核对两个日期。", "Check the two dates.")
    if any(day and day > clock.today() for day in (received_on, passed_on)):
        raise ActRefused.incomplete("日期还没有到。", "The day has not come yet.", "请填写已发生的日期。", "Give a day that has passed.")
    if (form and form not in RELAY_FORMS) or (reach and reach not in RELAY_REACH):
        raise ActRefused.incomplete("没有这种传达形式或范围。", "There is no such form or reach.", "请从列表中选择。", "Choose from the list.")
