"""Damaged files for every reader of nnviz, and what they make of them: the parts of `scripts/fuzz.py`."""
