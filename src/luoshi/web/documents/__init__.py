"""Campaigns, their directives and responses, the files and what was read in them, and who has received what."""
