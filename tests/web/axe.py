"""Whether a page that a browser shows can be used without eyes, without a mouse and with any colour sight, as axe-core sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SOURCE = next((Path(__file__).parents[1] / "vendor").glob("axe-*.min.js"))
GRAVE = ("serious", "critical")
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 360, "height": 740}}
"""The two screens at which pages are looked at, in CSS pixels."""
CUT_OFF = """() => [...document.querySelectorAll('main :is(a, button, input, select, label, h1, h2, p, th, td)')]
    .filter(one => one.getBoundingClientRect().left < -1 && one.offsetWidth > 2 && !one.closest('.tabs, .scroll, .visually-hidden')).map(one => one.outerHTML.slice(0, 160))"""
"""What begins left of the screen, where nothing scrolls: no browser counts it into the page's width."""
RUN = "() => axe.run(document, { resultTypes: ['violations'] })"


def findings(page: Any) -> list[str]:
    """The serious and critical findings, each with its rule, what it says and the elements."""
    page.evaluate(SOURCE.read_text("utf-8"))     # through the driver: the page's own policy lets no script in
    return [
        f"{found['id']} ({found['impact']}): {found['help']}: " + "; ".join(node["html"][:160] for node in found["nodes"][:5])
        for found in page.evaluate(RUN)["violations"]
        if found["impact"] in GRAVE
    ]


def assert_accessible(page: Any) -> None:
    """No serious or critical finding on the page as it is shown now, and nothing of it lies outside the screen's width."""
    found = findings(page)
    assert not found, "\n".join([page.url, *found])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the screen"
    assert page.evaluate(CUT_OFF) == [], f"{page.url} begins left of the screen"


def speak(page: Any, lang: str, address: str) -> None:
    """From the next page on, the site at `address` (live_server.url) speaks "zh" or "en"."""
    page.context.add_cookies([{"name": "luoshi_language", "value": "en" if lang == "en" else "zh-hans", "url": address}])
