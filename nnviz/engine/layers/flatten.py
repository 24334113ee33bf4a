"""Flattening: maps become one row of values, for dense layers after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nnviz.arrays import FloatArray
from nnviz.engine.lanes.interpreted import load, store
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.layer import Layer, Shape

FLATTEN = 5


@dataclass(frozen=True)
class Flatten(Layer):
    """The same values, row by row, channels fastest; see `Layer` for the parameters."""

    kind: ClassVar[str] = "flatten"
    title: ClassVar[str] = "Flatten"
    short: ClassVar[str] = "flat"
    code: ClassVar[int] = FLATTEN
    takes_units: ClassVar[bool] = False

    @property
    def shape_out(self) -> Shape:
        """(values,)."""
        return (self.size_in,)


@kernel
def copy_values(tag: Tag, count: int, workspace: FloatArray, from_at: int, into_at: int) -> None:
    """Compute z of a flattened layer."""
    for place in range(count):
        store(tag, workspace, into_at + place, load(tag, workspace, from_at + place))


@kernel
def pass_back(tag: Tag, count: int, workspace: FloatArray, delta_at: int, delta_below_at: int) -> None:
    """Compute delta of the layer before: its f'(z) times the delta of the same value."""
    for place in range(count):
        error = load(tag, workspace, delta_at + place)
        at = delta_below_at + place
        store(tag, workspace, at, error * load(tag, workspace, at))
