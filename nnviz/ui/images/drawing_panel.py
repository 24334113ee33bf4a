"""The drawing pad: what is drawn is answered by every layer at once, also while training or time goes on.

The answers are computed beside the window and beside the training, from the weights of the moment that is
shown: neither has to wait for the other.
"""

import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from nnviz.data.dataset import Image
from nnviz.experiment.look.samples.drawing import DrawingWish
from nnviz.experiment.look.still import Stills
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.run.engine_watch import wait_if_wide
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.drawing import Drawing, DrawingAnswers
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.images.strokes import drawing_of
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks
from nnviz.ui.forms.choice import QuietComboBox
from nnviz.ui.images.drawing_view import DrawingView
from nnviz.ui.images.pad import Pad
from nnviz.ui.widgets.above_picture import ControlsAbovePicture
from nnviz.ui.widgets.buttons import tool_button
from nnviz.ui.widgets.flow_layout import FlowLayout

SIDE_BY_SIDE = 1.05
"""Width over height from which on the pad stands beside the answers."""
PAD_SHARE = 0.42
ABOUT_A_FRAME = 15
"""Milliseconds in which several touches are answered at once."""


class DrawingPanel(QWidget):
    """The pad, what the layers answer, and the way to explain it.

    Signals
    -------
    explain_asked(Example)
        The drawing is to be explained, as one of the class that is chosen.
    """

    frames_apart = 3
    explain_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Drawing pad")
        self.pad, self.view = Pad(), DrawingView()
        self.tasks = Tasks(self, "The answer to the drawing")
        self.tasks.finished.connect(self._show)
        self.clear = tool_button("x", "Clear the pad")
        self.back = tool_button("undo-2", "Take the last stroke back")
        self.truth = QuietComboBox()
        self.truth.setAccessibleName("What the drawing is")
        self.truth.setToolTip("What the drawing is: the class that an explained update would teach")
        self.explain = QPushButton("Explain")
        self.explain.setToolTip("Explain the update for this drawing, as if it were of the class beside")
        self.drawing: Drawing | None = None
        self._snapshot: RunInstant | None = None
        self._stills = Stills()
        self._classes: tuple[str, ...] | None = None
        self._image: Image | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(ABOUT_A_FRAME)
        self._soon.timeout.connect(self._ask)
        self._lay_out()
        add = self.view.menu.add
        add("Clear the pad", "Delete", "Take all strokes away", self.pad.clear)
        add("Take the last stroke back", "Backspace", "Take one stroke away", self.pad.take_back)
        self.pad.drawn.connect(self._drawn)
        self.clear.clicked.connect(self.pad.clear)
        self.back.clicked.connect(self.pad.take_back)
        self.explain.clicked.connect(self._explain)
        self._enable()

    def _lay_out(self) -> None:
        tools = QWidget()
        row = FlowLayout(tools, close=True)
        row.setContentsMargins(GRID, GRID // 2, GRID, 0)
        for widget in (self.back, self.clear, self.truth, self.explain):
            row.addWidget(widget)
        both = QWidget()
        self._both = QHBoxLayout(both)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(0)
        self._both.addWidget(self.pad, round(100 * PAD_SHARE))
        self._both.addWidget(self.view, round(100 * (1 - PAD_SHARE)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ControlsAbovePicture((tools,), both))

    def wishes(self) -> Wishes:
        """Return that nothing is needed but the weights, which every moment has."""
        return ()

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Answer by the weights of this moment."""
        self._snapshot = snapshot
        train = snapshot.split.train
        if train.classes != self._classes:
            self._classes = train.classes
            self.truth.clear()
            self.truth.addItems([f"It is: {name}" for name in train.classes])
        if train.image != self._image:
            self._image = train.image
            self._drawn()
        self.truth.setVisible(train.is_classification)
        self.explain.setVisible(train.is_classification)
        if self.drawing is None:
            self.view.show_snapshot(snapshot)
        elif not self._soon.isActive():
            self._ask()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.pad.set_style(style)
        self.view.set_style(style)

    @Slot()
    def _drawn(self) -> None:
        train = None if self._snapshot is None else self._snapshot.split.train
        self.drawing = None if train is None else drawing_of(self.pad.strokes, train)
        self._enable()
        if self.drawing is None:
            self.tasks.give_up()
            if self._snapshot is not None:
                self.view.show_snapshot(self._snapshot)
        else:
            self._soon.start()

    def _enable(self) -> None:
        for button in (self.back, self.clear):
            button.setEnabled(bool(self.pad.strokes))
        self.explain.setEnabled(self.drawing is not None)

    @Slot()
    def _ask(self) -> None:
        """Have the drawing answered by the moment that is shown, as soon as the one before is."""
        snapshot, drawing = self._snapshot, self.drawing
        if snapshot is None or drawing is None:
            return
        wish, stills = DrawingWish(drawing), self._stills

        def answer(task: Task) -> RunInstant:
            wait_if_wide(snapshot.spec, task.cancelled)
            task.check()
            found = wish.closely(stills.of(snapshot))
            return snapshot if found is None else snapshot.with_looks(found)

        self.tasks.submit_next(answer)

    @Slot(object)
    def _show(self, answered: RunInstant) -> None:
        found = answered.look(DrawingAnswers)
        if found is not None and self.drawing is not None:
            self.view.show_snapshot(answered)

    @Slot()
    def _explain(self) -> None:
        snapshot, drawing = self._snapshot, self.drawing
        if snapshot is None or drawing is None:
            return
        still = self._stills.of(snapshot)
        train = snapshot.split.train
        if len(drawing.values) != train.inputs:
            return
        chosen, outputs = max(self.truth.currentIndex(), 0), still.network.outputs
        taught = (float(chosen),) if outputs == 1 else tuple(float(k == chosen) for k in range(outputs))
        inputs = still.prepared.to_inputs(np.array([drawing.values]))[0]
        self.explain_asked.emit(Example(inputs=tuple(inputs.tolist()), targets=taught))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the pad above the answers where the panel is high."""
        super().resizeEvent(event)
        wide = self.width() >= SIDE_BY_SIDE * self.height()
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._both.direction() != direction:
            self._both.setDirection(direction)
