"""Health on screen: what is wrong and a button for what to try, curves by layer, and histograms."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.health_view import Callout, HealthView
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.fields import with_values
from nnviz.experiment.spec.spec import Spec, SpecError
from nnviz.paint.charts.health import health_height, paint_health, paint_health_cursor
from nnviz.paint.charts.histogram import histograms_height, paint_histograms
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.pictures.column_picture import ColumnPicture
from nnviz.ui.widgets.scroll_column import ScrollColumn

FINE = "Nothing is wrong: no dead or saturated units, no vanishing or exploding gradients."


class HealthCurves(ColumnPicture):
    """The curves of all layers, with the values under the mouse."""

    def __init__(self) -> None:
        super().__init__("Health by layer and epoch")

    def height_wanted(self, snapshot: Snapshot) -> float:
        """Return the height of all charts."""
        return health_height(snapshot, self._style)

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Snapshot) -> None:
        """Paint the curves."""
        paint_health(painter, rect, snapshot, self._style)

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: Snapshot, cursor: QPointF) -> None:
        """Paint the values under the cursor."""
        paint_health_cursor(painter, rect, snapshot, self._style, cursor)


class Histograms(ColumnPicture):
    """Weights, activations and gradients of each layer."""

    def __init__(self) -> None:
        super().__init__("Histograms of weights, activations and gradients")

    def height_wanted(self, snapshot: Snapshot) -> float:
        """Return the height of all rows."""
        health = snapshot.look(HealthView)
        return 0.0 if health is None else histograms_height(health.now, self._style)

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Snapshot) -> None:
        """Paint the histograms."""
        health = snapshot.look(HealthView)
        if health is not None:
            paint_histograms(painter, rect, health.now, self._style)


class HealthPanel(ScrollColumn):
    """Says what is wrong and shows how it came.

    Signals
    -------
    spec_changed : Spec, str
        The Spec after a piece of advice was followed, and the name of the change.
    """

    spec_changed = Signal(object, str)
    frames_apart = 6

    def __init__(self) -> None:
        self._notes = QWidget()
        self.frames: list[CalloutFrame] = []
        self._column = QVBoxLayout(self._notes)
        self._column.setContentsMargins(GRID, GRID, GRID, 0)
        self._column.setSpacing(GRID)
        self.curves, self.histograms = HealthCurves(), Histograms()
        super().__init__(self._notes, self.curves, self.histograms)
        self.setAccessibleName("Health")
        self._spec: Spec | None = None
        self._asked = 1
        self._shown: tuple[Callout, ...] | None = None

    def wishes(self) -> Wishes:
        """Return what the panel needs."""
        return (TimelineWish(), HealthWish(self._asked))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""
        self._spec, health = snapshot.spec, snapshot.look(HealthView)
        if health is None:
            return
        if not health.complete and not snapshot.running:
            self._asked += 1
        self.curves.show_snapshot(snapshot)
        self.histograms.show_snapshot(snapshot)
        if health.callouts != self._shown:
            self._shown = health.callouts
            self._show_callouts(self._shown)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.curves.set_style(style)
        self.histograms.set_style(style)

    def _show_callouts(self, callouts: tuple[Callout, ...]) -> None:
        """Say what is wrong; frames that are there are used again, so that buttons stay under the mouse."""
        while len(self.frames) < max(len(callouts), 1):
            self.frames.append(CalloutFrame(self))
            self._column.addWidget(self.frames[-1])
        for place, frame in enumerate(self.frames):
            callout = callouts[place] if place < len(callouts) else None
            is_last = all(
                callout is None or other.changes != callout.changes for other in callouts[place + 1 :]
            )
            frame.say(callout, is_first=place == 0, with_button=is_last)

    def follow(self, callout: Callout) -> None:
        """Change the settings as a callout advises."""
        if self._spec is None:
            return
        try:
            spec = with_values(self._spec, dict(callout.changes))
        except SpecError:  # the settings are others by now, and the advice no longer fits
            return
        self.spec_changed.emit(spec, callout.advice.removeprefix("Try ").capitalize())


class CalloutFrame(QFrame):
    """One thing that is wrong, with a button that follows the advice."""

    def __init__(self, panel: HealthPanel) -> None:
        super().__init__()
        self._panel = panel
        self._callout: Callout | None = None
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self.advice = QPushButton()
        self.advice.clicked.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.text)
        column.addWidget(self.advice, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, callout: Callout | None, is_first: bool, with_button: bool) -> None:
        """Show a callout; without any, the first frame says that all is well, the others are hidden.

        Of callouts with the same advice only the last has a button.
        """
        self._callout = callout
        self.text.setText(callout.sentence if callout is not None else FINE)
        self.advice.setText("" if callout is None else callout.advice)
        self.advice.setVisible(callout is not None and with_button and bool(callout.changes))
        self.setVisible(callout is not None or is_first)

    def _follow(self) -> None:
        if self._callout is not None:
            self._panel.follow(self._callout)
