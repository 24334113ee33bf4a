"""What a network diagram shows of a snapshot: names, numbers on the lines, pictures in the neurons."""

from enum import Enum
from functools import cached_property

import msgspec

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import Pool
from nnviz.experiment.snapshot.gradients import Gradients
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.paint.network.weights_scale import largest


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
    map_by_map : tuple of bool
        Whether each map of a layer after the inputs comes from its own one before; empty where all are dense.
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
    map_by_map: tuple[bool, ...] = ()

    @cached_property
    def largest(self) -> float:
        """The largest magnitude on the lines and bars."""
        return max(largest(self.weights), largest(self.biases))

    @property
    def has_maps(self) -> bool:
        """Whether the neurons' pictures are coloured maps, not lines along one input."""
        return any(pictures.ndim == 3 and pictures.shape[1] > 1 for pictures in self.responses)

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
        limit = largest((self.responses[layer],)) if layer < len(self.responses) else 0.0
        return (-limit, limit) if limit > 0.0 else (-1.0, 1.0)

    def is_bounded(self, layer: int) -> bool:
        """Whether the activation of a layer has bounds, which `range_of` then returns."""
        return self._bounds(layer) is not None

    def _bounds(self, layer: int) -> tuple[float, float] | None:
        return ACTIVATIONS[self.activations[layer - 1]].bounds if layer else None

    def has_biases(self, layer: int) -> bool:
        """Whether the units of a layer have biases; they do where nothing else is said."""
        return self.biased[layer - 1] if self.biased else True

    def is_choice(self, layer: int) -> bool:
        """Whether a layer gives one probability a class: its pictures take the colours of the classes."""
        return layer == len(self.layers) - 1 and self.activations[-1] == "softmax" and self.layers[-1] > 1


def content_of(snapshot: Snapshot, quantity: Quantity = Quantity.WEIGHTS) -> NetworkContent:
    """Return what a diagram shows of a snapshot; lines stay neutral while `quantity` is not known."""
    gradients, maps = snapshot.look(Gradients) or Gradients(), snapshot.look(Maps) or Maps()
    weights, biases = {
        Quantity.WEIGHTS: (snapshot.weights, snapshot.biases),
        Quantity.GRADIENTS: (gradients.weights, gradients.biases),
        Quantity.CHANGES: (gradients.weights_change, gradients.biases_change),
    }[quantity]
    network = snapshot.spec.network
    if not network.built.is_dense:
        return _of_maps(snapshot)
    return NetworkContent(
        layers=tuple(layer.size_out for layer in network.built.layers),
        activations=network.activations,
        input_names=snapshot.input_names,
        output_names=output_names(snapshot.split.train.classes, network.built.outputs),
        weights=weights,
        biases=biases,
        responses=maps.responses,
        quantity=quantity,
        biased=network.biased,
    )


def _of_maps(snapshot: Snapshot) -> NetworkContent:
    """Return what a diagram shows of a network with layers of maps: how many there are, and how large."""
    network = snapshot.spec.network.built
    return NetworkContent(
        layers=tuple(layer.maps[2] for layer in network.layers),
        activations=network.activations,
        input_names=(),
        output_names=output_names(snapshot.split.train.classes, network.outputs),
        weights=(),
        biases=(),
        biased=(False,) * network.depth,
        dense=False,
        words=tuple(_words_of(layer) for layer in network.layers),
        map_by_map=tuple(isinstance(layer, Pool | BatchNorm) for layer in network.layers[1:]),
    )


def _words_of(layer: Layer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how much a layer has and what it is: "10 maps, 24 × 24" (24×24×10) and "convolution, relu"."""
    height, width, channels = layer.maps
    title, activation = layer.title.lower(), layer.activation.replace("_", " ")
    short = layer.kind.replace("_", " ")
    what: tuple[str, ...] = (title, short)
    if activation != "identity":
        what = (f"{title}, {activation}", f"{short}, {activation}", activation)
    if len(layer.shape_out) == 1:
        return (f"{channels:,} {'unit' if channels == 1 else 'units'}", f"{channels:,}"), what
    maps = f"{channels:,} {'map' if channels == 1 else 'maps'}"
    return (f"{maps}, {height} × {width}", f"{height}×{width}×{channels}", maps), what


def output_names(classes: tuple[str, ...], outputs: int) -> tuple[str, ...]:
    """Return the names of the outputs: the classes, or the estimate ŷ."""
    if outputs == 1:
        return ("ŷ",)
    return classes if len(classes) == outputs else tuple(f"ŷ{k + 1}" for k in range(outputs))
