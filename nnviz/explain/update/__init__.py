"""The steps of one explained update."""
