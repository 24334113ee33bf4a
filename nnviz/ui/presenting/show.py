"""A lecture being shown: which scene it is at, and each scene's exact moment, prepared ahead."""

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.run.chunks import GivenUpError
from nnviz.lecture.predict.truth import truth_of
from nnviz.lecture.predict.truths import Truth
from nnviz.lecture.scene import Lecture, Scene
from nnviz.lecture.stage import SceneError, Stage
from nnviz.tasks.task import CancelledError, Task
from nnviz.tasks.tasks import Tasks

MOST_KEPT = 24
"""Scenes whose runs are kept; those farthest from the present one are prepared again when they are wanted."""
Prepared = tuple[int, SavedRun | str]
"""Which scene, and its run, or in one sentence why there is none."""


class Found(Struct, frozen=True, eq=False):
    """What comes out of the question of a scene, or in one sentence why it cannot be asked."""

    number: int
    truth: Truth | str


class Show(QObject):
    """Leads from scene to scene.

    Signals
    -------
    ready : int
        The moment of this scene is there (see `run_of`), after `go_to` had said that it was not.
    known : int
        What comes out of the question of this scene is there (see `truth_of`).
    """

    ready = Signal(int)
    known = Signal(int)

    def __init__(self, lecture: Lecture, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.lecture = lecture
        self.number = 0
        self._stage = Stage(lecture, folder)
        self._runs: dict[int, SavedRun | str] = {}
        self._truths: dict[int, Truth | str] = {}
        self._tasks = Tasks(self, "Preparing the scene")
        self._tasks.finished.connect(self._take)

    @property
    def scene(self) -> Scene:
        """The present scene."""
        return self.lecture.scene[self.number]

    def where(self) -> str:
        """Return what the window says of the lecture that is open."""
        count = len(self.lecture.scene)
        scenes = "1 scene" if count == 1 else f"{count} scenes"
        return (
            f"{self.lecture.title or 'Lecture'}: scene {self.number + 1} of {scenes}. "
            "F5 presents it, Shift+F5 from here."
        )

    @property
    def following(self) -> Scene | None:
        """The scene after the present one."""
        scenes = self.lecture.scene
        return scenes[self.number + 1] if self.number + 1 < len(scenes) else None

    def go_to(self, number: int) -> bool:
        """Go to a scene, counted from 0; return whether its moment is there, else `ready` follows."""
        self.number = min(max(number, 0), len(self.lecture.scene) - 1)
        for far in sorted(self._runs, key=self._distance)[MOST_KEPT:]:
            del self._runs[far]
        self._tasks.give_up()
        for wanted in self._wanted():
            self._tasks.add(self._work(wanted))
            if wanted == self.number:
                self._ask_truth()
        if self.number in self._runs:
            self._ask_truth()
        return self.number in self._runs

    def take(self, lecture: Lecture, number: int) -> None:
        """Show another form of the lecture; what is prepared of scenes that begin alike stays."""
        known = {_beginning(self.lecture.scene[n]): run for n, run in self._runs.items()}
        self.lecture = lecture
        self._runs = {
            n: known[b] for n, scene in enumerate(lecture.scene) if (b := _beginning(scene)) in known
        }
        self._truths = {}
        self.go_to(number)

    def run_of(self, number: int) -> SavedRun | str | None:
        """Return the run at the moment of a scene, or why there is none; None while it is being prepared."""
        return self._runs.get(number)

    def truth_of(self, number: int) -> Truth | str | None:
        """Return what comes out of a scene's question, or why it cannot be asked; None while that is open."""
        return self._truths.get(number)

    def _ask_truth(self) -> None:
        """Have the truth of the present scene found out, where it asks and that is not known."""
        number, lecture = self.number, self.lecture
        if self.scene.ask is None or number in self._truths:
            return

        def find(task: Task) -> Found:
            self._stage.lecture = lecture
            try:
                return Found(number, truth_of(self._stage, number, task.cancelled))
            except GivenUpError:
                raise CancelledError from None
            except (SceneError, ValueError) as error:
                return Found(number, str(error))

        self._tasks.add(find)

    def stop(self) -> None:
        """Prepare nothing more, for now."""
        self._tasks.give_up()

    def _distance(self, number: int) -> int:
        return abs(number - self.number)

    def _wanted(self) -> Iterator[int]:
        """Yield the scenes that are to be prepared, the nearest first, what comes before what was."""
        near = sorted(range(len(self.lecture.scene)), key=lambda n: (self._distance(n), n < self.number))
        return (number for number in near[:MOST_KEPT] if number not in self._runs)

    def _work(self, number: int) -> Callable[[Task], Prepared]:
        lecture = self.lecture

        def prepare(task: Task) -> Prepared:
            self._stage.lecture = lecture  # one thing is prepared after the other
            try:
                return number, self._stage.prepared(number, task.cancelled)
            except GivenUpError:
                raise CancelledError from None
            except SceneError as error:
                return number, str(error)

        return prepare

    @Slot(object)
    def _take(self, prepared: "Prepared | Found") -> None:
        if isinstance(prepared, Found):
            self._truths[prepared.number] = prepared.truth
            self.known.emit(prepared.number)
            return
        number, run = prepared
        self._runs[number] = run
        self.ready.emit(number)


def _beginning(scene: Scene) -> str:
    """Return what the moment depends on at which a scene begins."""
    return repr((scene.experiment, sorted(scene.set.items(), key=repr), scene.at))
