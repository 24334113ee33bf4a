"""What each layer sees, on screen: the sample under the mouse in all layers, and handles that turn a tour."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from nnviz.data.dataset import Split
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.embedding import Embedding
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.paint.drawing.axes import Axes, Scale
from nnviz.paint.images.embedding import (
    EVERYTHING,
    EmbeddingPlot,
    handle_near,
    paint_embedding,
    paint_sample_in_all,
    plots_of,
    sample_near,
)
from nnviz.paint.images.options import EmbeddingOptions
from nnviz.ui.navigation.plots import Range, kept_sensible
from nnviz.ui.pictures.held import NAVIGATION_KEYS
from nnviz.ui.pictures.picture_view import PictureView

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
SMALLEST_PICTURES = QSize(180, 60)
CLOSEST = 1e-3
"""Of everything that a layer has: less is not shown of it, where lines to far points would break."""
_TIP = "Move over a point: the same sample is ringed in every layer; a click explains it"


class EmbeddingView(PictureView):
    """Shows an embedding.

    Signals
    -------
    sample_chosen(int, str)
        A sample was chosen: its row and its part of the split.
    axis_dragged(int, int, float, float)
        An axis of a tour is drawn to a place: layer, axis, and where it shall point (1: its whole length).
    """

    sample_chosen = Signal(int, str)
    axis_dragged = Signal(int, int, float, float)
    keys = NAVIGATION_KEYS | {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F}
    lines_across = 22

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What each layer sees", "What the picture shows", parent)
        self.setToolTip(_TIP)
        self.options = EVERYTHING
        self._made: Embedding | None = None
        self._split: Split | None = None
        self._lit: int | None = None
        self._held: tuple[int, int] | None = None
        self._kept: int | None = None
        self._followed: Example | None = None
        self._all = self.menu.add("All samples", "", "Show all of every layer again  (F)", self.follow)
        self._all.setEnabled(False)

    def minimumSizeHint(self) -> QSize:
        """Return little: where a panel is low, what is said above needs the room."""
        return SMALLEST_PICTURES

    def show_embedding(self, embedding: Embedding, split: Split) -> None:
        """Show another moment of samples of this division of the data.

        The same sample stays ringed, and the same parts of the layers are shown, wherever their points go.
        """
        if self._split is not split or self._made is None or self._made.samples != embedding.samples:
            self._lit = None
            self.pin_at(None)
            self.follow()
        self._made, self._split = embedding, split
        self.update()

    @property
    def embedding(self) -> Embedding | None:
        """What is shown; nothing while it is still one of other data."""
        fits = self._snapshot is not None and self._snapshot.split is self._split
        return self._made if fits else None

    def mark_example(self, example: Example | None) -> None:
        """Ring the sample that is being explained."""
        self._followed = example if example is not None and example.part else None
        self.update()

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self.embedding, self._ringed(), self.options

    def moment_key(self, snapshot: DataInstant) -> object:
        """Return the data: moments come more often than pictures of the layers, and change nothing here."""
        return snapshot.split

    def plots_now(self, options: EmbeddingOptions | None = None) -> list[EmbeddingPlot]:
        """Return where the layers stand, with what is shown of them; else with what the options say."""
        if self._snapshot is None or self.embedding is None:
            return []
        shown = self.options if options is None else options
        return plots_of(self.picture_rect(), self.embedding, self._snapshot.split, self._style, shown)

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: DataInstant) -> None:
        """Paint all layers, and the ring of the sample that is explained."""
        embedding = self.embedding
        paint_embedding(painter, rect, embedding, snapshot.split, self._style, self.options)
        ringed = self._ringed()
        if embedding is not None and ringed is not None:
            paint_sample_in_all(painter, self.plots_now(), embedding, snapshot.split, ringed, self._style)

    def _ringed(self) -> int | None:
        if self._followed is None or self.embedding is None:
            return None
        place = self._followed.part, self._followed.index
        return self.embedding.samples.index(place) if place in self.embedding.samples else None

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: DataInstant, cursor: QPointF) -> None:
        """Ring the sample under the cursor in every layer, and show it."""
        del rect, snapshot
        if self._lit is not None and self._held is None:
            self._show_sample(painter, self._lit, cursor)

    def _show_sample(self, painter: QPainter, number: int, at: QPointF) -> None:
        if self.embedding is not None and self._split is not None:
            plots = self.plots_now()
            paint_sample_in_all(painter, plots, self.embedding, self._split, number, self._style, at)

    def hover(self, position: QPointF | None) -> None:
        """Light the sample under the mouse, and show what can be dragged or clicked."""
        plots = self.plots_now()
        on_handle = position is not None and handle_near(plots, position, self._style) is not None
        self._lit = None if position is None or on_handle else sample_near(plots, position, self._style)
        shapes = Qt.CursorShape
        over = shapes.PointingHandCursor if self._lit is not None else shapes.ArrowCursor
        self.setCursor(shapes.OpenHandCursor if on_handle else over)
        super().hover(position)

    # Taken hold of

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of each layer."""
        return tuple(plot.axes for plot in self.plots_now() if plot.square.width() > 1.0)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show another part of a layer: a square, in which all distances are true."""
        present, whole = self.plots_now()[plot], self.plots_now(EVERYTHING)[plot].axes
        across = _kept(x, present.axes.x, whole.x)
        up = _kept(y, present.axes.y, whole.y)
        spans = [high - low for (low, high), asked in ((across, x), (up, y)) if asked is not None]
        if spans:
            least = CLOSEST * (whole.x.high - whole.x.low)
            window = sum(across) / 2, sum(up) / 2, max(*spans, least)
            self.options = self.options.with_window(present.shown.layer, window)
            self._all.setEnabled(True)
            self.update()

    def follow(self) -> None:
        """Show all of every layer again."""
        self.options = EVERYTHING
        self._all.setEnabled(False)
        self.update()

    def is_part(self) -> bool:
        """Whether only a part is shown."""
        return self._all.isEnabled()

    def takes(self, position: QPointF) -> bool:
        """Whether there is a handle of a tour."""
        return handle_near(self.plots_now(), position, self._style) is not None

    def pin_at(self, position: QPointF | None) -> None:
        """Keep the sample nearest to a position shown, wherever it goes; None takes it away."""
        super().pin_at(position)
        plots = self.plots_now()
        self._kept = None if position is None else sample_near(plots, position, self._style, math.inf)
        if self._kept is None:
            self._pinned = None

    def _paint_pinned(self, painter: QPainter) -> None:
        plots = self.plots_now()
        if self._pinned is not None and self._kept is not None and self._pinned[0] < len(plots):
            plot = plots[self._pinned[0]]
            x, y = plot.place(plot.shown.positions[self._kept]).tolist()
            if plot.square.contains(x, y):
                self._show_sample(painter, self._kept, QPointF(x, y))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a handle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = handle_near(self.plots_now(), event.position(), self._style)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn the tour while a handle is held."""
        if self._held is None:
            super().mouseMoveEvent(event)
        else:
            self.drag(*self._held, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the sample under the mouse, or let go of a handle."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._held is None:
            self.click(event.position())
        self._held = None

    def drag(self, layer: int, axis: int, position: QPointF) -> None:
        """Draw an axis of a layer to a position."""
        for plot in self.plots_now():
            if plot.shown.layer == layer and axis < len(plot.shown.axes):
                reach = _reach(plot)
                x, y = plot.value(position)
                self.axis_dragged.emit(layer, axis, x / reach, y / reach)

    def click(self, position: QPointF) -> None:
        """Choose the sample there."""
        self._choose(sample_near(self.plots_now(), position, self._style))

    def _choose(self, number: int | None) -> None:
        if number is not None and self.embedding is not None:
            part, index = self.embedding.samples[number]
            self.sample_chosen.emit(index, part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from sample to sample with the arrows; Enter explains, Escape leaves the picture."""
        key = Qt.Key(event.key())
        plots = self.plots_now()
        if self.navigate(key, event.modifiers()):
            return
        if key == Qt.Key.Key_F:
            self.follow()
        elif key in _STEPS and plots and self.embedding is not None:
            count = len(self.embedding.samples)
            self._lit = 0 if self._lit is None else (self._lit + _STEPS[key]) % count
            x, y = plots[-1].place(plots[-1].shown.positions[self._lit]).tolist()
            self.set_cursor_at(QPointF(x, y))
        elif key == Qt.Key.Key_Escape:
            self._lit = None
            self.set_cursor_at(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._lit)
        else:
            super().keyPressEvent(event)

    def value_at(self, position: QPointF) -> str:
        """Return the sample there, and its place in every layer."""
        number = sample_near(self.plots_now(), position, self._style)
        return "" if number is None else self._lines()[0] + "\n" + self._lines()[number + 1]

    has_table = True

    def table(self) -> str:
        """Return the places of all samples in all layers."""
        return "" if self.embedding is None else "\n".join(self._lines()) + "\n"

    def _lines(self) -> list[str]:
        if self.embedding is None:
            return []
        heads = [f"{layer.title} {axis}" for layer in self.embedding.layers for axis in "xy"]
        lines = ["\t".join(("part", "row", *heads))]
        for number, (part, index) in enumerate(self.embedding.samples):
            places = (layer.positions[number].tolist() for layer in self.embedding.layers)
            numbers = (repr(value) for place in places for value in place)
            lines.append("\t".join((part, str(index + 1), *numbers)))
        return lines


def _kept(asked: Range | None, shown: Scale, whole: Scale) -> Range:
    return kept_sensible(asked or (shown.low, shown.high), (whole.low, whole.high))


def _reach(plot: EmbeddingPlot) -> float:
    """Return the length at which an axis that lies in the plane is drawn."""
    return float((plot.shown.axes**2).sum() / 2.0) ** 0.5 or 1.0
