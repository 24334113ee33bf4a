"""The inspector: the chain rule of a weight, bias or neuron, path by path, and its check by a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.coming_update import ComingUpdate, Example
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.explain.formulas.step import Step
from nnviz.paint.drawing.theme import GRID
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.content.pictured import is_pictured
from nnviz.paint.network.words import sentence, value_of
from nnviz.parts import Bias, Parameter, Part, Unit, Weight, is_in_diagram, symbol
from nnviz.tasks.tasks import Tasks
from nnviz.ui.explanation.controls import FIRST_DIGITS
from nnviz.ui.explanation.difference_view import DifferenceScroller, DifferenceView
from nnviz.ui.explanation.inspector_bar import InspectorBar
from nnviz.ui.explanation.step_canvas import StepCanvas
from nnviz.ui.explanation.step_pages import StepPages
from nnviz.ui.looks.look import Styles

if TYPE_CHECKING:
    from nnviz.explain.chain.inspected import Inspection
    from nnviz.explain.update.case import Case

ALL = -1
"""In place of the number of a path: all of them are lit."""


class InspectorPanel(QWidget):
    """Follows one quantity from snapshot to snapshot; what it costs is computed beside the window's thread.

    Signals
    -------
    inspected : Step
        What is shown now, for lighting its paths: all of them, or one.
    place_hovered : Part or None
        What the term under the mouse stands for.
    place_clicked : Part
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
        self.place: Part | None = None
        self.digits = FIRST_DIGITS
        self.sample = 0
        self.example: Example | None = None
        self._snapshot: NetworkInstant | None = None
        self._case: Case | None = None
        self._found: Inspection | None = None
        self._path, self._line = ALL, -1
        self._tasks = Tasks(self, "The inspection")
        self._tasks.finished.connect(self._show)
        self.bar = InspectorBar()
        self.canvas = StepCanvas()
        self.check = DifferenceView()
        body = QHBoxLayout()
        body.setSpacing(GRID)
        self.pages = StepPages(self.canvas)
        body.addWidget(self.pages, 1)
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

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self.bar.set_style(styles.controls)
        self.pages.set_style(styles.contents)
        self.check.set_style(styles.contents)

    def wishes(self) -> Wishes:
        """Ask for the coming update in full."""
        return (ComingUpdateWish(self.example),)

    def show_snapshot(self, snapshot: NetworkInstant) -> None:
        """Follow the quantity to another moment."""
        before, self._snapshot = self._snapshot, snapshot
        if self.place is not None and not is_in_diagram(snapshot.spec.network.built.layers, self.place):
            self.place = None  # the network has been changed
            self.closed.emit()
            return
        if before is None or before.spec.network.built != snapshot.spec.network.built:
            self._offer_value()
        self._inspect()

    def look_at(self, place: Part, sample: int, digits: int) -> None:
        """Take another quantity apart, as it is for a sample of the batch."""
        self.place, self.sample, self.digits = place, sample, digits
        known = self._snapshot
        if known is not None and not is_in_diagram(known.spec.network.built.layers, place):
            self._snapshot = None  # from before the network was changed, when this was seen last
        self.bar.digits.setValue(digits)
        self._path, self._found = ALL, None
        self._offer_value()
        self._inspect()

    def follow(self, example: Example) -> None:
        """See the quantity as it is for an example: one of the batch, or another one alone."""
        coming = self._snapshot.look(ComingUpdate) if self._snapshot is not None else None
        rows = [] if coming is None or coming.example is not None else coming.trace.batch_indices.tolist()
        if example.part == "train" and example.index in rows:
            self.example, self.sample = None, rows.index(example.index)
            self._inspect()
        else:
            self.example = example  # comes with a snapshot that has it

    @property
    def followed(self) -> Example | None:
        """The example for which the quantity is shown."""
        coming = self._snapshot.look(ComingUpdate) if self._snapshot is not None else None
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
    def edited(self) -> Parameter | None:
        """The weight or bias that the value field edits, of a neuron its bias; None where there is none."""
        part, snapshot = self.place, self._snapshot
        if not isinstance(part, Unit):
            return part if snapshot is None or part is None or content_of(snapshot).is_number(part) else None
        has_bias = part.layer > 0 and snapshot is not None and content_of(snapshot).has_biases(part.layer)
        return Bias(part.layer, part.unit) if has_bias else None

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
        self.canvas.show_step(_step(case, found, self._path))
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
        self.inspected.emit(_step(case, found, lit if one else ALL))

    @Slot()
    def _inspect(self) -> None:
        """Have everything computed; while that goes on, only the newest wish is kept."""
        snapshot, place = self._snapshot, self.place
        coming = None if snapshot is None else snapshot.look(ComingUpdate)
        if snapshot is None or coming is None or place is None:
            return
        batch = len(coming.trace.X)
        self.sample %= batch
        self.bar.samples.show_sample(self.sample, batch)
        if self.edited is not None:
            self.bar.show_value(value_of(self.edited, snapshot))
        sample, digits, epsilon = self.sample, self.digits, self.check.epsilon
        self._tasks.submit_next(lambda _task: _inspected(snapshot, place, sample, digits, epsilon))

    @Slot(object)
    def _show(self, made: tuple[Case, Inspection] | None) -> None:
        if made is None:
            return
        case, found = made
        if found.place == self.place and self.isVisible():
            self._case, self._found = case, found
            self.check.picture.show_inspection(found)
            self._show_path()
        if not found.curve and not self._tasks.is_busy:  # the slower part, once there is time for it
            self._tasks.add(lambda _task: _with_curve(case, found))


def _inspected(
    snapshot: NetworkInstant, place: Part, sample: int, digits: int, epsilon: float
) -> tuple[Case, Inspection] | None:
    """Return the numbers of a quantity, all but the curve; None where the network was changed meanwhile."""
    from nnviz.explain.chain.inspected import inspect  # noqa: PLC0415 (the app starts sooner without)
    from nnviz.explain.update.of_snapshot import case_of  # noqa: PLC0415 (the app starts sooner without)

    try:
        case = case_of(snapshot, sample, digits)
        title, sees_image = _title(place, snapshot), is_pictured(snapshot) and case.network.is_dense
        return case, inspect(case, place, title, epsilon, sees_image=sees_image)
    except (ArithmeticError, ValueError, IndexError):
        return None


def _step(case: Case, found: Inspection, path: int) -> Step:
    """Return the whole chain rule, or one path of it."""
    from nnviz.explain.chain.inspected import path_step  # noqa: PLC0415 (the app starts sooner without)

    return found.step if path == ALL else path_step(case, found, path)


def _with_curve(case: Case, found: Inspection) -> tuple[Case, Inspection] | None:
    from nnviz.explain.chain.inspected import with_curve  # noqa: PLC0415 (the app starts sooner without)

    try:
        return case, with_curve(case, found)
    except (ArithmeticError, ValueError, IndexError):
        return None


def _title(part: Part, snapshot: NetworkInstant) -> str:
    words = sentence(part, content_of(snapshot))
    content = content_of(snapshot)
    if not content.is_number(part) or (isinstance(part, Unit) and content.pictured):
        return words
    if isinstance(part, Unit):
        return words + (": its sum z" if part.layer else "")
    return f"{symbol(part)}: {words[:1].lower()}{words[1:]}"
