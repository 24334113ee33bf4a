"""Lanes: what a "value" is in a kernel, and what can be done with it.

Kernels are written once. A lane tag decides whether a value is one number, sixteen samples of a batch, or
eight networks, which a processor handles side by side in its vector registers. This file defines the meaning
in plain Python and NumPy; `compiled.py` says the same to the compiler, and both give the same bits.

A value is a `np.float64` for `SINGLE`, else a small array with one element per lane. Values know + - * / and
unary minus, with each other and with Python floats, which take the precision of the lanes. Any other number
that is to be combined with values (a learning rate read from an array) must go through `fill` first.
Nothing raises: overflow is infinity, 0/0 is NaN. Kernels called outside an entry point need `np.errstate`.
"""

from __future__ import annotations

from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.lanes.fused import fma32, fma64, fma64_arrays
from nnviz.engine.lanes.tags import Tag

Value = Any
"""One number per lane: a `np.float64`, or an array of `lanes` numbers. In kernels also a float constant."""

GOLDEN = 0x9E3779B97F4A7C15  # 2^64 / golden ratio, the increment of splitmix64
WORD = 2**64 - 1
SQRT_HALF_BITS = np.int64(0x3FE6A09E667F3BCD)  # the bits of sqrt(1/2)
SQRT_HALF_BITS32 = np.int32(0x3F3504F3)
MANY = 64  # lanes from which on array operations beat a loop


def load(tag: Tag, array: NDArray[Any], index: int) -> Value:
    """Read the value at lane group `index`: elements index*lanes, index*lanes + 1, ..."""
    if tag.lanes == 1:
        return array[index]
    return array[index * tag.lanes : (index + 1) * tag.lanes].copy()


def store(tag: Tag, array: NDArray[Any], index: int, value: Value) -> None:
    """Write a value at lane group `index`."""
    if tag.lanes == 1:
        array[index] = value
    else:
        array[index * tag.lanes : (index + 1) * tag.lanes] = value


def load_weight(tag: Tag, array: NDArray[Any], index: int) -> Value:
    """Read a parameter: one number for all lanes, or one for each network."""
    if tag.lanes == 1:
        return array[index]
    if tag.networks:
        return array[index * tag.lanes : (index + 1) * tag.lanes].copy()
    return tag.ones * array[index]


def store_gradient(tag: Tag, array: NDArray[Any], index: int, value: Value) -> None:
    """Write what belongs to a parameter: the sum over samples, or one number for each network."""
    if tag.lanes == 1:
        array[index] = value
    elif tag.networks:
        array[index * tag.lanes : (index + 1) * tag.lanes] = value
    else:
        array[index] = _tree_sum(value)


def store_four_gradients(
    tag: Tag, array: NDArray[Any], index: int, first: Value, second: Value, third: Value, fourth: Value
) -> None:
    """Write what belongs to four parameters side by side: the same sums, made together, which is faster."""
    for place, value in enumerate((first, second, third, fourth), start=index):
        store_gradient(tag, array, place, value)


def fill(tag: Tag, number: float) -> Value:
    """Return the number in every lane, rounded to the precision of the lanes."""
    if tag.lanes == 1:
        return np.float64(number)
    return tag.ones * tag.dtype(number)


def lane_sum(tag: Tag, value: Value) -> float:
    """Sum over all lanes in one fixed order (halves are added to halves), as a float64."""
    if tag.lanes == 1:
        return value  # type: ignore[no-any-return]
    return np.float64(_tree_sum(value))


def _tree_sum(value: NDArray[Any]) -> Any:
    while value.size > 1:
        half = value.size // 2
        value = value[:half] + value[half:]
    return value[0]


def fma(x: Value, y: Value, z: Value) -> Value:
    """Return x*y + z, rounded once."""
    for operand in (x, y, z):
        if type(operand) is np.ndarray:
            if operand.dtype == np.float32:
                return fma32(x, y, z)
            return fma64_arrays(x, y, z) if operand.size > MANY else _fma_each(x, y, z, operand.size)
    return np.float64(fma64(x, y, z))


def _fma_each(x: Value, y: Value, z: Value, lanes: int) -> Value:
    xs, ys, zs = (v.tolist() if type(v) is np.ndarray else repeat(v) for v in (x, y, z))
    return np.fromiter(map(fma64, xs, ys, zs), np.float64, lanes)


