"""A directive beside its answers: points, who answers each, and in what less is promised."""
