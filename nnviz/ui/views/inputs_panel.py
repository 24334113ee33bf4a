"""A point of one's own, input by input, the answer there, and which plane is shown of many inputs."""

from enum import IntEnum

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from nnviz.experiment.look.predictions import PointAnswerWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.predictions import PointAnswer
from nnviz.experiment.snapshot.section import CrossSection
from nnviz.numerals import percent, short_number
from nnviz.paint.drawing.lettering import spoken
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.output.colours import probabilities
from nnviz.ui.views.input_strip import InputStrip
from nnviz.ui.widgets.choices import choice_box
from nnviz.ui.widgets.flow_layout import FlowLayout
from nnviz.ui.widgets.scroll_column import ScrollColumn

MOST_SLIDERS = 64
"""More inputs than these are too many to be set one by one."""
MOST_CLASSES = 5
"""Classes that are named in the answer, the likeliest first."""
TOO_MANY = (
    "{} inputs are too many to be set one by one; a click on a point of the data takes all of its inputs."
)


class Shows(IntEnum):
    """What the output picture shows of more than two inputs; the place in the list."""

    TABLE = 0
    INPUTS = 1
    COMPONENTS = 2


class InputsPanel(ScrollColumn):
    """Asks the network about its point, and says which plane the output picture is to show.

    Signals
    -------
    section_chosen : CrossSection or None
    point_set : tuple of float
        Where its point is; empty: it is not shown.
    """

    section_chosen = Signal(object)
    point_set = Signal(object)
    frames_apart = 2

    def __init__(self) -> None:
        head, self._answer = QWidget(), QLabel()
        self.shows = choice_box("Output shows", ("Table of answers", "Two inputs", "Principal components"))
        self.first, self.second = choice_box("Input along"), choice_box("Input upwards")
        self.others = choice_box("Other inputs", ("Others at their means", "Others at this point"))
        self.means = QPushButton("To the means")
        self.means.setToolTip("Put the point where all inputs have the mean of the training points")
        self._say = QLabel()
        self._place = QVBoxLayout()
        self._lay_out(head)
        super().__init__(head)
        self.setAccessibleName("Inputs")
        self.strip: InputStrip | None = None
        self.point: tuple[float, ...] = ()
        self._snapshot: DataInstant | None = None
        self._data: object = None
        for combo in (self.shows, self.first, self.second, self.others):
            combo.activated.connect(self._choose)
        self.means.clicked.connect(self.go_to_means)

    def _lay_out(self, head: QWidget) -> None:
        for label in (self._answer, self._say):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        controls = QWidget()
        row = FlowLayout(controls, close=True)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.shows, self.first, self.second, self.others, self.means):
            row.addWidget(widget)
        column = QVBoxLayout(head)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(controls)
        column.addWidget(self._answer)
        column.addWidget(self._say)
        column.addLayout(self._place)

    # What every view can do

    def wishes(self) -> Wishes:
        """Ask for the answer at the point."""
        return (PointAnswerWish(self.point),) if self.point else ()

    def show_snapshot(self, snapshot: DataInstant) -> None:
        """Show what the network answers now."""
        self._snapshot, train = snapshot, snapshot.split.train
        data = train.feature_names, train.domain
        if data != self._data:
            self._data = data
            self._offer(snapshot)
        answer = snapshot.look(PointAnswer)
        if answer is not None:
            self._answer.setText(answer_in_words(answer, train.classes))

    def showEvent(self, event: QShowEvent) -> None:
        """Let the point be seen on the plane."""
        super().showEvent(event)
        self.point_set.emit(self.point)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let no point be marked that nobody sets."""
        super().hideEvent(event)
        self.point_set.emit(())

    def set_style(self, style: Style) -> None:
        """Take colours and sizes; the window's style sheet has them."""

    # What is chosen

    def _offer(self, snapshot: DataInstant) -> None:
        """Offer the inputs of these data."""
        train = snapshot.split.train
        names = [spoken(name) for name in train.feature_names]
        for place, combo in enumerate((self.first, self.second)):
            combo.clear()
            combo.addItems(names)
            combo.setCurrentIndex(min(place, len(names) - 1))
        self.shows.setCurrentIndex(Shows.TABLE)
        self.others.setCurrentIndex(0)
        is_plane = CrossSection(0, 1).fits(train)
        self.shows.setVisible(is_plane)
        self._show_choice()
        self.section_chosen.emit(None)  # a plane through other data means nothing here
        if self.strip is not None:
            self._place.removeWidget(self.strip)
            self.strip.deleteLater()
            self.strip = None
        few = len(names) <= MOST_SLIDERS
        self._say.setText("" if few else TOO_MANY.format(f"{len(names):,}"))
        self._say.setVisible(not few)
        if few:
            self.strip = InputStrip(train.feature_names, train.domain)
            self.strip.changed.connect(self._move)
            self._place.addWidget(self.strip)
        self.go_to_means()

    @Slot()
    def go_to_means(self) -> None:
        """Put the point at the means of the training points."""
        if self._snapshot is not None:
            self.go_to(tuple(self._snapshot.split.train.X.mean(axis=0).tolist()))

    @Slot(int, str)
    def follow_point(self, index: int, part: str) -> None:
        """Put the point at one of the data."""
        if self._snapshot is not None:
            X = getattr(self._snapshot.split, part).X
            if 0 <= index < len(X):
                self.go_to(tuple(X[index].tolist()))

    def go_to(self, point: tuple[float, ...]) -> None:
        """Put the point there."""
        self.point = point
        if self.strip is not None:
            self.strip.show_point(point)
        self._tell_if_there()

    @Slot(int, float)
    def _move(self, row: int, value: float) -> None:
        self.point = (*self.point[:row], value, *self.point[row + 1 :])
        self._tell_if_there()

    def section(self) -> CrossSection | None:
        """Return the plane that is chosen."""
        first, second = self.first.currentIndex(), self.second.currentIndex()
        match self.shows.currentIndex():
            case Shows.INPUTS:
                at = self.point if self.others.currentIndex() else None
                return CrossSection(first, second, at)
            case Shows.COMPONENTS:
                return CrossSection(principal=True)
        return None

    @Slot()
    def _choose(self) -> None:
        if self.first.currentIndex() == self.second.currentIndex():
            last = self.first.count() - 1
            self.second.setCurrentIndex(
                0 if self.first.currentIndex() == last else self.first.currentIndex() + 1
            )
        self._show_choice()
        self.section_chosen.emit(self.section())

    def _show_choice(self) -> None:
        is_of_inputs = self.shows.currentIndex() == Shows.INPUTS
        for combo in (self.first, self.second, self.others):
            combo.setVisible(is_of_inputs)

    def _tell_if_there(self) -> None:
        """Say where the point is, and that the plane is another one, where it goes through the point."""
        if self.isVisible():
            self.point_set.emit(self.point)
        section = self.section()
        if section is not None and section.at is not None:
            self.section_chosen.emit(section)


def answer_in_words(answer: PointAnswer, classes: tuple[str, ...]) -> str:
    """Return what the network answers: probabilities of classes, the likeliest first, or numbers."""
    if not np.isfinite(answer.outputs).all():
        return "The network's answer here is no finite number."
    if not classes:
        return "The network answers " + ", ".join(short_number(float(each)) for each in answer.outputs) + "."
    shares = probabilities(answer.outputs)
    order = np.argsort(-shares, kind="stable")[:MOST_CLASSES]
    named = [f"{classes[k]} {percent(float(shares[k]))}" for k in order if k < len(classes)]
    return "The network answers " + ", ".join(named) + "."
