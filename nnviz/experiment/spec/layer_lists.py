"""What is listed layer by layer: the numbers of weights and biases, and which layers take part."""

from collections.abc import Sequence
from typing import Any

from nnviz.engine.layers.layer import Layer
from nnviz.experiment.spec.errors import refused

AXES = 4
"""Of the weights of a convolution: height, width, channels in, channels out."""


def numbers_of(value: object, key: str) -> tuple[Any, ...]:
    """Return nested lists of numbers as tuples: one entry a layer, as deep as its weights have axes.

    Raises
    ------
    SpecError
        If there is anything else in them.
    """
    try:
        return tuple(_nested(entry, AXES) for entry in _list(value))
    except TypeError:
        raise refused(key, value, "it must be a list of lists of lists of numbers.") from None
    except OverflowError:
        raise refused(key, value, "its numbers are too large.") from None


def _list(value: object) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return value


def _nested(value: object, axes: int) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if axes == 0:
        raise TypeError
    return tuple(_nested(entry, axes - 1) for entry in _list(value))


def for_each_layer(entries: Sequence[Any], layers: Sequence[Layer]) -> list[Any]:
    """Return explicit weights or biases with an entry for each layer after the input.

    A file may leave out the layers that have none, or give them an empty list.
    """
    if len(entries) == len(layers) or len(entries) != sum(layer.has_parameters for layer in layers):
        return list(entries)
    coming = iter(entries)
    return [next(coming) if layer.has_parameters else () for layer in layers]
