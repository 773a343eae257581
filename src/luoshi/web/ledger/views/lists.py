"""The list: what is ready and what lacks something, signing, the signed versions, their papers, and the letters to units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
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
from luoshi.web.ledger.actions.signing import sign
from luoshi.web.ledger.duties.listing import duties_of
from luoshi.web.ledger.lists import next_pages
from luoshi.web.ledger.lists.as_shown import shown_now
from luoshi.web.ledger.lists.changes import RowChange, changes_between, changes_since_before, entries_after, touched_after
from luoshi.web.ledger.lists.next_list import numbers_of, rows_to_be_signed, to_be_listed
from luoshi.web.ledger.lists.next_pages import rows_open_to, sums_of
from luoshi.web.ledger.lists.papers import all_names, all_rows, changes_in_words, in_words, listed_now, signed_paper
from luoshi.web.ledger.lists.showing import list_body, signed_body
from luoshi.web.ledger.lists.slips import UnitSlip, slips_of
from luoshi.web.ledger.lists.versions import Contents, Rows, contents_of, part_of, rows_of, rows_on
from luoshi.web.ledger.models import SignedList
from luoshi.web.ledger.queries import lists_open_to, signers_of
from luoshi.web.ledger.reach import open_among, sees_whole
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

CHECKED = 2000
"""Rows of a version that are folded anew whenever it is looked at, to see whether they are those that were signed; more are on request."""
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
    person, seen = request.user, shown_now(campaign)      # asked before anything is read: what is recorded later may not be shown any more
    sums, last = sums_of(campaign, person), SignedList.objects.filter(campaign=campaign).order_by("-number").first()
    is_all = request.GET.get("show", "") == "all" or not sums.lacking
    listed = next_pages.Rows(campaign, person, sums, only_lacking=not is_all)
    page = listed.get_page(request.GET.get("page", 1))
    for row in page:
        row["due"] = due_words(row["duty"])
    groups, chosen = listed.by_unit(page), chosen or set()
    changes, changed = changes_since(last) if last else ([], {})
    may_sign, may_assign = may(person, "sign", campaign.unit_id), may(person, "assign", campaign.unit_id)
    context = {
        "campaign": campaign, "tab": "list", "page": page, "groups": groups, "body": list_body(groups, with_boxes=may_assign, chosen=chosen), "is_all": is_all, "rows": sums.rows, "lacking": sums.lacking, "ready": sums.rows - sums.lacking, "live": sums.live,
        "open": duties_of(campaign, person).filter(status=FOUND).count(), "restricted": duties_of(campaign, person).filter(status=ACCEPTED, document__restricted=True).exists(), "versions": versions_of(campaign), "last": last,
        "number": last.number + 1 if last else 1, "changes": page_of_changes(request, campaign, changes, lambda _: changed, all_names), "has_changes": bool(changes) or not last,
        "may_sign": may_sign, "may_assign": may_assign, "signers": "" if may_sign else say("join.list").join(str(one) for one in signers_of(campaign)), "seen": seen,
        "is_ready": bool(sums.rows) and not sums.lacking, "is_any": bool(sums.rows) or to_be_listed(campaign).exists(), "once": get_random_string(16), "offered": offered(request) if may_assign else None,
        "trouble": trouble, "typed": request.POST, "sees_all": sees_whole(person, campaign),
    }  # fmt: skip
    return render(request, "ledger/list.html", context, status=status)


def versions_of(campaign: Campaign) -> list[SignedList]:
    """The signed versions, the last one first."""
    return list(SignedList.objects.filter(campaign=campaign).select_related("person").order_by("-number"))


def changes_since(last: SignedList) -> tuple[list[RowChange], Rows]:
    """What the next version would change of the last one, and the rows of which it speaks."""
    touched = touched_after(last)
    before, after = rows_on(last, touched), rows_to_be_signed(last.campaign, touched)
    return changes_between(before, after, entries_after(last, touched)), {**before, **after}


def page_of_changes(request: HttpRequest, campaign: Campaign, changes: list[RowChange], rows: Callable[[list[RowChange]], Rows], names: Callable[[], Mapping[str, str]]) -> Page:
    """The changes that are open to the person in words, each with the duty that it leads to; a page of them."""
    mine = set(open_among(request.user, campaign, sorted({change.duty for change in changes})))
    page = Paginator([change for change in changes if change.duty in mine], next_pages.PAGE).get_page(request.GET.get("changes", 1))
    shown = list(page)
    page.object_list = shown_changes(shown, changes_in_words(shown, rows(shown), names(), language())) if shown else []
    return page


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
    rows = list(rows_open_to(request.user, row))
    head = ListHead(row.name, example=row.example, paired=row.paired, extract=len(rows) < to_be_listed(row).count())
    content = listed_docx(head, listed_now(rows, language(), numbers=numbers_of(row, rows)), lang=language())
    return attached(content, f"{say('listing.of', campaign=row.name)}.docx", DOCX)


# -- a signed version ----------------------------------------------------------------------------------------------


def open_list(request: HttpRequest, number: int) -> SignedList:
    """The version, where its campaign is open to the person; 404 else."""
    return get_object_or_404(lists_open_to(request.user), pk=number)


@login_required
@require_GET
def signed(request: HttpRequest, number: int) -> HttpResponse:
    """A signed version as it was signed, what it changed, and its check code."""
    row = open_list(request, number)
    contents = contents_of(row)
    mine = open_among(request.user, row.campaign, contents.order)
    page = Paginator(mine, next_pages.PAGE).get_page(request.GET.get("page", 1))
    version = part_of(row, page.object_list)
    changes = page_of_changes(request, row.campaign, changes_since_before(version), partial(all_rows, version), lambda: all_names() | dict(version.names))
    groups = listed_groups(in_words(version, page, language()), many_of_units(contents, mine))
    context = {
        "campaign": row.campaign, "tab": "list", "signed": row, "page": page, "groups": groups, "body": signed_body(groups),
        "shown": len(mine), "changes": changes, "day": name_date(row.signed_on.isoformat(), language()), "is_whole": rows_of(row).is_whole if len(contents.order) <= CHECKED or "check" in request.GET else None,
        "versions": versions_of(row.campaign), "newest": SignedList.objects.filter(campaign=row.campaign).order_by("-number").first(), "code": f"{version.entry.number}:{version.entry.digest}",
        "signer": version.entry.by.name, "sees_all": sees_whole(request.user, row.campaign),
    }  # fmt: skip
    return render(request, "ledger/signed.html", context)


def many_of_units(contents: Contents, duties: Collection[int]) -> dict[int, int]:
    """Duty → how many of the duties its unit has on the version."""
    if len(duties) <= next_pages.PAGE:
        return {}
    unit_of = dict(zip(contents.order, contents.units, strict=True))
    many = Counter(unit_of[duty] for duty in duties)
    return {duty: many[unit_of[duty]] for duty in duties if unit_of[duty]}


def listed_groups(rows: list[ListedDuty], many: Mapping[int, int]) -> list[tuple[str, list[dict[str, Any]], int]]:
    """The rows of a version by unit, as a page shows them; each with how many the unit has in all, else those of the page."""
    lang = language()
    lines = [{"listed": row, "duty": int(row.key.partition(":")[2]), "due": shown(row, lang)["due"], "supports": shown(row, lang)["supports"], **posts_within(row)} for row in rows]
    groups = [(unit, list(group)) for unit, group in groupby(lines, key=lambda line: line["listed"].unit)]
    return [(unit, group, many.get(group[0]["duty"], len(group))) for unit, group in groups]


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
    mine = open_among(request.user, row.campaign, contents_of(row).order)
    if not mine:
        raise Http404
    name = f"{row.campaign.name} {say('signed.title', number=row.number)}.{form}"
    return attached(signed_paper(rows_of(row), form, language(), set(mine)), name, TYPES[form])


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
