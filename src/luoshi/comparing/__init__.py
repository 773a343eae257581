"""Comparing: documents beside documents → shared passages, own text, coverage, the shared core, where words come from."""
