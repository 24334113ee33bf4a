r"""The parts of a network, and what each is called: units, weights, biases.

One vocabulary for files, formulas, pictures and commands. Layer 0 holds the inputs; a weight or bias belongs
to the layer it goes *into*, so the first ones belong to layer 1. Units are counted from 0 in the program and
from 1 on screen.

Names are those of the textbooks, "to-from": w_ji goes from unit i to unit j, so that z_j is the sum over i of
w_ji a_i, and row j of the matrix W holds what comes into unit j. The layer stands above in brackets:
w^{(1)}_{21}. Arrays are the other way round, as scikit-learn has them: `weights[layer - 1][source, target]`.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, ClassVar, Protocol

import msgspec

from nnviz.numerals import lowered, raised

LONGEST_INDEX = 9
"""Beyond this unit two indices are set apart by a comma."""


class Unit(msgspec.Struct, frozen=True):
    """A neuron, or an input in layer 0; `unit` counts from 0."""

    layer: int
    unit: int

    @property
    def index(self) -> tuple[int, ...]:
        """Its place in an array of its layer."""
        return (self.unit,)


class Weight(msgspec.Struct, frozen=True):
    """The line from unit `source` of layer - 1 to unit `target` of `layer`; layer 1 follows the inputs."""

    layer: int
    source: int
    target: int

    @property
    def start(self) -> Unit:
        """The unit it comes from."""
        return Unit(self.layer - 1, self.source)

    @property
    def end(self) -> Unit:
        """The unit it goes to."""
        return Unit(self.layer, self.target)

    @property
    def index(self) -> tuple[int, ...]:
        """Its place in `weights[layer - 1]`."""
        return self.source, self.target


class Bias(msgspec.Struct, frozen=True):
    """The bias of a unit; layer 1 follows the inputs."""

    layer: int
    unit: int

    @property
    def end(self) -> Unit:
        """The unit it belongs to."""
        return Unit(self.layer, self.unit)

    @property
    def index(self) -> tuple[int, ...]:
        """Its place in `biases[layer - 1]`."""
        return (self.unit,)


class KernelWeight(msgspec.Struct, frozen=True):
    """One number of the kernel that leads from map `source` of layer - 1 to map `target` of `layer`."""

    layer: int
    row: int
    column: int
    source: int
    target: int

    @property
    def line(self) -> Weight:
        """The whole kernel, which is one line of a diagram."""
        return Weight(self.layer, self.source, self.target)

    @property
    def index(self) -> tuple[int, ...]:
        """Its place in `weights[layer - 1]`."""
        return self.row, self.column, self.source, self.target


class Gain(msgspec.Struct, frozen=True):
    """What a batch normalisation multiplies a unit or a map by, gamma; its bias is beta."""

    layer: int
    unit: int

    @property
    def index(self) -> tuple[int, ...]:
        """Its place in `weights[layer - 1]`."""
        return 0, self.unit


class Pixel(msgspec.Struct, frozen=True):
    """One place of a map; layer 0 holds the input, whose maps are its channels."""

    layer: int
    row: int
    column: int
    map: int

    @property
    def unit(self) -> Unit:
        """The map, which is one unit of a diagram."""
        return Unit(self.layer, self.map)

    @property
    def index(self) -> tuple[int, ...]:
        """Its place in an array of its layer."""
        return self.row, self.column, self.map


Parameter = Weight | Bias
"""What is learned in dense layers."""

Learned = Parameter | KernelWeight | Gain
"""What is learned in any layer."""

Part = Unit | Weight | Bias
"""What can be pointed at in a diagram: maps are its units there, and kernels its lines."""


def in_diagram(part: Part | KernelWeight | Gain | Pixel) -> Part:
    """Return where something is found in a diagram, which has maps and kernels as a whole only."""
    if isinstance(part, KernelWeight):
        return part.line
    if isinstance(part, Gain):
        return Unit(part.layer, part.unit)
    return part.unit if isinstance(part, Pixel) else part


def indices(part: Part) -> str:
    """Return the index of a part as it is printed, the target's first: "21", or "2,11" beyond nine units."""
    if not isinstance(part, Weight):
        return str(part.unit + 1)
    target, source = part.target + 1, part.source + 1
    return f"{target}{',' if max(target, source) > LONGEST_INDEX else ''}{source}"


def letter(part: Part) -> str:
    """Return the letter of a part: w, b, or a."""
    return "w" if isinstance(part, Weight) else "b" if isinstance(part, Bias) else "a"


