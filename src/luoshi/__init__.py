"""Luoshi 落实: from a directive to a result that can be checked."""
