"""Killed at any moment – while uploading, reading, settling, importing, signing, in a turn –, the site loses nothing and goes on. `make soak` runs it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

SOAK = os.environ.get("LUOSHI_SOAK") == "1"
KILLS = int(os.environ.get("LUOSHI_KILLS", "50"))
WORKER = Path(__file__).with_name("worker.py")
LONGEST = 12.0
"""Seconds until a kill; a whole day's work takes about twice as long."""

pytestmark = pytest.mark.skipif(not SOAK, reason="make soak runs it")


def place(name: str, folder: Path) -> dict[str, str]:
    """An environment with a database of its own, in the folder or on the server that LUOSHI_DATABASE names."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("LUOSHI_") or key == "LUOSHI_SOAK"}
    env |= {"LUOSHI_DEMO": "yes", "LUOSHI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tests.web.settings", "PYTHONPATH": str(Path(__file__).parents[3])}
    server = os.environ.get("LUOSHI_DATABASE")
    if server:
        import psycopg

        parts = urlsplit(server)
        with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
        env["LUOSHI_DATABASE"] = urlunsplit(parts._replace(path=f"/{name}"))
    return env


def command(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "luoshi", *words, "--lang", "en"], env=env, capture_output=True, text=True, check=False)


def killed_after(seconds: float, env: dict[str, str]) -> bool:
    """Whether the day's work was still going on and was killed; with it all that it had started."""
    with tempfile.TemporaryFile() as said, subprocess.Popen([sys.executable, str(WORKER)], env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=said) as worker:
        try:
            worker.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(worker.pid, signal.SIGKILL)
            return True
        said.seek(0)
        assert worker.returncode == 0, said.read().decode()[-3000:]
        return False


def state_of(env: dict[str, str]) -> str:
    """What the day's work came to, in numbers."""
    script = (
        "import django; django.setup()\n"
        "from luoshi.web.ledger.models import *; from luoshi.web.documents.models import *\n"
        "from collections import Counter\n"
        "print(Document.objects.count(), ReadingJob.objects.count(), SignedList.objects.count(), Check.objects.count(), Reminder.objects.count(), Turn.objects.filter(closed_on__isnull=False).count(), Turn.objects.count(),"
        " *(sorted(Counter(model.objects.values_list(*names)).items()) for model, *names in ((Version, 'status'), (Duty, 'status', 'note', 'closed_as'), (Return, 'status', 'state'), (Closing, 'verdict'))),"
        " sorted(TurnTally.objects.values_list('turn__first', 'asked', 'answered', 'given', 'accepted')))"
    )
    return subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True).stdout


def test_killed_fifty_times_the_state_is_the_fold_and_the_work_completes() -> None:
    seed = int(os.environ.get("LUOSHI_SEED", "20181"))
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        calm = place("soak_calm", Path(folder) / "calm")
        assert not killed_after(300, calm)
        wanted = state_of(calm)
        kills = rounds = 0
        started = time.monotonic()
        while kills < KILLS:
            rounds += 1
            env = place(f"soak_{rounds}", Path(folder) / str(rounds))
            while kills < KILLS and killed_after(chance.uniform(0.3, LONGEST), env):
                kills += 1
                for check in ("rebuild", "verify"):
                    done = command(env, check)
                    ready = "no such table" not in done.stderr and "does not exist" not in done.stderr
                    assert done.returncode == 0 or not ready, f"seed {seed}, kill {kills}: {done.stdout}{done.stderr}"
            assert not killed_after(300, env)
            assert state_of(env) == wanted, f"seed {seed}, round {rounds}"
        sys.stdout.write(f"\n{kills} kills in {rounds} rounds, {time.monotonic() - started:.0f} s\n")
