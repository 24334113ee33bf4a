"""The line at the bottom: what is going on at the left, the size of the problem at the right."""

from PySide6.QtWidgets import QLabel, QStatusBar

from nnviz.experiment.snapshot import Snapshot
from nnviz.paint.theme import GRID

MESSAGE_TIME = 5000
"""Milliseconds that a message stays."""


class StatusLine(QStatusBar):
    """Hints of the worker, tips of menus, and how large data and network are."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setContentsMargins(GRID, 0, GRID, 0)
        self._hint = QLabel()
        self._size = QLabel()
        self._waiting = ""
        self.addWidget(self._hint, 1)
        self.addPermanentWidget(self._size)

    def show_waiting(self, text: str) -> None:
        """Show what is being waited for; empty when that is over."""
        self._waiting = text
        _set(self._hint, text)

    def say_saved(self, path: str) -> None:
        """Say for a while that a file was written."""
        self.showMessage(f"Saved: {path}", MESSAGE_TIME)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the hint of a moment and the sizes."""
        _set(self._hint, self._waiting or snapshot.hint)
        _set(self._size, sizes(snapshot))


def sizes(snapshot: Snapshot) -> str:
    """Return the number of points in each part and of parameters, in words."""
    split = snapshot.split
    parts = ((split.train, "training"), (split.validation, "validation"), (split.test, "test"))
    points = [f"{len(part.X):,} {name}" for part, name in parts if len(part.X)]
    weights = sum(array.size for array in snapshot.weights)
    text = f"{' + '.join(points)} points    {weights:,} weights"
    if snapshot.spec.network.bias:
        text += f" + {sum(array.size for array in snapshot.biases):,} biases"
    return text


def _set(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
