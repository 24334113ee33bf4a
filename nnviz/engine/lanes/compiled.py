"""Lanes for the compiler: the primitives of `interpreted.py`, said in LLVM's words.

This and `lowering.py` are the one exotic corner of the engine. Importing this module registers all of them.
What a primitive means is told in `interpreted.py`; the tests hold both against each other, bit for bit.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import lower_builtin, type_callable

from nnviz.engine.lanes import interpreted as lanes
from nnviz.engine.lanes.interpreted import GOLDEN, SQRT_HALF_BITS, SQRT_HALF_BITS32, WORD
from nnviz.engine.lanes.lowering import (
    FLOAT32,
    INT64,
    Lowering,
    Typer,
    as_integers,
    common_type,
    constant,
    element_of,
    primitive,
)
from nnviz.engine.lanes.tags import VECTOR, VECTOR32, vector_of
from nnviz.engine.lanes.types import LaneType, TagType

ROUNDING = 1.5 * 2.0**52  # a float64 that large has no room for a fraction: adding it rounds to an integer
ROUNDING32 = 1.5 * 2.0**23

# --- memory ---


@primitive(lanes.load, lambda tag, *_: tag.value)
def _load(low: Lowering) -> ir.Value:
    return low.load_lanes(low.types[0])


@primitive(lanes.load_weight, lambda tag, *_: tag.value)
def _load_weight(low: Lowering) -> ir.Value:
    tag = low.types[0]
    if tag.networks or tag.lanes == 1:
        return low.load_lanes(tag)
    return low.splat(low.builder.load(low.pointer(1)), tag.lanes)


@primitive(lanes.store, lambda *_: types.void)
def _store(low: Lowering) -> None:
    low.store_lanes(low.types[0], low.number(3, low.types[0].value))


@primitive(lanes.store_gradient, lambda *_: types.void)
def _store_gradient(low: Lowering) -> None:
    tag = low.types[0]
    value = low.number(3, tag.value)
    if tag.networks or tag.lanes == 1:
        low.store_lanes(tag, value)
    else:
        low.builder.store(low.tree_sum(value), low.pointer(1))


@primitive(lanes.store_four_gradients, lambda *_: types.void)
def _store_four_gradients(low: Lowering) -> None:
    tag = low.types[0]
    values = [low.number(place, tag.value) for place in range(3, 7)]
    if tag.networks or tag.lanes == 1:
        for offset, value in enumerate(values):
            low.store_lanes(tag, value, offset)
    else:
        sums = low.four_tree_sums(values)
        place = low.builder.bitcast(low.pointer(1), sums.type.as_pointer())
        low.builder.store(sums, place).align = tag.element.bitwidth // 8


@primitive(vector_of, lambda tag: TagType(VECTOR32 if tag.element == types.float32 else VECTOR))
def _vector_of(low: Lowering) -> ir.Value:
    return low.context.get_dummy_value()


@primitive(lanes.fill, lambda tag, _: tag.value)
def _fill(low: Lowering) -> ir.Value:
    return low.number(1, low.types[0].value)


@primitive(lanes.lane_sum, lambda *_: types.float64)
def _lane_sum(low: Lowering) -> ir.Value:
    tag = low.types[0]
    value = low.number(1, tag.value)
    if tag.lanes == 1:
        return value
    return low.context.cast(low.builder, low.tree_sum(value), tag.element, types.float64)


@primitive(lanes.read_flag, lambda *_: types.int64)
def _read_flag(low: Lowering) -> ir.Value:
    array = low.context.make_array(low.types[0])(low.context, low.builder, low.values[0])
    index = low.context.cast(low.builder, low.values[1], low.types[1], types.int64)
    return low.builder.load_atomic(low.builder.gep(array.data, [index]), "monotonic", 8)  # read afresh


# --- arithmetic ---


def _arithmetic(function: Callable[..., Any], instruction: str) -> None:
    """Teach an operator of Python to work on lanes, with each other and with scalars."""

    @type_callable(function)
    def _type(_context: Any) -> Typer:
        def typer(x: types.Type, y: types.Type) -> types.Type | None:
            known = all(isinstance(operand, LaneType | types.Number) for operand in (x, y))
            common = common_type(x, y)
            return common if known and isinstance(common, LaneType) else None

        return typer

    def lower(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> ir.Value:
        low = Lowering(context, builder, signature, values)
        return getattr(builder, instruction)(low.number(0, low.result), low.number(1, low.result))

    for left, right in ((LaneType, LaneType), (LaneType, types.Number), (types.Number, LaneType)):
        lower_builtin(function, left, right)(lower)


for _plain, _in_place, _instruction in (
    (operator.add, operator.iadd, "fadd"),
    (operator.sub, operator.isub, "fsub"),
    (operator.mul, operator.imul, "fmul"),
    (operator.truediv, operator.itruediv, "fdiv"),
):
    _arithmetic(_plain, _instruction)
    _arithmetic(_in_place, _instruction)


@type_callable(operator.neg)
def _type_negative(_context: Any) -> Typer:
    return lambda x: x if isinstance(x, LaneType) else None


@lower_builtin(operator.neg, LaneType)
def _negative(_context: Any, builder: ir.IRBuilder, _signature: Any, values: Any) -> ir.Value:
    return builder.fneg(values[0])


@primitive(lanes.fma, common_type)
def _fma(low: Lowering) -> ir.Value:
    return low.call("llvm.fma", *(low.number(i, low.result) for i in range(3)))


@primitive(lanes.select_less, common_type)
def _select_less(low: Lowering) -> ir.Value:
    x, y, if_less, otherwise = (low.number(i, low.result) for i in range(4))
    return low.builder.select(low.builder.fcmp_ordered("<", x, y), if_less, otherwise)


@primitive(lanes.maximum, common_type)
def _maximum(low: Lowering) -> ir.Value:
    x, y = (low.number(i, low.result) for i in range(2))
    return low.builder.select(low.builder.fcmp_ordered("<", x, y), y, x)


@primitive(lanes.minimum, common_type)
def _minimum(low: Lowering) -> ir.Value:
    x, y = (low.number(i, low.result) for i in range(2))
    return low.builder.select(low.builder.fcmp_ordered("<", y, x), y, x)


@primitive(lanes.absolute, common_type)
def _absolute(low: Lowering) -> ir.Value:
    return low.call("llvm.fabs", low.number(0, low.result))


@primitive(lanes.sqrt, common_type)
def _sqrt(low: Lowering) -> ir.Value:
    return low.call("llvm.sqrt", low.number(0, low.result))


@primitive(lanes.copy_sign, common_type)
def _copy_sign(low: Lowering) -> ir.Value:
    return low.call("llvm.copysign", low.number(0, low.result), low.number(1, low.result))


@primitive(lanes.sign, common_type)
def _sign(low: Lowering) -> ir.Value:
    x = low.number(0, low.result)
    zero, one, minus_one = (constant(x.type, number) for number in (0.0, 1.0, -1.0))
    negative_or_zero = low.builder.select(low.builder.fcmp_ordered("<", x, zero), minus_one, zero)
    return low.builder.select(low.builder.fcmp_ordered("<", zero, x), one, negative_or_zero)


# --- bits ---


@primitive(lanes.is_single_precision, lambda _: types.boolean)
def _is_single_precision(low: Lowering) -> ir.Value:
    return ir.IntType(1)(int(getattr(low.types[0], "element", None) == types.float32))


@primitive(lanes.round_to_integer, common_type)
def _round_to_integer(low: Lowering) -> ir.Value:
    x = low.number(0, low.result)
    rounding = constant(x.type, ROUNDING32 if element_of(x.type) == FLOAT32 else ROUNDING)
    return low.builder.fsub(low.builder.fadd(x, rounding), rounding)


@primitive(lanes.power_of_two, common_type)
def _power_of_two(low: Lowering) -> ir.Value:
    n = low.number(0, low.result)
    single = element_of(n.type) == FLOAT32
    integers = as_integers(n.type)
    shifted = low.builder.fadd(n, constant(n.type, ROUNDING32 if single else ROUNDING))
    whole = low.builder.bitcast(shifted, integers)  # its lowest bits are n
    biased = low.builder.add(whole, constant(integers, 127 if single else 1023))
    return low.builder.bitcast(low.builder.shl(biased, constant(integers, 23 if single else 52)), n.type)


def _binary_exponent(low: Lowering, x: ir.Value) -> tuple[ir.Value, ir.Value, ir.Value]:
    """Return the bits of x, its exponent (for a mantissa around 1), and the place of the exponent."""
    integers = as_integers(x.type)
    single = element_of(x.type) == FLOAT32
    place = constant(integers, 23 if single else 52)
    bits = low.builder.bitcast(x, integers)
    origin = constant(integers, int(SQRT_HALF_BITS32 if single else SQRT_HALF_BITS))
    return bits, low.builder.ashr(low.builder.sub(bits, origin), place), place


@primitive(lanes.exponent, common_type)
def _exponent(low: Lowering) -> ir.Value:
    x = low.number(0, low.result)
    _, exponent, _ = _binary_exponent(low, x)
    if element_of(x.type) == FLOAT32:
        return low.builder.sitofp(exponent, x.type)
    # Older processors cannot convert lanes of int64 to float64, but can add them to the bits of a number.
    rounding_bits = constant(exponent.type, int(np.float64(ROUNDING).view(np.int64)))
    shifted = low.builder.bitcast(low.builder.add(exponent, rounding_bits), x.type)
    return low.builder.fsub(shifted, constant(x.type, ROUNDING))


@primitive(lanes.mantissa, common_type)
def _mantissa(low: Lowering) -> ir.Value:
    x = low.number(0, low.result)
    bits, exponent, place = _binary_exponent(low, x)
    return low.builder.bitcast(low.builder.sub(bits, low.builder.shl(exponent, place)), x.type)


def _mix(builder: ir.IRBuilder, key: ir.Value) -> ir.Value:
    """Write splitmix64 on unsigned 64-bit integers."""

    def word(number: int) -> ir.Value:
        return constant(key.type, number)

    def fold(z: ir.Value, shift: int) -> ir.Value:
        return builder.xor(z, builder.lshr(z, word(shift)))

    z = builder.add(key, word(GOLDEN))
    z = builder.mul(fold(z, 30), word(0xBF58476D1CE4E5B9))
    z = builder.mul(fold(z, 27), word(0x94D049BB133111EB))
    return fold(z, 31)


@primitive(lanes.random_bits, lambda _: types.int64)
def _random_bits(low: Lowering) -> ir.Value:
    return low.builder.lshr(_mix(low.builder, low.number(0, types.int64)), INT64(1))


@primitive(lanes.keep_mask, lambda tag, *_: tag.value)
def _keep_mask(low: Lowering) -> ir.Value:
    tag = low.types[0]
    key, threshold = low.number(1, types.int64), low.number(2, types.int64)
    if tag.lanes > 1:
        steps = ir.VectorType(INT64, tag.lanes)([lane * GOLDEN & WORD for lane in range(tag.lanes)])
        key = low.builder.add(low.splat(key, tag.lanes), steps)
        threshold = low.splat(threshold, tag.lanes)
    bits = low.builder.lshr(_mix(low.builder, key), constant(key.type, 11))
    scale = low.number(3, tag.value)
    dropped = low.builder.icmp_unsigned("<", bits, threshold)
    return low.builder.select(dropped, constant(scale.type, 0.0), scale)
