"""Working out again what a walk shows, so that tests can compare the sides of every line."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.explain.formulas.calculator import SymbolicError, sides_of, value_of
from nnviz.explain.formulas.step import Formula

__all__ = ["SymbolicError", "close", "sides_of", "value_of", "values_of"]


def values_of(formula: Formula) -> list[Any]:
    """Return the values of the sides that can be worked out."""
    values = []
    for side in sides_of(formula):
        try:
            values.append(value_of(side))
        except SymbolicError:
            continue
    return values


def close(first: Any, others: Sequence[Any], tolerance: float = 1e-12) -> bool:
    """Return whether values agree, in shape and to the tolerance."""
    return all(
        np.shape(first) == np.shape(other)
        and np.allclose(first, other, rtol=tolerance, atol=tolerance, equal_nan=False)
        for other in others
    )
