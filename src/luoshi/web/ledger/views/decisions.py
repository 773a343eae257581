"""What a unit asks for on a duty and a superior decides: extension, transfer, an ask outside the line, closing, opening again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from luoshi.errors import ActRefused, LuoshiError
from luoshi.tracking.kinds import LIVE
from luoshi.tracking.turn_rules import CHECKLIST
from luoshi.web import clock
from luoshi.web.documents.actions import plain_name
from luoshi.web.documents.forms import several
from luoshi.web.documents.models import Addressee
from luoshi.web.documents.queries import find_campaign
from luoshi.web.ledger.actions import deciding
from luoshi.web.ledger.models import Ask, Closing, Duty, EvidenceFile, Extension, Transfer
from luoshi.web.ledger.queries import duties_open_to, duties_to_decide
from luoshi.web.ledger.turns.forms import (
    AskForm,
    CloseForm,
    ClosingForm,
    ExtensionForm,
    GrantForm,
    ReplyForm,
    TransferForm,
    WhyForm,
    content_of,
    evidence_choices,
)
from luoshi.web.ledger.turns.queries import closings_open_to, decides_for, pending
from luoshi.web.ledger.views.turns import evidence_of, send_evidence
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Unit
from luoshi.web.people.scope import may, units_open_to
from luoshi.web.words import language, say

Made = Callable[[HttpRequest, Duty, Mapping[str, Any]], Any]


def _who(request: HttpRequest, unit: int | None) -> dict[str, Any]:
    return {"by": acting(request.user, unit), "person": request.user}


# -- what each form does -------------------------------------------------------------------------------------------


def _extend(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    return deciding.ask_extension(duty, given["wanted"], given["reason"], **_who(request, duty.lead_id))


def _grant(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    return deciding.grant_extension(_open(Extension, duty), new_day=given["new_day"], scored_on_new=given["scored_on_new"], answer=given["answer"], **_who(request, None))


def _refuse_extension(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    return deciding.refuse_extension(_open(Extension, duty), given["reason"], **_who(request, None))


def _transfer(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    return deciding.propose_transfer(duty, given["to_post"].unit, given["to_post"], given["reason"], **_who(request, duty.lead_id))


def _consent(request: HttpRequest, duty: Duty, _: Mapping[str, Any]) -> Any:
    transfer = _open(Transfer, duty)
    return deciding.consent_to_transfer(transfer, **_who(request, transfer.to_unit_id))


def _approve(request: HttpRequest, duty: Duty, _: Mapping[str, Any]) -> Any:
    return deciding.approve_transfer(_open(Transfer, duty), **_who(request, None))


def _refuse_transfer(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    return deciding.refuse_transfer(_open(Transfer, duty), given["reason"], **_who(request, None))


def _ask(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    return deciding.send_ask(duty, given["body"], given["paper"], waits=given["waits"], **_who(request, duty.lead_id))


def _reply(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    number = request.POST.get("ask", "")
    ask = get_object_or_404(Ask, duty=duty, pk=int(number) if number.isdecimal() else 0)
    return deciding.answer_ask(ask, given["outcome"], given["reply"], **_who(request, ask.unit_id))


def _apply(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    kind = request.POST.get("kind", "")
    evidence = [{"name": plain_name(file.name), "content": content_of(file), "kind": kind} for file in several(request.FILES)]
    return deciding.apply_closing(duty, given["words"], evidence=evidence, **_who(request, duty.lead_id))


def _close(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    checklist = {question: question in given["checklist"] for question in CHECKLIST}
    return deciding.close_duty(_open(Closing, duty), given["verdict"], checklist=checklist, reason=given["reason"], **_who(request, None))


def _refuse_closing(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    return deciding.refuse_closing(_open(Closing, duty), given["reason"], **_who(request, None))


def _resume(request: HttpRequest, duty: Duty, given: Mapping[str, Any]) -> Any:
    return deciding.resume_duty(duty, given["reason"], **_who(request, None))


def _open(model: Any, duty: Duty) -> Any:
    """The application of a kind that waits for a decision; ActRefused where there is none any more."""
    row = model.objects.filter(duty=duty, decided_on__isnull=True).first()
    if row is None:
        raise ActRefused.gone()
    return row


ACTS: dict[str, tuple[Any, Made]] = {
    "extend": (ExtensionForm, _extend),
    "grant": (GrantForm, _grant),
    "refuse-extension": (WhyForm, _refuse_extension),
    "transfer": (TransferForm, _transfer),
    "consent": (None, _consent),
    "approve": (None, _approve),
    "refuse-transfer": (WhyForm, _refuse_transfer),
    "ask": (AskForm, _ask),
    "reply": (ReplyForm, _reply),
    "apply": (ClosingForm, _apply),
    "close": (CloseForm, _close),
    "refuse-closing": (WhyForm, _refuse_closing),
    "resume": (WhyForm, _resume),
}
"""Act → the form that it takes (None: none) and what it does."""


# -- the page of one duty ------------------------------------------------------------------------------------------


@login_required
def decide(request: HttpRequest, duty: int) -> HttpResponse:
    """What was asked for and decided on a duty, and the forms for what may be asked or decided now."""
    row = get_object_or_404(duties_to_decide(request.user).select_related("campaign__unit", "document", "lead", "owner_post__unit"), pk=duty)
    act = request.POST.get("act", "")
    forms = _forms(request, row, act)
    if request.method == "POST":
        if act not in ACTS:
            raise ActRefused.gone()
        if _done(request, row, act, forms.get(act)):
            is_still_seen = duties_to_decide(request.user).filter(pk=row.pk).exists()
            return redirect("ledger:decide", row.pk) if is_still_seen else redirect("home")
    return render(request, _template(request, row), _context(request, row, forms, act), status=422 if request.method == "POST" else 200)


def _template(request: HttpRequest, duty: Duty) -> str:
    """The page of a duty; of one that is only offered to the person's unit a page with what is needed to consent, and no way into the campaign."""
    return "ledger/decide.html" if duties_open_to(request.user).filter(pk=duty.pk).exists() else "ledger/decide_offered.html"


