"""Pages of units and people. One module an occasion."""
