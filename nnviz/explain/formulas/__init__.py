"""What formulas are made of: terms, sums, matrices, digits."""
