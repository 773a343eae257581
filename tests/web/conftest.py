"""What the tests of the site share: the cast, a browser, and a database that can be emptied between tests that a browser looks at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation
from tests.web.cast import Cast, make_cast

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")     # the browser's driver runs a loop of its own in this thread


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL no browser is needed, nor the walk over every address: pages are the same there, and the queries behind them are tested without."""
    if os.environ.get("LUOSHI_DATABASE", "").startswith("postgres"):
        shown = [item for item in items if {"page", "browser", "world"} & set(getattr(item, "fixturenames", ()))]
        config.hook.pytest_deselected(items=shown)
        items[:] = [item for item in items if item not in shown]


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """Each test begins in the site's first language, whatever the one before chose."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def live_cast(transactional_db: None) -> Cast:
    """The cast where a server in another thread has to see it."""
    return make_cast()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "Chromium is needed: make test installs it"
    with sync_playwright() as driver:
        shown = driver.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield shown
        shown.close()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A page on the running site, 1366 × 768, in Chinese; what its console reports as an error fails the test."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN")
    shown = context.new_page()
    errors: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    yield shown
    context.close()
    assert errors == []


@pytest.fixture(scope="session", autouse=True)
def the_log_can_be_emptied_between_tests() -> Iterator[None]:
    """SQLite empties tables by DELETE, which the log's triggers refuse; they are put aside for that moment only."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def put_aside(self: Any, sql_list: Any) -> None:
        triggers: list[tuple[str, str]] = []
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "sqlite":
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        flush(self, sql_list)
        with self.connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)

    BaseDatabaseOperations.execute_sql_flush = put_aside     # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = flush     # type: ignore[method-assign]


def sign_in(page: Any, username: str) -> None:
    """Signs a member of the cast in, through the form."""
    page.goto("/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", "river-2018")
    page.click("main button[type=submit], form[action*=login] button[type=submit]")
    page.wait_for_load_state()
