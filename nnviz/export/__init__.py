"""Figures, tables, animations and scripts that leave the app."""
