"""What a sweep is to vary, which of its runs are done, and how it stands."""
