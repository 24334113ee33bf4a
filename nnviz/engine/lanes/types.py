"""The types of the compiler's world: values with several lanes, and lane tags.

Numba learns here that a value with lanes is a vector of LLVM, which lives in vector registers, and that each
lane tag is a type of its own, so that kernels are compiled for each tag. Importing this registers both.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.imputils import lower_constant
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr,
    models,
    register_model,
    typeof_impl,
    unbox,
)

from nnviz.engine.lanes.tags import Tag


class LaneType(types.Type):  # type: ignore[misc]
    """The type of a value with several lanes."""

    def __init__(self, count: int, element: types.Float) -> None:
        self.count = count
        self.element = element
        super().__init__(f"LaneType({count} x {element})")


@register_model(LaneType)
class LaneModel(models.PrimitiveModel):  # type: ignore[misc]
    """A value with several lanes is a vector of LLVM."""

    def __init__(self, manager: Any, lane_type: LaneType) -> None:
        element = ir.FloatType() if lane_type.element == types.float32 else ir.DoubleType()
        super().__init__(manager, lane_type, ir.VectorType(element, lane_type.count))


class TagType(types.Type):  # type: ignore[misc]
    """The type of a lane tag: each tag has its own, so each gets its own compiled code."""

    def __init__(self, tag: Tag) -> None:
        self.lanes = tag.lanes
        self.networks = tag.networks
        self.maps = tag.maps
        self.element = types.float32 if tag.dtype is np.float32 else types.float64
        self.value = self.element if tag.lanes == 1 else LaneType(tag.lanes, self.element)
        super().__init__(f"Tag({tag.name})")


register_model(TagType)(models.OpaqueModel)  # a tag is all type and carries nothing at run time


@typeof_impl.register(Tag)
def _type_of_tag(tag: Tag, _context: Any) -> TagType:
    return TagType(tag)


@unbox(TagType)
def _unbox_tag(_type: TagType, _object: Any, c: Any) -> NativeValue:
    return NativeValue(c.context.get_dummy_value())


@lower_constant(TagType)
def _constant_tag(context: Any, _builder: Any, _type: TagType, _value: Tag) -> ir.Value:
    return context.get_dummy_value()


@infer_getattr
class TagAttributes(AttributeTemplate):  # type: ignore[misc]
    """`tag.lanes` and `tag.networks` are constants in compiled code."""

    key = TagType

    def resolve_lanes(self, _tag: TagType) -> types.Type:
        """Give the type of `tag.lanes`."""
        return types.int64

    def resolve_networks(self, _tag: TagType) -> types.Type:
        """Give the type of `tag.networks`."""
        return types.boolean


@lower_getattr(TagType, "lanes")
def _tag_lanes(_context: Any, _builder: Any, tag: TagType, _value: ir.Value) -> ir.Value:
    return ir.IntType(64)(tag.lanes)


@lower_getattr(TagType, "networks")
def _tag_networks(_context: Any, _builder: Any, tag: TagType, _value: ir.Value) -> ir.Value:
    return ir.IntType(1)(int(tag.networks))
