"""The window of computational graphs."""
