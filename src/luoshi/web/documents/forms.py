"""What is filled in: shape only. Whether it may be done is the actions' part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from luoshi.packs import load_pack, pack_names
from luoshi.web.documents import naming
from luoshi.web.documents.actions import RELAY_FORMS, RELAY_REACH, plain_date
from luoshi.web.documents.models import BY_TEXT, DIRECTIVE, RESPONSE, Campaign, Document
from luoshi.web.documents.queries import documents_open_to, units_to_upload_for
from luoshi.web.people.models import Person, Unit
from luoshi.web.people.scope import units_for, units_open_to
from luoshi.web.templatetags.luoshi import options
from luoshi.web.words import language, say

DIRECTIVE_FORMS = ("meeting", "document", "instruction")
RESPONSE_FORMS = ("reply", "round-up")


def day_input() -> forms.DateInput:
    """A day, picked or typed."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def said_choices(group: str, codes: Any, none: str = "") -> list[tuple[str, str]]:
    """Codes with their words, after a first choice that is none."""
    first = [("", say(none))] if none else []
    return first + [(code, say(f"{group}.{code}")) for code in codes]


class DatedField(forms.CharField):
    """A date as precise as it is known, written as people write it; what is none stays as it is, for the act to refuse."""

    def to_python(self, value: Any) -> str:
        """2018, 2018-08 or 2018-08-31, where it is one."""
        return plain_date(super().to_python(value))


class CampaignForm(forms.Form):
    """A campaign's name, unit, pack, date; whether duties are paired; who is expected to answer."""

    name = forms.CharField(max_length=200)
    unit = forms.ModelChoiceField(Unit.objects.none(), empty_label=None)
    pack = forms.ChoiceField()
    dated = DatedField(max_length=20, required=False)
    paired = forms.BooleanField(required=False)
    addressees = forms.ModelMultipleChoiceField(Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    pasted = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, person: Person, **more: Any) -> None:
        super().__init__(data, **more)
        self.open_units = units_open_to(person).filter(until__isnull=True)
        self.fields["unit"].queryset = units_for(person, "open-campaign").filter(until__isnull=True)
        self.fields["addressees"].queryset = self.open_units
        self.fields["pack"].choices = [(name, load_pack(name).en if language() == "en" else load_pack(name).zh) for name in pack_names()]

    def clean_pasted(self) -> list[Unit]:
        """The units that are named; an error that names those that nobody has registered."""
        return units_named(self.cleaned_data["pasted"], self.open_units)

    def everyone(self) -> list[Unit]:
        """Ticked and pasted, without the campaign's own unit."""
        own = self.cleaned_data.get("unit")
        return [unit for unit in dict.fromkeys([*self.cleaned_data["addressees"], *self.cleaned_data["pasted"]]) if unit != own]


def units_named(pasted: str, among: Any) -> list[Unit]:
    """The units behind pasted names; a ValidationError that names those that are not found."""
    names = naming.names_in(pasted)
    found = naming.unit_numbers(names, among)
    unknown = [name for name in names if name not in found]
    if unknown:
        raise forms.ValidationError(say("campaign.unknown-units", names=say("join.list").join(unknown)))
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=found.values())}
    return [units[found[name]] for name in names]


