"""Where a readout goes by the arrow keys, and what is read in words."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt

from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.readout import ReadoutRow

STEPS = 40
"""Presses of an arrow key from one side of a plot to the other."""
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def cursor_moved(plots: tuple[Axes, ...], cursor: QPointF | None, arrow: Qt.Key) -> QPointF | None:
    """Return where a readout goes by an arrow key: a step within the plots, from the middle of the first."""
    if not plots:
        return cursor
    room = QRectF(plots[0].plot)
    for each in plots[1:]:
        room = room.united(each.plot)
    (right, down), plot = ARROWS[arrow], plots[0].plot
    start = cursor if cursor is not None else plot.center()
    x = min(max(start.x() + right * plot.width() / STEPS, room.left()), room.right())
    y = min(max(start.y() + down * plot.height() / STEPS, room.top()), room.bottom())
    return QPointF(x, y)


def in_words(rows: Iterable[ReadoutRow]) -> str:
    """Return a readout as text: a line a row, separated by tabs."""
    return "\n".join("\t".join((row.name, *row.values)) for row in rows)
