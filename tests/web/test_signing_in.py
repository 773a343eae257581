"""Signing in: password, second step, limits; and that nobody learns who has an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast

from luoshi.web.people.signing_in import device_of

PASSWORD = "river-2018"
CHINESE = re.compile(r"[\u3400-\u9fff]+")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
NAMES = {"落实", "中文", "李", "全国内河航运管理局"}
ENGLISH_NAMES = {"Luoshi", "English", "Mozilla", "Linux"}


@pytest.fixture(autouse=True)
def nobody_has_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def send(client: Client, username: str, password: str) -> Any:
    """The answer to the sign-in form."""
    return client.post(reverse("account_login"), {"login": username, "password": password})


def code_now(secret: str) -> str:
    """What the app on the phone would show."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def words_of(answer: Any) -> str:
    """What a page shows, without its tags, secrets and sign-in names."""
    page = re.sub(r"(?s)<head>.*?<title>|</title>.*?</head>|<[^>]*(?:mono|codes)[^>]*>.*?</(?:p|ul|td|span|th)>|data:image[^\"]*", " ", answer.content.decode())
    shown = re.findall(r'(?:title|aria-label|alt|placeholder|data-confirm)="([^"]*)"', page)
    return " ".join([re.sub(r"<[^>]+>", " ", page), *shown])


def turn_on(client: Client) -> tuple[str, Any]:
    """The secret of the second step, turned on through its page, which asks for the password again; and the page that comes then."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)


def test_the_right_password_opens_the_home_page(cast: Cast) -> None:
    assert send(client := Client(), "li", PASSWORD).headers["Location"] == "/"
    assert "待办" in client.get("/").content.decode()


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(cast: Cast) -> None:
    wrong, unknown = (send(Client(), name, "not-this-one") for name in ("li", "nobody"))
    plain = [re.sub(r'value="[^"]*"|X-CSRFToken": "[^"]*"', "", answer.content.decode()) for answer in (wrong, unknown)]
    assert wrong.status_code == unknown.status_code == 200
    assert plain[0] == plain[1] and "登录名或密码不对" in plain[0]


@pytest.mark.parametrize("username", ["li", "nobody"])
def test_after_five_failures_even_the_right_password_has_to_wait(cast: Cast, username: str) -> None:
    for _ in range(5):
        send(Client(), username, "not-this-one")
    answer = send(Client(), username, PASSWORD)
    assert answer.status_code == 200
    assert "失败次数过多" in answer.content.decode()


def test_one_address_that_tries_many_names_is_stopped_in_words(cast: Cast) -> None:
    answers = [send(Client(), f"name-{number}", "x") for number in range(61)]
    assert any("失败次数过多" in answer.content.decode() or answer.status_code == 429 for answer in answers)
    assert "尝试" in answers[-1].content.decode() or "失败次数过多" in answers[-1].content.decode()


def test_a_closed_account_stays_outside(cast: Cast) -> None:
    cast.li.is_active = False
    cast.li.save(update_fields=["is_active"])
    send(client := Client(), "li", PASSWORD)
    assert "待办" not in client.get("/").content.decode()


def test_nobody_opens_an_account_and_nothing_goes_by_mail(cast: Cast) -> None:
    for name in ("account_signup", "account_reset_password", "account_email", "account_set_password"):
        assert Client().get(reverse(name)).status_code == 404
        assert Client().post(reverse(name), {"email": "a@b.example", "username": "x"}).status_code == 404


def test_with_the_second_step_on_the_password_alone_opens_nothing(live_cast: Cast) -> None:
    client = Client()
    send(client, "li", PASSWORD)
    secret, shown = turn_on(client)
    assert "恢复码" in shown.content.decode() and "两步验证已开启" in shown.content.decode()
    cache.clear()     # the code that turned it on counts as used; the phone would show the next
    fresh = Client()
    assert send(fresh, "li", PASSWORD).headers["Location"] == reverse("mfa_authenticate")
    assert "待办" not in fresh.get("/").content.decode()
    assert "验证码不对" in fresh.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert fresh.post(reverse("mfa_authenticate"), {"code": code_now(secret)}).headers["Location"] == "/"
    assert "待办" in fresh.get("/").content.decode()


def test_a_recovery_code_stands_in_for_the_phone_once(cast: Cast) -> None:
    client = Client()
    send(client, "li", PASSWORD)
    _, shown = turn_on(client)
    code = shown.context["unused_codes"][0]
    for works in (True, False):
        cache.clear()
        fresh = Client()
        send(fresh, "li", PASSWORD)
        assert (fresh.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302) is works


def test_a_session_elsewhere_can_be_ended(cast: Cast) -> None:
    here, there = Client(), Client()
    send(here, "li", PASSWORD)
    send(there, "li", PASSWORD)
    assert here.get(reverse("usersessions_list")).context["session_count"] == 2
    here.post(reverse("usersessions_list"))
    assert "待办" not in there.get("/").content.decode() and "待办" in here.get("/").content.decode()


@pytest.mark.parametrize(("lang", "other", "names"), [("zh-hans", ENGLISH, ENGLISH_NAMES), ("en", CHINESE, NAMES)])
def test_no_page_of_the_account_mixes_the_languages(cast: Cast, lang: str, other: re.Pattern[str], names: set[str]) -> None:
    stranger, client = Client(), Client()
    for one in (stranger, client):
        one.cookies["luoshi_language"] = lang
    answers = [stranger.get("/"), stranger.get(reverse("account_login")), send(stranger, "", ""), send(stranger, "li", "x"), stranger.get(reverse("account_inactive"))]
    send(client, "li", PASSWORD)
    answers += [client.get(reverse(name)) for name in ("account_change_password", "mfa_index", "usersessions_list", "account_reauthenticate", "account_logout")]
    answers.append(client.post(reverse("account_change_password"), {"oldpassword": "x", "password1": "river", "password2": "12345"}))
    answers.append(client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "12345678", "password2": "87654321"}))
    answers.append(client.post(reverse("account_reauthenticate"), {"password": "x"}))
    answers.append(turn_on(client)[1])
    answers += [client.get(reverse(name)) for name in ("mfa_index", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes")]
    answers.append(client.post(reverse("mfa_generate_recovery_codes"), follow=True))
    answers.append(client.post(reverse("mfa_deactivate_totp"), follow=True))
    answers.append(client.post(reverse("account_logout"), follow=True))
    for answer in answers:
        assert answer.status_code == 200
        assert set(other.findall(words_of(answer))) - names == set(), answer.request["PATH_INFO"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_as_people_name_it(said: str, shown: str) -> None:
    assert device_of(said) == shown
