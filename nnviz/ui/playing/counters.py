"""Epoch, update and speed in figures that never jump."""

from PySide6.QtCore import QElapsedTimer, QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.paint.drawing.theme import GRID

_EXACT_BELOW = 1_000_000_000
_EXACT_EPOCHS_BELOW = 1_000_000
READABLE = 200
"""Milliseconds that a speed stands: epoch and update belong to the pictures, this is only to be read."""


class Counters(QWidget):
    """Three numbers with their captions."""

    frames_apart = 2

    def __init__(self) -> None:
        super().__init__()
        self._speed_stands = QElapsedTimer()
        self._epoch = _Counter("epoch", "888,888", "Epochs done: passes over all training points")
        self._update = _Counter("update", "888,888,888", "Updates done: changes of the weights")
        self._speed = _Counter("updates/s", "8.88 M", "Updates a second, over the last half second")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID // 2)
        for counter in (self._epoch, self._update, self._speed):
            row.addWidget(counter)

    def wishes(self) -> Wishes:
        """Return what the counts need: nothing that is not always there."""
        return ()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the counts of a moment."""
        self._epoch.show_text(count(int(snapshot.epoch), _EXACT_EPOCHS_BELOW))
        self._update.show_text(count(snapshot.update))
        if not snapshot.running:
            self._speed.show_text("–")
            self._speed_stands.invalidate()
        elif not self._speed_stands.isValid() or self._speed_stands.hasExpired(READABLE):
            self._speed.show_text(rate(snapshot.updates_per_second))
            self._speed_stands.start()

    def show_moment(self, snapshot: Snapshot | None) -> None:
        """Show the counts of a moment, or none as long as the first moment of an experiment is not there."""
        if snapshot is not None:
            self.show_snapshot(snapshot)
            return
        for counter in (self._epoch, self._update, self._speed):
            counter.show_text("–")
        self._speed_stands.invalidate()


class _Counter(QWidget):
    """A number above its caption."""

    def __init__(self, caption: str, widest: str, tip: str) -> None:
        super().__init__()
        self._number = _Figures(widest)
        self._number.setAccessibleName(caption)
        label = QLabel(caption)
        label.setProperty("role", "note")
        self.setToolTip(tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._number, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_text(self, text: str) -> None:
        """Show a number; nothing is laid out or painted when it is the same."""
        if text != self._number.text():
            self._number.setText(text)


class _Figures(QLabel):
    """A number as wide as the widest one it is meant for: another changes nothing but itself.

    What has no other size is not laid out again.
    """

    def __init__(self, widest: str) -> None:
        super().__init__("0")
        self._widest = widest
        self.setProperty("role", "heading")
        self._fix_size()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fix_size()

    def _fix_size(self) -> None:
        self.ensurePolished()
        metrics = self.fontMetrics()  # a size hint would never be less than the size fixed before
        self.setFixedSize(metrics.horizontalAdvance(self._widest), metrics.height())


def count(number: int, exact_below: int = _EXACT_BELOW) -> str:
    """Return a count with thousands separated; from `exact_below` on four digits of it and their unit.

    The other digits are cut off, not rounded: a count never says more than has been done.
    """
    if number < exact_below:
        return f"{number:,}"
    places = len(str(number))
    size, unit = (1e9, "G") if places > 9 else (1e6, "M")
    step = 10 ** (places - 4)
    return f"{number // step * step / size:.{3 - (places - 1) % 3}f} {unit}"


def rate(per_second: float) -> str:
    """Return a rate in three significant figures."""
    for size, unit in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if per_second >= 0.9995 * size:  # rounds to 1.00 of this unit, not to 1e+03 of the next smaller one
            return f"{per_second / size:.3g}{unit}"
    return f"{per_second:.0f}" if per_second >= 10 else f"{per_second:.1f}"
