"""Lanes for the compiler: the primitives of `lanes.py`, said in LLVM's words.

This is the one exotic file of the engine. For each primitive Numba learns two things: the type of its result
(`type_callable`) and the instructions it stands for (`lower_builtin`). Importing this module registers all of
them. What a primitive means is told in `lanes.py`; the tests hold both against each other, bit for bit.

The instructions are built with llvmlite's `builder`: `fadd` adds floats or vectors of them, `select` chooses
lane by lane, `bitcast` reads the same bits as another type. Nothing lets LLVM reorder or fuse arithmetic.
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function
from numba.extending import lower_builtin, type_callable

from nnviz.engine import lanes
from nnviz.engine.lane_types import LaneType, TagType
from nnviz.engine.lanes import GOLDEN, SQRT_HALF_BITS, SQRT_HALF_BITS32, VECTOR, VECTOR32, WORD

INT32, INT64 = ir.IntType(32), ir.IntType(64)
FLOAT32, FLOAT64 = ir.FloatType(), ir.DoubleType()
ROUNDING = 1.5 * 2.0**52  # a float64 that large has no room for a fraction: adding it rounds to an integer
ROUNDING32 = 1.5 * 2.0**23


class Lowering:
    """The instructions of one call of a primitive: its argument types, and helpers to write instructions.

    Attributes
    ----------
    builder : llvmlite's instruction builder
    types, values : the arguments
    result : the type of the result
    """

    def __init__(self, context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> None:
        self.context = context
        self.builder = builder
        self.types = signature.args
        self.values = values
        self.result = signature.return_type

    def number(self, index: int, to: types.Type) -> ir.Value:
        """Return an argument as a number of type `to`, or as lanes with that number in each."""
        given = self.types[index]
        if isinstance(given, LaneType):
            return self.values[index]
        element = to.element if isinstance(to, LaneType) else to
        scalar = self.context.cast(self.builder, self.values[index], given, element)
        return self.splat(scalar, to.count) if isinstance(to, LaneType) else scalar

    def splat(self, scalar: ir.Value, count: int) -> ir.Value:
        """Return a vector with the scalar in every lane."""
        one = ir.VectorType(scalar.type, count)
        vector = self.builder.insert_element(one(ir.Undefined), scalar, INT32(0))
        first = constant(ir.VectorType(INT32, count), 0)
        return self.builder.shuffle_vector(vector, one(ir.Undefined), first)

    def lanes(self, vector: ir.Value, start: int, stop: int) -> ir.Value:
        """Return some lanes of a vector as a shorter vector."""
        chosen = ir.VectorType(INT32, stop - start)(list(range(start, stop)))
        return self.builder.shuffle_vector(vector, vector.type(ir.Undefined), chosen)

    def pointer(self, count: int, offset: int = 0) -> ir.Value:
        """Return the address of the group of `count` elements for the arguments (tag, array, index, ...)."""
        array = self.context.make_array(self.types[1])(self.context, self.builder, self.values[1])
        index = self.context.cast(self.builder, self.values[2], self.types[2], types.int64)
        group = self.builder.add(index, INT64(offset))
        return self.builder.gep(array.data, [self.builder.mul(group, INT64(count))])

    def load_lanes(self, tag: TagType) -> ir.Value:
        """Read a whole lane group."""
        if tag.lanes == 1:
            return self.builder.load(self.pointer(1))
        vector = self.context.get_value_type(tag.value)
        read = self.builder.load(self.builder.bitcast(self.pointer(tag.lanes), vector.as_pointer()))
        read.align = tag.element.bitwidth // 8
        return read

    def store_lanes(self, tag: TagType, value: ir.Value, offset: int = 0) -> None:
        """Write a whole lane group, `offset` groups after the index."""
        if tag.lanes == 1:
            self.builder.store(value, self.pointer(1, offset))
        else:
            place = self.builder.bitcast(self.pointer(tag.lanes, offset), value.type.as_pointer())
            self.builder.store(value, place).align = tag.element.bitwidth // 8

    def tree_sum(self, vector: ir.Value) -> ir.Value:
        """Add halves of the lanes to each other until one is left."""
        while vector.type.count > 1:
            half = vector.type.count // 2
            low, high = self.lanes(vector, 0, half), self.lanes(vector, half, 2 * half)
            vector = self.builder.fadd(low, high)
        return self.builder.extract_element(vector, INT32(0))

    def four_tree_sums(self, vectors: list[ir.Value]) -> ir.Value:
        """Return the `tree_sum` of each of four vectors as the lanes of one.

        Halves of several vectors are added to halves by one instruction, so it takes half as many.
        """
        width = vectors[0].type.count  # lanes that belong to one sum
        while width > 1:
            if len(vectors) > 1:
                pairs = zip(vectors[::2], vectors[1::2], strict=True)
                vectors = [self.sum_of_halves(width, first, second) for first, second in pairs]
            else:
                vectors = [self.sum_of_halves(width, vectors[0])]
            width //= 2
        return vectors[0]

    def sum_of_halves(self, width: int, *vectors: ir.Value) -> ir.Value:
        """Add the two halves of each group of `width` lanes, for all groups in one or two vectors."""
        lanes = len(vectors) * vectors[0].type.count
        groups = range(0, lanes, width)
        index_type = ir.VectorType(INT32, lanes // 2)
        last = vectors[-1] if len(vectors) > 1 else vectors[0].type(ir.Undefined)
        low, high = (
            self.builder.shuffle_vector(
                vectors[0], last, index_type([at + lane for at in groups for lane in half])
            )
            for half in (range(width // 2), range(width // 2, width))
        )
        return self.builder.fadd(low, high)

    def call(self, name: str, *arguments: ir.Value) -> ir.Value:
        """Call an intrinsic function of LLVM, all arguments and the result having one type."""
        kind = arguments[0].type
        suffix = "f32" if element_of(kind) == FLOAT32 else "f64"
        shape = f"v{kind.count}" if isinstance(kind, ir.VectorType) else ""
        function_type = ir.FunctionType(kind, [kind] * len(arguments))
        function = get_or_insert_function(self.builder.module, function_type, f"{name}.{shape}{suffix}")
        return self.builder.call(function, arguments)


def constant(like: ir.Type, number: float) -> ir.Value:
    """Return a constant of a scalar type, or with that number in each lane of a vector type."""
    return like([number] * like.count) if isinstance(like, ir.VectorType) else like(number)


def element_of(kind: ir.Type) -> ir.Type:
    """Return the type of a number in a scalar or vector type."""
    return kind.element if isinstance(kind, ir.VectorType) else kind


def as_integers(kind: ir.Type) -> ir.Type:
    """Return the integer type with the shape and width of a float type."""
    integer = INT32 if element_of(kind) == FLOAT32 else INT64
    return ir.VectorType(integer, kind.count) if isinstance(kind, ir.VectorType) else integer


def common_type(*arguments: types.Type) -> types.Type:
    """Return the lane type among the arguments, or float64 if all are scalars."""
    return next((a for a in arguments if isinstance(a, LaneType)), types.float64)


Typer = Callable[..., Any]  # from the arguments' types to the result's, or None where it does not apply
Writer = Callable[[Lowering], ir.Value | None]


def primitive(function: Callable[..., Any], typer: Typer) -> Callable[[Writer], Writer]:
    """Register the result type and the instructions of a primitive of `lanes.py`."""

    def named_typer(*arguments: types.Type) -> types.Type:
        return typer(*arguments)

    named_typer.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]  # Numba goes by it

    def register(write: Writer) -> Writer:
        type_callable(function)(lambda _context: named_typer)

        @lower_builtin(function, types.VarArg(types.Any))
        def lower(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> ir.Value:
            written = write(Lowering(context, builder, signature, values))
            return context.get_dummy_value() if written is None else written

        return write

    return register


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


@primitive(lanes.vector_of, lambda tag: TagType(VECTOR32 if tag.element == types.float32 else VECTOR))
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
