"""The responsibility list: its next version, its signed ones, what changed, and the papers that follow from it."""
