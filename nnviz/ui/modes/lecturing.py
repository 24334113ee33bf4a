"""Making a lecture in the window: the panel of scenes, the lecture that is presented, and its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.past.saved_run import PastCopy
from nnviz.experiment.run_file.kind import SUFFIX as RUN
from nnviz.experiment.run_file.writing import write_run
from nnviz.experiment.spec.errors import SpecError
from nnviz.files import WriteError, written_whole
from nnviz.lecture.editing import duplicated, inserted, moved, removed, replaced, toml_of
from nnviz.lecture.file import check_scene, is_shipped
from nnviz.lecture.packing import SUFFIX, copy_files, is_packed, pack
from nnviz.lecture.scene import Lecture, Scene
from nnviz.ui.modes.lecture_mode import LectureMode
from nnviz.ui.scenes.moment import InWindow, needs_run, scene_of
from nnviz.ui.widgets.save_dialog import ask_where_to_save
from nnviz.worker.remote import Remote

if TYPE_CHECKING:
    from nnviz.ui.scenes.panel import ScenesPanel


class _Panels(Protocol):
    def when_made(self, name: str, connect: Callable[[Any], None]) -> None: ...


_WAIT = 600
"""Milliseconds of rest after which what is typed is written."""
_TOML = {"Lecture (*.toml)": ".toml"}


class LectureEditing(QObject):
    """Carries out what the panel of scenes asks for; every change is written at once, whole or not at all.

    Parameters
    ----------
    seen : callable
        () -> what the window shows now; None before the first moment.
    say, tell : callable
        Say that something is done; that something went wrong.
    """

    def __init__(
        self,
        window: QWidget,
        panels: _Panels,
        presenting: LectureMode,
        controller: Remote,
        seen: Callable[[], InWindow | None],
        say: Callable[[str], None],
        tell: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._presenting = window, presenting
        self._panel: ScenesPanel | None = None
        self._controller, self._seen, self._say, self._tell = controller, seen, say, tell
        self._adding: tuple[InWindow, Path] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.write)
        panels.when_made("scenes", self._take_panel)
        presenting.lecture_changed.connect(self._show)
        presenting.scene_kept.connect(self.keep_scene)
        presenting.closing.connect(self.write_now)
        controller.copied.connect(self._take_copies)

    def _take_panel(self, panel: ScenesPanel) -> None:
        """Carry out what the panel asks for, from the moment on that there is one."""
        self._panel = panel
        panel.add_asked.connect(self.add_scene)
        panel.chosen.connect(self._presenting.show_scene)
        panel.duplicate_asked.connect(self._duplicate)
        panel.remove_asked.connect(self._remove)
        panel.moved.connect(self._move)
        panel.edited.connect(self._edit)
        self._show()

    @property
    def _lecture(self) -> Lecture | None:
        return self._presenting.lecture

    @property
    def _number(self) -> int:
        return self._presenting.number

    # What is asked for

    @Slot()
    def add_scene(self) -> None:
        """Add the present moment after the present scene; without a lecture, begin one."""
        seen = self._seen()
        if seen is None:
            return
        path = self._own_path() if self._lecture is not None else self._ask_path("lecture", "New lecture")
        if path is None:
            return
        if not needs_run(seen):
            self._insert(seen, path, "")
            return
        self._adding = seen, path  # only a saved run leads here: it is written beside the lecture
        self._controller.copy_past()

    @Slot(object)
    def _take_copies(self, copies: tuple[PastCopy, ...]) -> None:
        """Write the run of the moment that is being added."""
        adding, self._adding = self._adding, None
        if adding is None:
            return
        seen, path = adding
        (present,) = (copy for copy in copies if copy.is_present and not copy.is_run)
        stem = f"{path.stem}-{seen.snapshot.update}"
        names = (f"{stem}{f'-{number}' if number else ''}{RUN}" for number in range(1000))
        name = next(name for name in names if not (path.parent / name).exists())
        try:
            write_run(replace(present.saved, position=seen.snapshot.update), path.parent / name)
        except WriteError as error:
            self._tell(str(error))
            return
        self._insert(seen, path, name)

    def _insert(self, seen: InWindow, path: Path, run: str) -> None:
        scene = scene_of(seen, path.parent, run)
        lecture = self._lecture
        if lecture is None:
            self._take(Lecture(title=path.stem.replace("-", " ").capitalize(), scene=(scene,)), 0, path)
        else:
            self._change(lambda: inserted(lecture, self._number + 1, scene), self._number + 1, path)
        self._say(f'Added: "{scene.title}", update {seen.snapshot.update:,}.')

    @Slot(int)
    def _duplicate(self, number: int) -> None:
        lecture = self._lecture
        if lecture is not None:
            self._change(lambda: duplicated(lecture, number), number + 1)

    @Slot(int)
    def _remove(self, number: int) -> None:
        lecture = self._lecture
        if lecture is not None:
            self._change(lambda: removed(lecture, number), max(0, min(number, len(lecture.scene) - 2)))

    @Slot(int, int)
    def _move(self, number: int, to: int) -> None:
        lecture = self._lecture
        if lecture is not None and number >= 0:
            to = min(max(to, 0), len(lecture.scene) - 1)
            self._change(lambda: moved(lecture, number, to), to)

    @Slot(int, object)
    def _edit(self, number: int, scene: Scene) -> None:
        lecture = self._lecture
        if lecture is None or number < 0:
            return

        def edited() -> Lecture:
            check_scene(scene, "")
            return replaced(lecture, number, scene)

        self._change(edited, number)

    @Slot(int, object)
    def keep_scene(self, number: int, scene: Scene) -> None:
        """Keep a scene with what was drawn over it; nobody is asked for a file while the hall looks on."""
        lecture, path = self._lecture, self._presenting.path
        if lecture is None:
            return
        self._presenting.take_lecture(replaced(lecture, number, scene), number, path)
        if is_shipped(path) or is_packed(path):
            self._say("What was drawn stays until the lecture is closed; Save lecture as… keeps it.")
        else:
            self._timer.start()

    @Slot()
    def save_as(self) -> None:
        """Save the lecture elsewhere, with the files that it needs."""
        lecture = self._lecture
        if lecture is None:
            self._say("No lecture is open: Add scene begins one.")
            return
        path = self._ask_path(self._presenting.path.stem, "Save the lecture")
        if path is not None:
            self._take(lecture, self._number, path)
            self._say(f"Saved: {path}")

    @Slot()
    def pack(self) -> None:
        """Write the lecture with its runs, experiments and tables into one file."""
        lecture = self._lecture
        if lecture is None:
            self._say("No lecture is open: Add scene begins one.")
            return
        proposed = _home_of(self._presenting.path) / f"{self._presenting.path.stem}{SUFFIX}"
        kinds = {f"Lecture with all that it needs (*{SUFFIX})": SUFFIX}
        chosen = ask_where_to_save(self._window, "Pack the lecture", proposed, kinds)
        if chosen is None:
            return
        try:
            pack(lecture, self._presenting.folder, chosen[0])
        except (SpecError, WriteError) as error:
            self._tell(str(error))
            return
        self._say(f"Saved: {chosen[0]}")

    # What follows

    def _change(self, make: Callable[[], Lecture], number: int, path: Path | None = None) -> None:
        """Make a lecture of the present one, and write it."""
        path = path or self._own_path()
        if path is None:
            self._show()
            return
        try:
            lecture = make()
        except SpecError as error:
            self._tell(str(error))
            self._show()
            return
        self._take(lecture, number, path)

    def _take(self, lecture: Lecture, number: int, path: Path) -> None:
        if path != self._presenting.path and self._lecture is not None:
            copy_files(lecture, self._presenting.folder, path.parent)
        self._presenting.take_lecture(lecture, number, path)
        self._timer.start()

    @Slot()
    def write(self) -> None:
        """Write the lecture that is open, if it was changed."""
        self._timer.stop()
        lecture = self._lecture
        if lecture is None:
            return
        try:
            with written_whole(self._presenting.path, replace=True) as partial:
                partial.write_text(toml_of(lecture), encoding="utf-8")
        except WriteError as error:
            self._tell(str(error))

    @Slot()
    def write_now(self) -> None:
        """Write what waits to be written: the window is closed, or something else is opened."""
        if self._timer.isActive():
            self.write()

    def _own_path(self) -> Path | None:
        """Return the file to write: that of the lecture, unless it ships with the app or is packed."""
        path = self._presenting.path
        if is_shipped(path) or is_packed(path):
            return self._ask_path(path.stem, "Save a lecture of your own")
        return path

    def _ask_path(self, stem: str, title: str) -> Path | None:
        chosen = ask_where_to_save(
            self._window, title, _home_of(self._presenting.path) / f"{stem}.toml", _TOML
        )
        return chosen[0] if chosen is not None else None

    @Slot()
    def _show(self) -> None:
        if self._panel is not None:
            self._panel.show_lecture(self._lecture, self._number)


def _home_of(path: Path) -> Path:
    """Return the folder that a dialog begins in."""
    return Path.home() if is_shipped(path) or not path.name else path.parent
