"""How fast is what people look at, at 100,000 duties and a million entries: `python bench/ledger/seeing.py [DUTIES]`.

One run: on PostgreSQL (a server of its own), then on SQLite, a campaign of 389 units with two years of monthly turns is written, a sample of it is
folded anew and compared, and each page is asked for as a browser would, today and as of a past day. p50 and p95 are of one client;
then twenty readers ask two workers at once. The figures of other systems are those that issue 5 names, measured on a machine of this kind.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).parents[2]
DUTIES = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdecimal() else 100_000
TIMES = 25
PATIENCE = 15
"""Seconds that one page is asked for."""
READERS, EACH = 20, 5
LIMIT = 0.150
"""Seconds: p95 of every page with one client."""
COUNTED = ("board", "roll-up by unit", "board, then", "roll-up by unit, then", "burden, then")
"""Pages whose sums are kept: they are timed without what is kept too."""
GIVE_LIMIT = 0.050
REDMINE = {"a list": 0.172, "roll-up by unit": 9.0}
"""Seconds, with 100,000 issues."""
CISO = {"a list": 4.0, "roll-up by unit": 74.0}


def main() -> int:
    """Both databases; each in a process of its own, for Django knows one."""
    if os.environ.get("LUOSHI_BENCH"):
        return measure()
    failed = 0
    for name, lead in (("postgresql", [str(ROOT / "tests/web/postgres.py"), sys.executable]), ("sqlite", [])):
        with tempfile.TemporaryDirectory() as folder:
            given = {"LUOSHI_BENCH": name, "LUOSHI_DATA": folder, "LUOSHI_DEMO": "yes", "DJANGO_SETTINGS_MODULE": "luoshi.web.settings", "PYTHONPATH": str(Path(__file__).parent)}
            failed += subprocess.run([sys.executable, *lead, __file__, str(DUTIES)], env=os.environ | given).returncode
    return failed


def measure() -> int:
    """The campaign made or found, and every page timed."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from luoshi.web.log.models import Entry

    call_command("migrate", verbosity=0)
    print(f"\n== {connection.vendor}")
    if not Entry.objects.exists():
        make()
    wrong = verify()
    import luoshi.web.wsgi  # noqa: F401  as the server's workers do: all is loaded, and stays

    pages = pages_of()
    times = {name: timed(get(address)) for name, address in pages.items()}
    times |= {f"{name}, counted anew": timed(get(pages[name], anew=True)) for name in COUNTED}
    times |= {f"{name}, after an entry": timed(get(pages[name]), giving()) for name in ("board", "roll-up by unit", "the list")}
    for name, seconds in times.items():
        show(name, seconds, LIMIT)
    give = timed(giving())
    show("one return given", give, GIVE_LIMIT)
    refused = readers_at_once(list(pages.values()))
    slow = [name for name, seconds in times.items() if p95(seconds) > LIMIT] + ["one return given"] * (p95(give) > GIVE_LIMIT)
    print(f"over the limit: {', '.join(slow) or 'none'}; errors of {READERS} readers at once: {refused}; differences: {len(wrong)}")
    return int(bool(slow or refused or wrong))


def make() -> None:
    """A new campaign in an empty database."""
    from made import Made

    start = time.perf_counter()
    entries = Made(DUTIES).make().entry
    print(f"made in {time.perf_counter() - start:.0f} s: {DUTIES} duties, {entries} entries")


def verify() -> list[str]:
    """What a sample, folded anew, has otherwise than the tables; and sums that are not those of the returns."""
    from made import sample_differences

    from luoshi.web.ledger.following import sum_differences

    start = time.perf_counter()
    wrong = sample_differences(300) + [str(one) for one in sum_differences()]
    print(f"sample folded anew in {time.perf_counter() - start:.0f} s: {len(wrong)} differences")
    return wrong


def pages_of() -> dict[str, str]:
    """What is asked for, by name; a day of a year ago in both readings."""
    from datetime import date, timedelta

    from luoshi.web.documents.models import Campaign
    from luoshi.web.ledger.models import Duty, DutyWords, Return

    campaign, day = Campaign.objects.get().pk, date.today() - timedelta(days=365)
    duty = Duty.objects.filter(rhythm="monthly").order_by("pk")[1000 if DUTIES > 10_000 else 10].pk
    unit = Duty.objects.get(pk=duty).lead_id
    asked = Return.objects.filter(duty=duty).order_by("-turn")[0]
    words = DutyWords.objects.get(duty=duty).text.split("\n")[0]
    then, now = (urlencode({"on": day.isoformat(), "known": known}) for known in ("then", "now"))
    at, pages = f"/campaigns/{campaign}", {}
    for name, query in (("", ""), (", then", then), (", now", now)):
        pages |= {
            f"board{name}": f"{at}/board/?{query}", f"roll-up by unit{name}": f"{at}/board/units/?{query}", f"a list{name}": f"{at}/board/rows/?{query}",
            f"a list, red{name}": f"{at}/board/rows/?light=red&{query}", f"a list of one unit{name}": f"{at}/board/rows/?lead={unit}&{query}", f"burden{name}": f"{at}/burden/?{query}",
        }  # fmt: skip
    return pages | {
        "all duties": f"{at}/duties/", "search, two characters": f"/search/?q={quote(words[:2])}", "search, six characters": f"/search/?q={quote(words[:6])}", "search, two words": f"/search/?q={quote(words[:2] + ' ' + words[-2:])}",
        "search, one character": f"/search/?q={quote(words[0])}", "search, nothing found": "/search/?q=" + quote("甲乙丙丁"), "thread of a duty": f"/d/{duty}/", "late facts": f"{at}/late-facts/", "trend": f"{at}/trend/",
        "home": "/", "campaign": f"{at}/", "documents": f"{at}/documents/", "the list": f"{at}/list/", "turns": f"{at}/turns/", "a turn": f"/turns/{asked.turn_id}/",
        "a unit's page of a turn": f"/turns/{asked.turn_id}/units/{asked.unit_id}/", "a return": f"/returns/{asked.pk}/", "what a duty is asked for": f"/d/{duty}/decide/", "log": f"{at}/log/",
    }  # fmt: skip


