"""What is asked for each act on units and people. A form checks shape and calls its action; the action holds the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy

from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.people import actions
from luoshi.web.people.first_passwords import new_password
from luoshi.web.people.fitting import plain
from luoshi.web.people.models import BINDING, BUSINESS, CLERK, LEADS, MEMBER, ROLES, SIDES, UNIT_KINDS, Person, Unit
from luoshi.web.people.queries import administered, people_managed_by
from luoshi.web.words import say, table

Choices = Callable[[], Sequence[tuple[str, str]]]


def choices_of(group: str, codes: Sequence[str]) -> Choices:
    """The words for the codes of a group, in the language of the page that asks."""
    return lambda: [(code, say(f"{group}.{code}")) for code in codes]


class DayField(forms.DateField):
    """A day; today where nothing is said."""

    def __init__(self) -> None:
        super().__init__(required=False, input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain(value) if isinstance(value, str) else value)


def _mail_field() -> forms.CharField:
    """A mail address; that it is one is the action's part, which the table asks too."""
    return forms.CharField(max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class _Named(forms.CharField):
    """One thing of a set, by name; suggestions come as one types, and the whole name does without script."""

    listed = ""
    address = ""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=250, **more)
        self.among: QuerySet[Any] | None = None

    def offer(self, name: str, among: QuerySet[Any]) -> None:
        """Chooses among these."""
        self.among = among
        self.widget.attrs |= {
            "list": f"offered-{name}", "autocomplete": "off", "hx-get": f"{reverse_lazy(self.address)}?for={name}", "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#offered-{name}", "hx-swap": "innerHTML", "hx-push-url": "false",
        }  # fmt: skip

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        assert self.among is not None
        found = list(self.find(plain(words))[:2])
        if len(found) != 1:
            raise forms.ValidationError(say(f"people-form.{self.listed}-{'many' if found else 'none'}", name=words))
        return found[0]

    def find(self, words: str) -> QuerySet[Any]:
        """What the words name, of what is offered."""
        raise NotImplementedError


class UnitField(_Named):
    """A unit, by its name, its short name, or its number (#12)."""

    listed, address = "unit", "people:find_units"

    def find(self, words: str) -> QuerySet[Any]:
        assert self.among is not None
        if words.rpartition("#")[2].isdecimal() and "#" in words:
            return self.among.filter(pk=int(words.rpartition("#")[2]))
        by_name = self.among.filter(name=words)
        return by_name if by_name.exists() else self.among.filter(short=words)


class PersonField(_Named):
    """A person, by name, by sign-in name, or by both: 王（wang）."""

    listed, address = "person", "people:find_people"

    def find(self, words: str) -> QuerySet[Any]:
        assert self.among is not None
        name, bracket, login = words.rstrip(")").rpartition("(")
        if bracket:
            return self.among.filter(name=name, username=login)
        return self.among.filter(Q(username=words) | Q(name=words))


class ActForm(forms.Form):
    """The form of one act on one thing."""

    CODE: ClassVar[str] = ""
    DANGER: ClassVar[bool] = False
    """Whether it ends something: it asks once more, and looks so."""

    def __init__(self, *args: Any, target: Any, person: Person, **more: Any) -> None:
        self.target, self.person = target, person
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            field.label = say(f"people-label.{name}")
            key = f"people-help.{self.CODE}.{name}" if f"people-help.{self.CODE}.{name}" in table() else f"people-help.{name}"
            field.help_text = say(key) if key in table() else ""
            if isinstance(field, DayField) and not field.initial:
                field.initial = clock.today
            if isinstance(field, _Named):
                field.offer(name, self.offered(name))
        self.begin()

    def begin(self) -> None:
        """Fills in what is there now."""

    def offered(self, name: str) -> QuerySet[Any]:
        """What a field chooses among: units in force, people whom the person manages."""
        if isinstance(self.fields[name], PersonField):
            return people_managed_by(self.person).filter(is_active=True)
        return administered(self.person)

    def act(self, by: By) -> Any:
        """Does it."""
        raise NotImplementedError

    def start_with(self, **values: Any) -> None:
        for name, value in values.items():
            self.fields[name].initial = value


# -- units ---------------------------------------------------------------------------------------------------------


class FoundUnit(ActForm):
    CODE = "found"
    name, short = forms.CharField(max_length=200), forms.CharField(max_length=60, required=False)
    kind = forms.ChoiceField(choices=choices_of("unit-kind", UNIT_KINDS))
    code, paper = forms.CharField(max_length=30, required=False), forms.CharField(max_length=300, required=False)
    since = DayField()

    def begin(self) -> None:
        self.fields["since"].initial = None

    def act(self, by: By) -> Unit:
        data = self.cleaned_data
        superiors = [(self.target, LEADS)] if self.target else []
        return actions.found_unit(data["name"], by=by, short=data["short"], kind=data["kind"], code=plain(data["code"]), paper=data["paper"], since=data["since"], superiors=superiors)


