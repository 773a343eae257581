"""Accounts: added, renamed, closed, reopened; passwords, second factors, sessions."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from luoshi.errors import ActRefused
from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.log.actions import action, record
from luoshi.web.people.acting import PEOPLE
from luoshi.web.people.actions.guarding import called, ended, manages, manages_the_whole
from luoshi.web.people.actions.roles import refuse_last_administrator
from luoshi.web.people.actions.units import refuse_no_change
from luoshi.web.people.fitting import mail_address, worded
from luoshi.web.people.models import Holding, Person, Role, Unit
from luoshi.web.people.queries import free_username, units_of


@action
def add_person(username: str, name: str, *, by: By, password: str = "", email: str = "", unit: Unit | None = None) -> Person:
    """An account; without a password it can hold posts and not sign in. Without a sign-in name it gets one that nobody types.

    `unit` is where the person belongs: who adds her administers it, and gives her a role or a post there next.
    """
    manages(by, unit) if unit else manages_the_whole(by)
    person = new_person(username, name, password=password, email=email)
    fields = {"username": person.username, "name": person.name, "active": True}
    record("person.added", PEOPLE, {f"account:{person.pk}": fields}, by=by, touches=[unit.subject] if unit else [], names=called(clock.today(), person, unit))
    return person


def new_person(username: str, name: str, *, password: str = "", email: str = "") -> Person:
    """The row by which a person signs in; its entry is for the caller to write."""
    login = worded(username, 150, "登录名", "sign-in name", needed=False) or free_username()
    if Person.objects.filter(username__iexact=login).exists():
        raise ActRefused.incomplete(f"登录名“{login}”已有人用。", f"The sign-in name {login!r} is taken.", "请换一个。", "Choose another.")
    person = Person(username=login, name=worded(name, 100, "姓名", "name"), email=mail_address(email))
    if password:
        refuse_weak(password, person)
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    return person


def refuse_weak(password: str, person: Person) -> None:
    """ActRefused with what is wrong with a password."""
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said[language] = _trouble_with(password, person)
    if said["en"]:
        raise ActRefused.incomplete(f"密码不合要求：{said['zh-hans']}", f"The password will not do: {said['en']}", "请换一个更长、不常见的密码。", "Choose a longer, less common one.")


def _trouble_with(password: str, person: Person) -> str:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return " ".join(str(message) for message in error.messages)
    return ""


def manages_person(by: By, person: Person) -> None:
    """Raises ActRefused unless who acts administers every unit in which the person has a role or a post.

    With one of them alone she could take over an account that opens the others.
    """
    units = units_of(person)
    manages(by, *units) if units else manages_the_whole(by)


@action
def rename_person(person: Person, name: str, *, by: By) -> Person:
    """The person under another name; what was done keeps the old one."""
    manages_person(by, person)
    words = worded(name, 100, "姓名", "name")
    refuse_no_change(person, {"name": words})
    _record("person.renamed", {f"account:{person.pk}": {"name": words}}, person, by)
    return Person.objects.get(pk=person.pk)


@action
def close_person(person: Person, *, by: By) -> Person:
    """The account is closed today: roles and posts end, and so do its sessions."""
    manages_person(by, person)
    if not person.is_active or by.person == person.pk:
        raise ActRefused.incomplete("这个账号不能停用：已停用，或是您自己的。", "This account cannot be closed: it is closed already, or your own.", "请由另一位管理员办理。", "Ask another administrator.")
    roles = list(Role.objects.filter(person=person, until__isnull=True))
    refuse_last_administrator(roles)
    held = list(Holding.objects.filter(person=person, until__isnull=True).select_related("post"))
    changes = {f"account:{person.pk}": {"active": False}} | ended([*roles, *held], clock.today())
    touches = [*(f"unit:{role.unit_id}" for role in roles), *(s for h in held for s in (h.post.subject, f"unit:{h.post.unit_id}"))]
    _record("person.closed", changes, person, by, touches)
    _end_sessions(person)
    return Person.objects.get(pk=person.pk)


@action
def reopen_person(person: Person, *, by: By) -> Person:
    """The account is open again; roles and posts are given anew."""
    manages_person(by, person)
    if person.is_active:
        raise ActRefused.incomplete(f"{person}的账号没有停用。", f"The account of {person} is open.", "不必启用。", "There is nothing to do.")
    _record("person.reopened", {f"account:{person.pk}": {"active": True}}, person, by)
    return Person.objects.get(pk=person.pk)


@action
def set_email(person: Person, email: str, *, by: By) -> Person:
    """Reminders go to another address, or to none: by who administers the account, or by the person herself. The log keeps that it was set, never what it is."""
    if by.person != person.pk:
        manages_person(by, person)
    address = mail_address(email)
    if address == person.email:
        raise ActRefused.incomplete("邮箱没有变化。", "The mail address is what it was.", "不必保存。", "There is nothing to do.")
    person.email = address
    person.save(update_fields=["email"])
    _record("email.set", {}, person, by)
    return person


@action
def set_password(person: Person, password: str, *, by: By) -> Person:
    """The person signs in with another password, everywhere anew. The log keeps that it was set, never what it is."""
    manages_person(by, person)
    refuse_weak(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    _record("password.set", {}, person, by)
    _end_sessions(person)
    return person


@action
def remove_second_factor(person: Person, *, by: By) -> int:
    """The person sets up her second factor anew; returns how many she had."""
    manages_person(by, person)
    found = Authenticator.objects.filter(user=person)
    if not found.exists():
        raise ActRefused.incomplete(f"{person}没有设置两步验证。", f"{person} has no second factor.", "不必重置。", "There is nothing to reset.")
    count = found.filter(type=Authenticator.Type.TOTP).count() or found.count()
    found.delete()
    _record("second-factor.removed", {}, person, by)
    _end_sessions(person)
    return count


@action
def end_sessions(person: Person, *, by: By) -> int:
    """Signs the person out everywhere; returns of how many sessions."""
    if by.person != person.pk:
        manages_person(by, person)
    _record("sessions.ended", {}, person, by)
    return _end_sessions(person)


def _end_sessions(person: Person) -> int:
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)


def _record(kind: str, changes: dict[str, Any], person: Person, by: By, touches: list[str] | None = None) -> None:
    record(kind, PEOPLE, changes, by=by, touches=[f"account:{person.pk}", *(touches or [])], names=called(clock.today(), person))
