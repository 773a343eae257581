"""What is looked at: lights, the board and its rows, burden, trend, map, late facts, figures, search; on any day."""