class RenameUnit(ActForm):
    CODE = "rename"
    name, short, on = forms.CharField(max_length=200), forms.CharField(max_length=60, required=False), DayField()

    def begin(self) -> None:
        self.start_with(name=self.target.name, short=self.target.short)

    def act(self, by: By) -> Unit:
        return actions.rename_unit(self.target, self.cleaned_data["name"], short=self.cleaned_data["short"], on=self.cleaned_data["on"], by=by)


class ChangeUnit(ActForm):
    CODE = "change"
    kind = forms.ChoiceField(choices=choices_of("unit-kind", UNIT_KINDS))
    code, paper, on = forms.CharField(max_length=30, required=False), forms.CharField(max_length=300, required=False), DayField()

    def begin(self) -> None:
        self.start_with(kind=self.target.kind, code=self.target.code, paper=self.target.paper)

    def act(self, by: By) -> Unit:
        data = self.cleaned_data
        return actions.change_unit(self.target, kind=data["kind"], code=plain(data["code"]), paper=data["paper"], on=data["on"], by=by)


class CloseUnit(ActForm):
    CODE, DANGER = "close", True
    on = DayField()

    def act(self, by: By) -> Unit:
        return actions.close_unit(self.target, on=self.cleaned_data["on"], by=by)


class MergeUnit(ActForm):
    CODE, DANGER = "merge", True
    into, on = UnitField(), DayField()

    def act(self, by: By) -> Unit:
        return actions.merge_units(self.target, self.cleaned_data["into"], on=self.cleaned_data["on"], by=by)


class MoveUnit(ActForm):
    CODE = "move"
    superior, on = UnitField(), DayField()

    def act(self, by: By) -> Any:
        return actions.move_unit(self.target, self.cleaned_data["superior"], on=self.cleaned_data["on"], by=by)


class AddSuperior(ActForm):
    CODE = "superior"
    superior = UnitField()
    relation = forms.ChoiceField(choices=choices_of("relation", BINDING[::-1]))
    since = DayField()

    def offered(self, name: str) -> QuerySet[Any]:
        return Unit.objects.filter(until__isnull=True)

    def act(self, by: By) -> Any:
        return actions.begin_relation(self.target, self.cleaned_data["superior"], self.cleaned_data["relation"], since=self.cleaned_data["since"], by=by)


class AddMember(ActForm):
    CODE = "member"
    member, since = UnitField(), DayField()

    def offered(self, name: str) -> QuerySet[Any]:
        return Unit.objects.filter(until__isnull=True)

    def act(self, by: By) -> Any:
        return actions.begin_relation(self.cleaned_data["member"], self.target, MEMBER, since=self.cleaned_data["since"], by=by)


class FoundPost(ActForm):
    CODE = "post"
    post_name = forms.CharField(max_length=100)
    side = forms.ChoiceField(choices=choices_of("post-side", SIDES), initial=BUSINESS)
    holder = PersonField(required=False)

    def act(self, by: By) -> Any:
        post = actions.found_post(self.target, self.cleaned_data["post_name"], side=self.cleaned_data["side"], by=by)
        if self.cleaned_data["holder"]:
            actions.begin_holding(post, self.cleaned_data["holder"], by=by)
        return post


class AddPerson(ActForm):
    CODE = "person"
    person_name, username, email = forms.CharField(max_length=100), forms.CharField(max_length=150, required=False), _mail_field()
    role = forms.ChoiceField(choices=lambda: [("", say("people-label.no-role")), *choices_of("person-role", ROLES)()], required=False)
    post = forms.ChoiceField(required=False)

    def begin(self) -> None:
        self.start_with(role=CLERK)
        posts = self.target.posts.filter(until__isnull=True)
        self.fields["post"].choices = [("", say("people-label.no-post")), *((str(post.pk), post.name) for post in posts)]     # type: ignore[attr-defined]
        self.password = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") and not data.get("username"):
            self.add_error("username", say("people-form.role-needs-login"))
        if not data.get("role") and not data.get("post"):
            self.add_error("role", say("people-form.role-or-post"))
        return data

    def act(self, by: By) -> Person:
        data = self.cleaned_data
        self.password = new_password() if data["username"] else ""
        person = actions.add_person(plain(data["username"]), data["person_name"], unit=self.target, password=self.password, email=data["email"], by=by)
        if data["role"]:
            actions.give_role(person, data["role"], self.target, by=by)
        if data["post"]:
            actions.begin_holding(self.target.posts.get(pk=int(data["post"])), person, by=by)
        return person


class GiveRole(ActForm):
    CODE = "role"
    person = PersonField()
    role = forms.ChoiceField(choices=choices_of("person-role", ROLES))

    def act(self, by: By) -> Any:
        return actions.give_role(self.cleaned_data["person"], self.cleaned_data["role"], self.target, by=by)


