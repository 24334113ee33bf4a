"""Pictures of many runs: curves in bands, one plot a setting, parallel coordinates, the map of trainings."""
