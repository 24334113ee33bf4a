"""How a primitive of lanes becomes instructions: the tools that `compiled.py` is written with.

For each primitive Numba learns two things: the type of its result (`type_callable`) and the instructions it
stands for (`lower_builtin`). The instructions are built with llvmlite's `builder`: `fadd` adds floats or
vectors of them, `select` chooses lane by lane, `bitcast` reads the same bits as another type. Nothing lets
LLVM reorder or fuse arithmetic.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function
from numba.extending import lower_builtin, type_callable

from nnviz.engine.lanes.types import LaneType, TagType

INT32, INT64 = ir.IntType(32), ir.IntType(64)
FLOAT32 = ir.FloatType()


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
    """Register the result type and the instructions of a primitive of `interpreted.py`."""

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
