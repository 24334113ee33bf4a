"""Loss and accuracy on screen: readout, which part is shown, logarithmic axes."""

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.look.scores import MeasuredAtWish, ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.curves import MOST_SINGLE, Curves
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.origin import Origin
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.paint.charts.counting import Counting
from nnviz.paint.charts.counts import Counts
from nnviz.paint.charts.curves import axis_name, counting_of, paint_curves
from nnviz.paint.charts.curves_cursor import (
    all_curves_axes,
    curves_axes,
    hidden_next,
    paint_curves_cursor,
    part_at,
    values_in_words,
)
from nnviz.paint.charts.options import CurvesOptions
from nnviz.paint.drawing.axes import Axes, label_height
from nnviz.paint.drawing.lettering import text_width
from nnviz.paint.drawing.theme import Style
from nnviz.ui.navigation.plots import Handle, Range, from_zero_on, kept_sensible, zoomed
from nnviz.ui.pictures.held import NAVIGATION_KEYS, NOTCH
from nnviz.ui.pictures.picture_view import PictureView
from nnviz.ui.views.curves_table import curves_table
from nnviz.ui.views.way_back import WayBack

STEPS = 40
"""Presses of an arrow key from one side of the plot to the other."""
AT_REST = 300
"""Milliseconds without zooming after which the single updates of the part that is shown are replayed."""
NARROWEST = 1e-3
"""The smallest range of epochs that can be shown."""


