"""Duties: settled at the desk, assigned, signed as a list."""
