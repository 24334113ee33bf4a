"""Health in pictures on screen: curves by layer, and histograms, taken hold of in a column that scrolls."""

from typing import ClassVar

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter

from nnviz.experiment.snapshot.health_view import Health, HealthView
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.charts.health import (
    columns_of_health,
    health_axes,
    health_charts,
    health_height,
    health_rows,
    paint_health,
    paint_health_cursor,
)
from nnviz.paint.charts.histogram import (
    bin_rows,
    histogram_axes,
    histogram_table,
    histograms_height,
    paint_histograms,
)
from nnviz.paint.charts.options import HealthOptions
from nnviz.paint.drawing.axes import Axes, Scale
from nnviz.paint.drawing.axis import Zoom
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.ui.navigation.plots import Range, from_zero_on, kept_sensible
from nnviz.ui.pictures.column_picture import ColumnPicture
from nnviz.ui.pictures.copying import tab_separated
from nnviz.ui.pictures.held import NAVIGATION_KEYS

NARROWEST = 1e-3
"""The smallest range of epochs that can be shown."""


class HealthPicture(ColumnPicture):
    """One of the pictures of health: plots below one another that are taken hold of."""

    wheel_scrolls = True
    has_table = True
    keys = NAVIGATION_KEYS | {Qt.Key.Key_F, Qt.Key.Key_L}
    log: ClassVar[tuple[str, str]]
    """The option that says whether an axis is logarithmic, and how the menu calls it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.options = HealthOptions()

    def follow(self) -> None:
        """Show all of each plot again."""
        self.options = HealthOptions(log_epochs=self.options.log_epochs, log_counts=self.options.log_counts)
        self.update()

    def show_log(self, on: bool) -> None:
        """Let an axis go by factors, or evenly; the parts that were chosen mean nothing on the other."""
        self.options = replace(HealthOptions(), **{self.log[0]: on})
        self.update()

    def context_actions(self, position: QPointF) -> list[QAction]:
        """Return what can be switched, pinned and copied."""
        offered = super().context_actions(position)
        name, title = self.log
        log = QAction(f"{title}  (L)", self)
        log.setCheckable(True)
        log.setChecked(getattr(self.options, name))
        log.toggled.connect(self.show_log)
        self._offered.append(log)
        return [log, *offered]

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes of the plot there."""
        return next((axes for axes in self.plots() if axes.plot.contains(position)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch to factors and back with L; zoom, move and read as everywhere."""
        if event.key() == Qt.Key.Key_L:
            self.show_log(not getattr(self.options, self.log[0]))
        else:
            super().keyPressEvent(event)

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self.options


class HealthCurves(HealthPicture):
    """The curves of all layers, with the values under the mouse."""

    log = "log_epochs", "Logarithmic epochs"

    def __init__(self) -> None:
        super().__init__("Health by layer and epoch")

    def height_wanted(self, snapshot: RunInstant) -> float:
        """Return the height of all charts."""
        return health_height(snapshot, self._style)

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: RunInstant) -> None:
        """Paint the curves."""
        paint_health(painter, rect, snapshot, self._style, self.options)

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of all charts."""
        return self._axes(self.options)

    def _axes(self, options: HealthOptions) -> tuple[Axes, ...]:
        if self._snapshot is None:
            return ()
        return health_axes(self.picture_rect(), self._snapshot, self._style, options)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show other epochs in all charts, and other values in one."""
        axes = self.plots()[plot]
        if x is not None and self._snapshot is not None:
            log, end = axes.x.log, self._axes(replace(self.options, epochs=None))[plot].x.high
            low, high = from_zero_on(kept_sensible(x, (0.0, max(end, 1.0)), log), log)
            self.options = replace(self.options, epochs=(low, max(high, low + NARROWEST)))
        if y is not None and self._snapshot is not None:
            whole = self._charts(replace(self.options, values=()))[plot]
            (name, scale), up = whole, axes.y
            kept = kept_sensible(y, (scale.low, scale.high), up.log)
            self.options = self.options.with_values(name, kept)
        self.update()

    def _charts(self, options: HealthOptions) -> list[tuple[str, Scale]]:
        """Return what goes upwards in each chart, and what there is of it."""
        if self._snapshot is None:
            return []
        charts = health_charts(self._snapshot, self._style.theme, options)
        return [(chart.y.label, axes.y) for chart, axes in zip(charts, self._axes(options), strict=False)]

    def rows_at(self, position: QPointF) -> list[ReadoutRow]:
        """Return the values of all layers at the epoch there."""
        if self._snapshot is None:
            return []
        return health_rows(self.picture_rect(), self._snapshot, self._style, position, self.options)

    def table(self) -> str:
        """Return the curves of the epochs that are shown: a column a quantity and layer."""
        health, plots = None if self._snapshot is None else self._snapshot.look(HealthView), self.plots()
        if health is None or not plots:
            return ""
        return tab_separated(columns_of_health(health, plots[0].x.low, plots[0].x.high))

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: RunInstant, cursor: QPointF) -> None:
        """Paint the values under the cursor."""
        paint_health_cursor(painter, rect, snapshot, self._style, cursor, self.options)


class Histograms(HealthPicture):
    """Weights, activations and gradients of each layer."""

    log = "log_counts", "Logarithmic counts"

    def __init__(self) -> None:
        super().__init__("Histograms of weights, activations and gradients")

    @property
    def _health(self) -> Health | None:
        health = None if self._snapshot is None else self._snapshot.look(HealthView)
        return None if health is None else health.now

    def _axes(self, options: HealthOptions) -> tuple[Axes, ...]:
        health = self._health
        return () if health is None else histogram_axes(self.picture_rect(), health, self._style, options)

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of all histograms."""
        return self._axes(self.options)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show another part of one histogram."""
        health, wholes = self._health, self._axes(replace(self.options, zooms=()))
        if health is None or plot >= len(wholes):
            return
        (column, row), whole = divmod(plot, len(health.histograms)), wholes[plot]
        old = self.options.zoom(row, column)
        x = old.x if x is None else kept_sensible(x, (whole.x.low, whole.x.high))
        y = old.y if y is None else kept_sensible(y, (0.0, whole.y.high), whole.y.log)
        self.options = self.options.with_zoom(row, column, Zoom(x, y))
        self.update()

    def rows_at(self, position: QPointF) -> list[ReadoutRow]:
        """Return the bin there, and how many values are in it."""
        health, plots = self._health, self.plots()
        number = next((k for k, axes in enumerate(plots) if axes.plot.contains(position)), None)
        return [] if health is None or number is None else bin_rows(health, plots[number], number, position)

    def table(self) -> str:
        """Return all bins."""
        return "" if self._health is None else histogram_table(self._health)

    def height_wanted(self, snapshot: RunInstant) -> float:
        """Return the height of all rows."""
        health = snapshot.look(HealthView)
        return 0.0 if health is None else histograms_height(health.now, self._style)

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: RunInstant) -> None:
        """Paint the histograms."""
        health = snapshot.look(HealthView)
        if health is not None:
            paint_histograms(painter, rect, health.now, self._style, self.options)