def symbol(part: Part | KernelWeight | Gain | Pixel) -> str:
    """Return the symbol of a part in plain text, such as w₂₁⁽¹⁾: to unit 2 of layer 1, from unit 1 below."""
    if isinstance(part, KernelWeight | Pixel):
        return f"{symbol(in_diagram(part))}[{part.row + 1},{part.column + 1}]"
    if isinstance(part, Gain):
        return f"γ{lowered(indices(in_diagram(part)))}⁽{raised(part.layer)}⁾"
    return f"{letter(part)}{lowered(indices(part))}⁽{raised(part.layer)}⁾"


def latex_symbol(part: Part | KernelWeight | Gain | Pixel, of: str = "") -> str:
    r"""Return the same in LaTeX, such as w^{(1)}_{21}; `of` is another letter, such as z or \delta.

    One number of a kernel is w^{(1)}_{21}[3{,}4], one pixel of a map a^{(1)}_{2}[3{,}4]: rows first, from 1.
    """
    if isinstance(part, KernelWeight | Pixel):
        whole = latex_symbol(in_diagram(part), of)
        return f"{whole}[{part.row + 1}{{,}}{part.column + 1}]"
    if isinstance(part, Gain):
        return latex_symbol(in_diagram(part), r"\gamma")
    return rf"{of or letter(part)}^{{({part.layer})}}_{{{indices(part)}}}"


def latex_layer(of: str, layer: int) -> str:
    r"""Return the symbol of all that a layer has of a kind, such as W^{(1)} or \delta^{(2)}."""
    return rf"{of}^{{({layer})}}"


def words(part: Part, depth: int, inputs: Sequence[str] = (), outputs: Sequence[str] = ()) -> str:
    """Return what a part is, in words: "weight from input x₁ to unit 2 of hidden layer 1".

    Parameters
    ----------
    part : Part
    depth : int
        Layers after the inputs.
    inputs, outputs : sequence of str
        Their names, as they are read out; empty where they have none.
    """
    if isinstance(part, Weight):
        start, end = (words(unit, depth, inputs, outputs) for unit in (part.start, part.end))
        return f"weight from {start} to {end}"
    if isinstance(part, Bias):
        return f"bias of {words(part.end, depth, inputs, outputs)}"
    if part.layer == 0:
        return f"input {inputs[part.unit] if inputs else part.unit + 1}"
    if part.layer == depth:
        return f"output {outputs[part.unit] if outputs else part.unit + 1}"
    return f"unit {part.unit + 1} of hidden layer {part.layer}"


class Shaped(Protocol):
    """What is asked of a layer here: the engine's records answer it."""

    learns: ClassVar[type[Any] | None]

    @property
    def size_out(self) -> int:
        """How many units it has."""

    @property
    def weights_shape(self) -> tuple[int, ...]:
        """(sources, targets) where it is dense."""

    @property
    def biases_shape(self) -> tuple[int, ...]:
        """(targets,)."""


def is_part_of(layers: Sequence[Shaped], part: Part) -> bool:
    """Return whether a network of such layers, the input first, has such a part."""
    least = 0 if isinstance(part, Unit) else 1
    if not least <= part.layer < len(layers):
        return False
    layer = layers[part.layer]
    if isinstance(part, Unit):
        return 0 <= part.unit < layer.size_out
    shape = layer.weights_shape if isinstance(part, Weight) else layer.biases_shape
    return len(part.index) == len(shape) and all(0 <= i < n for i, n in zip(part.index, shape, strict=True))


def is_in_diagram(layers: Sequence[Shaped], part: Part) -> bool:
    """Return the same for a diagram, where the lines between maps are whole kernels."""
    if isinstance(part, Weight) and 1 <= part.layer < len(layers):
        shape = layers[part.layer].weights_shape
        if len(shape) == 4:
            return 0 <= part.source < shape[2] and 0 <= part.target < shape[3]
    return is_part_of(layers, part)


def learned_of(layers: Sequence[Shaped], layer: int) -> list[Learned]:
    """Return all that a layer of any kind learned, in the order of its arrays: weights, then biases."""
    record = layers[layer]
    if record.learns is None:
        return []
    *_, targets = record.weights_shape
    weights: Iterable[Learned]
    if record.learns is Gain:  # one for each unit or map, whatever else stands in the array
        weights = (Gain(layer, unit) for unit in range(targets))
    else:
        weights = (record.learns(layer, *index) for index in product(*map(range, record.weights_shape)))
    return [*weights, *(Bias(layer, unit) for unit in range(targets))]


def parameters_of(layers: Sequence[Shaped], layer: int) -> list[Parameter]:
    """Return the weights into a dense layer and its biases, in the order of their arrays."""
    sources, targets = map(range, layers[layer].weights_shape)
    return [*(Weight(layer, i, j) for i in sources for j in targets), *(Bias(layer, j) for j in targets)]
