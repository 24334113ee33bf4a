"""The window's commands that let pictures out: export, copy, screenshot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, QStandardPaths, Qt, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nnviz.experiment.snapshot.snapshot import Origin, Snapshot
from nnviz.export.errors import ExportError
from nnviz.export.shown import Shown
from nnviz.files import WriteError, written_whole
from nnviz.paint.drawing.theme import Style
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks
from nnviz.ui.settings import Settings
from nnviz.ui.widgets.save_dialog import ask_where_to_save

if TYPE_CHECKING:
    from nnviz.export.run import Run
    from nnviz.ui.exporting.window import ExportWindow

SCALES = {"2x, sharp (*.png)": 2, "1x, as shown (*.png)": 1, "3x, for posters (*.png)": 3}
"""What the save dialog offers for a screenshot."""


class Exporting(QObject):
    """Takes the moment that is shown and opens the export window on it.

    Parameters
    ----------
    window : QWidget
        The main window.
    settings : Settings
        Remember the folder.
    moment, shown, style : callable
        Return the latest snapshot (None before the first), what the views show, and the window's style.
    name : callable
        Returns where the experiment came from: a name or a path.
    tell, note : callable
        Show one sentence in the window: that something went wrong, that all is well.
    figure : callable
        Returns the name of the figure that is proposed first; empty: the first there is.
    """

    def __init__(
        self,
        window: QWidget,
        settings: Settings,
        *,
        moment: Callable[[], Snapshot | None],
        shown: Callable[[], Shown],
        style: Callable[[], Style],
        name: Callable[[], str],
        tell: Callable[[str], None],
        note: Callable[[str], None],
        figure: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._moment, self._shown, self._style, self._name = moment, shown, style, name
        self._tell, self._note = tell, note
        self._work = Tasks(self, "The export")
        self._work.finished.connect(self._open)
        self._work.failed.connect(self._failed)
        self.shown: ExportWindow | None = None
        self._figure = figure
        self._proposed = ""
        self._over = window

    @Slot()
    def export(self) -> None:
        """Open the export window on the present moment, once its maps are fine enough for paper."""
        snapshot = self._moment()
        if snapshot is not None:
            self._proposed = self._figure()
            self.export_moment(snapshot, self._shown(), self._window)

    @Slot(object, object, object)
    def export_moment(self, snapshot: Snapshot, shown: Shown, window: QWidget) -> None:
        """Open the export window over another one on a moment, and what is shown of it there."""
        if self._work.is_busy:
            return
        name = Path(self._name()).stem
        self._over = window

        def complete(task: Task) -> object:
            from nnviz.export.closeup import Closeup  # noqa: PLC0415 (the app starts sooner without)
            from nnviz.export.run import Run  # noqa: PLC0415

            fine = Closeup().complete(snapshot, shown.wishes(), task)
            finer, beside = shown, shown.beside
            if beside is not None:
                second = Closeup().complete(beside.snapshot, shown.wishes(), task)
                finer = replace(shown, beside=replace(beside, snapshot=second))
            origin = snapshot.origin or Origin(snapshot.spec)
            return Run(name, origin.start, origin.log, fine), finer

        self._work.submit(complete)

    def export_figure(self, snapshot: Snapshot, figure: str, window: QWidget) -> None:
        """Open the export window over another one on a moment, this figure of it first."""
        self._proposed = figure
        self.export_moment(snapshot, self._shown(), window)

    @Slot()
    def ask_screenshot(self) -> None:
        """Take a picture of the whole window and ask where to save it and how fine."""
        images = {scale: picture_of(self._window, scale) for scale in SCALES.values()}
        proposed = Path(self._folder()) / f"{Path(self._name()).stem}-window.png"
        chosen = ask_where_to_save(self._window, "Screenshot", proposed, dict.fromkeys(SCALES, ".png"))
        if chosen is not None:
            path, kind = chosen
            self.save_screenshot(images[SCALES[kind]], path)

    def save_screenshot(self, image: QImage, path: Path) -> None:
        """Write a bitmap."""
        from nnviz.export.page.devices import png_of  # noqa: PLC0415 (the app starts sooner without)

        self.remember_folder(str(path.parent))
        try:
            with written_whole(path, replace=True) as partial:
                partial.write_bytes(png_of(image))
        except (ExportError, WriteError) as error:
            self._tell(str(error))
        else:
            self._note(f"Written: {path}")

    @Slot(str)
    def remember_folder(self, folder: str) -> None:
        """Propose this folder the next time."""
        self._settings.set("export/folder", folder)

    @Slot(object)
    def _open(self, completed: tuple[Run, Shown]) -> None:
        from nnviz.ui.exporting.window import ExportWindow  # noqa: PLC0415

        if not isValid(self._over):
            return  # the window was closed meanwhile
        run, shown = completed
        self.shown = ExportWindow(run, shown, self._style(), self._folder(), self._over)
        if self._proposed:
            self.shown.form.choose(self._proposed)
        self._proposed = ""
        self.shown.folder_chosen.connect(self.remember_folder)
        self.shown.destroyed.connect(self._forget)
        self.shown.show()

    @Slot()
    def _forget(self) -> None:
        self.shown = None

    @Slot(str)
    def _failed(self, sentence: str) -> None:
        self._tell(sentence)

    def _folder(self) -> str:
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        kept = self._settings.text("export/folder", pictures)
        return kept if Path(kept).is_dir() else str(Path.home())


def picture_of(widget: QWidget, scale: int) -> QImage:
    """Return a widget as it is on screen, painted anew with `scale` times as many pixels a side."""
    ratio = float(scale)
    image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        widget.render(painter, QPoint())
    return image
