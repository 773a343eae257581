"""The list: what is ready and what lacks something, signing, the signed versions, their papers, and the letters to units."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_GET, require_POST

from luoshi.errors import ActRefused
from luoshi.tracking.kinds import ACCEPTED, FOUND
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import find_campaign
from luoshi.web.ledger.actions import settling
from luoshi.web.ledger.actions.sending import mark_sent
from luoshi.web.ledger.actions.signing import Prepared, lacks_of, prepare, sign
from luoshi.web.ledger.listing import duties_of
from luoshi.web.ledger.models import Duty, SignedList
from luoshi.web.ledger.papers import all_names, all_rows, changes_in_words, listed_now, rows_in_words, signed_paper
from luoshi.web.ledger.queries import duties_open_to, lists_open_to, signers_of
from luoshi.web.ledger.slips import UnitSlip, slips_of
from luoshi.web.ledger.versions import RowChange, Version, changes_between, changes_since_before, entries_between, rows_of
from luoshi.web.ledger.views.duties import due_words, offered
from luoshi.web.ledger.views.sending import DOCX, TYPES, attached
from luoshi.web.log.actions import DoneBefore
from luoshi.web.people.acting import acting
from luoshi.web.people.scope import may, units_open_to
from luoshi.web.words import language, say
from luoshi.writing.ledger_list import name_change
from luoshi.writing.ledger_paper import listed_docx
from luoshi.writing.ledger_records import ListChange, ListedDuty, ListHead, shown
from luoshi.writing.ledger_slips import LedgerSlip, slips_docx
from luoshi.writing.question_lines import question_lines
from luoshi.writing.words import name_date

ASSIGNED = ("lead", "supports", "owner_post", "party_post", "admin_post")


def sentence_of(error: ActRefused) -> str:
    """An error as this page says it."""
    return error.sentence("en" if language() == "en" else "zh")


@login_required
@require_GET
def list_page(request: HttpRequest, campaign: int) -> HttpResponse:
    """What is ready for the next version and what lacks something, unit by unit."""
    return list_with(request, find_campaign(request.user, campaign))


def list_with(request: HttpRequest, campaign: Campaign, *, trouble: str = "", chosen: set[int] | None = None, status: int = 200) -> HttpResponse:
    """The page, with an error where an act was refused, and the rows that were chosen still chosen."""
    person = request.user
    prepared = prepare(campaign)
    mine = set(duties_of(campaign, person).values_list("pk", flat=True))
    rows = [row for row in rows_to_show(campaign, prepared) if row["duty"].pk in mine]
    lacking = [row for row in rows if row["lacks"]]
    last = SignedList.objects.filter(campaign=campaign).order_by("-number").first()
    changes = changes_since(last, prepared) if last else []
    wanted = request.GET.get("show", "")
    listed = rows if wanted == "all" or not lacking else lacking
    may_sign = may(person, "sign", campaign.unit_id)
    context = {
        "campaign": campaign, "tab": "list", "groups": grouped(listed), "is_all": listed is rows, "rows": len(rows), "lacking": len(lacking), "ready": len(rows) - len(lacking),
        "open": duties_of(campaign, person).filter(status=FOUND).count(), "restricted": duties_of(campaign, person).filter(status=ACCEPTED, document__restricted=True).exists(), "live": sum(row["duty"].status == "live" for row in rows), "versions": versions_of(campaign), "last": last,
        "number": last.number + 1 if last else 1, "changes": told([c for c in changes if c.duty in mine], prepared, last), "has_changes": bool(changes) or not last,
        "may_sign": may_sign, "may_assign": may(person, "assign", campaign.unit_id), "signers": "" if may_sign else say("join.list").join(str(one) for one in signers_of(campaign)), "digest": prepared.digest,
        "is_ready": not lacking and bool(prepared.duties) and not any(lacks_of(d, paired=campaign.paired) for d in prepared.duties), "count": len(prepared.duties), "once": get_random_string(16), "offered": offered(request), "trouble": trouble, "chosen": chosen or set(), "typed": request.POST,
        "sees_all": sees_all(request, campaign),
    }  # fmt: skip
    return render(request, "ledger/list.html", context, status=status)


def sees_all(request: HttpRequest, campaign: Campaign) -> bool:
    """Whether the whole list is open to the person; to others no count tells what is not."""
    return units_open_to(request.user).filter(pk=campaign.unit_id).exists()


def rows_to_show(campaign: Campaign, prepared: Prepared) -> list[dict[str, Any]]:
    """Each duty of the next version with its number and what it lacks."""
    return [
        {"duty": duty, "number": prepared.numbers[duty.pk], "lacks": lacks_of(duty, paired=campaign.paired), "due": due_words(duty), "names": prepared.names, "holders": prepared.holders}
        for duty in with_names(prepared.duties)
    ]


def with_names(duties: Any) -> list[Duty]:
    """The duties with the rows that a table shows of them, in few queries."""
    order = [duty.pk for duty in duties]
    rows = Duty.objects.filter(pk__in=order).select_related("unit", "lead", "document", "owner_post__unit", "party_post__unit", "admin_post__unit").in_bulk()
    return [rows[number] for number in order]


def grouped(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows by unit, in their order."""
    return [(name, list(group)) for name, group in groupby(rows, key=lambda row: str(row["duty"].unit or row["duty"].unit_name))]


