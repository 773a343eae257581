"""Duties one by one and all together: the thread of each, its history, and the lists that filters make."""
