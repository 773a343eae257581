"""Settings: one variable each, with what it says kept; and no start where one would make the site insecure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KEY = "k9" + "Qz7-" * 15


def ran(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command line with these variables and no others of ours."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}
    return subprocess.run([sys.executable, *words], env=env | variables | {"LUOSHI_DATA": str(folder)}, capture_output=True, text=True, check=False)


def database(folder: Path, address: str) -> dict[str, object]:
    """The default database as the settings have it."""
    done = ran(folder, "-c", "import json; from luoshi.web import settings; print(json.dumps(settings.DATABASES['default']))", LUOSHI_DEMO="yes", LUOSHI_DATABASE=address)
    return json.loads(done.stdout)


def test_what_the_address_of_a_database_says_besides_is_kept(tmp_path: Path) -> None:
    given = database(tmp_path, "postgres://li:secret@db.example/luoshi?sslmode=require&options=-c%20statement_timeout%3D9000")
    assert given["OPTIONS"]["sslmode"] == "require"     # type: ignore[index]
    assert given["OPTIONS"]["options"] == "-c statement_timeout=9000 -c jit=off"     # type: ignore[index]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LUOSHI_ALLOWED_HOSTS": "desk.example.org"}, "LUOSHI_SECRET_KEY"),
        ({"LUOSHI_SECRET_KEY": "short", "LUOSHI_ALLOWED_HOSTS": "desk.example.org"}, "LUOSHI_SECRET_KEY"),
        ({"LUOSHI_SECRET_KEY": KEY}, "LUOSHI_ALLOWED_HOSTS"),
        ({"LUOSHI_SECRET_KEY": KEY, "LUOSHI_ALLOWED_HOSTS": "*"}, "LUOSHI_ALLOWED_HOSTS"),
        ({"LUOSHI_SECRET_KEY": KEY, "LUOSHI_ALLOWED_HOSTS": "desk.example.org", "LUOSHI_DEBUG": "yes"}, "LUOSHI_DEBUG"),
        ({"LUOSHI_SECRET_KEY": KEY, "LUOSHI_ALLOWED_HOSTS": "desk.example.org", "LUOSHI_ADDRESS": "desk.example.org"}, "LUOSHI_ADDRESS"),
    ],
)
def test_the_site_does_not_start_insecurely_and_says_what_to_set(tmp_path: Path, variables: dict[str, str], said: str) -> None:
    done = ran(tmp_path, "-m", "luoshi", "web", **variables)
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("https", ["yes", "no"])
def test_well_set_the_check_for_deployment_finds_nothing(tmp_path: Path, https: str) -> None:
    done = ran(tmp_path, "-m", "luoshi", "web", "manage", "check", "--deploy", "--fail-level", "WARNING", LUOSHI_SECRET_KEY=KEY, LUOSHI_ALLOWED_HOSTS="desk.example.org", LUOSHI_HTTPS=https)
    assert done.returncode == 0, done.stderr


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY + "\n", "utf-8")
    done = ran(tmp_path, "-c", "from luoshi.web import settings; print(settings.SECRET_KEY)", LUOSHI_SECRET_KEY_FILE=str(tmp_path / "key"))
    assert done.stdout.strip() == KEY


def test_the_server_has_loaded_every_page_before_the_first_request_and_keeps_it_from_the_collector(tmp_path: Path) -> None:
    said = "import gc, sys, luoshi.web.wsgi; print('luoshi.web.ledger.views.turns' in sys.modules, gc.get_freeze_count() > 0.9 * (gc.get_freeze_count() + len(gc.get_objects())))"
    done = ran(tmp_path, "-c", said, LUOSHI_SECRET_KEY=KEY, LUOSHI_ALLOWED_HOSTS="desk.example.org")
    assert done.stdout.split() == ["True", "True"], done.stderr