def _forms(request: HttpRequest, duty: Duty, act: str) -> dict[str, Any]:
    """Every form of the page, the one that was sent filled in."""
    forms = {}
    for name, (form, _) in ACTS.items():
        if form is None:
            continue
        more: dict[str, Any] = {"units": _units(request, duty)} if form is TransferForm else {}
        more["initial"] = {"new_day": _wanted(duty)} if name == "grant" else {}
        forms[name] = form(request.POST if act == name else None, auto_id=f"{name}-%s", **more)
    return forms


def _units(request: HttpRequest, duty: Duty) -> Any:
    """The units to which a duty may go: the campaign's addressees, and those that are open to the person."""
    addressed = Addressee.objects.on(clock.today()).filter(campaign=duty.campaign).values("unit")
    units = Unit.objects.filter(Q(pk__in=addressed) | Q(pk__in=units_open_to(request.user).values("pk")), until__isnull=True)
    return units.exclude(pk=duty.lead_id).order_by("code", "pk")


def _wanted(duty: Duty) -> Any:
    row = Extension.objects.filter(duty=duty, decided_on__isnull=True).first()
    return row.wanted if row else None


def _done(request: HttpRequest, duty: Duty, act: str, form: Any) -> bool:
    """Does what a form says; False where it is not filled in rightly, or may not be done, with the reason on the form."""
    if form is not None and not form.is_valid():
        return False
    try:
        ACTS[act][1](request, duty, form.cleaned_data if form is not None else {})
    except LuoshiError as error:
        if form is None:
            raise
        form.add_error(None, error.sentence(language()))
        return False
    messages.success(request, say(f"decided.{act}"))
    return True