def versions_of(campaign: Campaign) -> list[SignedList]:
    """The signed versions, the last one first."""
    return list(SignedList.objects.filter(campaign=campaign).select_related("person").order_by("-number"))


def changes_since(last: SignedList, prepared: Prepared) -> list[RowChange]:
    """What the next version would change of the last one."""
    before = rows_of(last)
    between = entries_between(before.rows.keys() | prepared.rows.keys(), last.campaign.chain, before.entry.number)
    return changes_between(before.rows, prepared.rows, between)


def told(changes: list[RowChange], prepared: Prepared, last: SignedList | None) -> list[dict[str, Any]]:
    """Changes in words, each with the duty that it leads to."""
    if not last:
        return []
    rows = {**rows_of(last).rows, **prepared.rows}
    words = changes_in_words(changes, rows, all_names() | dict(prepared.names), language())
    return shown_changes(changes, words)


def shown_changes(changes: list[RowChange], words: list[ListChange]) -> list[dict[str, Any]]:
    """Changes as a table shows them: the duty, what kind of change, the words."""
    return [{"duty": change.duty, "label": name_change(line, language()), "told": line} for change, line in zip(changes, words, strict=True)]


@login_required
@require_POST
def assign(request: HttpRequest, campaign: int) -> HttpResponse:
    """Lead, supporting units and posts for the rows that were chosen; what was left empty is not changed."""
    row = find_campaign(request.user, campaign)
    chosen = {int(number) for number in request.POST.getlist("duty") if number.isdecimal()}
    duties = list(duties_of(row, request.user).filter(pk__in=chosen).select_related("campaign", "lead", "document", "owner_post__unit", "party_post__unit", "admin_post__unit"))
    typed = {name: words for name in ASSIGNED if (words := request.POST.get(name, "").strip())}
    if not duties or not typed:
        return list_with(request, row, trouble=say("listing.none-chosen" if not duties else "listing.nothing-typed"), chosen=chosen, status=400)
    try:
        settling.assign(duties, typed, by=acting(request.user, row.unit), person=request.user, once=request.POST.get("once", "")[:40])
    except DoneBefore:
        pass
    except ActRefused as error:
        return list_with(request, row, trouble=sentence_of(error), chosen=chosen, status=400)
    messages.success(request, say("listing.assigned", count=len(duties)))
    return redirect("ledger:list", row.pk)


@login_required
@require_POST
def sign_list(request: HttpRequest, campaign: int) -> HttpResponse:
    """Signs the next version; refused, nothing is signed and the page says why."""
    row = find_campaign(request.user, campaign)
    given = {"note": request.POST.get("note", "").strip()[:500], "seen": request.POST.get("seen", ""), "once": request.POST.get("once", "")[:40]}
    try:
        signed = sign(row, by=acting(request.user, row.unit), person=request.user, **given)
    except DoneBefore:
        return redirect("ledger:list", row.pk)
    except ActRefused as error:
        return list_with(request, row, trouble=sentence_of(error), status=400)
    messages.success(request, say("listing.signed", number=signed.number, count=signed.count))
    return redirect("ledger:signed", signed.pk)


@login_required
@require_GET
def draft(request: HttpRequest, campaign: int) -> HttpResponse:
    """The next version as a paper, before it is signed: the rows that are open to the person."""
    row = find_campaign(request.user, campaign)
    prepared = prepare(row)
    mine = set(duties_of(row, request.user).values_list("pk", flat=True))
    rows = [duty for duty in prepared.duties if duty.pk in mine]
    head = ListHead(row.name, example=row.example, paired=row.paired, extract=len(rows) < len(prepared.duties))
    content = listed_docx(head, listed_now(rows, language(), numbers=prepared.numbers), lang=language())
    return attached(content, f"{say('listing.of', campaign=row.name)}.docx", DOCX)


# -- a signed version ----------------------------------------------------------------------------------------------


def open_list(request: HttpRequest, number: int) -> SignedList:
    """The version, where its campaign is open to the person; 404 else."""
    return get_object_or_404(lists_open_to(request.user), pk=number)


def open_rows(request: HttpRequest, version: Version) -> set[int]:
    """The duties of a version that are open to the person: those that stand on it, and those that it dropped."""
    return set(duties_open_to(request.user).filter(campaign=version.signed.campaign_id).values_list("pk", flat=True))


