"""The gallery with its choices: part of the data, true class, answer, right or wrong, what comes first."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollBar, QVBoxLayout, QWidget

from nnviz.data.dataset import Dataset
from nnviz.experiment.look.samples.gallery import GalleryWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.gallery import ANY, Gallery, GalleryChoice, Order, Rightness
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.choice import QuietComboBox
from nnviz.ui.images.gallery_view import GalleryView
from nnviz.ui.images.parts_choice import PartsChoice
from nnviz.ui.widgets.above_picture import ControlsAbovePicture
from nnviz.ui.widgets.flow_layout import FlowLayout

_RIGHTNESS = {Rightness.ALL: "All answers", Rightness.WRONG: "Wrong ones", Rightness.RIGHT: "Right ones"}
_ORDERS = {
    Order.HARDEST: "Hardest first",
    Order.EASIEST: "Easiest first",
    Order.AS_THEY_ARE: "As in the data",
}
MOST = 400
"""Samples that are asked for at once, whatever the size of the view."""


class GalleryPanel(QWidget):
    """The gallery and its choices.

    Signals
    -------
    sample_chosen(int, str)
        A sample is to be explained: its row and its part of the split.
    changed
        Other samples are to be seen.
    """

    frames_apart = 6
    sample_chosen = Signal(int, str)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Gallery of samples")
        self.view = GalleryView()
        self.part = PartsChoice("Which part of the data", "All parts")
        self.truth = _combo("The true class of the samples")
        self.answer = _combo("What the network answers")
        self.rightness = _combo("Whether the answer is right", _RIGHTNESS)
        self.order = _combo("What comes first: the loss of a sample says how hard it is", _ORDERS)
        self.count = QLabel()
        self.bar = QScrollBar(Qt.Orientation.Vertical)
        self.bar.setAccessibleName("Which samples of the gallery are seen")
        self._classes: tuple[str, ...] | None = None
        self._first = 0
        self._cell = ANY, ANY
        self._lay_out()
        self.view.menu.add("Wrong ones only", "W", "Samples with a wrong answer, or all", self.toggle_wrong)
        self.view.menu.add("All samples", "A", "Samples of every kind again", self.show_all)
        self.part.part_chosen.connect(self._choose)
        for combo in (self.truth, self.answer, self.rightness, self.order):
            combo.activated.connect(self._choose)
        self.bar.valueChanged.connect(self._scroll)
        self.view.rows_passed.connect(self._pass)
        self.view.sample_chosen.connect(self.sample_chosen)

    def _lay_out(self) -> None:
        controls = QWidget()
        row = FlowLayout(controls, close=True)
        row.setContentsMargins(GRID, GRID // 2, GRID, 0)
        for widget in (self.part, self.truth, self.answer, self.rightness, self.order, self.count):
            row.addWidget(widget)
        both = QWidget()
        pictures = QHBoxLayout(both)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(0)
        pictures.addWidget(self.view, 1)
        pictures.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ControlsAbovePicture((controls,), both))

    def choice(self) -> GalleryChoice:
        """Return what is asked for."""
        layout = self.view.layout_now()
        return GalleryChoice(
            first=self._first,
            count=MOST if layout is None else min(layout.room, MOST),
            part=self.part.part,
            truth=self._cell[0],
            answer=self._cell[1],
            rightness=Rightness(self.rightness.currentData()),
            order=Order(self.order.currentData()),
        )

    def wishes(self) -> Wishes:
        """Return what the gallery needs."""
        return (GalleryWish(self.choice()),)

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment of the run."""
        train = snapshot.split.train
        self.part.offer(snapshot.split)
        if train.classes != self._classes:
            self._offer_classes(train)
        gallery = snapshot.look(Gallery)
        if gallery is not None:
            self.count.setText(f"{gallery.matching:,} samples" if gallery.matching != 1 else "1 sample")
        self.view.show_snapshot(snapshot)
        self._fit_bar(0 if gallery is None else gallery.matching)

    def _offer_classes(self, train: Dataset) -> None:
        self._classes = train.classes
        for combo, every in ((self.truth, "True: any"), (self.answer, "Answer: any")):
            combo.clear()
            combo.addItem(every, ANY)
            word = every.partition(":")[0]
            for number, name in enumerate(train.classes):
                combo.addItem(f"{word}: {name}", number)
            combo.setVisible(train.is_classification)
        known = range(ANY, len(train.classes))
        self._cell = self._cell if all(number in known for number in self._cell) else (ANY, ANY)
        self._choose_cell()
        self.rightness.setVisible(train.is_classification)

    def _fit_bar(self, matching: int) -> None:
        layout = self.view.layout_now()
        if layout is None:
            return
        rows = -(-matching // layout.columns)
        self.bar.blockSignals(True)
        self.bar.setRange(0, max(rows - layout.rows, 0))
        self.bar.setPageStep(layout.rows)
        self.bar.blockSignals(False)
        self.bar.setVisible(rows > layout.rows)
        if self._first and self.bar.value() * layout.columns != self._first:
            self._scroll(self.bar.value())

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.view.set_style(style)

    def mark_example(self, example: Example | None) -> None:
        """Mark the sample that is being explained."""
        self.view.mark_example(example)

    @Slot(str, int, int)
    def show_cell(self, part: str, truth: int, answer: int) -> None:
        """Show the samples of a part that are of one class and got one answer."""
        self.part.choose(part)
        self.rightness.setCurrentIndex(0)
        self._cell = truth, answer
        self._choose_cell()
        self._begin()

    def _choose_cell(self) -> None:
        """Choose the classes that were asked for, as soon as they are offered."""
        for combo, number in zip((self.truth, self.answer), self._cell, strict=True):
            combo.setCurrentIndex(max(combo.findData(number), 0))

    @Slot()
    def toggle_wrong(self) -> None:
        """Show wrong ones alone, or all."""
        wrong = self.rightness.findData(Rightness.WRONG)
        self.rightness.setCurrentIndex(0 if self.rightness.currentIndex() == wrong else wrong)
        self._choose()

    @Slot()
    def show_all(self) -> None:
        """Show samples of every kind again."""
        self.part.choose("")
        for combo in (self.truth, self.answer, self.rightness):
            combo.setCurrentIndex(0)
        self._choose()

    @Slot()
    def _choose(self) -> None:
        self._cell = _class_in(self.truth), _class_in(self.answer)
        self._begin()

    def _begin(self) -> None:
        """Begin with the first of the samples that are asked for."""
        self.bar.setValue(0)
        self._first = 0
        self.changed.emit()

    @Slot(int)
    def _scroll(self, row: int) -> None:
        layout = self.view.layout_now()
        if layout is not None:
            self._first = row * layout.columns
            self.changed.emit()

    @Slot(int)
    def _pass(self, rows: int) -> None:
        self.bar.setValue(self.bar.value() + rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for as many samples as there is room for."""
        super().resizeEvent(event)
        self.changed.emit()

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return self.view.sizeHint()


def _combo(name: str, choices: dict[Rightness, str] | dict[Order, str] | None = None) -> QuietComboBox:
    made = QuietComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(made.SizeAdjustPolicy.AdjustToContents)
    given: dict[StrEnum, str] = dict((choices or {}).items())
    for value, title in given.items():
        made.addItem(title, value.value)
    return made


def _class_in(combo: QuietComboBox) -> int:
    chosen = combo.currentData()
    return ANY if chosen is None else int(chosen)
