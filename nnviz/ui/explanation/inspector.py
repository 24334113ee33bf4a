"""The inspector: the chain rule of a weight, bias or neuron, path by path, and its check by a difference."""

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.snapshot import Request, Snapshot
from nnviz.explain.chain.inspected import Inspection, inspect, path_step, with_curve
from nnviz.explain.formulas.step import Place
from nnviz.explain.update.case import Case, case_of
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.network.content import content_of
from nnviz.paint.network.explained import part_of
from nnviz.paint.network.layout import Bias, Neuron, Weight
from nnviz.paint.network.words import is_there, sentence, value_of
from nnviz.paint.network.words import place as words_of
from nnviz.ui.explanation.difference_view import DifferenceScroller, DifferenceView
from nnviz.ui.explanation.inspector_bar import InspectorBar
from nnviz.ui.explanation.step_canvas import StepCanvas, StepScroller
from nnviz.ui.explanation.walker import FIRST_DIGITS

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
    value_edited : Weight or Bias, float
        Of the diagram: its value is to be this.
    closed
        The user is done.
    """

    inspected = Signal(object)
    place_hovered = Signal(object)
    place_clicked = Signal(object)
    value_edited = Signal(object, float)
    closed = Signal()
    frames_apart = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place: Place | None = None
        self.digits = FIRST_DIGITS
        self.sample = 0
        self.example: Example | None = None
        self._snapshot: Snapshot | None = None
        self._case: Case | None = None
        self._found: Inspection | None = None
        self._path, self._line = ALL, -1
        self._busy = self._again = False
        self._job = _Job()
        self._job.done.connect(self._show)
        self.bar = InspectorBar()
        self.canvas = StepCanvas()
        self.check = DifferenceView()
        body = QHBoxLayout()
        body.setSpacing(GRID)
        self.scroller = StepScroller(self.canvas)
        body.addWidget(self.scroller, 1)
        body.addWidget(DifferenceScroller(self.check))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(body, 1)
        self._connect()

    def _connect(self) -> None:
        bar, canvas = self.bar, self.canvas
        bar.path_asked.connect(self.other_path)
        bar.close_asked.connect(self.closed)
        bar.samples.asked.connect(self.other_sample)
        bar.digits.valueChanged.connect(self._set_digits)
        bar.value_edited.connect(self._edit)
        canvas.place_hovered.connect(self.place_hovered)
        canvas.place_clicked.connect(self.place_clicked)
        canvas.line_hovered.connect(self._light_line)
        self.check.epsilon_changed.connect(self._inspect)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.bar.set_style(style)
        self.canvas.set_style(style)
        self.check.set_style(style)

    def request(self) -> Request:
        """Ask for the coming update in full."""
        return Request(metrics=False, trace=True, example=self.example)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the quantity to another moment."""
        before, self._snapshot = self._snapshot, snapshot
        if self.place is not None and not is_there(part_of(self.place), snapshot):
            self.place = None  # the network has been changed
            self.closed.emit()
            return
        if before is None or before.spec.network.layers != snapshot.spec.network.layers:
            self._offer_value()
        self._inspect()

    def look_at(self, place: Place, sample: int, digits: int) -> None:
        """Take another quantity apart, as it is for a sample of the batch."""
        self.place, self.sample, self.digits = place, sample, digits
        if self._snapshot is not None and not is_there(part_of(place), self._snapshot):
            self._snapshot = None  # from before the network was changed, when this was seen last
        self.bar.digits.setValue(digits)
        self._path, self._found = ALL, None
        self._offer_value()
        self._inspect()

    def follow(self, example: Example) -> None:
        """See the quantity as it is for an example: one of the batch, or another one alone."""
        coming = self._snapshot.coming if self._snapshot is not None else None
        rows = [] if coming is None or coming.example is not None else coming.trace.batch_indices.tolist()
        if example.part == "train" and example.index in rows:
            self.example, self.sample = None, rows.index(example.index)
            self._inspect()
        else:
            self.example = example  # comes with a snapshot that has it

    @property
    def followed(self) -> Example | None:
        """The example for which the quantity is shown."""
        coming = self._snapshot.coming if self._snapshot is not None else None
        return coming.followed(self.sample % len(coming.trace.X)) if coming is not None else None

    @Slot(int)
    def other_sample(self, step: int) -> None:
        """Follow the sample of the batch that is `step` on, after the last the first."""
        self.sample += step
        self._inspect()

    @Slot(int)
    def _set_digits(self, digits: int) -> None:
        self.digits = digits
        self._inspect()

    # Its value

    @property
    def edited(self) -> Weight | Bias | None:
        """The weight or bias that the value field edits, of a neuron its bias; None where there is none."""
        place, snapshot = self.place, self._snapshot
        part = None if place is None else part_of(place)
        if not isinstance(part, Neuron):
            return part
        has_bias = part.layer > 0 and snapshot is not None and content_of(snapshot).has_biases(part.layer - 1)
        return Bias(part.layer - 1, part.unit) if has_bias else None

    def _offer_value(self) -> None:
        part, snapshot = self.edited, self._snapshot
        if part is None or snapshot is None:
            self.bar.offer_value("", "", 0.0)
            return
        name = "weight" if isinstance(part, Weight) else "bias"
        self.bar.offer_value(name, sentence(part, content_of(snapshot)), value_of(part, snapshot))

    @Slot(float)
    def _edit(self, value: float) -> None:
        if self.edited is not None:
            self.value_edited.emit(self.edited, value)

    # Its paths

    @Slot(int)
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
        self._light()

    @Slot(int)
    def _light_line(self, line: int) -> None:
        self._line = line
        self._light()

    def _light(self) -> None:
        """Light the path that is shown alone, or whose line the mouse is on; else all paths."""
        found, case = self._found, self._case
        if found is None or case is None:
            return
        lit = self._line if self._path == ALL else self._path
        one = 0 <= lit < len(found.rule.paths)
        self.inspected.emit(path_step(case, found, lit) if one else found.step)

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
        batch = len(coming.trace.X)
        self.sample %= batch
        self.bar.samples.show_sample(self.sample, batch)
        if self.edited is not None:
            self.bar.show_value(value_of(self.edited, snapshot))
        case = case_of(snapshot, self.sample, self.digits)
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
