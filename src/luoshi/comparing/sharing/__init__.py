"""What two texts share: stretches aligned, their ends, edits, changes and kinds."""
