"""The compare window: two trainings from identical weights side by side, their curves in one picture."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.experiment.snapshot import Request, Snapshot
from nnviz.experiment.spec import Spec
from nnviz.paint.theme import GRID, Style
from nnviz.ui.boundary_view import BoundaryView
from nnviz.ui.branch_chip import chip
from nnviz.ui.commands import play_icon
from nnviz.ui.compare.difference import Difference
from nnviz.ui.compare.in_step import InStep
from nnviz.ui.counters import Counters, rate
from nnviz.ui.curves_view import CurvesView
from nnviz.ui.frame_feed import combined
from nnviz.ui.icons import icon
from nnviz.ui.keyboard import focus_by_tab_only, keeps_key
from nnviz.ui.transport import SPEEDS

SIZE = (140 * GRID, 86 * GRID)
_OTHER = 1
"""The number of the right side's colour; the left one has that of the first branch."""


class CompareWindow(QWidget):
    """Opened on an experiment; what differs at the right is chosen at the top."""

    def __init__(self, spec: Spec, speed: float | None, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(f"Compare: {spec.title or 'two trainings'}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._left = spec
        self._style = Style()
        self._wanted: tuple[Request, Request] | None = None
        self.difference = Difference(spec)
        self.in_step = InStep(self)
        self.boundaries = (BoundaryView(), BoundaryView())
        self.curves = CurvesView()
        self.counters = Counters()
        self._headings = (QLabel(), QLabel())
        self._chips = (QLabel(), QLabel())
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setProperty("role", "note")
        self._speed = _speed_box(speed)
        self._make_actions()
        self._lay_out()
        self.difference.changed.connect(self._begin)
        self.in_step.arrived.connect(self._show)
        self.in_step.stopped.connect(self._stop)
        self._speed.currentIndexChanged.connect(self._set_speed)
        self._set_speed()
        self.resize(*SIZE)
        self._want()
        self._begin()
        focus_by_tab_only(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        for view in (*self.boundaries, self.curves, self.difference):
            view.set_style(style)
        self._head()

    # What can be done

    @Slot()
    def play_or_pause(self) -> None:
        """Train both, or stop."""
        if self.in_step.playing:
            self.in_step.pause()
        else:
            self._say("")
            self.in_step.play()
        self._show_playing()

    @Slot()
    def step(self) -> None:
        """Train both by one update."""
        self.in_step.step(1)
        self._show_playing()

    @Slot()
    def reset(self) -> None:
        """Go back to the same initial weights."""
        self._say("")
        self.in_step.reset()
        self._show_playing()

    def _make_actions(self) -> None:
        self._reset = self._action("Reset", "R", "rotate-ccw", self.reset)
        self._play = self._action("Play", "Space", "play", self.play_or_pause)
        self._step = self._action("Step", "Right", "step-forward", self.step)
        self._action("Close", "Ctrl+W", "x", self.close)
        self._show_playing()

    def _action(self, text: str, key: str, icon_name: str, slot: object) -> QAction:
        action = QAction(icon(icon_name), text, self)
        action.setShortcut(key)
        action.setToolTip(f"{text}  ({key})")
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    # What is shown

    @Slot()
    def _begin(self) -> None:
        """Start both sides again, from the same weights."""
        self._say("")
        self.in_step.open(self._left, self.difference.right)
        self._head()
        self._show_playing()

    @Slot(object, object)
    def _show(self, left: Snapshot, right: Snapshot) -> None:
        for view, snapshot in zip(self.boundaries, (left, right), strict=True):
            view.show_snapshot(snapshot)
        self.curves.show_snapshot(self._both(left, right))
        speed = self.in_step.meter.updates_per_second()
        self.counters.show_snapshot(replace(left, running=self.in_step.playing, updates_per_second=speed))
        self._want()
        self._show_playing()

    def _both(self, left: Snapshot, right: Snapshot) -> Snapshot:
        """Return the left moment with the right training as its one other branch."""
        if left.timeline is None or right.timeline is None:
            return left
        name = self.difference.label(self.difference.right)
        other = replace(right.timeline.present, id=_OTHER, name=name, colour=_OTHER, parent=None)
        return replace(left, timeline=replace(left.timeline, others=(other,)))

    def _want(self) -> None:
        """Ask for what both pictures and the curves need."""
        left, right = (combined([view.request(), self.curves.request()]) for view in self.boundaries)
        wanted = replace(left, metrics=False), replace(right, metrics=False)
        if wanted != self._wanted:
            self._wanted = wanted
            self.in_step.want(*wanted)

    @Slot(str)
    def _stop(self, sentence: str) -> None:
        self._say(sentence)
        self._show_playing()

    def _say(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def _head(self) -> None:
        specs, theme = (self._left, self.difference.right), self._style.theme
        side = round(2 * GRID * self._style.scale)
        for number, spec in enumerate(specs):
            self._headings[number].setText(self.difference.label(spec))
            self._chips[number].setPixmap(chip(theme.branch_colour(number)).pixmap(side, side))

    def _show_playing(self) -> None:
        playing = self.in_step.playing
        self._play.setText("Pause" if playing else "Play")
        self._play.setIcon(play_icon(playing))

    @Slot()
    def _set_speed(self) -> None:
        self.in_step.set_speed(SPEEDS[self._speed.currentIndex()])

    # Qt's events

    def event(self, event: QEvent) -> bool:
        """Let a control that has the focus keep the keys it works by."""
        if isinstance(event, QKeyEvent) and keeps_key(QApplication.focusWidget(), event):
            event.accept()
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End both trainings."""
        self.in_step.close()
        event.accept()

    # How it is put together

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID // 2)
        for action in (self._reset, self._play, self._step):
            button = QToolButton()
            button.setDefaultAction(action)
            if action is self._play:
                button.setProperty("role", "primary")
            top.addWidget(button)
        top.addWidget(self._speed)
        top.addSpacing(2 * GRID)
        top.addWidget(self.difference, 1)
        top.addWidget(self.counters)
        pictures = QHBoxLayout()
        pictures.setSpacing(GRID)
        for view, heading, dot in zip(self.boundaries, self._headings, self._chips, strict=True):
            pictures.addLayout(_column(_row(dot, heading), view), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self._message)
        self._message.hide()
        column.addLayout(pictures, 3)
        column.addWidget(self.curves, 2)


def _speed_box(speed: float | None) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName("Speed")
    box.setToolTip("Updates a second")
    with QSignalBlocker(box):
        box.addItems(["flat out" if each is None else f"{rate(each)} / s" for each in SPEEDS])
        box.setCurrentIndex(SPEEDS.index(speed) if speed in SPEEDS else len(SPEEDS) - 1)
    return box


def _row(dot: QLabel, heading: QLabel) -> QHBoxLayout:
    heading.setProperty("role", "section")
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addWidget(dot)
    row.addWidget(heading, 1)
    return row


def _column(heading: QHBoxLayout, view: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GRID // 2)
    column.addLayout(heading)
    column.addWidget(view, 1)
    return column
