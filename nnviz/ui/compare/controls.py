"""The row of the compare window with the buttons of its commands, the speed and the counters."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.playing.counters import Counters
from nnviz.ui.playing.transport import SPEEDS, add_run_buttons, speed_words
from nnviz.ui.widgets.actions import Actions
from nnviz.ui.widgets.buttons import action_button
from nnviz.ui.widgets.combo_box import ComboBox


class Controls(QWidget):
    """One row of buttons; the commands without one have keys.

    Signals
    -------
    speed_changed(float or None)
        Updates a second; None: flat out.
    """

    speed_changed = Signal(object)

    def __init__(self, actions: Actions, speed: float | None) -> None:
        super().__init__()
        self.counters = Counters()
        self._speed = _speed_box(speed)
        self._speed.currentIndexChanged.connect(self._tell_speed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        add_run_buttons(row, actions)
        row.addWidget(self._speed)
        row.addSpacing(GRID)
        row.addWidget(action_button(actions["difference"]))
        row.addWidget(action_button(actions["export"]))
        row.addStretch(1)
        row.addWidget(self.counters)

    @property
    def speed(self) -> float | None:
        """Updates a second; None: flat out."""
        return SPEEDS[self._speed.currentIndex()]

    @Slot()
    def _tell_speed(self) -> None:
        self.speed_changed.emit(self.speed)


def _speed_box(speed: float | None) -> QComboBox:
    box = ComboBox()
    box.setAccessibleName("Speed")
    box.setToolTip("Updates a second")
    with QSignalBlocker(box):
        box.addItems([speed_words(each) for each in SPEEDS])
        box.setCurrentIndex(SPEEDS.index(speed) if speed in SPEEDS else len(SPEEDS) - 1)
    return box
