"""A page in a real browser: opened, a script of the test's own run in it, and what it left in the page handed back."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from lxml import html

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
)  # fmt: skip
WATCH = """<script>addEventListener("error", (event) => { document.documentElement.dataset.error = event.message; });</script>"""
TELL = """<script>addEventListener("load", async () => {{
const told = document.createElement("script"); told.type = "application/json"; told.id = "told";
try {{ told.textContent = JSON.stringify(await (async () => {{ {script} }})()); }} catch (error) {{ document.documentElement.dataset.error = error.message; }}
document.body.append(told); }});</script>"""


def browser() -> str:
    """The browser's program."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "Chromium is needed (Debian: apt-get install chromium); `make test` installs it"
    return found


def told_by(page: str, script: str, folder: Path, *, width: int = 1366, height: int = 900) -> Any:
    """What the script, a function's body that may await, returns in the page; an error in any script fails the test."""
    watched = page.replace("<head>", f"<head>{WATCH}", 1).replace("</body>", TELL.format(script=script) + "</body>", 1)
    assert watched.count("<script") == page.count("<script") + 2
    (folder / "page.html").write_text(watched, encoding="utf-8")
    where = (f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}", "--virtual-time-budget=5000", "--dump-dom", (folder / "page.html").as_uri())
    shown = subprocess.run([browser(), *FLAGS, *where], capture_output=True, check=True, timeout=120)
    tree = html.document_fromstring(shown.stdout.decode())
    assert "data-error" not in tree.attrib, tree.attrib["data-error"]
    return json.loads(tree.get_element_by_id("told").text)
