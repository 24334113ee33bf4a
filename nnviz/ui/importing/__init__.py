"""Importing a table of the user's own: as it reads, beside it every guess, as a control."""
