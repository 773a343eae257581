"""Words of documents."""

WORDS: dict[str, tuple[str, str]] = {}
