"""The log: every change is an entry, written with what it changes in one transaction."""