@login_required
@require_GET
def signed(request: HttpRequest, number: int) -> HttpResponse:
    """A signed version as it was signed, what it changed, and its check code."""
    row = open_list(request, number)
    version = rows_of(row)
    mine = open_rows(request, version)
    rows = rows_in_words(version, language(), mine)
    changes = [change for change in changes_since_before(version) if change.duty in mine]
    lines = changes_in_words(changes, all_rows(version, changes), all_names() | dict(version.names), language())
    context = {
        "campaign": row.campaign, "tab": "list", "signed": row, "version": version, "groups": listed_groups(rows),
        "shown": len(rows), "changes": shown_changes(changes, lines), "day": name_date(row.signed_on.isoformat(), language()),
        "versions": versions_of(row.campaign), "newest": SignedList.objects.filter(campaign=row.campaign).order_by("-number").first(), "code": f"{version.entry.number}:{version.entry.digest}",
        "signer": version.entry.by.name, "sees_all": sees_all(request, row.campaign),
    }  # fmt: skip
    return render(request, "ledger/signed.html", context)


def listed_groups(rows: list[ListedDuty]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows of a version by unit, as a page shows them."""
    lang = language()
    lines = [{"listed": row, "duty": int(row.key.partition(":")[2]), "due": shown(row, lang)["due"], "supports": shown(row, lang)["supports"], **posts_within(row)} for row in rows]
    return [(unit, list(group)) for unit, group in groupby(lines, key=lambda line: line["listed"].unit)]


def posts_within(row: ListedDuty) -> dict[str, str]:
    """The posts of a row, those of its own unit without the unit's name."""
    return {field: getattr(row, field).removeprefix(f"{row.unit} ") for field in ("owner_post", "party_post", "admin_post")}


@login_required
@require_GET
def paper(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """A signed version as .docx or .xlsx; for those who see a part of it, an extract."""
    row = open_list(request, number)
    if form not in TYPES:
        raise Http404
    version = rows_of(row)
    mine = open_rows(request, version)
    if not mine & version.rows.keys():
        raise Http404
    name = f"{row.campaign.name} {say('signed.title', number=row.number)}.{form}"
    return attached(signed_paper(version, form, language(), mine), name, TYPES[form])


# -- letters -------------------------------------------------------------------------------------------------------


@login_required
@require_GET
def slips(request: HttpRequest, campaign: int) -> HttpResponse:
    """A letter for each unit: how much it asks, when it was sent; one of them in preview."""
    row = find_campaign(request.user, campaign)
    found = slips_of(row, request.user, language())
    wanted = request.GET.get("unit", "")
    preview = next((slip for slip in found if str(slip.unit.pk) == wanted), None)
    context = {
        "campaign": row, "tab": "list", "slips": found, "preview": preview, "shown": previewed(preview) if preview else [],
        "may_send": may(request.user, "settle", row.unit_id), "today": clock.today().isoformat(), "once": get_random_string(16),
    }  # fmt: skip
    return render(request, "ledger/list_slips.html", context)


def previewed(slip: UnitSlip) -> list[dict[str, Any]]:
    """The questions of a unit's letters, letter by letter."""
    letters = [letter for letter in slip.letters if isinstance(letter, LedgerSlip)]
    return [
        {"title": letter.extraction.document.title or letter.extraction.document.name, "lines": question_lines(letter.extraction, letter.unit, language()), "weaker": letter.weaker, "absent": letter.absent}
        for letter in letters
    ]


@login_required
@require_GET
def slip_file(request: HttpRequest, campaign: int, unit: int | None = None) -> HttpResponse:
    """The letter to one unit, or to all, as .docx."""
    row = find_campaign(request.user, campaign)
    found = slips_of(row, request.user, language(), unit)
    if not found:
        raise Http404
    letters = [letter for slip in found for letter in slip.letters]
    name = found[0].unit.name if unit else row.name
    return attached(slips_docx(letters, lang=language()), f"{say('slips.title')} {name}.docx", DOCX)


@login_required
@require_POST
def send_slip(request: HttpRequest, campaign: int, unit: int) -> HttpResponse:
    """Notes that the letter to a unit was sent."""
    row = find_campaign(request.user, campaign)
    to = get_object_or_404(units_open_to(request.user), pk=unit)
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
        asked = sum(slip.count for slip in one_slip(row, request, unit))
        mark_sent(row, to, on=on, asked=asked, by=acting(request.user, row.unit), person=request.user, once=request.POST.get("once", "")[:40])
    except DoneBefore:
        pass
    except ValueError:
        messages.error(request, say("slips.wrong-day"))
        return redirect("ledger:slips", row.pk)
    except ActRefused as error:
        messages.error(request, sentence_of(error))
        return redirect("ledger:slips", row.pk)
    messages.success(request, say("slips.done", unit=to.name, day=name_date(on.isoformat(), language())))
    return redirect("ledger:slips", row.pk)


def one_slip(campaign: Campaign, request: HttpRequest, unit: int) -> list[UnitSlip]:
    """The letter to one unit; none where it is not open to the person."""
    return slips_of(campaign, request.user, language(), unit)
