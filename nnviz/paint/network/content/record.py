"""What a network diagram shows: names, numbers on the lines, pictures in the neurons."""

from enum import Enum
from functools import cached_property
from typing import Literal

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.layers.kinds import LAYERS
from nnviz.paint.network.seen import most_active
from nnviz.paint.network.weights_scale import largest
from nnviz.parts import Bias, Part, Unit


class Quantity(Enum):
    """What the widths and colours of the lines stand for: (key, title, symbol)."""

    WEIGHTS = ("weights", "Weights", "w")
    GRADIENTS = ("gradients", "Gradients", "∂L/∂w")
    CHANGES = ("changes", "Last change", "Δw")

    @property
    def title(self) -> str:
        """Name on the switch."""
        return str(self.value[1])

    @property
    def symbol(self) -> str:
        """Symbol on the scale."""
        return str(self.value[2])


class NetworkContent(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One moment of a network, ready to be painted.

    Attributes
    ----------
    layers : tuple of int
        Units of each layer, inputs first; of maps, how many there are.
    activations : tuple of str
        One name a layer after the inputs.
    input_names, output_names : tuple of str
        One name a unit of the first and of the last layer; may be empty.
    weights, biases : tuple of ndarray
        What lines and bars show: weights, their gradients or their last change. Empty while not known.
    responses : tuple of ndarray
        As in a Snapshot; empty where the inputs are no plane.
    quantity : Quantity
        What `weights` and `biases` are.
    biased : tuple of bool
        Whether each layer after the inputs has biases.
    dense : bool
        Whether all layers are dense. The lines between others stand for whole kernels, or for no weights at
        all, so they have no numbers.
    words : tuple of (tuple of str, tuple of str)
        How much each layer has and what it is, the longest wording first; empty where all are dense.
    kinds : tuple of str
        The kind of each layer after the inputs; empty where all are dense.
    kernels : tuple of ndarray
        What the lines into a convolution stand for, (height, width, maps before, maps); empty elsewhere.
    shown : str
        What the pictures of the units show: their output a, or the error delta that comes back to them.
    gray : bool
        Whether the input is an image, in shades from paper to ink.
    sizes : tuple of (int, int)
        Rows and columns of the maps of each layer, 1 where it has none; empty where no units are pictures.
    switchable : bool
        Whether inputs can be switched on and off by controls, which on screen say their names.
    activity : tuple of ndarray
        How active each unit of each layer is: the mean magnitude of what it gives. Empty while not known.
    """

    layers: tuple[int, ...]
    activations: tuple[str, ...]
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    responses: tuple[Floats, ...] = ()
    quantity: Quantity = Quantity.WEIGHTS
    biased: tuple[bool, ...] = ()
    dense: bool = True
    words: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    kinds: tuple[str, ...] = ()
    kernels: tuple[Floats, ...] = ()
    shown: Literal["a", "delta"] = "a"
    gray: bool = False
    sizes: tuple[tuple[int, int], ...] = ()
    switchable: bool = True
    activity: tuple[Floats, ...] = ()

    @cached_property
    def largest(self) -> float:
        """The largest magnitude on the lines and bars."""
        return max(largest(self.weights), largest(self.biases))

    @property
    def active(self) -> tuple[tuple[int, ...], ...]:
        """For each layer the units worth drawing: the most active ones, else those that are heard most."""
        if self.activity:
            return most_active(self.activity)
        heard = tuple(np.sqrt(np.square(w).sum(axis=1)) for w in self.weights)
        return most_active(heard) if len(heard) == len(self.layers) - 1 else ()

    @property
    def has_maps(self) -> bool:
        """Whether the neurons' pictures are coloured maps, not lines along one input."""
        return any(pictures.ndim == 3 and pictures.shape[1] > 1 for pictures in self.responses)

    @property
    def pictured(self) -> bool:
        """Whether units are pictures of what they make of an image."""
        return bool(self.sizes)

    @property
    def shows_weights(self) -> bool:
        """Whether the pictures of the first layer are its weights in the shape of the image."""
        return bool(self.kinds) and self.kinds[0] == "image" and self.shown == "a"

    def is_counted_by_hand(self, layer: int) -> bool:
        """Whether units are added to a layer on the diagram; others have as many as what they come from."""
        return 0 < layer < len(self.layers) - 1 and self.is_sum(layer)

    def is_sum(self, layer: int) -> bool:
        """Whether a layer after the input has weighted sums: its lines stand for weights."""
        kind = self.kinds[layer - 1] if self.kinds else "dense"
        return kind not in LAYERS or LAYERS[kind].is_sum

    def joins(self, layer: int, source: int, target: int) -> bool:
        """Whether there is a line between two units; pooled and normalised maps come from their own alone."""
        kind = self.kinds[layer - 1] if self.kinds else "dense"
        if kind == "flatten":
            return target % self.layers[layer - 1] == source
        return source == target if kind in LAYERS and LAYERS[kind].one_by_one else True

    def is_number(self, part: Part) -> bool:
        """Whether a line or bar stands for one number that can be set: not for a kernel, or for an image."""
        if self.dense or isinstance(part, Unit):
            return True
        if isinstance(part, Bias):
            return self.has_biases(part.layer)
        return self.kinds[part.layer - 1] == "dense"

    def picture(self, layer: int, unit: int) -> Floats | None:
        """Return the response of a unit, (rows, columns); None where there is none."""
        if layer >= len(self.responses) or unit >= len(self.responses[layer]):
            return None
        response: Floats = self.responses[layer][unit]
        return response

    def range_of(self, layer: int) -> tuple[float, float]:
        """Return the responses at the ends of the colour map of a layer; its middle is neutral.

        Bounded activations span their bounds, so that saturation can be seen; others, and the inputs, are
        symmetric about zero.
        """
        if bounds := self._bounds(layer):
            return bounds
        if layer == 0 and self.gray and self.responses:
            values = self.responses[0]
            return float(values.min()), max(float(values.max()), float(values.min()) + 1e-9)
        limit = largest((self.responses[layer],)) if layer < len(self.responses) else 0.0
        return (-limit, limit) if limit > 0.0 else (-1.0, 1.0)

    def is_bounded(self, layer: int) -> bool:
        """Whether the activation of a layer has bounds, which `range_of` then returns."""
        return self._bounds(layer) is not None

    def _bounds(self, layer: int) -> tuple[float, float] | None:
        if layer == 0 or self.shown != "a" or (layer == 1 and self.shows_weights):
            return None
        return ACTIVATIONS[self.activations[layer - 1]].bounds

    def has_biases(self, layer: int) -> bool:
        """Whether the units of a layer have biases; they do where nothing else is said."""
        return self.biased[layer - 1] if self.biased else True

    def is_choice(self, layer: int) -> bool:
        """Whether a layer gives one probability a class: its pictures take the colours of the classes."""
        last = layer == len(self.layers) - 1 and self.layers[-1] > 1
        return last and self.activations[-1] == "softmax" and self.shown == "a"
