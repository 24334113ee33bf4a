"""A drawing of the user's own, and what every layer of the network answers to it."""

import msgspec

from nnviz.arrays import Floats
from nnviz.engine.layers.layer import Layer

Touch = tuple[float, float, float]
"""x and y in the pad, 0 to 1 from the top left, and the pressure: 1 is that of a mouse."""
Strokes = tuple[tuple[Touch, ...], ...]


class Drawing(msgspec.Struct, frozen=True):
    """Strokes on the pad, and the image that the network is shown.

    Attributes
    ----------
    strokes : tuple of tuple of (x, y, pressure)
    values : tuple of float
        The image as it would be in the data: row by row, channels fastest.
    """

    strokes: Strokes
    values: tuple[float, ...]


class DrawingAnswers(msgspec.Struct, frozen=True, eq=False):
    """What the layers answer to a drawing.

    Attributes
    ----------
    drawing : Drawing
    layers : tuple of Layer
        Those after the input.
    activations : tuple of ndarray
        One a layer, in its own shape: (units,) or (height, width, channels).
    """

    drawing: Drawing
    layers: tuple[Layer, ...]
    activations: tuple[Floats, ...]
