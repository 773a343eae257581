"""All duties of a campaign, and the thread of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_GET, require_POST

from luoshi.errors import ActRefused
from luoshi.extracting import THEMES
from luoshi.tracking.kinds import ACCEPTED, FOUND, LIVE, STATUSES
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.documents.queries import find_campaign
from luoshi.web.ledger.actions import cascading, settling
from luoshi.web.ledger.actions.signing import withdraw
from luoshi.web.ledger.duties import listing
from luoshi.web.ledger.duties.choosing import MOST_TYPED, OFFERED, label_of_duty, others_named, the_other
from luoshi.web.ledger.duties.history import history_of
from luoshi.web.ledger.duties.listing import NOBODY, ORDERS, STANDING, Pages, Tally, Wanted, duties_of, shown, tallied, with_names
from luoshi.web.ledger.duties.thread import entries_on, family_of, last_step, lists_with, places_said, supports_of, who_answers
from luoshi.web.ledger.lists.next_list import numbering, to_be_listed
from luoshi.web.ledger.lists.papers import listed_now
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.ledger.seeing.keeping import kept
from luoshi.web.ledger.seeing.lighting import AsOf
from luoshi.web.ledger.turns.queries import returns_open_to
from luoshi.web.ledger.views.sending import XLSX, attached
from luoshi.web.log.actions import DoneBefore, undo
from luoshi.web.log.models import Entry
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Post
from luoshi.web.people.queries import names_of, names_of_posts
from luoshi.web.people.scope import may, units_open_to
from luoshi.web.words import language, say
from luoshi.writing.ledger_list import listed_xlsx
from luoshi.writing.ledger_records import ListHead
from luoshi.writing.words import WORDS, name_date


def open_duty(request: HttpRequest, number: int) -> Duty:
    """The duty, where it is open to the person; 404 else."""
    rows = duties_open_to(request.user).select_related("campaign__unit", "document", "unit", "lead", "owner_post__unit", "party_post__unit", "admin_post__unit", "hand")
    return get_object_or_404(rows, pk=number)


@login_required
@require_GET
def duties(request: HttpRequest, campaign: int) -> HttpResponse:
    """The duties that fit the conditions in the address."""
    row = find_campaign(request.user, campaign)
    wanted = Wanted.of(request.GET)
    mine = duties_of(row, request.user)
    tally = Tally(kept(row, request.user, AsOf(clock.today()), "tally", lambda: tallied(mine)))
    page = Pages(shown(row, request.user, wanted), wanted.order, tally.fitting(wanted)).get_page(wanted.page)
    context = {
        "campaign": row, "tab": "duties", "wanted": wanted, "page": page, "all": tally.among(STANDING), "every": tally.among(),
        "rows": [{"duty": duty, "due": due_words(duty), "theme": theme_name(duty.theme)} for duty in page], "numbers": provisional_numbers(row), "units": names_of(listing.units_among(mine)), "owners": names_of_posts(listing.owners_among(mine)),
        "themes": themes_in_order(tally.themes), "statuses": STATUSES, "orders": [(order, wanted.query(sort=order, page=1)) for order in ORDERS], "nobody": NOBODY,
        "earlier": wanted.query(page=page.number - 1), "later": wanted.query(page=page.number + 1), "query": wanted.query(page=1),
    }  # fmt: skip
    return render(request, "ledger/duties.html", context)


def provisional_numbers(campaign: Campaign) -> dict[int, int]:
    """The numbers that the duties without one would get if the list were signed now."""
    return numbering(campaign, to_be_listed(campaign).filter(listed_number__isnull=True).values_list("pk", "listed_number"))


def themes_in_order(found: set[str]) -> list[tuple[str, str]]:
    """The themes of which a filter can choose, each with its name; those of a pack's own are their own names."""
    order = [*THEMES, *sorted(found - {*THEMES, "-"}), "-"]
    return [(theme, theme_name(theme)) for theme in order if theme in found]


def theme_name(theme: str) -> str:
    """A theme by its name; one that a pack adds is its own."""
    return say(f"theme.{theme}") if f"theme.{theme}" in WORDS else theme


def due_words(duty: Duty) -> str:
    """A duty's deadline as people write it."""
    return say("join.clause").join(name_date(value, language()) for value in duty.due.split(";") if value)


@login_required
@require_GET
def duties_file(request: HttpRequest, campaign: int) -> HttpResponse:
    """Exactly the duties that the page shows, all of its pages, as .xlsx."""
    row = find_campaign(request.user, campaign)
    rows = list(with_names(shown(row, request.user, Wanted.of(request.GET))))
    head = ListHead(row.name, example=row.example, paired=row.paired)
    return attached(listed_xlsx(head, listed_now(rows, language()), lang=language()), say("duties.of", campaign=row.name) + ".xlsx", XLSX)


