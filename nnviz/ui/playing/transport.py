"""Play, step, reset, and how fast."""

from typing import Literal, get_args

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.playing.counters import rate
from nnviz.ui.widgets.actions import Actions
from nnviz.ui.widgets.buttons import action_button
from nnviz.ui.widgets.combo_box import ComboBox
from nnviz.worker.orders import Unit

StepUnit = Literal["phase"] | Unit
STEP_UNITS: tuple[StepUnit, ...] = ("phase", *get_args(Unit))
"""A phase is not trained but explained: steps of the walk through one update."""
SPEEDS: tuple[float | None, ...] = (
    *(float(digit * 10**power) for power in range(6) for digit in (1, 2, 5)),
    None,
)
"""Updates a second from slow to fast; None is flat out."""
_FLAT_OUT = "flat out"


class Transport(QWidget):
    """The buttons a film player has, and the speed.

    Signals
    -------
    speed_changed(float or None)
        Updates a second; None is flat out.
    """

    speed_changed = Signal(object)

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self._units = _unit_box()
        self._slider = _SpeedSlider()
        self._speed = QLabel()
        self._speed.setProperty("role", "note")
        self._slider.valueChanged.connect(self._speed_moved)
        self._lay_out(actions)
        self._show_speed()

    @property
    def step_unit(self) -> StepUnit:
        """One of `STEP_UNITS`."""
        return STEP_UNITS[self._units.currentIndex()]

    def set_step_unit(self, unit: str) -> None:
        """Choose one of `STEP_UNITS`; anything else changes nothing."""
        self._units.setCurrentText(unit)

    @Slot()
    def next_step_unit(self) -> None:
        """Go on to the next unit, after the last to the first."""
        self._units.setCurrentIndex((self._units.currentIndex() + 1) % self._units.count())

    @property
    def speed(self) -> float | None:
        """Updates a second; None is flat out."""
        return SPEEDS[self._slider.value()]

    @property
    def speed_text(self) -> str:
        """The speed as it is remembered."""
        return _FLAT_OUT if self.speed is None else f"{self.speed:g}"

    def set_speed_text(self, text: str) -> None:
        """Take up a remembered speed; anything else changes nothing."""
        if text in (known := [_FLAT_OUT if speed is None else f"{speed:g}" for speed in SPEEDS]):
            self._slider.setValue(known.index(text))

    @Slot()
    def slower(self) -> None:
        """Go one speed down."""
        self._slider.setValue(self._slider.value() - 1)

    @Slot()
    def faster(self) -> None:
        """Go one speed up."""
        self._slider.setValue(self._slider.value() + 1)

    def show_running(self, running: bool) -> None:
        """Turn the play button into a pause button, or back."""
        self._actions.show_running(running)

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fix_widths()

    @Slot()
    def _speed_moved(self) -> None:
        self._show_speed()
        self.speed_changed.emit(self.speed)

    def _show_speed(self) -> None:
        text = speed_words(self.speed)
        self._speed.setText(text)
        self._slider.setToolTip(f"Speed: {text.replace('/ s', 'updates a second')}  ([ slower, ] faster)")

    def _lay_out(self, actions: Actions) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        add_run_buttons(row, actions)
        row.addWidget(self._units)
        row.addSpacing(GRID)
        row.addWidget(self._slider)
        row.addWidget(self._speed)
        self._fix_widths()

    def _fix_widths(self) -> None:
        metrics = self.fontMetrics()
        letter = metrics.horizontalAdvance("8")
        self._slider.updateGeometry()
        widest = max(metrics.horizontalAdvance(speed_words(speed)) for speed in SPEEDS)
        self._speed.setFixedWidth(widest + letter // 2)


def add_run_buttons(row: QHBoxLayout, actions: Actions) -> None:
    """Add the buttons that train, in their order; one of them is the button of the window."""
    for name in ("reset", "back", "play", "step"):
        button = action_button(actions[name])
        if name == "play":
            button.setProperty("role", "primary")
        row.addWidget(button)


def speed_words(speed: float | None) -> str:
    """Return a speed as it is shown, such as "500 / s"."""
    return _FLAT_OUT if speed is None else f"{rate(speed).removesuffix('.0')} / s"


def _unit_box() -> QComboBox:
    box = ComboBox()
    box.addItems(STEP_UNITS)
    box.setCurrentText("update")
    box.setAccessibleName("Step unit")
    box.setToolTip("What one step is  (U)")
    return box


class _SpeedSlider(QSlider):
    """A slider over the speeds, ten figures wide; four where there is no room for more."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setRange(0, len(SPEEDS) - 1)
        self.setPageStep(3)
        self.setAccessibleName("Speed")
        with QSignalBlocker(self):
            self.setValue(len(SPEEDS) - 1)

    def sizeHint(self) -> QSize:
        """Return room for ten figures."""
        return self._figures_wide(10)

    def minimumSizeHint(self) -> QSize:
        """Return room for four."""
        return self._figures_wide(4)

    def _figures_wide(self, figures: int) -> QSize:
        width = figures * self.fontMetrics().horizontalAdvance("8")
        return QSize(width, super().sizeHint().height())
