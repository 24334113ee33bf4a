"""How far the answers agree with the truth: which part of the data, counts or shares, and the table."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.samples.agreement import AgreementWish
from nnviz.experiment.look.scores import MeasuredAtWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.images.options import ScoresOptions
from nnviz.ui.images.confusion_view import ConfusionView
from nnviz.ui.images.parts_choice import PartsChoice
from nnviz.ui.widgets.above_picture import ControlsAbovePicture
from nnviz.ui.widgets.flow_layout import FlowLayout


class ConfusionPanel(QWidget):
    """The table and its controls.

    Signals
    -------
    cell_chosen(str, int, int)
        The samples of a cell are asked for: the part, the true class, and the answer.
    """

    frames_apart = 3
    cell_chosen = Signal(str, int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Confusion and scores")
        self.view = ConfusionView()
        self.part = PartsChoice("Which part of the data")
        self.shares = QToolButton()
        self.shares.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        action = self.view.menu.add(
            "Shares of the row",
            "S",
            "How many per cent of the samples of each class got each answer",
            self._choose,
            checked=False,
        )
        self.view.menu.add("Next part of the data", "D", "Training, validation, test", self.next_part)
        self._as_shares = action
        self.shares.setDefaultAction(action)
        controls = QWidget()
        row = FlowLayout(controls, close=True)
        row.setContentsMargins(GRID, GRID // 2, GRID, 0)
        row.addWidget(self.part)
        row.addWidget(self.shares)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ControlsAbovePicture((controls,), self.view))
        self.part.part_chosen.connect(self._choose)
        self.view.cell_chosen.connect(self.cell_chosen)
        for action in self.view.actions():
            self.addAction(action)

    def wishes(self) -> Wishes:
        """Return what the table needs."""
        return (AgreementWish(), PredictionsWish(), MeasuredAtWish())

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment of the run."""
        self.part.offer(snapshot.split, "test")
        is_of_classes = snapshot.split.train.is_classification
        self.part.setVisible(is_of_classes)
        self.shares.setVisible(is_of_classes)
        self._choose()
        self.view.show_snapshot(snapshot)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.view.set_style(style)

    @Slot()
    def next_part(self) -> None:
        """Show the next part of the data that there is."""
        count = self.part.count()
        if count:
            self.part.choose(str(self.part.itemData((self.part.currentIndex() + 1) % count)))
            self._choose()

    @Slot()
    def _choose(self) -> None:
        options = ScoresOptions(self.part.part, self._as_shares.isChecked())
        if options != self.view.options:
            self.view.show_options(options)
