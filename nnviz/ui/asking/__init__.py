"""Predict first: what the hall draws, picks or types in place of a panel, and the truth laid over it."""
