"""What to run: the experiment file, its fields and checks, and the shipped experiments."""