def maximum(x: Value, y: Value) -> Value:
    """Return y where x < y, else x (so x where x is NaN)."""
    return select_less(x, y, y, x)


def minimum(x: Value, y: Value) -> Value:
    """Return y where y < x, else x (so x where x is NaN)."""
    return select_less(y, x, y, x)


def select_less(x: Value, y: Value, if_less: Value, otherwise: Value) -> Value:
    """Return `if_less` where x < y, else (also where one of them is NaN) `otherwise`."""
    less = x < y
    if type(less) is not np.ndarray:
        return np.float64(if_less if less else otherwise)
    if type(if_less) is float and type(otherwise) is float:  # constants take the precision of the lanes
        if_less = (x if type(x) is np.ndarray else y).dtype.type(if_less)
    return np.where(less, if_less, otherwise)


def absolute(x: Value) -> Value:
    """Return |x|."""
    return np.abs(x)


def sqrt(x: Value) -> Value:
    """Return the square root of x, NaN where x < 0."""
    return np.sqrt(x)


def sign(x: Value) -> Value:
    """Return 1 where x > 0, -1 where x < 0, else (zeros and NaN) 0."""
    return select_less(0.0, x, 1.0, select_less(x, 0.0, -1.0, 0.0))


def copy_sign(x: Value, y: Value) -> Value:
    """Return x with the sign of y."""
    return np.copysign(x, y)


def round_to_integer(x: Value) -> Value:
    """Return x rounded to the nearest integer, ties to even; |x| is below 2^51 (2^22 in single precision)."""
    magic = 1.5 * 2.0**23 if _is_float32(x) else 1.5 * 2.0**52
    return (x + magic) - magic


def power_of_two(n: Value) -> Value:
    """Return 2^n for whole n from -1022 to 1023 (-126 to 127 in single precision): a matter of bits."""
    if _is_float32(n):
        return ((n.astype(np.int32) + 127) << 23).view(np.float32)
    return ((n.astype(np.int64) + 1023) << 52).view(np.float64)


def exponent(x: Value) -> Value:
    """Return the e for which x = m * 2^e with m in [sqrt(1/2), sqrt(2)); x positive and normal."""
    if _is_float32(x):
        return ((x.view(np.int32) - SQRT_HALF_BITS32) >> 23).astype(np.float32)
    return ((x.view(np.int64) - SQRT_HALF_BITS) >> 52).astype(np.float64)


def mantissa(x: Value) -> Value:
    """Return the m for which x = m * 2^e with m in [sqrt(1/2), sqrt(2)); x positive and normal."""
    if _is_float32(x):
        bits = x.view(np.int32)
        return (bits - ((bits - SQRT_HALF_BITS32) >> 23 << 23)).view(np.float32)
    bits = x.view(np.int64)
    return (bits - ((bits - SQRT_HALF_BITS) >> 52 << 52)).view(np.float64)


def is_single_precision(x: Value) -> bool:
    """Tell whether the lanes are float32 (known when a kernel is compiled, so the choice costs nothing)."""
    return _is_float32(x)


def _is_float32(x: Value) -> bool:
    return type(x) is np.ndarray and x.dtype == np.float32


def keep_mask(tag: Tag, key: int, threshold: int, scale: float) -> Value:
    """Return a dropout mask: `scale` where a unit is kept, else 0.

    Lane l is decided by the counter key + l*GOLDEN: dropped if its 53 random bits are less than `threshold`
    (which is the dropout rate times 2^53). So a mask depends on nothing but its key.
    """
    keys = (int(key) + lane * GOLDEN for lane in range(tag.lanes))
    mask = [0.0 if _mix(lane_key) >> 11 < threshold else float(scale) for lane_key in keys]
    return np.float64(mask[0]) if tag.lanes == 1 else np.array(mask, tag.dtype)


def random_bits(key: int) -> int:
    """Return 63 random bits, a number from 0 to 2^63 - 1 that depends on the key alone."""
    return _mix(key) >> 1


def _mix(key: int) -> int:
    """splitmix64 (Steele, Lea and Flood, 2014), the whole state being its key."""
    z = (int(key) + GOLDEN) & WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


def read_flag(array: NDArray[np.int64], index: int) -> int:
    """Read an integer that another thread may change while the kernel runs."""
    return int(array[index])
