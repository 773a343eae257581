"""Turns: what is asked, returned, checked and decided, and what waits for whom."""
