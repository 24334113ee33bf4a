"""The maps of trainings that scenes show: each is run when it is first wanted, sharpens, and is kept."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from nnviz.experiment.maps.named_maps import map_named
from nnviz.experiment.results.map_standing import MapStanding
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.paint.drawing.theme import Style
from nnviz.paint.maps.look import MapLook
from nnviz.paint.maps.runs import prepare_runs
from nnviz.tasks.task import Task, TaskError
from nnviz.tasks.tasks import Tasks
from nnviz.ui.sweep.map_running import MapNews, run_map


class ShownMaps(QObject):
    """The maps of trainings that scenes have shown, each run once.

    Attributes
    ----------
    theme : Theme
        In whose colours they are shown: these are worked out in the thread of the runs.

    Signals
    -------
    changed : str
        The map of this name has become finer.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = Style().theme
        self._known: dict[str, MapNews | str] = {}
        self._waiting: list[str] = []
        self._tasks = Tasks(self, "The map of trainings")
        self._tasks.published.connect(self._take)
        self._tasks.finished.connect(self._end)
        self._tasks.failed.connect(self._end)

    def want(self, name: str) -> None:
        """Have a map run, unless it was, or is being run."""
        if name not in self._known:
            self._known[name] = ""
            self._waiting.append(name)
            self._tasks.add(self._work(name))

    def known(self, name: str) -> MapNews | str:
        """Return how a map stands, or in one sentence why there is none; empty while it begins."""
        return self._known.get(name, "")

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

    def _work(self, name: str) -> Callable[[Task], MapNews]:
        def work(task: Task) -> MapNews:
            shown = map_named(name)

            def prepare(standing: MapStanding) -> None:
                prepare_runs(MapLook(standing, shown.quantity), self.theme)

            try:
                return run_map(experiment_at(shown.experiment), shown.order(), None, task, prepare)
            except OSError as error:
                raise TaskError(f"{name}: {error}") from None

        return work
