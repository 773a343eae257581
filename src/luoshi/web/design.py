"""What the page of the design shows: every state, theme and kind of note, as data."""

from __future__ import annotations

from typing import Any

STATES = (
    ("found", "accepted", "rejected", "merged", "split", "live", "removed"),
    ("waiting", "reading", "read", "failed", "floating"),
    ("awaited", "received", "passed", "late", "answered"),
    ("yes", "partly", "missing", "none"),
    ("proposed", "done", "met", "no", "moved", "signed", "blocked", "closed", "restricted", "example"),
)
"""Of a duty; of a file; of a unit that is asked; of a point that is wanted; of other things."""
THEMES = ("risk", "poverty", "green", "lead", "develop", "-")
NOTES = ("info", "done", "warning", "error")
STATUSES = ("saving", "saved", "kept", "failed", "offline")
TEXTS = ("xxl", "xl", "l", "m", "s", "xs")
COLOURS = ("paper", "sheet", "shade", "hair", "line", "control", "ink-3", "ink-2", "ink", "cinnabar", "done", "wait", "bad", "info")
BUTTONS = (("primary", "accept"), ("", "edit"), ("quiet", "later"), ("danger", "reject"), ("seal", "sign"))
ROWS = (
    {"number": 1, "state": "live", "theme": "risk", "count": 12, "row": "one"},
    {"number": 2, "state": "accepted", "theme": "poverty", "count": 3, "row": "two"},
    {"number": 3, "state": "found", "theme": "green", "count": 147, "row": "three"},
    {"number": 4, "state": "rejected", "theme": "lead", "count": 0, "row": "four"},
)


def samples() -> dict[str, Any]:
    """Everything that the page goes through."""
    return {
        "states": STATES, "themes": THEMES, "notes": NOTES, "statuses": STATUSES, "texts": TEXTS, "colours": COLOURS,
        "buttons": [{"kind": kind, "words": words} for kind, words in BUTTONS], "rows": ROWS,
    }  # fmt: skip
