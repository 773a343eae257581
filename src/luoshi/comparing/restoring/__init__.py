"""Without the directive: what it must have said, put together from what its answers repeat."""
