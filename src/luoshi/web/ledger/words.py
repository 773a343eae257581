"""Words of ledger."""

WORDS: dict[str, tuple[str, str]] = {}