def get(address: str, *, anew: bool = False) -> Callable[[], None]:
    """A page asked for by the head of the national bureau, who sees all; `anew`: as after an entry, when no sum is kept."""
    from django.core.cache import caches
    from django.test import Client

    from luoshi.web.people.models import Person

    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(username="zhao"))

    def ask() -> None:
        if anew:
            caches["counts"].clear()
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return ask


def giving() -> Callable[[], None]:
    """One return given, each time another."""
    from luoshi.web.ledger.actions.turning import give_return
    from luoshi.web.ledger.models import Return
    from luoshi.web.people.acting import acting
    from luoshi.web.people.models import Person, Unit

    wang = Person.objects.get(username="wang")
    unit = Unit.objects.get(roles__person=wang)
    rows = iter(list(Return.objects.filter(unit=unit).exclude(status="accepted").select_related("turn__campaign", "duty")[: TIMES + 2]))

    def give() -> None:
        row = next(rows)
        give_return(row, {"state": "going", "words": "按计划推进"}, by=acting(wang, unit), person=wang)

    return give


def timed(act: Callable[[], None], before: Callable[[], None] = lambda: None) -> list[float]:
    """Seconds of each time, after two that nobody counts; fewer times where each takes long. `before`: what is done before each time, and not counted."""
    seconds, begun = [], time.perf_counter()
    with contextlib.suppress(StopIteration):
        for number in range(TIMES + 2):
            before()
            start = time.perf_counter()
            act()
            if number > 1:
                if time.perf_counter() - begun > PATIENCE and len(seconds) > 2:
                    break
                seconds.append(time.perf_counter() - start)
    return seconds


def p95(seconds: list[float]) -> float:
    """The value that nineteen of twenty do not pass."""
    return sorted(seconds)[max(0, -(-len(seconds) * 95 // 100) - 1)] if seconds else float("nan")


def show(name: str, seconds: list[float], limit: float) -> None:
    """One line: how long, against the limit and against other systems."""
    if not seconds:      # a small campaign has few returns that are still to be given
        print(f"{name:32} none to time")
        return
    ratios = [f"{system} x{figures[name] / p95(seconds):.0f}" for system, figures in (("Redmine", REDMINE), ("CISO Assistant", CISO)) if name in figures]
    print(f"{name:32} p50 {statistics.median(seconds) * 1000:6.0f} ms  p95 {p95(seconds) * 1000:6.0f} ms  {p95(seconds) / limit:5.2f} of the limit  {', '.join(ratios)}", flush=True)


def readers_at_once(addresses: list[str]) -> int:
    """Twenty readers before two workers; how many answers were none."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from luoshi.web.people.models import Person

    person, session = Person.objects.get(username="zhao"), SessionStore()
    session.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend", HASH_SESSION_KEY: person.get_session_auth_hash()})
    session.save()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "-w", "2", "-t", "120", "-b", f"127.0.0.1:{port}", "--log-level", "error", "luoshi.web.wsgi"])
    seconds: list[float] = []
    refused: list[str] = []

    def read(number: int) -> None:
        for turn in range(EACH):
            address = addresses[(number * EACH + turn * 7) % len(addresses)]
            start = time.perf_counter()
            try:
                asked = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
                asked.request("GET", address, headers={"Cookie": f"sessionid={session.session_key}", "Host": "localhost"})
                answer = asked.getresponse()
                answer.read()
                if answer.status != 200:
                    refused.append(f"{answer.status} {address}")
            except OSError as error:
                refused.append(f"{error} {address}")
            seconds.append(time.perf_counter() - start)

    try:
        wait_for(port)
        threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(f"{READERS} readers at once: {len(seconds) / (time.perf_counter() - start):.0f} pages/s, p50 {statistics.median(seconds) * 1000:.0f} ms, p95 {p95(seconds) * 1000:.0f} ms {refused[:3] or ''}")
    finally:
        server.terminate()
        server.wait()
    return len(refused)


def wait_for(port: int) -> None:
    """Until the server listens."""
    for _ in range(300):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.2)
    raise SystemExit("The server does not start.")


if __name__ == "__main__":
    sys.exit(main())
