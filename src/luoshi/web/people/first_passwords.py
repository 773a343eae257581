"""A first password that can be read out over the telephone."""

from __future__ import annotations

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"


def new_password() -> str:
    """Four groups of three, without letters and digits that look alike: about 59 bits of chance."""
    return "-".join("".join(secrets.choice(LETTERS + DIGITS) for _ in range(3)) for _ in range(4))
