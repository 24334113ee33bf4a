"""A small window on a picture in which one number is typed or dragged."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.network.parameter_editor import ParameterEditor
from nnviz.ui.network.sheet import PaperSheet

_WIDTH = 260
_CHARACTERS = 14
"""Room for a weight with all the digits that are shown."""
_PLACES = 17
"""Places tried in each direction."""


class NumberPopover(PaperSheet):
    """Title, slider and exact field.

    Signals
    -------
    edited : float
        The number is to be this, while it is dragged as well.
    grabbed, settled
        A drag begins, a drag has ended.
    why_asked
        The user wants to know how its gradient comes about.
    """

    edited = Signal(float)
    grabbed = Signal()
    settled = Signal()
    why_asked = Signal()

    def __init__(self, title: str, value: float, style: Style, parent: QWidget) -> None:
        super().__init__(style, parent)
        self.editor = ParameterEditor(title, value, _CHARACTERS, self)
        self.editor.set_style(style)
        self._message = QLabel(self)
        self._message.setProperty("role", "wrong")
        self._message.setWordWrap(True)
        self._message.hide()
        label = QLabel(title, self)
        label.setWordWrap(True)
        why = QPushButton("Chain rule and check", self)
        why.setToolTip("Show how the gradient comes about, path by path, and check it  (W)")
        why.clicked.connect(self.why_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [round(1.5 * GRID * style.scale)]))
        for widget in (label, self.editor, self._message, why):
            column.addWidget(widget)
        self.editor.edited.connect(self._take)
        self.editor.changed.connect(self.edited)
        self.editor.grabbed.connect(self.grabbed)
        self.editor.settled.connect(self.settled)
        self.editor.rejected.connect(self._refuse)

    def open_within(self, within: QRect, keep_free: Sequence[QRect]) -> None:
        """Show inside `within`, covering as little as possible of `keep_free`, its first ones least."""
        self.setFixedWidth(min(round(_WIDTH * self._style.scale), within.width()))
        self.resize(self.width(), self.heightForWidth(self.width()))
        self.move(freest_place(self.size(), within, keep_free))
        self.lay_down(self.editor.number.line)

    @Slot()
    def _take(self) -> None:
        self._message.hide()
        self.editor.mark_wrong(False)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self.editor.mark_wrong(True)
        self._message.setText(sentence)
        self._message.show()
        self.resize(self.width(), self.heightForWidth(self.width()))


def freest_place(size: QSize, within: QRect, keep_free: Sequence[QRect]) -> QPoint:
    """Return the top left corner at which a window covers the least.

    Covering one rectangle of `keep_free` counts more than covering all that come after it; among equally good
    places the nearest to the first rectangle is taken.
    """
    wanted = keep_free[0].center() if keep_free else within.center()

    def cost(place: QPoint) -> tuple[list[bool], int]:
        box = QRect(place, size).adjusted(-GRID, -GRID, GRID, GRID)
        covered = [box.intersects(rect) for rect in keep_free[:3]]
        others = sum(box.intersects(rect) for rect in keep_free[3:])
        return covered, others * 10_000 + (box.center() - wanted).manhattanLength()

    right, bottom = within.right() - size.width(), within.bottom() - size.height()
    xs = np.linspace(within.left(), max(within.left(), right), _PLACES).astype(int).tolist()
    ys = np.linspace(within.top(), max(within.top(), bottom), _PLACES).astype(int).tolist()
    return min((QPoint(x, y) for x in xs for y in ys), key=cost)
