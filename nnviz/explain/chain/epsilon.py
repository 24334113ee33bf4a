"""How far a parameter is moved, up and down, to check its gradient by a central difference."""

FIRST_EPSILON = 1e-5
EPSILONS = (1e-14, 1e-1)
"""The smallest and largest that can be tried, and those of the curve of errors."""
