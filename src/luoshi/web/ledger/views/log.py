"""A campaign's log: every entry, and whether the chain is whole."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.web.ledger.entries import Pages, campaign_with_log, entries_open_to, kinds_in, lines_of, void_in
from luoshi.web.log.queries import head_of, verify_chain
from luoshi.web.log.saying import head_in, say_verdict
from luoshi.web.words import language

PER_PAGE = 100


@login_required
def log(request: HttpRequest, number: int) -> HttpResponse:
    """The entries, the last first, by kind where one is chosen."""
    campaign = campaign_with_log(request.user, number)
    kind = request.GET.get("kind", "")
    entries, is_whole = entries_open_to(request.user, campaign)
    head = head_of(campaign.chain)
    pages = Pages(entries, head.number, PER_PAGE) if is_whole and not kind else Paginator(entries.filter(kind=kind) if kind else entries, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    shown = {"campaign": campaign, "page": page, "kind": kind, "kinds": kinds_in(campaign.chain), "head": head}
    return render(request, "ledger/log.html", shown | {"lines": lines_of(page.object_list, void_in(campaign.chain))})


@login_required
def verify(request: HttpRequest, number: int) -> HttpResponse:
    """Whether the chain is whole, and whether a head that a paper shows is in it."""
    campaign = campaign_with_log(request.user, number)
    printed = request.GET.get("head", "").strip()
    verdict = verify_chain(campaign.chain, head_in(printed))
    sentence = say_verdict(campaign.name, verdict, language())
    return render(request, "ledger/log_verified.html", {"campaign": campaign, "verdict": verdict, "sentence": sentence, "printed": printed})
