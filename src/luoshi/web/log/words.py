"""Words of log."""

WORDS: dict[str, tuple[str, str]] = {}
