"""The line at the bottom: what is going on at the left, the size of the problem at the right."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar

from nnviz.experiment.run import engine_watch
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.widgets.plain_text import plain_tip

BAR = 14 * GRID
"""Width of the bar that says how far the engine is compiled."""
MESSAGE_TIME = 5000
"""Milliseconds that a message stays."""


class StatusLine(QStatusBar):
    """What is waited for, hints of the worker, tips of menus, and how large data and network are."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setContentsMargins(GRID, 0, GRID, 0)
        self._hint = QLabel()
        self._size = QLabel()
        self._hint_text = self._waiting = self._snapshot_hint = self._note = ""
        self._about: tuple[object, object] | None = None
        self._stands_back = False
        self._progress = QProgressBar()
        self._progress.setRange(0, 100)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Compiling the engine")
        self._progress.setFixedWidth(BAR)
        self._progress.hide()
        for label in (self._hint, self._size):
            label.setMinimumWidth(1)
        self.addWidget(self._progress)
        self.addWidget(self._hint, 1)
        self.addPermanentWidget(self._size)
        self.messageChanged.connect(self._come_or_go)

    def stand_back(self, on: bool) -> None:
        """Give the room to the pictures, except while there is something to say."""
        self._stands_back = on
        self._come_or_go()

    @Slot()
    def _come_or_go(self) -> None:
        self.setVisible(not self._stands_back or bool(self._hint_text or self.currentMessage()))

    def show_waiting(self, text: str, *, other: bool = False) -> None:
        """Show what is being waited for, and how far the engine is; empty when that is over.

        Where it is an `other` experiment, the sizes of the one before go.
        """
        self._waiting = text
        if other:
            self._about = None
            self._size.clear()
        self._show_share(bool(text))
        self._say()

    def say_saved(self, path: str) -> None:
        """Say for a while that a file was written; there the settings are as they are here."""
        self.forget_changed()
        self.showMessage(f"Saved: {path}", MESSAGE_TIME)

    def say_changed(self) -> None:
        """Say, until `forget_changed`, that the settings are not those of the experiment."""
        self._note = "Changed as you left it; Undo brings back the experiment's own settings."
        self._say()

    @Slot()
    def forget_changed(self) -> None:
        """Say that no more: they have been changed again."""
        self._note = ""
        self._say()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the hint of a moment and the sizes."""
        about = snapshot.split, snapshot.spec
        if about != self._about:
            self._about = about
            self._size.setText(sizes(snapshot))
            self._fit()
        self._snapshot_hint = snapshot.hint
        self._show_share(bool(snapshot.hint) and bool(engine_watch.hint(snapshot.spec)))
        self._say()

    def _show_share(self, on: bool) -> None:
        """Show how much of the engine is compiled, while there is anybody who waits for it."""
        share = engine_watch.share() if on else 0.0
        self._progress.setValue(round(100 * share))
        self._progress.setVisible(0.0 < share < 1.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the hint where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _say(self) -> None:
        text = self._waiting or f"{self._note} {self._snapshot_hint}".strip()
        if text != self._hint_text:
            self._hint_text = text
            self._fit()
            self._come_or_go()

    def _fit(self) -> None:
        beside = self._size.sizeHint().width() + (0 if self._progress.isHidden() else BAR + GRID)
        room = self.width() - beside - 4 * GRID
        metrics = self._hint.fontMetrics()
        self._hint.setText(metrics.elidedText(self._hint_text, Qt.TextElideMode.ElideRight, max(room, 0)))
        self._hint.setToolTip(plain_tip(self._hint_text))


def sizes(snapshot: Snapshot) -> str:
    """Return the number of points in each part and of parameters, in words."""
    split = snapshot.split
    parts = ((split.train, "training"), (split.validation, "validation"), (split.test, "test"))
    points = [(len(part.X), name) for part, name in parts if len(part.X)]
    word = "point" if points[-1:] and points[-1][0] == 1 else "points"
    weights = sum(array.size for array in snapshot.weights)
    text = f"{' + '.join(f'{count:,} {name}' for count, name in points)} {word}    {weights:,} weights"
    if snapshot.spec.network.bias:
        biases = sum(array.size for array in snapshot.biases)
        text += f" + {biases:,} bias" + ("" if biases == 1 else "es")
    return text
