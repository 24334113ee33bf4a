"""Small pictures of the data sets, their points drawn in the background and painted when they are there."""

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from nnviz.data.base import DataSet
from nnviz.data.catalogue import DATA_SETS
from nnviz.data.dataset import Dataset
from nnviz.paint.drawing.theme import Style
from nnviz.paint.output.thumbnail import paint_thumbnail
from nnviz.tasks.tasks import Tasks
from nnviz.ui.looks.icons import picture_icon
from nnviz.ui.pictures.pixmap_layer import painted_pixmap

SIDE = 40
"""Side of a thumbnail at text size 1."""
POINTS = 150
"""Points drawn for a thumbnail, at most."""
THREADS = 6
"""More than there are data sets that wait for scikit-learn, so that the others need not."""


def default_data_sets() -> dict[str, DataSet]:
    """Return every data set that needs nothing from the user, by name."""
    made: dict[str, DataSet] = {}
    for name, kind in DATA_SETS.items():
        try:
            made[name] = kind()
        except TypeError:  # it has a parameter without a default: a path, a list of points
            continue
    return made


class Thumbnails(QObject):
    """Pictures of data sets; `ready` names one that has arrived.

    Making points can take most of a second (an import of scikit-learn), so that is done beside the window.
    """

    ready = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._datasets: dict[str, Dataset] = {}
        self._asked: set[str] = set()
        self._tasks = Tasks(self, "A thumbnail", THREADS)
        self._tasks.finished.connect(self._take)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes; ask for the icons again afterwards."""
        self._style = style

    def ask(self, name: str, data: DataSet) -> None:
        """Have the points of `data` made, unless they are there or on their way."""
        if name not in self._asked:
            self._asked.add(name)
            self._tasks.add(lambda _task: (name, _few_points(data)))

    def waiting(self) -> bool:
        """Return whether points are still being made."""
        return self._tasks.is_busy

    def size(self) -> QSize:
        """Return the size of an icon."""
        side = round(SIDE * self._style.scale)
        return QSize(side, side)

    def icon(self, name: str) -> QIcon:
        """Return the picture of `name`, an empty one while its points are not there."""
        return picture_icon(self._pixmap(self._datasets.get(name)))

    def icon_of(self, dataset: Dataset) -> QIcon:
        """Return the picture of the very points that are trained on."""
        return QIcon(self._pixmap(dataset))

    @Slot(object)
    def _take(self, made: tuple[str, Dataset | None]) -> None:
        name, dataset = made
        if dataset is not None:
            self._datasets[name] = dataset
            self.ready.emit(name)

    def _pixmap(self, dataset: Dataset | None) -> QPixmap:
        size = self.size()

        def paint(painter: QPainter) -> None:
            if dataset is not None:
                paint_thumbnail(painter, QRectF(0, 0, size.width(), size.height()), dataset, self._style)

        return painted_pixmap(size, QGuiApplication.primaryScreen().devicePixelRatio(), paint)


def _few_points(data: DataSet) -> Dataset | None:
    """Return the data set of `data` with its usual noise and few points; None where it cannot be made."""
    few = replace(data, samples=POINTS) if "samples" in data.__struct_fields__ else data
    try:
        return few.make(np.random.default_rng(0))
    except (ValueError, OSError):
        return None
