"""Search by words, in a campaign or in all that is open to the person; and the filters that she keeps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from luoshi.errors import ActRefused
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import find_campaign
from luoshi.web.ledger.exporting import Column, export
from luoshi.web.ledger.models import Duty, SavedFilter
from luoshi.web.ledger.seeing.searching import MOST_LETTERS, search
from luoshi.web.ledger.views.board import theme_name
from luoshi.web.ledger.views.sending import XLSX, attached
from luoshi.web.words import say

PAGE = 50
AT_ONCE = 2_000
"""Rows that a workbook takes from the database together."""
EXPORTED = ("listed_number", "words", "theme", "last_day", "status", "unit_name", "lead__name", "campaign__name")
PAGES = ("rows", "search")
"""Where a filter can be kept."""


@login_required
@require_GET
def search_page(request: HttpRequest, campaign: int = 0) -> HttpResponse:
    """The duties with the words of ?q=, and how many there are."""
    row = find_campaign(request.user, campaign) if campaign else None
    words = request.GET.get("q", "")[:MOST_LETTERS]
    found = search(request.user, words, row)
    page = Paginator(found.rows.select_related("campaign", "lead", "unit"), PAGE).get_page(request.GET.get("page"))
    rows = [{"duty": duty, "theme": theme_name(duty.theme), "words": marked(duty.words, found.runs)} for duty in page]
    context: dict[str, Any] = {"words": words, "page": page, "rows": rows, "query": urlencode({"q": words}), "is_asked": bool(found.runs), "filters": filters_of(request, "search", row)}
    if row:
        context |= {"campaign": row, "tab": "search"}
    return render(request, "ledger/search_in.html" if row else "ledger/search.html", context)


def marked(words: str, runs: tuple[str, ...]) -> SafeString:
    """A sentence with what was looked for marked, where it stands in it letter by letter."""
    low = words.casefold()
    at = sorted((place, place + len(run)) for run in runs if len(low) == len(words) for place in _places(low, run))
    out, last = [], 0
    for start, end in at:
        if start >= last:
            out += [escape(words[last:start]), f"<mark>{escape(words[start:end])}</mark>"]
            last = end
    return mark_safe("".join([*out, escape(words[last:])]))


def _places(words: str, run: str) -> list[int]:
    """Where a run stands in words."""
    found, place = [], words.find(run)
    while place >= 0:
        found.append(place)
        place = words.find(run, place + len(run))
    return found


@login_required
@require_GET
def search_file(request: HttpRequest, campaign: int = 0) -> HttpResponse:
    """All duties that were found, as .xlsx."""
    row = find_campaign(request.user, campaign) if campaign else None
    words = request.GET.get("q", "")[:MOST_LETTERS]
    rows = search(request.user, words, row).rows.select_related("campaign", "lead").only(*EXPORTED).iterator(AT_ONCE)
    title = say("search.of", words=words)
    return attached(export(rows, columns(), title=title), f"{title}.xlsx", XLSX)


def columns() -> list[Column]:
    """What the page shows."""

    def unit(duty: Duty) -> str:
        return duty.lead.name if duty.lead else duty.unit_name

    return [
        Column(say("seeing.number"), lambda duty: duty.listed_number, 8.0), Column(say("seeing.words"), lambda duty: duty.words, 60.0), Column(say("seeing.theme"), lambda duty: theme_name(duty.theme), 12.0),
        Column(say("seeing.lead"), unit, 26.0), Column(say("seeing.due"), lambda duty: duty.last_day, 12.0), Column(say("seeing.status"), lambda duty: say(f"state.{duty.status}"), 10.0), Column(say("seeing.campaign"), lambda duty: duty.campaign.name, 24.0),
    ]  # fmt: skip


# -- kept filters --------------------------------------------------------------------------------------------------


def filters_of(request: HttpRequest, page: str, campaign: Campaign | None) -> Any:
    """The filters that a person keeps for a page."""
    return SavedFilter.objects.filter(person=request.user, page=page, campaign=campaign)


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keeps a search or a choice under a name; the same name again means the new one."""
    page, number, name, query = (request.POST.get(key, "").strip() for key in ("page", "campaign", "name", "query"))
    campaign = find_campaign(request.user, int(number)) if number.isdecimal() and len(number) < 16 else None
    if not name or page not in PAGES or (page == "rows" and campaign is None) or len(query) > 500 or len(name) > 60:
        raise ActRefused.incomplete("没有写筛选条件的名称，或条件过长。", "The filter has no name, or is too long.", "请取一个 60 字以内的名称。", "Give it a name of at most 60 characters.")
    SavedFilter.objects.update_or_create(person=request.user, campaign=campaign, page=page, name=name, defaults={"query": query})
    return redirect(address_of(page, campaign, query))


def address_of(page: str, campaign: Campaign | None, query: str) -> str:
    """Where a filter leads."""
    name = {"rows": "ledger:board_rows", "search": "ledger:search_in" if campaign else "ledger:search"}[page]
    return f"{reverse(name, args=[campaign.pk] if campaign else [])}?{query}"


@login_required
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Forgets a filter."""
    row = get_object_or_404(SavedFilter.objects.select_related("campaign"), pk=number, person=request.user)
    back = address_of(row.page, row.campaign, row.query)
    row.delete()
    return redirect(back)
