"""What is filled in about turns, returns and decisions: shape only. Whether it may be done is the actions' part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from luoshi.errors import ActRefused, LuoshiError
from luoshi.packs import load_evidence_kinds
from luoshi.tracking.rhythms import MONTHS
from luoshi.tracking.turn_rules import CHECKLIST
from luoshi.web.documents.actions import plain_name
from luoshi.web.documents.forms import day_input, said_choices, several
from luoshi.web.ledger.actions.giving import Answered
from luoshi.web.ledger.actions.turning import STATES, answer_fits
from luoshi.web.ledger.models import Return
from luoshi.web.people.models import Post, Unit
from luoshi.web.words import language, say
from luoshi.writing.duty_values import tidy_ends
from luoshi.writing.turn_values import read_figure

MOST_FILES = 20
"""Files that one return may carry."""


def evidence_choices() -> list[tuple[str, str]]:
    """The kinds of evidence; what alone is no result says so."""
    table = load_evidence_kinds()
    names = [(kind, kind.en if language() == "en" else kind.zh) for kind in table.kinds]
    return [("", say("turn.evidence-kind-none"))] + [(kind.code, name if kind.counts else say("turn.evidence-no-result", name=name)) for kind, name in names]


class TurnForm(forms.Form):
    """The days of a turn, and by when it is answered."""

    first = forms.DateField(widget=day_input())
    last = forms.DateField(widget=day_input())
    due = forms.DateField(widget=day_input())
    name = forms.CharField(max_length=60, required=False)


class PlanForm(forms.Form):
    """By which rhythm turns open, and how many working days later they are due."""

    rhythm = forms.ChoiceField()
    days = forms.IntegerField(min_value=1, max_value=60, initial=5)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["rhythm"].choices = said_choices("recurrence", MONTHS)


class AnswerForm(forms.Form):
    """One question of a unit's page."""

    state = forms.ChoiceField(required=False)
    figure = forms.CharField(max_length=80, required=False)
    figure_unit = forms.CharField(max_length=20, required=False)
    words = forms.CharField(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))
    happened_on = forms.DateField(required=False, widget=day_input())
    same = forms.BooleanField(required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(required=False)
    dated = forms.DateField(required=False, widget=day_input())
    note = forms.CharField(max_length=200, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, row: Return, last: Return | None) -> None:
        super().__init__(data, prefix=f"r{row.pk}", initial=_initial(row, last))
        self.row, self.last = row, last
        self.sent = several(files, f"r{row.pk}-files") if files is not None else []
        self.dropped = set(data.getlist(f"r{row.pk}-drop")) if data is not None else set()
        # Asked for only where the field is shown: of an accepted return it is not.
        self.fields["state"].choices = lambda: said_choices("work-state", STATES, "turn.state-none")
        self.fields["kind"].choices = evidence_choices

    def clean_words(self) -> str:
        """The words with one kind of line feed."""
        return tidy_ends(self.cleaned_data["words"])

    def clean(self) -> dict[str, Any]:
        """The figure apart from its unit; what is given fits the return as it stands."""
        given = super().clean() or {}
        self._read_figure(given)
        if self.is_touched and not self.errors:
            try:
                answer_fits(self.row, self.answer)
                self._refuse_stale()
            except LuoshiError as error:
                self.add_error(None, error.sentence(language()))
        if self.sent and len(self.kept_evidence) + len(self.sent) > MOST_FILES:
            self.add_error(None, say("turn.too-many-files", most=MOST_FILES))
        return given

    def _read_figure(self, given: dict[str, Any]) -> None:
        try:
            figure, unit, note = read_figure(given.get("figure", ""), given.get("figure_unit", ""))
        except LuoshiError as error:
            self.add_error("figure", error.sentence(language()))
            return
        given |= {"figure": figure, "figure_unit": unit, "words": (given.get("words") or "") + (say("turnsheet.figure-note", words=note) if note else "")}

    def _refuse_stale(self) -> None:
        """Somebody else answered since the page was opened."""
        if (self.cleaned_data.get("seen") or 0) != self.row.given_count:
            raise ActRefused.changed_by(str(self.row.person or ""))

    @property
    def is_touched(self) -> bool:
        """Whether anything was filled in: what was only prefilled is not an answer."""
        given = self.cleaned_data
        changed = any((given.get(field) or "") != (self.initial.get(field) or "") for field in ("state", "figure", "figure_unit", "words", "happened_on"))
        return bool(changed or given.get("same") or self.sent or self.dropped)

    @property
    def answer(self) -> dict[str, Any]:
        """The fields as the actions take them; without change, what was said last."""
        given = {key: self.cleaned_data.get(key) for key in ("state", "figure", "figure_unit", "words", "happened_on")}
        if self.cleaned_data.get("same") and self.last:
            given |= {"state": self.last.state, "figure": given["figure"] or self.last.figure, "figure_unit": given["figure_unit"] or self.last.figure_unit, "words": given["words"] or say("turn.unchanged", "zh")}
        return given

    @property
    def kept_evidence(self) -> list[Mapping[str, Any]]:
        """The evidence that the return has and keeps."""
        return [one for number, one in enumerate(self.row.evidence) if str(number) not in self.dropped]

    def answered(self) -> Answered:
        """The answer with its evidence, the bytes of new files read."""
        given = self.cleaned_data
        new = [{"name": plain_name(file.name), "content": content_of(file), "dated": given.get("dated"), "kind": given.get("kind", ""), "note": given.get("note", "")} for file in self.sent]
        return Answered(self.row, self.answer, [*self.kept_evidence, *new] if self.sent or self.dropped else None)


class FileForm(forms.Form):
    """What kind of evidence a file is, and its own date."""

    kind = forms.ChoiceField(required=False)
    dated = forms.DateField(required=False, widget=day_input())

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = evidence_choices()


def content_of(file: Any) -> bytes:
    """The bytes of an uploaded file; an error where it was too large."""
    trouble = getattr(file, "trouble", None)
    if trouble:
        raise trouble
    return bytes(file.read())


def _initial(row: Return, last: Return | None) -> dict[str, Any]:
    """What a question shows when it is opened: what was answered already, else how the work stood last."""
    if row.given_count:
        return {"state": row.state, "figure": row.figure, "figure_unit": row.figure_unit, "words": row.words, "happened_on": row.happened_on, "seen": row.given_count}
    return {"state": last.state if last else "", "figure_unit": last.figure_unit if last else "", "seen": 0}


# -- what is asked for and decided ---------------------------------------------------------------------------------


class ExtensionForm(forms.Form):
    """A later day, and why."""

    wanted = forms.DateField(widget=day_input())
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))


