"""Curves over epochs, and histograms."""
