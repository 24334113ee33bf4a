"""What colour an output or a target has: one rule for the map, the points, the scale and the thumbnails."""

import msgspec
import numpy as np
from PySide6.QtGui import QImage

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS, Dataset, Split
from nnviz.engine.classes import predicted_classes
from nnviz.paint.drawing.colours import (
    class_colours,
    class_map,
    diverging_table,
    image_of,
    images_of,
    look_up,
    sequential_table,
)
from nnviz.paint.drawing.oklab import Bytes
from nnviz.paint.drawing.theme import Theme

STRENGTH = 0.62
"""Share of the full colour that a certain output gets: the points must stand out from the map."""


def probabilities(outputs: Floats) -> Floats:
    """Return outputs, shape (..., n_outputs), as probabilities of classes, shape (..., k).

    One output is the probability of class 1; several are clipped at zero and divided by their sum.
    """
    if outputs.shape[-1] == 1:
        of_one = np.clip(outputs, 0.0, 1.0)
        return np.concatenate([1.0 - of_one, of_one], axis=-1)
    shares = np.clip(outputs, 0.0, None)
    total = shares.sum(axis=-1, keepdims=True)
    safe = np.where(total > 0.0, total, 1.0)
    return np.where(total > 0.0, shares / safe, 1.0 / outputs.shape[-1])


class ValueScale(msgspec.Struct, frozen=True):
    """The colours of real numbers: zero-centred where they have both signs, else from low to high."""

    low: float
    high: float
    signed: bool

    def table(self, theme: Theme) -> Bytes:
        """Return the colours from `low` to `high`."""
        return diverging_table(theme) if self.signed else sequential_table(theme)

    def colours(self, values: Floats, theme: Theme) -> Bytes:
        """Return 8-bit RGB, shape (*values.shape, 3)."""
        return look_up(values, self.low, self.high, self.table(theme))


_PROBABILITY = ValueScale(0.0, 1.0, signed=True)
"""That of the second of two classes: its middle is neutral."""


def value_scale(*targets: Floats) -> ValueScale:
    """Return the scale that spans the targets of all the data given."""
    values = np.concatenate([np.ravel(each) for each in targets]) if targets else np.zeros(0)
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if low < 0.0 < high:
        limit = max(-low, high)
        return ValueScale(-limit, limit, signed=True)
    return ValueScale(low, high if high > low else low + 1.0, signed=False)


def scale_of(split: Split) -> ValueScale | None:
    """Return the colours of real targets, the same for every part that is shown; None for classes."""
    if split.train.is_classification:
        return None
    return value_scale(*(targets_of(getattr(split, name))[:, 0] for name in PARTS))


def map_colours(outputs: Floats, theme: Theme, scale: ValueScale | None, hard: bool = False) -> Bytes:
    """Return the colours of outputs over the plane, shape (rows, columns, 3).

    `scale` is that of the targets of a regression, None for classes; `hard` shows the decision only.
    """
    shown = on_one_line(outputs, scale, hard)
    if shown is not None:
        values, line = shown
        return line.colours(values, theme)
    return class_map(_faded(outputs, hard), theme)


def map_image(outputs: Floats, theme: Theme, scale: ValueScale | None, hard: bool = False) -> QImage:
    """Return the same as an image."""
    shown = on_one_line(outputs, scale, hard)
    if shown is None:
        return image_of(map_colours(outputs, theme, scale, hard))
    values, line = shown
    (image,) = images_of(values[np.newaxis], line.low, line.high, line.table(theme))
    return image


def on_one_line(outputs: Floats, scale: ValueScale | None, hard: bool) -> tuple[Floats, ValueScale] | None:
    """Return what colours show of outputs, (rows, columns), and its scale; None for more than two classes."""
    if scale is not None:
        return outputs[..., 0], scale
    if outputs.shape[-1] > 2:
        return None
    return _faded(outputs, hard)[..., 1], _PROBABILITY


def _faded(outputs: Floats, hard: bool) -> Floats:
    """Return the probabilities of the classes, drawn together so that the points stand out."""
    shares = probabilities(outputs)
    if hard:
        shares = np.eye(shares.shape[-1])[predicted_classes(outputs)]
    count = shares.shape[-1]
    faded: Floats = 1.0 / count + STRENGTH * (shares - 1.0 / count)
    return faded


def point_colours(dataset: Dataset, theme: Theme, scale: ValueScale | None) -> list[str]:
    """Return one #RRGGBB a point."""
    if scale is None:
        palette = class_colours(theme, max(len(dataset.classes), 2))
        return [palette[int(k)] for k in dataset.y]
    return [f"#{r:02X}{g:02X}{b:02X}" for r, g, b in scale.colours(targets_of(dataset)[:, 0], theme).tolist()]


def targets_of(dataset: Dataset) -> Floats:
    """Return real targets, shape (n, n_outputs)."""
    targets = np.asarray(dataset.y, dtype=np.float64)
    return targets if targets.ndim == 2 else targets[:, np.newaxis]
