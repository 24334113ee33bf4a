"""What is read off the output picture: the map as a table, and the numbers at a position."""

from PySide6.QtCore import QPointF

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.maps import Maps
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.output.boundary import rows_under
from nnviz.paint.output.plane import columns_of_plane
from nnviz.ui.pictures.copying import tab_separated
from nnviz.ui.pictures.reading import in_words


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
    return in_words(rows_under(snapshot, axes, position))
