"""Small pictures of the data sets, their points drawn in the background and painted when they are there."""

from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from nnviz.data import DATA_SETS, DataSet, Dataset
from nnviz.paint.drawing.theme import Style
from nnviz.paint.output.thumbnail import paint_thumbnail
from nnviz.ui.looks.icons import picture_icon
from nnviz.ui.pictures.pixmap_layer import painted_pixmap

SIDE = 40
"""Side of a thumbnail at text size 1."""
POINTS = 150
"""Points drawn for a thumbnail, at most."""
THREADS = 6
"""More than there are data sets that wait for scikit-learn, so that the others need not."""
LOOK_EVERY = 30
"""Milliseconds between two looks for finished points."""


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

    Making points can take most of a second (an import of scikit-learn), so a thread makes them,
    and a timer asks for results while some are missing.
    """

    ready = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._datasets: dict[str, Dataset] = {}
        self._pending: dict[str, Future[Dataset]] = {}
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="thumbnails")
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self._collect)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes; ask for the icons again afterwards."""
        self._style = style

    def ask(self, name: str, data: DataSet) -> None:
        """Have the points of `data` made, unless they are there or on their way."""
        if name not in self._datasets and name not in self._pending:
            self._pending[name] = self._pool.submit(_few_points, data)
            self._timer.start()

    def waiting(self) -> bool:
        """Return whether points are still being made."""
        return bool(self._pending)

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

    def close(self) -> None:
        """Stop making points."""
        self._timer.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _collect(self) -> None:
        for name in [name for name, future in self._pending.items() if future.done()]:
            future = self._pending.pop(name)
            if future.exception() is None:
                self._datasets[name] = future.result()
                self.ready.emit(name)
        if not self._pending:
            self._timer.stop()

    def _pixmap(self, dataset: Dataset | None) -> QPixmap:
        size = self.size()

        def paint(painter: QPainter) -> None:
            if dataset is not None:
                paint_thumbnail(painter, QRectF(0, 0, size.width(), size.height()), dataset, self._style)

        return painted_pixmap(size, QGuiApplication.primaryScreen().devicePixelRatio(), paint)


def _few_points(data: DataSet) -> Dataset:
    """Return the data set of `data` with its usual noise and few points."""
    few = replace(data, samples=POINTS) if "samples" in data.__struct_fields__ else data
    return few.make(np.random.default_rng(0))
