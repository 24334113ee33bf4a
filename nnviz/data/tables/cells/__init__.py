"""What stands in a cell, and what the name of a column says: numbers, dates, units, names."""
