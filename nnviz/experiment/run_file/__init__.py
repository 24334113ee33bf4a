"""Saving and opening runs."""
