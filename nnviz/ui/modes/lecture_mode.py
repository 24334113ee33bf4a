"""Which lecture is open, and at which of its scenes: what presenting and making a lecture have in common."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.past.saved_run import SavedRun
from nnviz.lecture.packing import OpenLecture
from nnviz.lecture.scene import Lecture
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.modes.mode import Mode
from nnviz.ui.presenting.guesses import Guesses

if TYPE_CHECKING:
    from nnviz.ui.presenting.show import Show

CALM = 400
"""Milliseconds that a scene is on the stage until the window below takes up its settings."""


class LectureMode(Mode):
    """Knows the lecture; how a scene is gone to is said by those that present it.

    Attributes
    ----------
    lecture : Lecture or None
    path, folder : Path
        The file of the lecture, and where the files lie that it names.
    guesses : Guesses
        What the hall has predicted since the lecture was opened.

    Signals
    -------
    lecture_changed
        Another lecture is open, or none, or another scene of it is shown.
    scene_kept(int, Scene)
        A scene, counted from 0, is to be kept in this form: with what was drawn over it.
    closing
        The lecture is about to be forgotten.
    """

    lecture_changed = Signal()
    scene_kept = Signal(int, object)
    closing = Signal()

    def __init__(self, window: QWidget, files: ExperimentFiles, say: Callable[[str], None]) -> None:
        super().__init__(window)
        self._files, self._say = files, say
        self._is_behind = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM)
        self._calm.timeout.connect(self.catch_up)
        self.lecture: Lecture | None = None
        self.show_: Show | None = None
        self.path = self.folder = Path()
        self.guesses = Guesses(window, say)

    @Slot(object)
    def open_lecture(self, opened: OpenLecture) -> None:
        """Take up a lecture, and show the moment of its first scene in the window."""
        self.close_lecture()
        self._begin_lecture(opened)
        self._go_to(0)

    def take_lecture(self, lecture: Lecture, number: int, path: Path) -> None:
        """Take up another form of the lecture, at one of its scenes; the moment in the window stays."""
        if self.show_ is None or path != self.path:
            self._begin_lecture(OpenLecture(lecture, path, path.parent))
        assert self.show_ is not None
        self.lecture = lecture
        self.show_.take(lecture, number)
        self.lecture_changed.emit()

    @property
    def number(self) -> int:
        """The scene that is shown, counted from 0."""
        return self.show_.number if self.show_ is not None else 0

    @Slot(int)
    def show_scene(self, number: int) -> None:
        """Show the moment of a scene."""
        if self.show_ is not None and number != self.number:
            self._go_to(number)

    def _begin_lecture(self, opened: OpenLecture) -> None:
        if self.show_ is not None:
            self.show_.stop()
            self.show_.deleteLater()
        lecture = self.lecture = opened.lecture
        self.path, self.folder = opened.path, opened.folder
        from nnviz.ui.presenting.show import Show  # noqa: PLC0415 (the app starts sooner without)

        self.show_ = Show(lecture, self.folder, self)
        self.show_.ready.connect(self._note_ready)
        self.show_.known.connect(self._tell_truth)
        self.guesses.forget()

    @Slot()
    def close_lecture(self) -> None:
        """Forget the lecture: something else was opened."""
        self._is_behind = False
        self.closing.emit()
        self.leave()
        if self.show_ is not None:
            self.show_.stop()
            self.show_.deleteLater()
        self.lecture = self.show_ = None
        self.lecture_changed.emit()

    @Slot()
    def save_guesses(self) -> None:
        """Save all guesses since the lecture was opened as a table."""
        self.guesses.save(self.path.parent, self.lecture.title if self.lecture is not None else "")

    def tell_window(self, *, at_once: bool) -> None:
        """Have the window take up the settings of the scene, later where the stage hides it."""
        self._is_behind = True
        if at_once:
            self.catch_up()
        else:
            self._calm.start()

    @Slot()
    def catch_up(self) -> None:
        """Have the window take up the settings of the scene that is shown, if that was put off."""
        self._calm.stop()
        was_behind, self._is_behind = self._is_behind, False
        run = self.show_.run_of(self.number) if self.show_ is not None else None
        if was_behind and self.show_ is not None and isinstance(run, SavedRun):
            scene = self.show_.scene
            self._files.take_scene(scene.experiment, self.folder, run.spec, is_changed=bool(scene.set))

    def _go_to(self, number: int) -> None:
        """Go to a scene, restored to its exact moment."""
        raise NotImplementedError

    @Slot(int)
    def _note_ready(self, number: int) -> None:
        """Show a scene whose moment was awaited."""
        raise NotImplementedError

    @Slot(int)
    def _tell_truth(self, number: int) -> None:
        """Let the question of a scene be answered, now that it is known what comes out."""
        raise NotImplementedError
