"""What to run (Spec) and running it (Session), without Qt."""