# -- the thread ----------------------------------------------------------------------------------------------------


@login_required
@require_GET
def duty(request: HttpRequest, duty: int) -> HttpResponse:
    """The sentence, who answers, what stands around it, and all that happened."""
    return thread_page(request, open_duty(request, duty))


def thread_page(request: HttpRequest, row: Duty, *, trouble: str = "", status: int = 200) -> HttpResponse:
    """The page of a duty, with an error where an act was refused."""
    person, campaign = request.user, row.campaign
    may_settle, may_sign = may(person, "settle", campaign.unit_id), may(person, "sign", campaign.unit_id)
    family, entries = family_of(row, person), entries_on(row)
    step = last_step(row, person, entries)
    context = {
        "campaign": campaign, "tab": "duties", "duty": row, "due": due_words(row), "theme_name": theme_name(row.theme), "said": places_said(row, person, language()), "answers": who_answers(row), "supports": supports_of(row),
        "family": family, "covering": cascading.coverage_of(row, family.children) if family.children else None, "lists": lists_with(row, entries), "last_step": step, "last_step_name": say(f"history.act.{step.kind}") if step else "",
        "returns": returns_open_to(person).filter(duty=row).select_related("turn", "person").prefetch_related("checks__unit").order_by("turn__first", "period", "pk"),
        "history": history_of(row, entries, language()), "may_settle": may_settle and row.status in STANDING, "may_sign": may_sign, "trouble": trouble,
        "may_join": may_settle and row.status in (FOUND, ACCEPTED), "may_withdraw": may_sign and row.status == LIVE, "once": get_random_string(16),
        "is_typed": request.method == "POST", "typed": request.POST,
        "offered": offered(request) if may_settle else None,
    }  # fmt: skip
    return render(request, "ledger/duty.html", context, status=status)


def offered(request: HttpRequest) -> dict[str, Any]:
    """The names that the fields of an assignment offer."""
    units = units_open_to(request.user)
    posts = Post.objects.filter(unit__in=units, until__isnull=True)
    return {"units": list(units.filter(until__isnull=True).values_list("name", flat=True)), "posts": [words for _, words in names_of_posts(posts)]}


@login_required
@require_POST
def act(request: HttpRequest, duty: int) -> HttpResponse:
    """One act on a duty, named by `do`; refused, the page says why and keeps what was typed."""
    row = open_duty(request, duty)
    try:
        done = take(request, row)
    except DoneBefore:
        done = ""
    except ActRefused as error:
        return thread_page(request, row, trouble=error.sentence("en" if language() == "en" else "zh"), status=400)
    if done:
        messages.success(request, say(done))
    return redirect("ledger:duty", row.pk)


def take(request: HttpRequest, row: Duty) -> str:
    """Carries an act out; the key of what to say then."""
    given: dict[str, Any] = {"by": acting(request.user, row.campaign.unit), "person": request.user, "once": request.POST.get("once", "")[:40]}
    match request.POST.get("do", ""):
        case "withdraw":
            withdraw(row, why=request.POST.get("why", ""), **given)
            return "thread.done-withdrawn"
        case "assign":
            typed = {name: request.POST[name] for name in ("lead", "supports", "owner_post", "party_post", "admin_post") if name in request.POST}
            settling.assign([row], typed, **given)
            return "thread.done-assigned"
        case "below":
            cascading.cascade(other(request, row), [row], **given)
            return "thread.done-below"
        case "release":
            cascading.release(row, **given)
            return "thread.done-released"
        case "split":
            cascading.complete_split(row, **given)
            return "thread.done-split"
        case "join":
            cascading.join(other(request, row), [row], **given)
            return "thread.done-joined"
        case "undo":
            step = last_step(row, request.user, entries_on(row))
            if step is None:
                raise ActRefused.not_undoable()
            undo(Entry.objects.get(chain=step.chain, number=step.number), by=given["by"], once=given["once"])
            return "thread.done-undone"
        case "ask":
            settling.ask(row, request.POST.get("question", ""), **given)
            return "thread.done-assigned"
    raise ActRefused.gone()


@login_required
@require_GET
def find_other(request: HttpRequest, duty: int) -> HttpResponse:
    """The duties that a few typed letters may mean, as what a field offers."""
    row, words = open_duty(request, duty), request.GET.get("other", "")[:MOST_TYPED]
    found = others_named(row, request.user, words)[:OFFERED] if words.strip() else []
    return render(request, "people/_options.html", {"options": [(label_of_duty(one), "") for one in found]})


def other(request: HttpRequest, row: Duty) -> Duty:
    """The other duty that a form names; ActRefused where it is not one that is open to the person."""
    return the_other(row, request.user, request.POST.get("other", "")[:MOST_TYPED])
