"""The list of campaigns; opening, changing and closing one; who is expected to answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from luoshi.errors import LuoshiError
from luoshi.web.documents import actions
from luoshi.web.documents.forms import AddresseesForm, CampaignForm, first_errors
from luoshi.web.documents.models import RESPONSE, Addressee, Campaign
from luoshi.web.documents.queries import addressees_of, campaigns_led_by, campaigns_open_to, documents_open_to
from luoshi.web.people.acting import acting
from luoshi.web.people.scope import units_for
from luoshi.web.words import language, say


@login_required
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns that are open to the person, with how many documents of each."""
    person = request.user
    counts = {row["campaign"]: row for row in documents_open_to(person).order_by().values("campaign").annotate(all=Count("pk"), responses=Count("pk", filter=Q(kind=RESPONSE)))}
    rows = [{**counts.get(campaign.pk, {"all": 0, "responses": 0}), "campaign": campaign} for campaign in campaigns_open_to(person)]
    return render(request, "documents/campaigns.html", {"rows": rows, "may_open": units_for(person, "open-campaign").exists()})


@login_required
def new_campaign(request: HttpRequest) -> HttpResponse:
    """A form, and the campaign that it opens."""
    person = request.user
    form = CampaignForm(request.POST or None, person=person, initial={"pack": "general"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            campaign = actions.open_campaign(
                said["name"], said["unit"], by=acting(person, said["unit"]), person=person, pack=said["pack"], paired=said["paired"], dated=said["dated"], addressees=form.everyone()
            )
        except LuoshiError as error:
            form.add_error(None, error.sentence(language()))
        else:
            messages.success(request, say("campaign.opened"))
            return redirect("documents:documents", campaign.pk)
    return render(request, "documents/new_campaign.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def change_campaign(request: HttpRequest, number: int) -> HttpResponse:
    """A campaign's facts and addressees, to be changed by who leads it."""
    person = request.user
    campaign = get_object_or_404(campaigns_led_by(person) & campaigns_open_to(person), pk=number)
    facts = {"name": campaign.name, "unit": campaign.unit_id, "pack": campaign.pack, "dated": campaign.dated, "paired": campaign.paired}
    form = CampaignForm({**request.POST.dict(), "unit": campaign.unit_id} if request.method == "POST" else None, person=person, initial=facts)
    if request.method == "POST" and form.is_valid():
        said = {field: form.cleaned_data[field] for field in ("name", "pack", "dated", "paired")}
        try:
            actions.change_campaign(campaign, by=acting(person, campaign.unit_id), person=person, **said)
        except LuoshiError as error:
            form.add_error(None, error.sentence(language()))
        else:
            messages.success(request, say("campaign.changed"))
            return redirect("documents:change_campaign", campaign.pk)
    return _change_page(request, campaign, form)


def _change_page(request: HttpRequest, campaign: Campaign, form: CampaignForm, named: AddresseesForm | None = None) -> HttpResponse:
    expected = list(addressees_of(campaign))
    form.fields["unit"].queryset = form.fields["unit"].queryset | type(campaign.unit).objects.filter(pk=campaign.unit_id)
    more = named or AddresseesForm(person=request.user, campaign=campaign, known=[a.unit_id for a in expected])
    return render(
        request, "documents/change_campaign.html", {"campaign": campaign, "form": form, "named": more, "addressees": expected, "tab": "campaign"},
        status=422 if form.errors or more.errors else 200,
    )  # fmt: skip


@login_required
@require_POST
def name_addressees(request: HttpRequest, number: int) -> HttpResponse:
    """More units are expected to answer."""
    person = request.user
    campaign = get_object_or_404(campaigns_led_by(person) & campaigns_open_to(person), pk=number)
    form = AddresseesForm(request.POST, person=person, campaign=campaign, known=addressees_of(campaign).values_list("unit", flat=True))
    if not form.is_valid():
        messages.error(request, first_errors(form))
        return redirect("documents:change_campaign", campaign.pk)
    new = actions.name_addressees(campaign, form.everyone(), by=acting(person, campaign.unit_id), person=person)
    messages.success(request, say("campaign.addressees-named", count=len(new)))
    return redirect("documents:change_campaign", campaign.pk)


@login_required
@require_POST
def drop_addressee(request: HttpRequest, number: int, addressee: int) -> HttpResponse:
    """A unit is expected no more."""
    person = request.user
    campaign = get_object_or_404(campaigns_led_by(person) & campaigns_open_to(person), pk=number)
    row = get_object_or_404(Addressee.objects.filter(campaign=campaign, until=None), pk=addressee)
    actions.drop_addressee(row, by=acting(person, campaign.unit_id), person=person)
    messages.success(request, say("campaign.addressee-dropped", unit=row.unit))
    return redirect("documents:change_campaign", campaign.pk)


@login_required
@require_POST
def close_campaign(request: HttpRequest, number: int) -> HttpResponse:
    """The campaign ends."""
    person = request.user
    campaign = get_object_or_404(campaigns_led_by(person) & campaigns_open_to(person), pk=number)
    actions.close_campaign(campaign, by=acting(person, campaign.unit_id), person=person)
    messages.success(request, say("campaign.closed"))
    return redirect("documents:campaign", campaign.pk)
