"""Loss and accuracy on screen: readout, zoom by wheel, drag and keys, logarithmic axes."""

import math

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QToolButton, QWidget

from nnviz.experiment.look.scores import MeasuredAtWish, ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.paint.charts.curves import CurvesOptions, curves_axes, paint_curves, paint_curves_cursor
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.theme import Style
from nnviz.ui.pictures.picture_view import PictureView

NOTCH = 1.25
"""Factor of one notch of the wheel."""
STEPS = 40
"""Presses of an arrow key from one side of the plot to the other."""
NARROWEST = 1e-3
"""The smallest range of epochs that can be shown."""


class CurvesView(PictureView):
    """Shows the learning curves; without zoom, it follows the run."""

    frames_apart = 2
    keys = frozenset(
        {
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
            Qt.Key.Key_Plus,
            Qt.Key.Key_Minus,
            Qt.Key.Key_Equal,
            Qt.Key.Key_Escape,
        }
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loss and accuracy by epoch", "What the curves show", parent)
        self.setToolTip(
            "Move for values; wheel or + and - zoom, drag moves, double click follows the run again"
        )
        self.options = CurvesOptions(values=True)
        self._grabbed: QPointF | None = None
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
        self._follow = add("Follow the run", "F", "Show all epochs again", self.follow)
        self._back = QToolButton(self)
        self._back.setText("All epochs")
        self._back.hide()
        self._back.setToolTip("Show the whole run and follow it again  (F)")
        self._back.setAccessibleName("All epochs")
        self._back.setProperty("role", "small")
        self._back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._back.clicked.connect(self.follow)

    def wishes(self) -> Wishes:
        """Return what the curves need: the history is always there."""
        return (ScoresWish(), MeasuredAtWish(), TimelineWish())

    def _choose(self) -> None:
        self.options = replace(
            self.options,
            log_loss=self._log_loss.isChecked(),
            log_epochs=self._log_epochs.isChecked(),
            branches=self._branches.isChecked(),
        )
        self.update()

    def follow(self) -> None:
        """Show the whole run, and go on with it."""
        self.options = replace(self.options, epochs=None)
        self._offer_all()
        self.update()

    def _offer_all(self) -> None:
        """Offer all epochs beside the menu while only some are shown: the run goes on out of sight."""
        size, corner = self._back.sizeHint(), self.menu.geometry()
        self._back.setGeometry(corner.left() - size.width(), corner.top(), size.width(), corner.height())
        self._back.setVisible(self.options.epochs is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button beside the menu."""
        super().resizeEvent(event)
        self._offer_all()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        super().set_style(style)
        self._offer_all()

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

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Snapshot) -> None:
        """Paint the curves."""
        paint_curves(painter, rect, snapshot, self._style, options=self.options)

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: Snapshot, cursor: QPointF) -> None:
        """Paint the values at the cursor."""
        if self._grabbed is None:
            paint_curves_cursor(painter, rect, snapshot, self._style, options=self.options, cursor=cursor)

    # Zoom

    def zoom(self, factor: float, position: QPointF) -> None:
        """Show `factor` times fewer epochs, those around `position`."""
        axes = self.axes_at(position)
        if axes is not None:
            x = min(max(position.x(), axes.plot.left()), axes.plot.right())
            self._show_epochs(axes, x + (axes.plot.left() - x) / factor, x + (axes.plot.right() - x) / factor)

    def pan(self, pixels: float, position: QPointF) -> None:
        """Move the curves to the right by `pixels`."""
        axes = self.axes_at(position)
        if axes is not None:
            self._show_epochs(axes, axes.plot.left() - pixels, axes.plot.right() - pixels)

    def _show_epochs(self, axes: Axes, left: float, right: float) -> None:
        low, high = axes.x.value(left), axes.x.value(right)
        if not self.options.log_epochs and low < 0.0:
            low, high = 0.0, high - low
        if high - low >= NARROWEST and math.isfinite(high):
            self.options = replace(self.options, epochs=(low, high))
            self._offer_all()
            self.update()

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes at a position: those of the loss or of the accuracy."""
        if self._snapshot is None:
            return None
        return curves_axes(
            self.picture_rect(), self._snapshot, self._style, options=self.options, at=position
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse."""
        self.zoom(NOTCH ** (event.angleDelta().y() / 120.0), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the curves."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the curves, or let the readout follow."""
        if self._grabbed is not None:
            self.pan(event.position().x() - self._grabbed.x(), event.position())
            self._grabbed = event.position()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the curves."""
        super().mouseReleaseEvent(event)
        self._grabbed = None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Follow the run again."""
        super().mouseDoubleClickEvent(event)
        self._grabbed = None
        self.follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the readout with the arrows, zoom with plus and minus, leave with Escape."""
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
