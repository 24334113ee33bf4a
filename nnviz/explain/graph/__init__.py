"""Computational graphs: typed expressions, networks, and the walk through one."""