class AddresseesForm(forms.Form):
    """Further units that are expected to answer."""

    addressees = forms.ModelMultipleChoiceField(Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    pasted = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, person: Person, campaign: Campaign, known: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.open_units = units_open_to(person).filter(until__isnull=True).exclude(pk=campaign.unit_id)
        self.fields["addressees"].queryset = self.open_units.exclude(pk__in=known)

    def clean_pasted(self) -> list[Unit]:
        """The units that are named."""
        return units_named(self.cleaned_data["pasted"], self.open_units)

    def everyone(self) -> list[Unit]:
        """Ticked and pasted."""
        return list(dict.fromkeys([*self.cleaned_data["addressees"], *self.cleaned_data["pasted"]]))


class LongSelect(forms.Select):
    """A select whose options are written at once: Django makes a template of each, and of units there may be hundreds."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The control as HTML."""
        given = self.build_attrs(self.attrs, attrs or {}) | {"name": name}
        return format_html("<select{}>{}</select>", flatatt(given), options(self.choices, "" if value is None else value))


class DocumentForm(forms.Form):
    """What is said of a document: what it is, whose, when; what it answers; who may read it."""

    what = forms.ChoiceField()
    """kind and form in one: directive.meeting, response.reply …"""
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False, widget=LongSelect)
    received_on = forms.DateField(required=False, widget=day_input())
    dated = DatedField(max_length=20, required=False)
    answers = forms.ModelMultipleChoiceField(Document.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    restricted = forms.BooleanField(required=False)
    readers = forms.ModelMultipleChoiceField(Person.objects.none(), required=False, widget=forms.SelectMultiple(attrs={"size": 6}))
    paper = forms.CharField(max_length=200, required=False)

    def __init__(self, data: Any = None, *, person: Person, campaign: Campaign, **more: Any) -> None:
        super().__init__(data, **more)
        leads = units_to_upload_for(campaign, person).filter(pk=campaign.unit_id).exists()
        self.fields["unit"].queryset = units_to_upload_for(campaign, person)
        self.fields["unit"].empty_label = say("document.unit-by-text") if leads else None
        self.fields["unit"].required = not leads
        self.fields["what"].choices = self.choices_of_what(leads)
        self.fields["answers"].queryset = documents_open_to(person).filter(campaign=campaign, kind=DIRECTIVE)
        self.fields["readers"].queryset = readers_to_choose(person)

    @staticmethod
    def choices_of_what(leads: bool) -> list[tuple[str, str]]:
        """A unit that was asked sends replies; who asks also enters directives and round-ups."""
        responses = [f"{RESPONSE}.{form}" for form in (RESPONSE_FORMS if leads else RESPONSE_FORMS[:1])]
        directives = [f"{DIRECTIVE}.{form}" for form in DIRECTIVE_FORMS] if leads else []
        by_text = [f"{RESPONSE}.{BY_TEXT}"] if leads else []
        return [(code, say(f"document-what.{code.replace('.', '-')}")) for code in (*by_text, *responses, *directives)]

    def facts(self) -> dict[str, Any]:
        """The fields as the actions take them."""
        given = dict(self.cleaned_data)
        kind, _, form = given.pop("what").partition(".")
        if form == "round-up" or kind == DIRECTIVE:
            given["answers"] = []
        if form == "round-up":
            given["unit"] = None
        return {"kind": kind, "form": form, **given, "answers": list(given["answers"]), "readers": list(given["readers"])}


def readers_to_choose(person: Person) -> Any:
    """Who can be named a reader: people with a role in the units that are open to the person."""
    return Person.objects.filter(is_active=True, roles__unit__in=units_open_to(person).values("pk")).distinct().order_by("name", "pk")


class HeaderForm(DocumentForm):
    """The same facts of a document that is there, with title and number."""

    title = forms.CharField(max_length=300, required=False)
    number = forms.CharField(max_length=60, required=False)
    field_order = ("title", "number", "what", "unit", "dated", "received_on", "answers", "paper", "restricted", "readers")


class TypedForm(DocumentForm):
    """A reply that is typed or pasted in."""

    title = forms.CharField(max_length=120, required=False)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 8}))
    field_order = ("title", "text")


class RelayForm(forms.Form):
    """How a directive travelled to one unit and on from it."""

    received_on = forms.DateField(required=False, widget=day_input())
    passed_on = forms.DateField(required=False, widget=day_input())
    way = forms.ChoiceField(required=False)
    """The relay's `form`; a control of that name would hide the form itself from scripts."""
    reach = forms.ChoiceField(required=False)
    paper = forms.ModelChoiceField(Document.objects.none(), required=False)
    note = forms.CharField(max_length=300, required=False)

    def __init__(self, data: Any = None, *, papers: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["way"].choices = said_choices("relay-form", RELAY_FORMS, "relay.none-yet")
        self.fields["reach"].choices = said_choices("relay-reach", RELAY_REACH, "relay.none-yet")
        self.fields["paper"].queryset = papers
        self.fields["paper"].empty_label = say("relay.no-paper")


def first_errors(form: forms.Form) -> str:
    """The errors of a form in one sentence, for a place that has no form to show them in."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def several(files: MultiValueDict[str, Any], name: str = "files") -> list[Any]:
    """The files that were sent, those without a name left out."""
    return [file for file in files.getlist(name) if file.name]