def _context(request: HttpRequest, duty: Duty, forms: dict[str, Any], act: str) -> dict[str, Any]:
    person, decides = request.user, duty.lead_id in decides_for(request.user)
    transfers = list(Transfer.objects.filter(duty=duty).select_related("from_unit", "to_unit", "to_post", "person", "consented_by", "decided_by").order_by("pk"))
    closings = list(Closing.objects.filter(duty=duty).select_related("person", "decided_by").order_by("pk"))
    waiting = {
        "extension": Extension.objects.filter(duty=duty, decided_on__isnull=True).first(), "transfer": next((one for one in transfers if one.decided_on is None), None),
        "closing": next((one for one in closings if one.decided_on is None), None),
    }  # fmt: skip
    own = duty.lead_id is not None and duty.status == LIVE and may(person, "report", duty.lead_id)
    return {
        "campaign": duty.campaign, "tab": "turns", "duty": duty, "forms": forms, "act": act, "own": own, "decides": decides and duty.status == LIVE, "waiting": waiting,
        "consents": bool(waiting["transfer"] and not waiting["transfer"].consented_on and may(person, "report", waiting["transfer"].to_unit_id)),
        "extensions": list(Extension.objects.filter(duty=duty).select_related("person", "decided_by").order_by("pk")), "transfers": transfers, "asks": _asks(duty, own),
        "closings": [{"row": one, "evidence": evidence_of(one)} for one in closings], "kinds": evidence_choices(), "checklist": CHECKLIST,
        "over": bool(duty.last_day and duty.last_day < clock.today()),
    }  # fmt: skip


def _asks(duty: Duty, own: bool) -> list[dict[str, Any]]:
    rows = Ask.objects.filter(duty=duty).select_related("person").order_by("pk")
    return [{"row": one, "form": ReplyForm(auto_id=f"reply{one.pk}-%s") if own and one.answered_on is None else None} for one in rows]


@login_required
@require_GET
def closing_file(request: HttpRequest, number: int, sha256: str) -> HttpResponse:
    """The bytes of a piece of evidence of an application for closing."""
    row = get_object_or_404(closings_open_to(request.user), pk=number)
    return send_evidence(row, EvidenceFile.objects.filter(closing=row), sha256)


# -- what waits ----------------------------------------------------------------------------------------------------


@login_required
@require_GET
def decisions(request: HttpRequest, campaign: int) -> HttpResponse:
    """What waits for a decision in a campaign: what this person decides first."""
    row = find_campaign(request.user, campaign)
    decides, waiting = decides_for(request.user), pending(request.user, row)
    lines = [_line(kind, one, decides, request) for kind, ones in waiting.items() for one in ones]
    mine = [line for line in lines if line["mine"]]
    return render(request, "ledger/decisions.html", {"campaign": row, "tab": "turns", "mine": mine, "others": [line for line in lines if not line["mine"]]})


def _line(kind: str, one: Any, decides: set[int], request: HttpRequest) -> dict[str, Any]:
    asked_on = getattr(one, "asked_on", None) or getattr(one, "proposed_on", None) or getattr(one, "applied_on", None) or getattr(one, "sent_on", None)
    consents = kind == "transfers" and not one.consented_on and may(request.user, "report", one.to_unit_id)
    mine = one.duty.lead_id in decides and kind != "asks" and one.person_id != request.user.pk and (kind != "transfers" or one.consented_on is not None)
    own = kind == "asks" and may(request.user, "report", one.unit_id)
    what = {"extensions": lambda: one.wanted, "transfers": lambda: one.to_unit, "closings": lambda: "", "asks": lambda: one.body}[kind]()
    return {"kind": kind, "row": one, "asked_on": asked_on, "mine": bool(mine or consents or own), "what": what, "reason": getattr(one, "reason", "") or getattr(one, "words", "") or getattr(one, "paper", "")}
