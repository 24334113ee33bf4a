"""The input, layer 0 of every network: what a sample looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.layers.layer import Layer


@dataclass(frozen=True)
class Input(Layer):
    """The values of a sample, which are its `a`."""

    kind: ClassVar[str] = "input"
    title: ClassVar[str] = "Input"
    short: ClassVar[str] = "input"
    code: ClassVar[int] = 0