# -- posts, holdings, relations, roles -----------------------------------------------------------------------------


class RenamePost(ActForm):
    CODE = "rename-post"
    post_name, side, on = forms.CharField(max_length=100), forms.ChoiceField(choices=choices_of("post-side", SIDES)), DayField()

    def begin(self) -> None:
        self.start_with(post_name=self.target.name, side=self.target.side)

    def act(self, by: By) -> Any:
        return actions.rename_post(self.target, self.cleaned_data["post_name"], side=self.cleaned_data["side"], on=self.cleaned_data["on"], by=by)


class ClosePost(ActForm):
    CODE, DANGER = "close-post", True
    on = DayField()

    def act(self, by: By) -> Any:
        return actions.close_post(self.target, on=self.cleaned_data["on"], by=by)


class NameHolder(ActForm):
    CODE = "holder"
    holder, since = PersonField(), DayField()

    def act(self, by: By) -> Any:
        return actions.begin_holding(self.target, self.cleaned_data["holder"], since=self.cleaned_data["since"], by=by)


class _End(ActForm):
    DANGER = True
    on = DayField()


class EndHolding(_End):
    CODE = "end-holding"

    def act(self, by: By) -> Any:
        return actions.end_holding(self.target, on=self.cleaned_data["on"], by=by)


class EndRelation(_End):
    CODE = "end-relation"

    def act(self, by: By) -> Any:
        return actions.end_relation(self.target, on=self.cleaned_data["on"], by=by)


class EndRole(_End):
    CODE = "end-role"

    def act(self, by: By) -> Any:
        return actions.end_role(self.target, on=self.cleaned_data["on"], by=by)


class TakeBack(ActForm):
    CODE, DANGER = "take-back", True

    def act(self, by: By) -> Any:
        return actions.take_back(self.target, by=by)


# -- people --------------------------------------------------------------------------------------------------------


class RenamePerson(ActForm):
    CODE = "rename-person"
    person_name = forms.CharField(max_length=100)

    def begin(self) -> None:
        self.start_with(person_name=self.target.name)

    def act(self, by: By) -> Any:
        return actions.rename_person(self.target, self.cleaned_data["person_name"], by=by)


class PassPosts(ActForm):
    CODE, DANGER = "pass", True
    successor, on = PersonField(), DayField()

    def act(self, by: By) -> Any:
        return actions.pass_posts(self.target, self.cleaned_data["successor"], on=self.cleaned_data["on"], by=by)


class SetEmail(ActForm):
    CODE = "email"
    email = _mail_field()

    def begin(self) -> None:
        self.start_with(email=self.target.email)

    def act(self, by: By) -> Any:
        return actions.set_email(self.target, self.cleaned_data["email"], by=by)


class SetPassword(ActForm):
    CODE, DANGER = "password", True
    password = forms.CharField(max_length=200, required=False, strip=False, widget=forms.TextInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}))

    def act(self, by: By) -> Any:
        self.password = self.cleaned_data["password"] or new_password()
        return actions.set_password(self.target, self.password, by=by)


class _Plain(ActForm):
    DANGER = True
    DOES: ClassVar[Any] = None

    def act(self, by: By) -> Any:
        return type(self).DOES(self.target, by=by)


class ClosePerson(_Plain):
    CODE, DOES = "close-person", staticmethod(actions.close_person)


class ReopenPerson(_Plain):
    CODE, DANGER, DOES = "reopen", False, staticmethod(actions.reopen_person)


class RemoveSecondFactor(_Plain):
    CODE, DOES = "second-factor", staticmethod(actions.remove_second_factor)


class EndSessions(_Plain):
    CODE, DOES = "sessions", staticmethod(actions.end_sessions)


UNIT_ACTS: dict[str, type[ActForm]] = {
    form.CODE: form for form in (FoundUnit, RenameUnit, ChangeUnit, MoveUnit, AddSuperior, AddMember, MergeUnit, CloseUnit, FoundPost, AddPerson, GiveRole)
}
POST_ACTS: dict[str, type[ActForm]] = {"rename": RenamePost, "close": ClosePost, "holder": NameHolder}
PERSON_ACTS: dict[str, type[ActForm]] = {
    "rename": RenamePerson, "pass": PassPosts, "email": SetEmail, "password": SetPassword, "second-factor": RemoveSecondFactor, "sessions": EndSessions, "close": ClosePerson, "reopen": ReopenPerson,
}  # fmt: skip


class UnitsAsked(forms.Form):
    """What is asked of the list of units: words, a day, below which unit."""

    q = forms.CharField(max_length=100, required=False)
    on = DayField()
    under = forms.IntegerField(required=False)


class FileAsked(forms.Form):
    """A workbook to take in, and from which day on what is new in it holds."""

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    since = DayField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            field.label, field.help_text = say(f"people-label.{name}"), say(f"people-help.import.{name}")
