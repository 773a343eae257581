"""The overview of a campaign."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.extracting import Remark
from luoshi.web.documents.models import DIRECTIVE
from luoshi.web.documents.overview import overview_of, rows_of
from luoshi.web.documents.queries import (
    answering_units,
    campaigns_led_by,
    documents_open_to,
    find_campaign,
    units_to_upload_for,
)
from luoshi.web.words import language, say
from luoshi.writing.words import name_gap


@login_required
def campaign(request: HttpRequest, number: int) -> HttpResponse:
    """Who spoke, who is awaited, what each bound itself to."""
    person = request.user
    row = find_campaign(person, number)
    overview = overview_of(row, person)
    context = {
        "campaign": row, "overview": overview, "rows": list(rows_of(overview)), "remarks": list(remark_lines(overview.remarks)), "tab": "campaign",
        "totals": {"duties": sum(s.duties for s in overview.speakers), "questions": sum(s.questions for s in overview.speakers)}, "expected": answering_units(row, person).exists(),
        "directives": documents_open_to(person).filter(campaign=row, kind=DIRECTIVE), "documents": documents_open_to(person).filter(campaign=row).count(),
        "may_change": campaigns_led_by(person).filter(pk=row.pk).exists(), "may_upload": not row.until and units_to_upload_for(row, person).exists(),
    }  # fmt: skip
    return render(request, "documents/campaign.html", context)


def remark_lines(remarks: tuple[Remark, ...]) -> list[str]:
    """What stands out, a sentence each: who leaves themes out, what one alone has, what none has."""
    lang, join = language(), say("join.list")
    lines = []
    for remark in (r for r in remarks if r.what == "partly"):
        values = {"unit": remark.unit, "total": len(remark.present) + len(remark.absent), "n": len(remark.present)}
        head = say("remark.partly" if remark.present else "remark.none-of", **values)
        present, absent = (join.join(name_gap(code, lang) for code in codes) for codes in (remark.present, remark.absent))
        lines.append(head + present + say("remark.absent", what=absent))
    for unit in dict.fromkeys(r.unit for r in remarks if r.what == "only"):
        things = join.join(_with_label(r, lang) for r in remarks if r.what == "only" and r.unit == unit)
        lines.append(say("remark.only", unit=unit) + things + say("join.stop"))
    nobody = [name_gap(r.column, lang) for r in remarks if r.what == "nobody"]
    return [*lines, say("remark.nobody", what=join.join(nobody))] if nobody else lines


def _with_label(remark: Remark, lang: str) -> str:
    name = name_gap(remark.column, lang)
    return say("remark.labelled", name=name, label=remark.label) if remark.label and remark.label not in name else name
