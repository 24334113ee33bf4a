"""Health on screen: what is wrong and a button for what to try, curves by layer, and histograms."""

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.health_view import Advice, Callout, Health, HealthView
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.charts.health import (
    columns_of_health,
    health_axes,
    health_height,
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
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.axis import Zoom
from nnviz.paint.drawing.numbers import epoch_in_words
from nnviz.paint.drawing.readout import ReadoutRow, paint_readout
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.navigation.plots import Range, kept_sensible
from nnviz.ui.pictures.column_picture import ColumnPicture
from nnviz.ui.pictures.copying import tab_separated
from nnviz.ui.widgets.scroll_column import ScrollColumn

FINE = "Nothing is seen that keeps this network from learning."
NARROWEST = 1e-3
"""The smallest range of epochs that can be shown."""
LONGEST_BUTTON = 38
"""Signs on a button; what is longer stands above it."""
WAITING = "What keeps it from learning is looked for as soon as the engine is compiled."
TRYING = "Trying what would help …"


class HealthPicture(ColumnPicture):
    """One of the pictures of health: plots below one another that are taken hold of."""

    wheel_scrolls = True
    has_table = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.options = HealthOptions()

    def follow(self) -> None:
        """Show all of each plot again."""
        self.options = HealthOptions()
        self.update()

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self.options


class HealthCurves(HealthPicture):
    """The curves of all layers, with the values under the mouse."""

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
        if self._snapshot is None:
            return ()
        return health_axes(self.picture_rect(), self._snapshot, self._style, self.options)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show other epochs in all charts; up and down they show what there is."""
        del y
        if x is not None:
            scale = self.plots()[plot].x
            low, high = kept_sensible(x, (0.0, max(scale.high, 1.0)))
            low = max(low, 0.0)
            self.options = replace(self.options, epochs=(low, max(high, low + NARROWEST)))
            self.update()

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
        health, wholes = self._health, self._axes(HealthOptions(self.options.epochs))
        if health is None or plot >= len(wholes):
            return
        (column, row), whole = divmod(plot, len(health.histograms)), wholes[plot]
        old = self.options.zoom(row, column)
        x = old.x if x is None else kept_sensible(x, (whole.x.low, whole.x.high))
        y = old.y if y is None else kept_sensible(y, (0.0, whole.y.high))
        self.options = self.options.with_zoom(row, column, Zoom(x, y))
        self.update()

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: RunInstant, cursor: QPointF) -> None:
        """Say which bin is under the cursor, and how many values are in it."""
        del snapshot
        rows = self._rows_at(cursor)
        if rows:
            paint_readout(painter, rows, cursor, rect, self._style)

    def _rows_at(self, position: QPointF) -> list[ReadoutRow]:
        health, plots = self._health, self.plots()
        number = next((k for k, axes in enumerate(plots) if axes.plot.contains(position)), None)
        return [] if health is None or number is None else bin_rows(health, plots[number], number, position)

    def value_at(self, position: QPointF) -> str:
        """Return the bin there, and how many values are in it."""
        return "\n".join("\t".join((row.name, *row.values)) for row in self._rows_at(position))

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


class HealthPanel(ScrollColumn):
    """Says what is wrong and shows how it came.

    Signals
    -------
    advice_followed : Spec, str
        The Spec to start again with, and the name of the change.
    """

    advice_followed = Signal(object, str)
    frames_apart = 6

    def __init__(self) -> None:
        self._notes = QWidget()
        self.frames: list[CalloutFrame] = []
        self._column = QVBoxLayout(self._notes)
        self._column.setContentsMargins(GRID, GRID, GRID, 0)
        self._column.setSpacing(GRID)
        self.curves, self.histograms = HealthCurves(), Histograms()
        self.moment = QLabel()
        self._column.addWidget(self.moment)
        super().__init__(self._notes, self.curves, self.histograms)
        self.setAccessibleName("Health")
        self._spec: Spec | None = None
        self._asked = 1
        self._shown: tuple[tuple[Callout, ...], str] | None = None

    def wishes(self) -> Wishes:
        """Return what the panel needs."""
        return (TimelineWish(), HealthWish(self._asked))

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment of the run."""
        self._spec, health = snapshot.spec, snapshot.look(HealthView)
        if health is None:
            return
        if not snapshot.running and (health.trying or not health.complete):
            self._asked += 1
        # Measuring may lag behind training, and of a network with kernels some points stand for all.
        self.moment.setText(f"At {epoch_in_words(health.epoch)}{health.now.chosen_points()}:")
        self.curves.show_snapshot(snapshot)
        self.histograms.show_snapshot(snapshot)
        otherwise = WAITING if health.waiting else TRYING if health.trying else FINE
        shown = health.callouts, "" if health.callouts else otherwise
        if shown != self._shown:
            self._shown = shown
            self._show_callouts(*shown)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._notes.setStyleSheet(f"QLabel {{ font-size: {round(style.text)}px; }}")
        self.curves.set_style(style)
        self.histograms.set_style(style)

    def _show_callouts(self, callouts: tuple[Callout, ...], otherwise: str) -> None:
        """Say what is wrong; frames that are there are used again, so that buttons stay under the mouse."""
        while len(self.frames) < max(len(callouts), 1):
            self.frames.append(CalloutFrame(self))
            self._column.addWidget(self.frames[-1])
        for place, frame in enumerate(self.frames):
            callout = callouts[place] if place < len(callouts) else None
            frame.say(callout, otherwise if place == 0 else "")

    def follow(self, advice: Advice) -> None:
        """Start again with the settings that are advised."""
        if self._spec is None:
            return
        try:
            spec = with_values(self._spec, dict(advice.changes))
        except SpecError:  # the settings are others by now, and the advice no longer fits
            return
        self.advice_followed.emit(spec, advice.title.removeprefix("Try ").capitalize())


class CalloutFrame(QFrame):
    """One thing that is wrong, with a button that follows the advice."""

    def __init__(self, panel: HealthPanel) -> None:
        super().__init__()
        self._panel = panel
        self._advice: Advice | None = None
        self.text, self.result = QLabel(), QLabel()
        for label in (self.text, self.result):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self.advice = QPushButton()
        self.advice.clicked.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.text)
        column.addWidget(self.result)
        column.addWidget(self.advice, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, callout: Callout | None, otherwise: str) -> None:
        """Show a callout and what helps most; without any, what is said otherwise, or nothing."""
        self._advice = callout.advice[0] if callout is not None and callout.advice else None
        self.text.setText(otherwise if callout is None else callout.sentence)
        self.result.setVisible(self._advice is not None)
        self.advice.setVisible(self._advice is not None)
        if self._advice is not None:
            title, result = self._advice.title, self._advice.result
            is_short = len(title) <= LONGEST_BUTTON
            self.advice.setText(title if is_short else "Try this")
            self.result.setText(f"Tried: {result}." if is_short else f"{title}. Tried: {result}.")
        self.setVisible(bool(callout is not None or otherwise))

    def _follow(self) -> None:
        if self._advice is not None:
            self._panel.follow(self._advice)
