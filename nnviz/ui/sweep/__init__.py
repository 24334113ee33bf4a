"""The windows of many runs: the sweep, and the map of trainings."""