class CurvesView(PictureView):
    """Shows the learning curves; without zoom, it follows the run.

    Signals
    -------
    visited(int)
        The line at the moment that is shown was dragged to an update.
    singles_asked(int, int)
        Every update from one to another is to be shown; none any more where the other is before the one.
    """

    frames_apart = 2
    visited = Signal(int)
    singles_asked = Signal(int, int)
    keys = NAVIGATION_KEYS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loss and accuracy by epoch", "What the curves show", parent)
        self.setToolTip(
            "Move for values; wheel or + and − zoom, drag moves, with Shift draws a rectangle, "
            "double click follows the run again"
        )
        self.options = CurvesOptions(values=True)
        add = self.menu.add
        self._log_loss = add(
            "Logarithmic loss", "L", "Equal steps for equal factors", self._choose, checked=False
        )
        self._log_epochs = add(
            "Logarithmic epochs", "E", "Show the first epochs larger", self._choose, checked=False
        )
        self._branches = add(
            "Other branches", "O", "Show the other branches of the run", self._choose, checked=True
        )
        self._smooth = add(
            "Smooth", "S", "Running means, with what was recorded faint behind", self._choose, checked=False
        )
        self._counts = self._offer_counts()
        self._singles = add(
            "Single updates",
            "U",
            "Every update of the part that is shown, 1,000 at most",
            self._ask_singles,
            checked=False,
        )
        self._follow = add("Follow the run", "F", "Show all epochs again", self.follow)
        self._run: tuple[object, object] = (None, None)
        self._at_rest = QTimer(self)
        self._at_rest.setSingleShot(True)
        self._at_rest.setInterval(AT_REST)
        self._at_rest.timeout.connect(self._ask_singles)
        self._back = WayBack(self)
        self._back.clicked.connect(self.follow)

    def _offer_counts(self) -> dict[Counts, QAction]:
        """Offer what the axis may count, one of them at a time."""
        group, offered = QActionGroup(self), {}
        for counts in Counts:
            name = f"Count {counts.value}"
            offered[counts] = self.menu.add(
                name, "", f"{counts.value.capitalize()} along the axis", self._choose, checked=False
            )
            group.addAction(offered[counts])
        offered[Counts.EPOCHS].setChecked(True)
        return offered

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment of the run; single updates of another run or branch go."""
        timeline, origin = snapshot.look(TimelineView), snapshot.look(Origin)
        start = origin and origin.start
        branch = timeline and timeline.present.id
        if start is not self._run[0] or branch != self._run[1]:
            self._run = start, branch
            if self.options.singles is not None:
                self.singles_asked.emit(0, -1)
                self.show_singles(None)
        super().show_snapshot(snapshot)

    def wishes(self) -> Wishes:
        """Return what the curves need: the history is always there."""
        return (ScoresWish(), MeasuredAtWish(), TimelineWish())

    def _choose(self) -> None:
        log_loss, log_epochs = self._log_loss.isChecked(), self._log_epochs.isChecked()
        before = self.options
        counts = next(counts for counts, action in self._counts.items() if action.isChecked())
        is_same = counts is before.counts and log_epochs == before.log_epochs
        self._take(
            replace(
                before,
                log_loss=log_loss,
                log_epochs=log_epochs,
                branches=self._branches.isChecked(),
                smooth=self._smooth.isChecked(),
                loss=before.loss if log_loss == before.log_loss else None,
                counts=counts,
                epochs=before.epochs if is_same else None,
            )
        )

    def follow(self) -> None:
        """Show the whole run, and go on with it."""
        self._take(replace(self.options, epochs=None, loss=None, accuracy=None))

    def _offer_all(self) -> None:
        """Offer all epochs beside the menu while only some are shown: the run goes on out of sight."""
        self._back.setVisible(self.options.is_zoomed)
        if not self.options.is_zoomed:
            return
        corner, plots = self.menu.geometry(), self.plots()
        named = text_width(self._axis_name(), self._style) if plots else 0.0
        reached = plots[-1].plot.center().x() + named / 2 if plots else 0.0
        labelled = plots[-1].plot.bottom() + label_height(self._style) if plots else 0.0
        self._back.stand_beside(corner, reached, labelled)

    def _axis_name(self) -> str:
        return "" if self._snapshot is None else axis_name(self._snapshot, self.options)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button beside the menu."""
        super().resizeEvent(event)
        self._offer_all()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        super().set_style(style)
        self._offer_all()

    def _ask_singles(self) -> None:
        """Ask for every update of the part that is shown, or do without them."""
        counting = self._counting()
        if not self._singles.isChecked() or counting is None or not len(counting.curves.updates):
            self.singles_asked.emit(0, -1)
            self.show_singles(None)
            return
        low, high = self.options.epochs or (0.0, np.inf)
        curves, there = counting.curves, self.options.singles
        ends = np.interp([counting.epoch_at(low), counting.epoch_at(high)], curves.epochs, curves.updates)
        first, last = int(np.floor(ends[0])), int(np.ceil(ends[1]))
        wanted = min(last, first + MOST_SINGLE)
        if there is None or not there.updates[0] <= first <= wanted <= there.updates[-1]:
            self.singles_asked.emit(first, last)

    @Slot(object)
    def show_singles(self, singles: Curves | None) -> None:
        """Show single updates of a part of the run; None: records only."""
        self._singles.setChecked(singles is not None)
        self._take(replace(self.options, singles=singles))

    def show_runs(self, runs: frozenset[int]) -> None:
        """Show these earlier runs of the session with the present one."""
        self.options = replace(self.options, runs=runs)
        self.update()

    def show_name(self, name: str) -> None:
        """Call the curve of the training data so."""
        self.options = replace(self.options, name=name)
        self.update()

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self.options

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: RunInstant) -> None:
        """Paint the curves."""
        paint_curves(painter, rect, snapshot, self._style, options=self.options)

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: RunInstant, cursor: QPointF) -> None:
        """Paint the values at the cursor."""
        paint_curves_cursor(painter, rect, snapshot, self._style, options=self.options, cursor=cursor)

    # Which part is shown

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of the loss and of the accuracy."""
        return self._axes(self.options)

    def _axes(self, options: CurvesOptions) -> tuple[Axes, ...]:
        if self._snapshot is None:
            return ()
        return all_curves_axes(self.picture_rect(), self._snapshot, self._style, options)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show other epochs in both charts, or another part of the axis of one."""
        if x is not None:
            self._show_epochs(x)
        if y is not None:
            axis, log = ("loss", self.options.log_loss) if plot == 0 else ("accuracy", False)
            whole = self._axes(replace(self.options, loss=None, accuracy=None))[plot].y
            self._take(replace(self.options, **{axis: kept_sensible(y, (whole.low, whole.high), log)}))

    def zoom(self, factor: float, position: QPointF) -> None:
        """Show `factor` times fewer epochs, those around `position`."""
        axes = self.axes_at(position)
        if axes is not None:
            x = min(max(position.x(), axes.plot.left()), axes.plot.right())
            self._show_epochs(zoomed(axes.x, factor, x))

    def _show_epochs(self, chosen: Range) -> None:
        counting = self._counting()
        assert self._snapshot is not None
        assert counting is not None
        ends = (self._snapshot.epoch, float(self._snapshot.curves.epochs[-1]))
        whole = (
            0.0,
            max(*map(counting.at, ends), 1.0 if self.options.counts is Counts.EPOCHS else 0.0) or 1.0,
        )
        log = self.options.log_epochs
        low, high = from_zero_on(kept_sensible(chosen, whole, log), log)
        if high - low >= NARROWEST * whole[1] / max(*ends, 1.0):
            self._take(replace(self.options, epochs=(low, high)))

    def _take(self, options: CurvesOptions) -> None:
        if self._singles.isChecked() and options.epochs != self.options.epochs:
            self._at_rest.start()
        self.options = options
        self._offer_all()
        self.update()

    def click(self, position: QPointF) -> None:
        """Hide the curve whose entry of the legend is clicked, or show it alone, or all again."""
        if self._snapshot is None:
            return
        part = part_at(self.picture_rect(), self._snapshot, self._style, self.options, position)
        if part:
            parts = frozenset(self._snapshot.curves.loss)
            self._take(replace(self.options, hidden=hidden_next(self.options.hidden, part, parts)))

    has_table = True

    def table(self) -> str:
        """Return the curves of the epochs that are shown."""
        snapshot, plots = self._snapshot, self.plots()
        if snapshot is None or not plots:
            return ""
        x = plots[0].x
        return curves_table(snapshot, self.options, x.low, x.high)

    def value_at(self, position: QPointF) -> str:
        """Return what the readout there says."""
        if self._snapshot is None or not self.plots():
            return ""
        return values_in_words(self.picture_rect(), self._snapshot, self._style, self.options, position)

    def handles(self) -> tuple[Handle, ...]:
        """Return the moment that is shown as a line in each chart, that leads through time."""
        snapshot, counting = self._snapshot, self._counting()
        if snapshot is None or counting is None or snapshot.look(TimelineView) is None:
            return ()
        here = counting.at(snapshot.epoch)
        return tuple(Handle(plot, here, self._visit) for plot in range(len(self.plots())))

    def _counting(self) -> Counting | None:
        return None if self._snapshot is None else counting_of(self._snapshot, self.options)

    def _visit(self, position: float) -> None:
        counting = self._counting()
        epoch = position if counting is None else counting.epoch_at(position)
        timeline = None if self._snapshot is None else self._snapshot.look(TimelineView)
        if timeline is not None:
            present = timeline.present
            update = round(float(np.interp(epoch, present.epochs, present.updates)))
            self.visited.emit(update)

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes at a position: those of the loss or of the accuracy."""
        if self._snapshot is None:
            return None
        return curves_axes(
            self.picture_rect(), self._snapshot, self._style, options=self.options, at=position
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the readout with the arrows, zoom with plus and minus, leave with Escape."""
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.navigate(
            Qt.Key(event.key()), event.modifiers()
        ):
            return
        cursor = self._cursor if self._cursor is not None else self.picture_rect().center()
        step = self.picture_rect().width() / STEPS
        if event.key() == Qt.Key.Key_Left:
            self.set_cursor_at(cursor - QPointF(step, 0.0))
        elif event.key() == Qt.Key.Key_Right:
            self.set_cursor_at(cursor + QPointF(step, 0.0))
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(NOTCH, cursor)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1.0 / NOTCH, cursor)
        elif event.key() == Qt.Key.Key_Escape:
            self.set_cursor_at(None)
        else:
            super().keyPressEvent(event)
