"""Pages of the ledger: the desk, the list, a duty."""
