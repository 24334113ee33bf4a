"""Two trainings side by side, in step."""
