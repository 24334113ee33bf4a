"""The decision boundary on screen: what is under the cursor, and a click on a point."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from nnviz.data.dataset import InputKind
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.maps import Extent
from nnviz.experiment.snapshot.section import CrossSection
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.output.boundary import (
    axes_at,
    boundary_axes,
    levels_axes,
    paint_boundary,
    paint_boundary_cursor,
    paint_chosen,
    paint_followed,
    point_near,
    whole_window,
)
from nnviz.paint.output.cursor import PointUnderCursor
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.plane import layout_plane
from nnviz.paint.output.points import paint_points
from nnviz.paint.output.response import paint_response, paint_response_line, paint_response_words
from nnviz.paint.output.section import sectioned
from nnviz.parts import Unit
from nnviz.ui.navigation.plots import LevelKey, Range, kept_levels, kept_sensible
from nnviz.ui.pictures.held import NAVIGATION_KEYS
from nnviz.ui.pictures.picture_view import LINES_ACROSS, PictureView
from nnviz.ui.pictures.pixmap_layer import PixmapLayer
from nnviz.ui.views.boundary_reading import map_table, values_under
from nnviz.ui.views.boundary_switches import TRUTH_NAME, BoundarySwitches
from nnviz.ui.views.predictions_plot import PredictionsPlot

COARSEST, FINEST = 100, 200
"""Samples a side of the map that are asked for, in a small and in a large view."""
_NAME = "Output over the inputs, with the data"
_TIP = "The network's output; move over it for numbers, click a point to choose it; wheel zooms, drag moves"
_TRUTH_TIP = "What is true of the data, and what the network says of it; click a point to choose it"


class BoundaryView(PictureView):
    """Shows the outputs over the inputs.

    Signals
    -------
    point_clicked(int, str)
        A point was chosen: its row and its part of the split.
    window_chosen(tuple or None)
        Another part of the inputs is shown, or the whole domain again.
    """

    point_clicked = Signal(int, str)
    window_chosen = Signal(object)
    keys = NAVIGATION_KEYS | {Qt.Key.Key_Return, Qt.Key.Key_Enter}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_NAME, "What the output picture shows", parent)
        self.setToolTip(_TIP)
        self.options = BoundaryOptions()
        self._points = PixmapLayer()
        self._data = PixmapLayer()
        self._neuron: Unit | None = None
        self._followed: Example | None = None
        self._chosen_point: tuple[float, ...] = ()
        self._scatter = PredictionsPlot(self)
        switches = BoundarySwitches(self.menu, self._choose)
        self._hard, self._test, self._wrong, self._truth = switches.every
        self._follow, self._all_levels = switches.add_ways_back(self.follow, lambda: self.show_levels(None))
        self._domain: object = None
        self._inputs: object = None
        self._moment: RunInstant | None = None

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment of the run, and offer what changes its picture."""
        data = snapshot.split.train.feature_names, snapshot.split.train.domain
        if self._inputs not in (None, data):
            self.options = replace(self.options, section=None)
        self._inputs = data
        self._moment, snapshot = snapshot, sectioned(snapshot, self.options.section)
        super().show_snapshot(snapshot)
        train = snapshot.split.train
        if (train.kind, train.domain) != self._domain:  # other data: what was chosen means nothing there
            self._domain = train.kind, train.domain
            self.show_window(None)
            self.show_levels(None)
        self._hard.setEnabled(
            train.is_classification and train.kind is InputKind.PLANE and not self.options.truth
        )
        self._wrong.setEnabled(train.is_classification and train.has_axes)
        self._truth.setEnabled(train.has_axes)  # of more, the picture is a table of both as it is
        self._test.setEnabled(len(snapshot.split.test.X) + len(snapshot.split.validation.X) > 0)

    def wishes(self) -> Wishes:
        """Return what the picture needs: a map finer in a larger view."""
        side = max(self.width(), self.height()) // 4
        fineness = min(max(side, COARSEST), FINEST)
        window, section = self.options.window, self.options.section
        return (MapsWish(boundary=fineness, window=window, section=section), PredictionsWish())

    def _choose(self) -> None:
        self.options = replace(
            self.options,
            hard=self._hard.isChecked(),
            test=self._test.isChecked(),
            wrong=self._wrong.isChecked(),
            truth=self._truth.isChecked(),
        )
        truth = self.options.truth
        if self._snapshot is not None and self._snapshot.split.train.kind is InputKind.LINE:
            self.show_window(None)  # the other picture has another axis
        self.setAccessibleName(TRUTH_NAME if truth else _NAME)
        self.setToolTip(_TRUTH_TIP if truth else _TIP)
        self.lines_across = LINES_ACROSS * (2 if truth else 1)
        self._fit_style()
        self._show_again()

    def _show_again(self) -> None:
        if self._moment is not None:
            self.show_snapshot(self._moment)

    @Slot(object)
    def show_section(self, section: CrossSection | None) -> None:
        """Show a plane through more than two inputs; None: the table of the answers."""
        self.options = replace(self.options, section=section)
        self._show_again()
        if not self.isVisible():  # what was shown last may be of other data than those it was chosen for
            self._inputs = None

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self.options, self._neuron, self._followed, self._chosen_point

    @Slot(object)
    def show_neuron(self, neuron: Unit | None) -> None:
        """Show the response of one neuron in place of the output; None: the output again."""
        self._neuron = neuron
        self.update()

    @Slot(object)
    def mark_example(self, example: Example | None) -> None:
        """Mark the point that is being explained; None, or an example that is no point: mark none."""
        self._followed = example if example is not None and example.part else None
        self.update()

    @Slot(object)
    def mark_point(self, point: tuple[float, ...]) -> None:
        """Mark a point that was set input by input; an empty one: mark none."""
        self._chosen_point = point
        self.update()

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: RunInstant) -> None:
        """Paint the picture, the points from pixels that are kept while the data stay."""
        rect = self._room(rect, snapshot)
        if self._neuron is not None and paint_response_line(
            painter, rect, snapshot, self._neuron, self._style
        ):
            return
        # of a neuron it is the response that is looked at
        shown = replace(self.options, truth=self.options.truth and self._neuron is None)
        paint_boundary(
            painter,
            rect,
            snapshot,
            self._style,
            options=shown,
            points=self._paint_points_once,
            keep=self._keep,
        )
        for axes in boundary_axes(rect, snapshot, self._style, shown):
            neuron = self._neuron
            if neuron is not None and not paint_response(painter, axes, snapshot, neuron, self._style):
                neuron = None
            if neuron is not None:
                self._paint_points_once(painter, axes, snapshot, self._style, self.options)
            if self._followed is not None:
                paint_followed(painter, axes, snapshot, self._style, self._followed)
            if self._chosen_point:
                paint_chosen(painter, axes, snapshot, self._style, self._chosen_point)
            if neuron is not None:
                key = layout_plane(rect, snapshot, self._style, options=self.options).key
                paint_response_words(painter, axes, key, snapshot, neuron, self._style)

    def moment_in(self) -> tuple[RunInstant | None, QRectF, Style]:
        """Return what is shown, where, and in which style."""
        rect = self.picture_rect()
        return (
            self._snapshot,
            rect if self._snapshot is None else self._room(rect, self._snapshot),
            self._style,
        )

    def _room(self, rect: QRectF, snapshot: RunInstant) -> QRectF:
        if snapshot.split.train.has_axes:
            return rect
        return rect.adjusted(0.0, 0.0, 0.0, -self.menu.height() + GRID / 2)  # a table fills the menu's corner

    def _keep(self, painter: QPainter, key: object, paint: Callable[[QPainter], None]) -> None:
        self._data.draw(painter, self.size(), key, paint)

    def _paint_points_once(
        self, painter: QPainter, axes: Axes, snapshot: DataInstant, style: Style, options: BoundaryOptions
    ) -> None:
        key = (snapshot.split, axes, style, options.test, options.levels)
        self._points.draw(
            painter, self.size(), key, lambda inner: paint_points(inner, axes, snapshot, style, options)
        )

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: RunInstant, cursor: QPointF) -> None:
        """Paint the numbers under the cursor."""
        if not self._scatter.paint_readout(painter, rect, self.options, cursor):
            paint_boundary_cursor(painter, rect, snapshot, self._style, options=self.options, cursor=cursor)

    def hover(self, position: QPointF | None) -> None:
        """Let the readout follow, and show which points can be clicked."""
        super().hover(position)
        if position is not None:
            near = self._point_at(position)
            self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.CrossCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the point under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.click(event.position())

    # Which part is shown

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of the one plane or line, or of both planes."""
        if self._snapshot is None or self._neuron is not None:
            return ()
        axes = boundary_axes(self.picture_rect(), self._snapshot, self._style, self.options)
        return axes or self._scatter.plots(self.options)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show another part of the inputs: in all pictures that stand side by side."""
        shown = self._scatter.with_ranges(self.options, x, y)
        if shown is not None:
            self.options = shown
            self._follow.setEnabled(True)
            self.update()
            return
        axes, whole = self.plots()[plot], self._whole()
        low_high = (axes.x.low, axes.x.high), (axes.y.low, axes.y.high)
        chosen = [
            kept_sensible(ends if new is None else new, all_)
            for new, ends, all_ in zip((x, y), low_high, whole, strict=True)
        ]
        self.show_window((*chosen[0], *chosen[1]))
        self.window_chosen.emit(self.options.window)

    def follow(self) -> None:
        """Show the whole domain again."""
        self.show_window(None)
        self.window_chosen.emit(None)

    def is_part(self) -> bool:
        """Whether only a part is shown."""
        return self._follow.isEnabled()

    @Slot(object)
    def show_window(self, window: Extent | None) -> None:
        """Show a part of the inputs; None: the whole domain."""
        of_numbers = {"truths": None, "answers": None} if window is None else {}
        self.options = replace(self.options, window=window, **of_numbers)
        self._follow.setEnabled(window is not None)
        self.update()

    def level_keys(self) -> tuple[LevelKey, ...]:
        """Return the outputs along the bar of colours, where there is one."""
        axes = self._key_axes()
        if axes is None or self.options.hard:
            return ()
        return (LevelKey(axes, self.options.levels or (axes.y.low, axes.y.high), self.show_levels),)

    def show_levels(self, levels: Range | None) -> None:
        """Let the colours change between two outputs; None: between the least and the greatest."""
        axes = self._key_axes()
        kept = None if axes is None else kept_levels(levels, (axes.y.low, axes.y.high))
        self.options = replace(self.options, levels=kept)
        self._all_levels.setEnabled(kept is not None)
        self.update()

    def _key_axes(self) -> Axes | None:
        if self._snapshot is None or self._neuron is not None:
            return None
        return levels_axes(self.picture_rect(), self._snapshot, self._style, self.options)

    has_table = True

    def table(self) -> str:
        """Return the map that is shown: the inputs and the outputs of every sample."""
        return self._scatter.table(self.options) or map_table(self._snapshot)

    def value_at(self, position: QPointF) -> str:
        """Return the inputs and the outputs there."""
        values = self._scatter.value_at(self.options, position)
        return values or values_under(self._snapshot, self.axes_at(position), position)

    def _whole(self) -> tuple[Range, Range]:
        assert self._snapshot is not None
        whole = whole_window(self._snapshot)
        return whole[:2], whole[2:]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a point with Enter; zoom, move and read as everywhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.click(self._cursor)
        else:
            super().keyPressEvent(event)

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes at a position: one pair, or that of the truth or of the prediction."""
        if self._snapshot is None:
            return None
        return axes_at(self.picture_rect(), self._snapshot, self._style, self.options, position)

    def click(self, position: QPointF) -> None:
        """Choose the point there."""
        near = self._point_at(position)
        if near is not None:
            self.point_clicked.emit(near.index, near.part)

    def _point_at(self, position: QPointF) -> PointUnderCursor | None:
        if self._snapshot is None:
            return None
        rect = self.picture_rect()
        return point_near(rect, self._snapshot, self._style, options=self.options, cursor=position)
