"""The reading desk: the page, its acts, what changed since, and the names that a few letters may mean."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from luoshi.errors import LuoshiError
from luoshi.extracting import THEMES
from luoshi.web.documents.models import READ
from luoshi.web.documents.queries import documents_open_to, find_campaign
from luoshi.web.ledger.desk.fields import LABELS
from luoshi.web.ledger.desk.showing import Desk, Filter, Row, changes_since, next_open, progress_of, theme_name
from luoshi.web.ledger.desk.steps import Step, take
from luoshi.web.ledger.desk.suggesting import suggest_posts, suggest_units
from luoshi.web.ledger.words import WORDS
from luoshi.web.log.actions import DoneBefore
from luoshi.web.middleware import status_of
from luoshi.web.words import language, say
from luoshi.writing.duty_values import KINDS, RHYTHMS, theme_names

REASONS = ("stance", "principle", "repeated", "elsewhere", "done", "unclear")
"""The reasons at hand for leaving a duty out, each under a digit."""
KEYS = (
    (("j", "k"), "desk.key-move"), (("gg", "G"), "desk.key-ends"), (("a",), "desk.key-accept"), (("r", "1–6"), "desk.key-reject"), (("x",), "desk.key-reopen"),
    (("e",), "desk.key-edit"), (("d",), "desk.key-due"), (("l",), "desk.key-lead"), (("p",), "desk.key-posts"), (("q",), "desk.key-question"),
    (("s",), "desk.key-split"), (("m", "M"), "desk.key-merge"), (("n",), "desk.key-add"), (("u",), "desk.key-undo"), (("U", "Ctrl y"), "desk.key-redo"),
    (("A",), "desk.key-all"), (("o",), "desk.key-order"), (("f",), "desk.key-filter"), (("t",), "desk.key-text"), (("v",), "desk.key-repairs"),
    (("Enter", "Ctrl Enter"), "desk.key-save"), (("Esc",), "desk.key-leave"), (("?",), "desk.key-help"),
)  # fmt: skip
"""The keys of the desk, and what each does."""
CERTAINTIES = (70, 80, 90)
"""Of 100: the least that a filter may ask for."""


def desk_open_to(request: HttpRequest, number: int) -> Desk:
    """The desk of a document that the person may read; 404 for strangers, and where the document was not read yet."""
    document = documents_open_to(request.user).filter(pk=number).first()
    if document is None or document.current is None or document.version.status != READ:
        raise Http404
    return Desk(request.user, document, language())


@login_required
@require_GET
def desk(request: HttpRequest, document: int) -> HttpResponse:
    """The page; as JSON, what changed after the entry `since`, and 204 where nothing did."""
    opened = desk_open_to(request, document)
    if "since" not in request.GET:
        return page(request, opened, row=_number(request.GET.get("row")))
    since = _number(request.GET["since"])
    if since == opened.head:
        return HttpResponse(status=204, headers={"ETag": f'"{since}"'})
    return JsonResponse(answer(request, opened, since), headers={"ETag": f'"{opened.head}"'})


@login_required
@require_POST
def act(request: HttpRequest, document: int) -> HttpResponse:
    """One step at the desk. The same step sent twice, known by its `once`, is taken once."""
    if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
        # Steps that waited in a browser in which somebody else has signed in since: they are not hers.
        return JsonResponse({"code": "act.not-yours", "detail": say("desk.not-yours")}, status=401)
    opened = desk_open_to(request, document)
    step = Step.of(request.POST, opened)
    as_json = "application/json" in request.headers.get("Accept", "")
    try:
        take(step)
    except DoneBefore:
        pass
    except LuoshiError as error:
        return refusal(request, step, error, as_json)
    if as_json:
        return JsonResponse(answer(request, Desk(request.user, opened.document, opened.lang), step.since))
    return HttpResponseRedirect(_back(opened, request.POST, step))


def refusal(request: HttpRequest, step: Step, error: LuoshiError, as_json: bool) -> HttpResponse:
    """Why a step was not taken, with the rows as they are now; on a page, with the words that were typed still in their fields."""
    desk = Desk(request.user, step.desk.document, step.desk.lang)
    sentence = error.sentence("en" if desk.lang == "en" else "zh")
    if as_json:
        return JsonResponse({"code": error.code, "detail": sentence, **answer(request, desk, step.since, step.numbers)}, status=status_of(error))
    return page(request, desk, row=step.duties[0].pk if step.duties else 0, typed=request.POST, trouble=sentence, status=status_of(error))


def answer(request: HttpRequest, desk: Desk, since: int, also: Iterable[int] = ()) -> dict[str, Any]:
    """What changed after an entry, and the rows named in `also`: rows and paragraphs as HTML, the order of all rows, the counts."""
    changed = changes_since(desk, since, also)
    following = desk.next_document() if not desk.counts["found"] else None
    return {
        "head": desk.head, "version": desk.version.pk, "counts": desk.counts, "ids": [duty.pk for duty in desk.outline],
        "rows": {row.duty.pk: row_html(request, desk, row) for row in changed.rows},
        "paragraphs": {paragraph.index: paragraph.html for paragraph in changed.paragraphs},
        "next": {"address": reverse("ledger:desk", args=[following.pk]), "title": str(following)} if following else None,
    }  # fmt: skip


def row_html(request: HttpRequest, desk: Desk, row: Row) -> SafeString:
    """One row, as on the page; held in memory as long as nothing in it is another, for most stay as they are."""
    key = (row.duty.pk, row.digest, row.label, desk.lang, desk.may_settle, row.who == str(request.user), row.as_typed, row.original)
    if key not in _ROWS:
        if len(_ROWS) > HELD_ROWS:
            _ROWS.clear()
        _ROWS[key] = mark_safe(render_to_string("ledger/_duty_row.html", {"row": row, "may_settle": desk.may_settle, "me": str(request.user)}))
    return _ROWS[key]


def laid_out(request: HttpRequest, desk: Desk, shown: Filter, rows: list[Row], opened: Row | None) -> list[tuple[Row, str]]:
    """All rows in their order, with their HTML; those that the filter leaves out are there and hidden, so that the script can show them."""
    html = {row.duty.pk: row_html(request, desk, row) if row is not opened else "" for row in rows}
    hidden = {row.duty.pk: mark_safe(html[row.duty.pk].replace("<li ", "<li hidden ", 1)) for row in rows if not shown.has(row)}
    return [(row, hidden.get(row.duty.pk, html[row.duty.pk])) for row in shown.sorted(rows)]


_ROWS: dict[tuple[Any, ...], SafeString] = {}
HELD_ROWS = 8192


def page(request: HttpRequest, desk: Desk, *, row: int = 0, typed: QueryDict | None = None, trouble: str = "", status: int = 200) -> HttpResponse:
    """The desk as a page; `row` is the duty whose panel stands open, with `typed` words where they were refused."""
    shown = Filter.of(typed or request.GET)
    rows = desk.rows()
    opened = next((r for r in rows if r.duty.pk == row), None)
    values = (dict(opened.fields) if opened else {}) | {name: typed[name] for name in (opened.fields if opened and typed else ()) if name in typed}
    context = {
        "desk": desk, "document": desk.document, "campaign": desk.campaign, "filter": shown, "rows": laid_out(request, desk, shown, rows, opened), "shown_count": sum(shown.has(row) for row in rows),
        "paragraphs": desk.text(), "opened": opened, "values": values, "typed": typed or {}, "trouble": trouble,
        "may_settle": desk.may_settle, "me": str(request.user), "once": get_random_string(16), "query": query_of(shown),
        "next_document": desk.next_document(), "ids": " ".join(str(duty.pk) for duty in desk.outline), "certainties": CERTAINTIES, "help_keys": KEYS,
        "themes_shown": THEMES, "theme_counts": [(theme, theme_name(theme), count) for theme, count in desk.themes()], **choices(desk.lang),
    }  # fmt: skip
    return render(request, "ledger/desk.html", context, status=status)


def choices(lang: str) -> dict[str, Any]:
    """What the fields of the panel offer."""
    return {
        "labels": LABELS, "kinds": [say(f"kind.{kind}", lang) for kind in KINDS], "theme_names": theme_names(lang),
        "rhythms": [say(f"recurrence.{rhythm}", lang) for rhythm in RHYTHMS], "reasons": [say(f"desk.why-{reason}", lang) for reason in REASONS],
        "words": json.dumps({key.removeprefix("desk.js-"): say(key, lang) for key in script_words()}, ensure_ascii=False),
    }  # fmt: skip


def script_words() -> list[str]:
    """The keys of the words that the script shows."""
    return [key for key in WORDS if key.startswith("desk.js-")]


def query_of(shown: Filter, **more: Any) -> str:
    """A filter as the query of an address, what is usual left out."""
    usual = Filter()
    names = {"order": "order", "of": "unit", "about": "theme", "state": "status", "sure": "sure"}
    given = {key: getattr(shown, name) for key, name in names.items() if getattr(shown, name) != getattr(usual, name)}
    return urlencode(given | more)


def _back(desk: Desk, given: QueryDict, step: Step) -> str:
    address = reverse("ledger:desk", args=[desk.document.pk])
    query = query_of(Filter.of(given))
    where = step.duties[0].pk if step.duties else 0
    return f"{address}{'?' if query else ''}{query}{f'#d{where}' if where else ''}"


def _number(words: str | None) -> int:
    return int(words) if words and words.isdecimal() and len(words) < 16 else 0


@login_required
@require_GET
def campaign_desk(request: HttpRequest, campaign: int) -> HttpResponse:
    """To the next document with duties to be settled; where there is none, how far each document is, and what comes next."""
    found = find_campaign(request.user, campaign)
    following = next_open(request.user, found, after=_number(request.GET.get("after")))
    if following and "progress" not in request.GET:
        return HttpResponseRedirect(reverse("ledger:desk", args=[following.pk]))
    progress = progress_of(request.user, found)
    context = {"campaign": found, "progress": progress, "following": following, "settled": sum(p[1] for p in progress), "count": sum(p[2] for p in progress)}
    return render(request, "ledger/desk_done.html", context)


@login_required
@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Units or posts open to the person that a few letters may mean."""
    letters, what = request.GET.get("q", "")[:60], request.GET.get("what", "unit")
    found: Any = suggest_posts(request.user, letters, _first_unit(request)) if what == "post" else suggest_units(request.user, letters)
    return JsonResponse({"found": [{"label": s.label, "note": s.note} for s in found]})


def _first_unit(request: HttpRequest) -> int | None:
    """The unit whose posts come first: the lead as it is typed, where it is clear who that is."""
    named = suggest_units(request.user, request.GET.get("of", "")[:60]) if request.GET.get("of") else []
    return named[0].what.pk if named else None
