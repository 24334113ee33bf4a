"""The records of a walk through one update: terms of formulas, steps.

A formula is a row of terms, each a piece of LaTeX with what it stands for. So the window can break a long
sum between terms, light a term when its line in the diagram is under the mouse, and the other way round.
"""

from enum import Enum
from typing import Literal

import msgspec

from nnviz.parts import Bias, Part, Unit, Weight

Role = Literal["plain", "input", "weight", "bias", "z", "a", "delta", "gradient", "loss", "target", "rate"]
"""What kind of quantity a term is: each has one colour, the same in formulas and in the diagram."""


class Term(msgspec.Struct, frozen=True):
    """A piece of a formula that is never broken.

    Attributes
    ----------
    latex : str
        What to typeset (mathematics, without dollar signs).
    role : Role
        What kind of quantity it is.
    place : Part or None
        Where it lives in the diagram.
    """

    latex: str
    role: Role = "plain"
    place: Part | None = None


Formula = tuple[Term, ...]
"""One line of mathematics, set side by side on one baseline."""


class Phase(Enum):
    """The phases of an update, in order."""

    INPUT = "input"
    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    GRADIENT = "gradient"
    CHANGE = "change"
    LOSS_AFTER = "loss_after"


class Depth(Enum):
    """How finely the walk is cut: each depth takes every step of the one before apart.

    A map of a convolution counts as a neuron; only maps have pixels (or a kernel's weights) below.
    """

    PHASE = 0
    LAYER = 1
    NEURON = 2
    MAP = 2  # noqa: PIE796 (another word for the same depth)
    PIXEL = 3
    PRODUCT = 4


class Key(msgspec.Struct, frozen=True):
    """Where a step stands: a phase, and as far as it goes, the layer, the unit, the product in it.

    Within a map, `pixel` says which of its pixels, or of the numbers of its kernels, the bias last.
    """

    phase: Phase
    layer: int | None = None
    unit: int | None = None
    part: int | None = None
    quantity: Literal["z", "a", "delta", "weights", "biases", ""] = ""
    pixel: int | None = None

    @property
    def depth(self) -> Depth:
        """Return how deep the step lies."""
        if self.layer is None:
            return Depth.PHASE
        if self.unit is None:
            return Depth.LAYER
        if self.part is not None:
            return Depth.PRODUCT
        return Depth.NEURON if self.pixel is None else Depth.PIXEL


class Region(msgspec.Struct, frozen=True):
    """A part of a map, or of the kernel on a line: so many rows and columns from a first one on.

    Padding may put it outside.
    """

    unit: Unit | Weight
    top: int
    left: int
    height: int = 1
    width: int = 1


class Step(msgspec.Struct, frozen=True):
    """One step of a walk, ready to be shown.

    Attributes
    ----------
    key : Key
        Where it stands.
    title : str
        A few words: "Hidden layer 1, neuron 2: the sum".
    symbols, numbers : tuple of Formula
        The formula with symbols, and the same with the numbers of this update, line by line. Every line
        can be evaluated: all its sides that hold numbers are equal.
    result : Formula
        What comes out, where that is one number: the value of the line of `numbers` that has its name. Empty
        where several numbers come out, which `numbers` then says.
    why : str
        One plain sentence.
    units, weights, biases : tuple
        What is lit in the diagram; everything else is dimmed.
    values : tuple of (Part, float)
        Numbers to be written at those places of the diagram.
    changes : tuple of (Part, float)
        By how much the update changes what is lit; empty in all other phases.
    regions : tuple of Region
        Which parts of maps the step is about: a window, the pixel that it makes.
    sample : int or None
        Which row of the batch it is seen from, where it is a step of an update.
    """

    key: Key
    title: str
    symbols: tuple[Formula, ...]
    numbers: tuple[Formula, ...]
    result: Formula
    why: str
    units: tuple[Unit, ...] = ()
    weights: tuple[Weight, ...] = ()
    biases: tuple[Bias, ...] = ()
    values: tuple[tuple[Part, float], ...] = ()
    changes: tuple[tuple[Weight | Bias, float], ...] = ()
    regions: tuple[Region, ...] = ()
    sample: int | None = None

    @property
    def flow(self) -> Literal["forward", "backward", "change"]:
        """Return which way the numbers move in this step."""
        if self.key.phase in (Phase.INPUT, Phase.FORWARD, Phase.LOSS, Phase.LOSS_AFTER):
            return "forward"
        return "backward" if self.key.phase in (Phase.BACKWARD, Phase.GRADIENT) else "change"
