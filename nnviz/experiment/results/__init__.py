"""What is planned for many runs and what came out of them, as records."""
