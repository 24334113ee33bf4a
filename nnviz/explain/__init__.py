"""The trace of one update turned into phases, formulas and numbers."""
