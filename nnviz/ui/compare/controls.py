"""The commands of the compare window, and the row with their buttons, the speed and the counters."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.playing.counters import Counters
from nnviz.ui.playing.transport import SPEEDS, add_run_buttons, speed_words
from nnviz.ui.widgets.actions import Actions, Command
from nnviz.ui.widgets.buttons import action_button

COMMANDS = (
    Command("reset", "Compare", "Reset", ("R",), "Go back to where the comparison began", "rotate-ccw"),
    Command("back", "Compare", "Back", ("Left",), "Go back by one update", "step-back"),
    Command("play", "Compare", "Play", ("Space",), "Train both, or pause"),
    Command("step", "Compare", "Step", ("Right",), "Train both by one update", "step-forward"),
    Command("first", "Compare", "To the start", ("Home",), "Go to the initial weights"),
    Command("latest", "Compare", "To the latest", ("End",), "Go to the last update that both have reached"),
    Command(
        "difference",
        "Compare",
        "Difference",
        ("D",),
        "Right minus left: outputs, loss, weights",
        checkable=True,
    ),
    Command("export", "Compare", "Export", ("Ctrl+E",), "Figures, animations, code", "image-down"),
    Command("close", "Compare", "Close", ("Ctrl+W",), "Close the window"),
)
"""What can be done with two trainings."""


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
    box = QComboBox()
    box.setAccessibleName("Speed")
    box.setToolTip("Updates a second")
    with QSignalBlocker(box):
        box.addItems([speed_words(each) for each in SPEEDS])
        box.setCurrentIndex(SPEEDS.index(speed) if speed in SPEEDS else len(SPEEDS) - 1)
    return box
