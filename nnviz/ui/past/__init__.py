"""The timeline and the list of runs."""
