"""What is in the diagram of a network that sees images: maps as pictures, and a line for each kernel."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.window import Windowed
from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.sample_maps import SampleMaps

LARGEST_MAP = 96
"""Rows and columns of a picture in a unit; of a larger map every second, third ... is taken."""
MOST_PICTURES = 10_000
"""Units of a layer of which there are pictures at all."""

Words = tuple[tuple[str, ...], tuple[str, ...]]


class Pictured(msgspec.Struct, frozen=True, eq=False):
    """What a diagram shows of such a network; see `NetworkContent`, whose fields these are."""

    layers: tuple[int, ...]
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    kernels: tuple[Floats, ...]
    responses: tuple[Floats, ...]
    words: tuple[Words, ...]
    kinds: tuple[str, ...]
    shown: Literal["a", "delta"]
    activity: tuple[Floats, ...]


def is_pictured(snapshot: DataInstant) -> bool:
    """Return whether units are pictures: of maps, or of the weights that see an image."""
    network, image = snapshot.spec.network.built, snapshot.split.train.image
    of_image = image is not None and int(np.prod(image)) == network.inputs
    return of_image or any(layer.makes_maps for layer in network.layers)


def pictured_of(
    snapshot: DataInstant,
    weights: Sequence[Floats],
    biases: Sequence[Floats],
    sample: int | None,
    backward: bool,
) -> Pictured:
    """Return what a diagram shows; see `content_of` for the parameters."""
    network, image = snapshot.spec.network.built, snapshot.split.train.image
    layers = list(network.layers)
    shape_in = layers[0].shape_out if image is None or layers[0].makes_maps else image
    counts = (shape_in[-1], *(layer.maps[2] for layer in layers[1:]))
    values, shown = _values(snapshot, sample, backward)
    shaped = [a.reshape(shape) for a, shape in _shaped(values, layers, shape_in)]
    responses = tuple(_pictures(a) for a in shaped)
    sees_image = not layers[0].makes_maps and len(shape_in) == 3
    if sees_image and len(responses) > 1 and weights and shown == "a":
        seen = weights[0][:, :MOST_PICTURES].T.reshape(-1, *shape_in).mean(axis=3)[:, ::-1]
        responses = (responses[0], seen, *responses[2:])
    named = [words_of(layer, sees_image and number == 1) for number, layer in enumerate(layers)]
    return Pictured(
        counts,
        lines_of(layers, weights, counts[0]),
        tuple(np.asarray(b) for b in biases),
        tuple(w if layer.has_kernels else np.empty(0) for layer, w in zip(layers[1:], weights, strict=False)),
        responses,
        ((_sizes_of(shape_in), (_whose(snapshot, sample),)), *named[1:]),
        tuple("image" if sees_image and k == 0 else layer.kind for k, layer in enumerate(layers[1:])),
        shown,
        tuple(np.abs(a).reshape(-1, a.shape[-1]).mean(axis=0) for a in shaped),
    )


def _values(
    snapshot: DataInstant, sample: int | None, backward: bool
) -> tuple[list[Floats], Literal["a", "delta"]]:
    """Return what every layer shows, the input first: of the update that is explained, or of one sample."""
    coming, maps = snapshot.look(ComingUpdate), snapshot.look(SampleMaps)
    if sample is not None and coming is not None and sample < len(coming.trace.X):
        inputs, layers = coming.trace.X[sample], coming.trace.layers
        if backward:
            return [inputs, *(layer.delta[sample] for layer in layers)], "delta"
        return [inputs, *(layer.a[sample] for layer in layers)], "a"
    if maps is None:
        return [], "a"
    if backward and maps.delta:
        return [maps.a[0], *maps.delta], "delta"
    return list(maps.a), "a"


def _shaped(
    values: Sequence[Floats], layers: Sequence[Layer], shape_in: tuple[int, ...]
) -> list[tuple[Floats, tuple[int, ...]]]:
    if len(values) != len(layers):  # of a moment before the network was changed
        return []
    shapes = [shape_in, *(layer.shape_out for layer in layers[1:])]
    fits = all(a.size == np.prod(shape) for a, shape in zip(values, shapes, strict=True))
    return list(zip(values, shapes, strict=True)) if fits else []


def _pictures(values: Floats) -> Floats:
    """Return maps as (maps, rows, columns), the first row below; single values as small squares."""
    if values.ndim == 1:
        return np.repeat(values[:MOST_PICTURES], 4).reshape(-1, 2, 2)
    step = -(-max(values.shape[:2]) // LARGEST_MAP)
    return np.ascontiguousarray(values[::step, ::step, :MOST_PICTURES].transpose(2, 0, 1)[:, ::-1])


def lines_of(layers: Sequence[Layer], weights: Sequence[Floats], inputs: int = 0) -> tuple[Floats, ...]:
    """Return what the lines into each layer stand for; `inputs`: units of the input, if fewer."""
    counts = (inputs or layers[0].size_out, *(layer.maps[2] for layer in layers[1:]))
    known = zip(layers[1:], weights, counts, strict=False)  # none while gradients are not known
    return tuple(_lines(layer, w, below) for layer, w, below in known)


def _lines(layer: Layer, weights: NDArray[Any], below: int) -> Floats:
    """Return what lines into a layer stand for: weights, or the norm of a kernel, signed as its sum."""
    if layer.has_kernels:
        signs = np.where(weights.sum(axis=(0, 1)) < 0.0, -1.0, 1.0)
        return np.asarray(signs * np.sqrt((weights**2).sum(axis=(0, 1))))
    if layer.kind == "dense" and weights.shape[0] == below:
        return np.asarray(weights)
    if layer.kind == "dense":  # the image is one unit, or one for each of its channels
        parts = weights.reshape(-1, below, weights.shape[1])
        signs = np.where(parts.sum(axis=0) < 0.0, -1.0, 1.0)
        return np.asarray(signs * np.sqrt((parts**2).sum(axis=0)))
    return np.zeros((below, layer.maps[2]))


def _whose(snapshot: DataInstant, sample: int | None) -> str:
    coming, maps = snapshot.look(ComingUpdate), snapshot.look(SampleMaps)
    if sample is not None:
        example = None if coming is None or sample >= len(coming.trace.X) else coming.followed(sample)
    else:
        example = None if maps is None else maps.example
    if example is None:
        return ""
    part = {"train": "training"}.get(example.part, example.part)
    return f"{part} {example.index + 1:,}" if part else "own example"


def _sizes_of(shape: tuple[int, ...]) -> tuple[str, ...]:
    if len(shape) == 1:
        return (f"{shape[0]:,} {'unit' if shape[0] == 1 else 'units'}", f"{shape[0]:,}")
    height, width, channels = shape
    if channels == 1:
        return (f"{height} × {width}", f"{height}×{width}")
    return (f"{height} × {width}, {channels} channels", f"{height}×{width}×{channels}")


def words_of(layer: Layer, sees_image: bool = False) -> Words:
    """Return how much a layer has and what it is: "10 maps, 24 × 24" and "convolution 5×5, relu"."""
    height, width, channels = layer.maps
    activation = layer.activation.replace("_", " ")
    if layer.kind == "dense":
        what: tuple[str, ...] = (activation,)
        what = (f"{activation}; squares: weights", activation) if sees_image else what
    else:
        window = f" {layer.size[0]}×{layer.size[1]}" if isinstance(layer, Windowed) else ""
        short = layer.kind.replace("_", " ")
        names = [f"{layer.title.lower()}{window}", f"{short}{window}", short, layer.short]
        with_activation = [f"{name}, {activation}" for name in names if activation != "identity"]
        what = (*with_activation, *names)
    if not layer.makes_maps:
        return (f"{channels:,} {'unit' if channels == 1 else 'units'}", f"{channels:,}"), what
    maps = f"{channels:,} {'map' if channels == 1 else 'maps'}"
    return (f"{maps}, {height} × {width}", f"{height}×{width}×{channels}", maps, f"{channels:,}"), what
