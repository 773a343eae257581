"""A workbook of units and people: shown first, taken in then."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from luoshi.errors import ActRefused, LuoshiError, TooLarge
from luoshi.web.people import actions
from luoshi.web.people.acting import acting
from luoshi.web.people.forms import FileAsked
from luoshi.web.people.importing import Row, read_rows, template
from luoshi.web.people.planning import REFUSED, UNCHANGED, Plan, Planned, plan_rows
from luoshi.web.people.scope import units_for
from luoshi.web.words import language, say

SALT = "people.import"
A_DAY = 24 * 3600
MOST_BYTES = 20 * 1024 * 1024


@login_required
@never_cache
def take_in_units(request: HttpRequest) -> HttpResponse:
    """The file is read and shown; what was shown comes back signed, and is taken in."""
    if not units_for(request.user, "manage").exists():
        raise Http404
    if request.method == "POST" and "rows" in request.POST:
        return _take_in(request)
    form = FileAsked(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, _read(form.cleaned_data["file"]), form.cleaned_data["since"], name=form.cleaned_data["file"].name)
        except LuoshiError as error:
            form.add_error(None, error.sentence(language()))
    return render(request, "people/import.html", {"form": form}, status=422 if form.errors else 200)


def _read(file: Any) -> list[Row]:
    limit = min(settings.UPLOAD_LIMIT, MOST_BYTES)
    if file.size > limit:
        raise TooLarge.of(file.name, file.size, limit)
    return read_rows(file.read(), file.name)


def _preview(request: HttpRequest, rows: list[Row], since: date | None, *, name: str = "", notice: str = "") -> HttpResponse:
    plan = plan_rows(rows, request.user)
    kept = [[row.sheet, row.number, row.cells, row.letters] for row in rows if not row.errors]
    sent = signing.dumps({"rows": kept, "since": since.isoformat() if since else "", "person": request.user.pk}, salt=SALT, compress=True)
    shown = {"plan": plan, "rows": [_shown(one) for one in _worth_showing(plan)], "unchanged": sum(1 for one in plan.rows if one.state == UNCHANGED), "sent": sent, "name": name, "notice": notice}
    return render(request, "people/import.html", shown)


def _worth_showing(plan: Plan) -> list[Planned]:
    """What cannot be taken in first, then what would change; rows that change nothing are only counted."""
    return sorted((one for one in plan.rows if one.state != UNCHANGED), key=lambda one: one.state != REFUSED)


def _shown(one: Planned) -> dict[str, Any]:
    cells = one.row.cells
    title = say("join.list").join(filter(None, (cells.get("unit", ""), cells.get("post", ""), cells.get("person", ""))))
    return {"where": f"{one.row.sheet} {one.row.number}", "state": one.state, "title": title, "what": [_said(*said) for said in one.what], "reasons": [error.sentence(language()) for error in one.reasons]}


def _said(key: str, values: dict[str, Any]) -> str:
    """One thing that a row would do, with codes as words."""
    groups = {"relation": "relation", "role": "person-role", "column": "import-column"}
    said = {name: say(f"{groups[name]}.{value}") if name in groups else value for name, value in values.items()}
    if said.get("column") == say("import-column.unit-kind"):
        said |= {"before": say(f"unit-kind.{values['before']}"), "after": say(f"unit-kind.{values['after']}")}
    return say(key, **said)


def _take_in(request: HttpRequest) -> HttpResponse:
    try:
        sent = signing.loads(request.POST["rows"], salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        raise ActRefused.gone() from None
    if sent["person"] != request.user.pk:
        raise ActRefused.gone()
    rows = [Row(*row) for row in sent["rows"]]
    since = date.fromisoformat(sent["since"]) if sent["since"] else None
    try:
        taken = actions.take_in_rows(rows, by=acting(request.user), since=since, digest=request.POST.get("digest", ""))
    except ActRefused as refused:
        notice = say("import-units.changed-meanwhile") if refused.code == "act.changed-since" else refused.sentence(language())
        return _preview(request, rows, since, notice=notice)
    messages.success(request, say("import-units.done", count=taken.count))
    if taken.passwords:
        return render(request, "people/given.html", {"given": taken.passwords, "back": reverse("people:units")})
    return HttpResponseRedirect(reverse("people:units"))


@login_required
@require_safe
def send_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in, in the page's language."""
    if not units_for(request.user, "manage").exists():
        raise Http404
    response = HttpResponse(template(language()), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = "attachment; filename=luoshi-units.xlsx"
    return response
