"""How people sign in: accounts are given by an administrator, none opens one for herself."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.functional import lazy

from luoshi.web.words import say

said = lazy(say, str)


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; what goes wrong is said in our words, the same for a name that nobody has and for a wrong password."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": said("sign-in.closed"),
        "enter_current_password": said("password.wrong"),
        "incorrect_code": said("second.wrong"),
        "incorrect_password": said("password.wrong"),
        "invalid_login": said("sign-in.wrong"),
        "rate_limited": said("trouble.too-often-next"),
        "same_as_current": said("password.same"),
        "too_many_login_attempts": said("sign-in.too-often"),
        "username_password_mismatch": said("sign-in.wrong"),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step, in our words."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": said("second.stays"),
        "cannot_generate_recovery_codes": said("codes.need-app"),
        "incorrect_code": said("second.wrong"),
    }


BROWSERS = (("MicroMessenger/", "WeChat"), ("QQBrowser/", "QQ"), ("360SE", "360"), ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"))
"""What a browser says of itself → the name that people know. The first that is found counts: most claim to be others too."""


def device_of(user_agent: str) -> str:
    """Browser and system as people call them; '' of one that says neither.

    >>> device_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0")
    'Edge · Windows'
    """
    parts = (next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, parts))