class TransferForm(forms.Form):
    """The unit and the post that are to take a duty over, and why. Who holds what elsewhere is not listed: the post is named as that unit says it."""

    to_unit = forms.ModelChoiceField(Unit.objects.none())
    post_name = forms.CharField(max_length=200)
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to_unit"].queryset = units
        self.fields["to_unit"].empty_label = say("decide.choose")

    def clean(self) -> dict[str, Any]:
        """The post behind its name."""
        given = super().clean() or {}
        if given.get("to_unit") and given.get("post_name"):
            given["to_post"] = Post.objects.filter(unit=given["to_unit"], name=given["post_name"].strip(), until__isnull=True).first()
            if given["to_post"] is None:
                self.add_error("post_name", say("decide.no-post", unit=given["to_unit"]))
        return given


class AskForm(forms.Form):
    """What is asked of a body outside the line."""

    body = forms.CharField(max_length=200)
    paper = forms.CharField(max_length=300)
    waits = forms.BooleanField(required=False, initial=True)


class ReplyForm(forms.Form):
    """What the body answered."""

    outcome = forms.ChoiceField()
    reply = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["outcome"].choices = said_choices("ask-outcome", ("granted", "partly", "refused"))


class ClosingForm(forms.Form):
    """That a duty is done, in words."""

    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))


class WhyForm(forms.Form):
    """A reason."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))


class GrantForm(forms.Form):
    """A granted day, and by which day the duty is scored."""

    new_day = forms.DateField(widget=day_input())
    scored_on_new = forms.BooleanField(required=False, initial=True)
    answer = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CloseForm(forms.Form):
    """The superior's verdict on a closing: the checklist for done, a reason for what is no longer pursued."""

    verdict = forms.ChoiceField(widget=forms.RadioSelect, initial="done")
    checklist = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["verdict"].choices = said_choices("closing-verdict", ("done", "no-longer"))
        self.fields["checklist"].choices = said_choices("checklist", CHECKLIST)
