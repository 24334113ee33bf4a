"""Lines that are no rows: names of columns, units, titles, notes and sums."""
