"""Typeset formulas, and explained steps made of them."""
