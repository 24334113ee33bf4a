"""The inspector: the chain rule of a weight, bias or neuron, path by path, and its check by a difference."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from nnviz.experiment.coming_update import Example
from nnviz.experiment.snapshot import Request, Snapshot
from nnviz.explain.case import Case
from nnviz.explain.inspected import Inspection, inspect, path_step, with_curve
from nnviz.explain.step import Place
from nnviz.paint.explained_diagram import part_of
from nnviz.paint.network_content import content_of
from nnviz.paint.network_layout import Neuron
from nnviz.paint.network_words import place as words_of
from nnviz.paint.network_words import sentence
from nnviz.paint.theme import GRID, Style
from nnviz.ui.explanation.difference_view import DifferenceView
from nnviz.ui.explanation.step_canvas import StepCanvas, StepScroller
from nnviz.ui.icons import icon

ALL = -1
"""In place of the number of a path: all of them are lit."""


class InspectorPanel(QWidget):
    """Follows one quantity from snapshot to snapshot; what it costs is computed beside the window's thread.

    Signals
    -------
    inspected : Step
        What is shown now, for lighting its paths: all of them, or one.
    place_hovered : Place or None
        What the term under the mouse stands for.
    place_clicked : Place
        A term was clicked: to be inspected next.
    closed
        The user is done.
    """

    inspected = Signal(object)
    place_hovered = Signal(object)
    place_clicked = Signal(object)
    closed = Signal()
    frames_apart = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place: Place | None = None
        self.digits = 4
        self.sample = 0
        self.example: Example | None = None
        self._snapshot: Snapshot | None = None
        self._case: Case | None = None
        self._found: Inspection | None = None
        self._path = ALL
        self._busy = self._again = False
        self._job = _Job()
        self._job.done.connect(self._show)
        self.canvas = StepCanvas()
        self.check = DifferenceView()
        self.check.epsilon_changed.connect(self._inspect)
        self.canvas.place_hovered.connect(self.place_hovered)
        self.canvas.place_clicked.connect(self.place_clicked)
        body = QHBoxLayout()
        body.setSpacing(GRID)
        self.scroller = StepScroller(self.canvas)
        body.addWidget(self.scroller, 1)
        body.addWidget(self.check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title_row())
        column.addLayout(body, 1)

    def _title_row(self) -> QWidget:
        row = QWidget()
        row.setObjectName("panelTitle")
        line = QHBoxLayout(row)
        line.setContentsMargins(GRID, 0, GRID, 0)
        back = QToolButton()
        back.setIcon(icon("x"))
        back.setToolTip("Back  (Esc)")
        back.setAccessibleName("Back")
        back.clicked.connect(self.closed)
        line.addWidget(QLabel("Chain rule, and its check by a central difference"), 1)
        for name, words, direction in (
            ("chevron-left", "The path before, alone  (in step mode: Left)", -1),
            ("chevron-right", "The next path, alone  (in step mode: Right)", +1),
        ):
            button = QToolButton()
            button.setIcon(icon(name))
            button.setToolTip(words)
            button.setAccessibleName(words.split(",")[0])
            button.clicked.connect(partial(self.other_path, direction))
            line.addWidget(button)
        line.addWidget(back)
        return row

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.canvas.set_style(style)
        self.check.set_style(style)

    def request(self) -> Request:
        """Ask for the coming update in full."""
        return Request(metrics=False, trace=True, example=self.example)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the quantity to another moment."""
        self._snapshot = snapshot
        self._inspect()

    def look_at(self, place: Place, sample: int, digits: int) -> None:
        """Take another quantity apart, as it is for a sample of the batch."""
        self.place, self.sample, self.digits = place, sample, digits
        self._path, self._found = ALL, None
        self._inspect()

    def other_path(self, direction: int) -> None:
        """Light the next path alone (1) or the one before (-1); after the last one all of them again."""
        if self._found is not None:
            count = len(self._found.rule.paths) + 1
            self._path = (self._path - ALL + direction) % count + ALL
            self._show_path()

    def _show_path(self) -> None:
        """Show the whole chain rule, or the path that is lit alone."""
        found, case = self._found, self._case
        if found is None or case is None:
            return
        self._path = min(self._path, len(found.rule.paths) - 1)
        step = found.step if self._path == ALL else path_step(case, found, self._path)
        self.canvas.show_step(step)
        self.inspected.emit(step)

    @Slot()
    def _inspect(self) -> None:
        """Have everything computed; while that goes on, only the newest wish is kept."""
        snapshot, place = self._snapshot, self.place
        if snapshot is None or snapshot.coming is None or place is None:
            return
        if self._busy:
            self._again = True
            return
        coming = snapshot.coming
        sample = min(self.sample, len(coming.trace.X) - 1)
        case = Case(coming.trace, coming.network, coming.training, sample, self.digits)
        title, epsilon = _title(place, snapshot), self.check.epsilon
        self._busy, self._again = True, False
        self._case = case
        self._job.start(lambda: inspect(case, place, title, epsilon))

    @Slot(object)
    def _show(self, found: Inspection | None) -> None:
        self._busy = False
        if found is not None and found.place == self.place and self.isVisible():
            self._found = found
            self.check.picture.show_inspection(found)
            self._show_path()
        if self._again:
            self._inspect()
        elif found is not None and not found.curve:
            self._add_curve(found)

    def _add_curve(self, found: Inspection) -> None:
        """Have the slower part computed, once there is time for it."""
        case = self._case
        if case is not None:
            self._busy = True
            self._job.start(lambda: with_curve(case, found))


class _Job(QObject):
    """Computes in a thread of the pool; `done` arrives in the window's thread, None where it failed."""

    done = Signal(object)

    def start(self, compute: Callable[[], Inspection]) -> None:
        """Begin; the numbers are immutable, so nothing is shared."""

        def run() -> None:
            try:
                found: Inspection | None = compute()
            except (ArithmeticError, ValueError, IndexError):  # the network was changed meanwhile
                found = None
            with suppress(RuntimeError):  # the window has been closed
                self.done.emit(found)

        QThreadPool.globalInstance().start(run)


def _title(place: Place, snapshot: Snapshot) -> str:
    part, content = part_of(place), content_of(snapshot)
    if isinstance(part, Neuron):
        text = words_of(part, content)
        return f"{text[:1].upper()}{text[1:]}" + (": its sum z" if part.layer else "")
    return sentence(part, content)
