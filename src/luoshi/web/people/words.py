"""Words of people."""

WORDS: dict[str, tuple[str, str]] = {}
