"""Which passwords are refused, each with its reason in our words: the rules are Django's."""

from __future__ import annotations

from django.contrib.auth import password_validation as rules

from luoshi.web.words import say


class LongEnough(rules.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        return say("password.short", count=self.min_length)

    def get_help_text(self) -> str:
        return say("password.rule-length", count=self.min_length)


class UnlikeThePerson(rules.UserAttributeSimilarityValidator):
    """Not close to the sign-in name or the name."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name", "email"))

    def get_error_message(self) -> str:
        return say("password.like-the-name")

    def get_help_text(self) -> str:
        return say("password.rule-name")


class Uncommon(rules.CommonPasswordValidator):
    """None that many people use."""

    def get_error_message(self) -> str:
        return say("password.common")

    def get_help_text(self) -> str:
        return say("password.rule-common")


class NotOnlyDigits(rules.NumericPasswordValidator):
    """More than digits."""

    def get_error_message(self) -> str:
        return say("password.digits")

    def get_help_text(self) -> str:
        return say("password.rule-digits")
