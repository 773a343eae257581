"""A ReadDocument → clauses with their kind, duties with their words and place."""
