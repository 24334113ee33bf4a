"""How far two trainings are apart: on request, as a picture of the outputs' difference and in numbers."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from nnviz.data.dataset import InputKind
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.maps import Extent
from nnviz.numerals import short_number
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.paint.output.boundary import whole_window
from nnviz.paint.output.difference import (
    Pair,
    answered_differently,
    difference_axes,
    difference_columns,
    difference_rows,
    paint_output_difference,
)
from nnviz.ui.navigation.plots import Range, kept_sensible
from nnviz.ui.pictures.copying import tab_separated
from nnviz.ui.pictures.held import NAVIGATION_KEYS
from nnviz.ui.pictures.picture_view import PictureView


class ApartView(PictureView):
    """Shows right minus left; `window_chosen` says which part of the inputs, or None for all of them."""

    window_chosen = Signal(object)
    has_table = True
    keys = NAVIGATION_KEYS | {Qt.Key.Key_F}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Difference of the outputs", "", parent)
        self.menu.hide()
        self._pair: Pair | None = None
        self._window: Extent | None = None
        self._up: Range | None = None

    def show_pair(self, pair: Pair) -> None:
        """Show the same update of both sides."""
        self._pair = pair
        self.show_snapshot(pair.left)

    def picture_key(self) -> object:
        """Return what the picture depends on besides the left side and the style."""
        return self._pair, self._window, self._up

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: RunInstant) -> None:  # noqa: ARG002
        """Paint the difference."""
        if self._pair is not None:
            paint_output_difference(painter, rect, self._pair, self._style, self._window, self._up)

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of the plane or line."""
        if self._pair is None:
            return ()
        return difference_axes(self.picture_rect(), self._pair, self._style, self._window, self._up)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show another part of the inputs here and beside."""
        if self._pair is None:
            return
        axes, train = self.plots()[plot], self._pair.left.split.train
        x = kept_sensible((axes.x.low, axes.x.high) if x is None else x, train.domain[0])
        if train.kind is InputKind.LINE:  # what goes upwards here is no input, and nothing beside has it
            whole = difference_axes(self.picture_rect(), self._pair, self._style, self._window)[0].y
            self._up = self._up if y is None else kept_sensible(y, (whole.low, whole.high))
            y = (self._window or whole_window(self._pair.left))[2:]
        else:
            y = kept_sensible((axes.y.low, axes.y.high) if y is None else y, train.domain[1])
        self.show_window((*x, *y))
        self.window_chosen.emit(self._window)

    def follow(self) -> None:
        """Show the whole domain again."""
        self.show_window(None)
        self.window_chosen.emit(None)

    @Slot(object)
    def show_window(self, window: Extent | None) -> None:
        """Show a part of the inputs; None: the whole domain."""
        self._window = window
        if window is None:
            self._up = None
        self.update()

    # What is read off

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes of the plot there."""
        return next((axes for axes in self.plots() if axes.plot.contains(position)), None)

    def rows_at(self, position: QPointF) -> list[ReadoutRow]:
        """Return the inputs and the difference there."""
        axes = self.axes_at(position)
        return [] if axes is None or self._pair is None else difference_rows(self._pair, axes, position)

    def table(self) -> str:
        """Return the difference that is shown: the inputs and the difference of every sample."""
        columns = {} if self._pair is None else difference_columns(self._pair)
        return tab_separated(columns) if columns else ""


def apart_in_words(pair: Pair) -> str:
    """Return loss, accuracy, weights and answers of the right side against the left, in one line."""
    if not pair.has_same_data:
        return ""
    said = [*_scores_apart(pair), *_weights_apart(pair)]
    ringed = answered_differently(pair)
    if ringed:
        total, differing = sum(len(part.X) for part, _ in ringed), sum(len(rows) for _, rows in ringed)
        said.append(f"{differing:,} of {total:,} answers differ")
    return " · ".join(said)


def _scores_apart(pair: Pair) -> list[str]:
    left, right = pair.left.look(Metrics), pair.right.look(Metrics)
    if left is None or right is None:
        return []
    said = []
    if pair.left.spec.training.loss == pair.right.spec.training.loss:
        said.append(f"loss {_signed(right.train.loss - left.train.loss)}")
    accuracy = right.train.accuracy - left.train.accuracy
    if not math.isnan(accuracy):
        said.append(f"accuracy {_signed(round(100.0 * accuracy, 1))} percentage points")
    return said


def _weights_apart(pair: Pair) -> list[str]:
    left, right = (np.concatenate([w.ravel() for w in side.weights]) for side in (pair.left, pair.right))
    length = float(np.linalg.norm(left))
    if left.shape != right.shape or length == 0.0:
        return []
    return [f"weights differ by {100.0 * np.linalg.norm(right - left) / length:.0f} % of their size"]


def _signed(value: float) -> str:
    return f"+{short_number(value)}" if value > 0.0 else short_number(value)
