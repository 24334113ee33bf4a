"""Fused multiply-add for interpreted kernels: x*y + z, rounded once.

Processors have an instruction for it, and compiled kernels use that. Python has `math.fma` from 3.13 on;
before, the C library's `fma` serves where it is found to be right, and exact integers where it is not.
"""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

Fma = Callable[[float, float, float], float]


def fma_exact(x: float, y: float, z: float) -> float:
    """Return x*y + z rounded once, by exact integer arithmetic (slow)."""
    if not (math.isfinite(x) and math.isfinite(y)) or x == 0.0 or y == 0.0:
        return x * y + z  # the product is exact
    if not math.isfinite(z):
        return z
    (a, b), (c, d), (e, f) = x.as_integer_ratio(), y.as_integer_ratio(), z.as_integer_ratio()
    numerator, denominator = a * c * f + e * b * d, b * d * f
    try:
        return numerator / denominator  # Python rounds a quotient of integers correctly
    except OverflowError:
        return math.inf if numerator > 0 else -math.inf


def _candidates() -> list[Fma]:
    if sys.version_info >= (3, 13):
        return [_without_errors(math.fma)]
    found: list[Fma] = []
    for library in ("ucrtbase",) if sys.platform == "win32" else ("libm.so.6", None):
        try:
            function = ctypes.CDLL(library).fma
        except (OSError, AttributeError):
            continue
        function.argtypes = [ctypes.c_double] * 3
        function.restype = ctypes.c_double
        found.append(function)
    return found


def _without_errors(function: Fma) -> Fma:
    """Turn the exceptions of `math.fma` into the infinities and NaNs of IEEE 754."""

    def fma(x: float, y: float, z: float) -> float:
        try:
            return function(x, y, z)
        except (OverflowError, ValueError):
            return fma_exact(x, y, z)

    return fma


_HARD_CASES = (
    (1.0 + 2.0**-52, 1.0 + 2.0**-52, -1.0 - 2.0**-51),  # all but the last bit cancels
    (5e-324, 0.5, 5e-324),  # subnormal, a tie
    (1e308, 10.0, -math.inf),
    (1e308, 10.0, -1e308),  # the product overflows, and so does the sum
    (2.0**1023, 2.0, -(2.0**1023)),  # the product overflows, the sum does not
    (-1e-200, 1e-200, 0.0),  # underflows to a negative zero
    (1.0, 1.0, -1.0),
)


def _is_right(function: Fma) -> bool:
    return all(repr(function(*case)) == repr(fma_exact(*case)) for case in _HARD_CASES)


fma64: Fma = next(filter(_is_right, _candidates()), fma_exact)
"""x*y + z of float64 numbers, rounded once."""


def fma64_arrays(x: Any, y: Any, z: Any) -> Any:
    """Return x*y + z of float64 arrays (and constants), rounded once.

    Product and sum are computed as unevaluated sums of two numbers; what is below the last place is added
    rounded to odd, so that the last addition rounds rightly (Boldo and Melquiond, 2008). Elements so large or
    so small that this could overflow or lose digits are left to `fma64`.
    """
    x, y, z = np.broadcast_arrays(*(np.asarray(value, np.float64) for value in (x, y, z)))
    product, product_rest = _two_product(x, y)
    low, low_rest = _two_sum(z, product_rest)
    high, high_rest = _two_sum(product, low)
    result = high + _sum_to_odd(low_rest, high_rest)
    size = np.abs(product)
    factors = np.maximum(np.abs(x), np.abs(y))
    safe = (size > _SMALLEST_PRODUCT) & (size < _LARGEST) & (factors < _LARGEST) & (np.abs(z) < _LARGEST)
    zero = (factors < _LARGEST) & ((x == 0.0) | (y == 0.0))
    result = np.where(zero, product + z, result)
    for index in np.flatnonzero(~(safe | zero)):
        result[index] = fma64(x[index], y[index], z[index])
    return result


def fma32(x: Any, y: Any, z: Any) -> Any:
    """Return x*y + z of float32 arrays (and constants), rounded once.

    The product of two float32 numbers is exact in float64. The sum is rounded to odd there, after which
    rounding to float32 is right, because float64 has more than two spare bits (Boldo and Melquiond, 2008).
    """
    product = np.asarray(x, np.float32).astype(np.float64) * np.asarray(y, np.float32)
    return _sum_to_odd(product, np.asarray(z, np.float32).astype(np.float64)).astype(np.float32)


_SMALLEST_PRODUCT, _LARGEST = 2.0**-900, 2.0**990
_SPLITTER = 2.0**27 + 1.0


def _sum_to_odd(x: Any, y: Any) -> Any:
    """Return x + y where that is exact, else the neighbour of x + y whose last bit is 1."""
    total, error = _two_sum(x, y)
    bits = total.view(np.int64)
    inexact = (error != 0.0) & np.isfinite(total) & (bits & 1 == 0)
    away = (error > 0.0) == (total > 0.0)  # the exact sum is farther from zero than the total
    odd = bits + np.where(inexact, np.where(away, 1, -1), 0)
    return odd.view(np.float64)


def _two_sum(x: Any, y: Any) -> tuple[Any, Any]:
    """Return x + y and what rounding took from it (Knuth)."""
    total = x + y
    rest = total - x
    return total, (x - (total - rest)) + (y - rest)


def _two_product(x: Any, y: Any) -> tuple[Any, Any]:
    """Return x*y and what rounding took from it (Dekker)."""
    product = x * y
    (x_high, x_low), (y_high, y_low) = _halves(x), _halves(y)
    return product, x_low * y_low - (((product - x_high * y_high) - x_low * y_high) - x_high * y_low)


def _halves(x: Any) -> tuple[Any, Any]:
    """Split x into two numbers of at most 26 bits (Veltkamp)."""
    shifted = x * _SPLITTER
    high = shifted - (shifted - x)
    return high, x - high
