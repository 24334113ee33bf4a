"""A map of trainings on the stage: it is run when a scene first shows it, sharpens there, and is kept."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.maps.named_maps import map_named
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.paint.drawing.lettering import draw_text, make_font
from nnviz.paint.drawing.theme import Style
from nnviz.paint.maps.look import MapLook
from nnviz.paint.maps.picture import paint_map
from nnviz.tasks.task import Task, TaskError
from nnviz.tasks.tasks import Tasks
from nnviz.ui.pictures.painted import Painted
from nnviz.ui.sweep.map_running import MapNews, run_map

BEGINNING = "Every pixel becomes a run of its own …"


class Maps(QObject):
    """The maps of trainings that scenes have shown, each run once.

    Signals
    -------
    changed : str
        The map of this name has become finer.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._known: dict[str, MapNews | str] = {}
        self._waiting: list[str] = []
        self._tasks = Tasks(self, "The map of trainings")
        self._tasks.published.connect(self._take)
        self._tasks.finished.connect(self._end)
        self._tasks.failed.connect(self._end)

    def want(self, name: str) -> None:
        """Have a map run, unless it was, or is being run."""
        if name not in self._known:
            self._known[name] = BEGINNING
            self._waiting.append(name)
            self._tasks.add(_work(name))

    def known(self, name: str) -> MapNews | str:
        """Return how a map stands, or in one sentence why there is none yet."""
        return self._known.get(name, BEGINNING)

    def stop(self) -> None:
        """Run nothing more; what is not done is begun anew when it is wanted again."""
        self._tasks.give_up()
        for name in self._waiting:
            self._known.pop(name, None)
        self._waiting.clear()

    @Slot(object)
    def _take(self, news: MapNews | str) -> None:
        if self._waiting and not isinstance(news, str):
            self._known[self._waiting[0]] = news
            self.changed.emit(self._waiting[0])

    @Slot(object)
    def _end(self, news: MapNews | str) -> None:
        if self._waiting:
            name = self._waiting.pop(0)
            self._known[name] = news
            self.changed.emit(name)


class MapPanel(Painted):
    """Shows a map, and how many of its runs are done."""

    frames_apart = 12

    def __init__(self, name: str, maps: Maps, parent: QWidget) -> None:
        super().__init__("Map of trainings", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name, self._maps = name, maps
        maps.changed.connect(self._note)
        maps.want(name)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.update()

    def wishes(self) -> Wishes:
        """Need nothing of the moment."""
        return ()

    def picture_key(self) -> object:
        """Return how the map stands."""
        known = self._maps.known(self._name)
        return known if isinstance(known, str) else id(known)

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Snapshot) -> None:
        """Paint the map; while it runs, with what is done below it."""
        del snapshot
        style, known = self._style, self._maps.known(self._name)
        painter.setPen(QColor(style.theme.quiet))
        if isinstance(known, str):
            painter.setFont(make_font(style, style.heading))
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
            painter.drawText(rect, flags, known)
            return
        standing = known.standing
        row = QRectF(rect.left(), rect.bottom() - 1.5 * style.text, rect.width(), 1.5 * style.text)
        said = f"{standing.runs:,} runs"
        if standing.done < standing.runs:
            said = f"{standing.done:,} of {said}"
        draw_text(painter, row, said, style, align=Qt.AlignmentFlag.AlignLeft)
        look = MapLook(standing, map_named(self._name).quantity)
        paint_map(painter, rect.adjusted(0.0, 0.0, 0.0, -row.height()), look, style)

    @Slot(str)
    def _note(self, name: str) -> None:
        if name == self._name:
            self.update()


def _work(name: str) -> Callable[[Task], MapNews]:
    def work(task: Task) -> MapNews:
        shown = map_named(name)
        try:
            return run_map(experiment_at(shown.experiment), shown.order(), None, task)
        except OSError as error:
            raise TaskError(f"{name}: {error}") from None

    return work
