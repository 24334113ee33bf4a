"""What is read off the output picture: the map as a table, and the numbers at a position."""

from PySide6.QtCore import QPointF, Qt

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.maps import Maps
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.output.boundary import rows_under
from nnviz.paint.output.plane import columns_of_plane
from nnviz.ui.pictures.copying import tab_separated

STEPS = 40
"""Presses of an arrow key from one side of the plot to the other."""
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
    (right, down), plot, last = ARROWS[arrow], plots[0].plot, plots[-1].plot
    start = cursor if cursor is not None else plot.center()
    x = min(max(start.x() + right * plot.width() / STEPS, plot.left()), last.right())
    y = min(max(start.y() + down * plot.height() / STEPS, plot.top()), plot.bottom())
    return QPointF(x, y)


def map_table(snapshot: DataInstant | None) -> str:
    """Return the inputs and the outputs of every sample of the map; empty while there is none."""
    maps = None if snapshot is None else snapshot.look(Maps)
    if snapshot is None or maps is None or maps.boundary is None:
        return ""
    return tab_separated(columns_of_plane(maps.boundary, snapshot.split.train.feature_names))


def values_under(snapshot: DataInstant | None, axes: Axes | None, position: QPointF) -> str:
    """Return the inputs and the outputs at a position of a plot; empty beside it."""
    if snapshot is None or axes is None or not axes.plot.contains(position):
        return ""
    return "\n".join("\t".join((row.name, *row.values)) for row in rows_under(snapshot, axes, position))
