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


Levels = tuple[float, float]
"""The values between which colours change, where these were chosen."""


class ValueScale(msgspec.Struct, frozen=True):
    """The colours of real numbers: zero-centred where they have both signs, else from low to high.

    Attributes
    ----------
    low, high : float
        What the key shows.
    signed : bool
        Whether the middle is neutral.
    levels : (float, float), optional
        Where the colours begin and end; what lies beyond looks like the end.
    """

    low: float
    high: float
    signed: bool
    levels: Levels | None = None

    @property
    def ends(self) -> Levels:
        """The values at both ends of the colours."""
        return self.levels or (self.low, self.high)

    def at_levels(self, levels: Levels | None) -> "ValueScale":
        """Return the same with other levels; the key shows all of them."""
        if levels is None:
            return self
        return ValueScale(min(self.low, levels[0]), max(self.high, levels[1]), self.signed, levels)

    def table(self, theme: Theme) -> Bytes:
        """Return the colours from one of the `ends` to the other."""
        if not self.signed:
            return sequential_table(theme)
        table = diverging_table(theme)
        if self.levels is None:
            return table
        values = np.linspace(*self.levels, len(table))
        return table[np.rint(shares_about(values, self.levels, 0.0) * (len(table) - 1)).astype(np.intp)]

    def colours(self, values: Floats, theme: Theme) -> Bytes:
        """Return 8-bit RGB, shape (*values.shape, 3)."""
        return look_up(values, *self.ends, self.table(theme))


def shares_about(values: Floats, levels: Levels, middle: float) -> Floats:
    """Return values as shares 0 to 1 of the levels: half of them, in even steps, at either side of a middle.

    So the middle stays neutral, whatever the levels; levels at one side of it use that side of the colours.
    """
    low, high = levels
    middle = min(max(middle, low), high)
    below = 0.5 * (values - low) / (middle - low) if middle > low else np.full(np.shape(values), 0.5)
    above = 0.5 + 0.5 * (values - middle) / (high - middle) if high > middle else np.full_like(below, 0.5)
    shares: Floats = np.where(values < middle, below, above)
    return np.clip(shares, 0.0, 1.0)


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


def scale_of(split: Split, levels: Levels | None = None) -> ValueScale | None:
    """Return the colours of real targets, the same for every part that is shown; None for classes."""
    if split.train.is_classification:
        return None
    return value_scale(*(targets_of(getattr(split, name))[:, 0] for name in PARTS)).at_levels(levels)


def map_colours(
    outputs: Floats,
    theme: Theme,
    scale: ValueScale | None,
    hard: bool = False,
    levels: Levels | None = None,
) -> Bytes:
    """Return the colours of outputs over the plane, shape (rows, columns, 3).

    `scale` is that of the targets of a regression, None for classes; `hard` shows the decision only;
    `levels` are those of the probability of the second of two classes.
    """
    shown = on_one_line(outputs, scale, hard, levels)
    if shown is not None:
        values, line = shown
        return line.colours(values, theme)
    return class_map(_faded(_shares(outputs, hard), outputs.shape[-1]), theme)


def map_image(
    outputs: Floats,
    theme: Theme,
    scale: ValueScale | None,
    hard: bool = False,
    levels: Levels | None = None,
) -> QImage:
    """Return the same as an image."""
    shown = on_one_line(outputs, scale, hard, levels)
    if shown is None:
        return image_of(map_colours(outputs, theme, scale, hard))
    values, line = shown
    (image,) = images_of(values[np.newaxis], *line.ends, line.table(theme))
    return image


def on_one_line(
    outputs: Floats, scale: ValueScale | None, hard: bool, levels: Levels | None = None
) -> tuple[Floats, ValueScale] | None:
    """Return what colours show of outputs, (rows, columns), and its scale; None for more than two classes."""
    if scale is not None:
        return outputs[..., 0], scale
    if outputs.shape[-1] > 2:
        return None
    return _faded(_shares(outputs, hard, levels)[..., 1], 2), _PROBABILITY


def _shares(outputs: Floats, hard: bool, levels: Levels | None = None) -> Floats:
    """Return what each class gets of the colours, shape (..., k)."""
    shares = probabilities(outputs)
    if hard:
        return np.eye(shares.shape[-1])[predicted_classes(outputs)]
    if levels is not None:
        second = shares_about(shares[..., 1], levels, 0.5)
        return np.stack([1.0 - second, second], axis=-1)
    return shares


def _faded(shares: Floats, classes: int) -> Floats:
    """Return shares of so many classes drawn together, so that the points stand out."""
    faded: Floats = 1.0 / classes + STRENGTH * (shares - 1.0 / classes)
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
