"""The window's commands that let pictures out: export, copy, screenshot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QPoint, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.files import is_folder, written_whole
from nnviz.paint.drawing.theme import Style
from nnviz.tasks.tasks import Tasks
from nnviz.ui.pictures.pixmap_layer import not_for_the_screen
from nnviz.ui.settings import Settings
from nnviz.ui.widgets.save_dialog import ask_where_to_save

if TYPE_CHECKING:
    from nnviz.export.shown import Shown

SCALES = {"2x, sharp (*.png)": 2, "1x, as shown (*.png)": 1, "3x, for posters (*.png)": 3}
"""What the save dialog offers for a screenshot."""


class ToExport(msgspec.Struct, frozen=True, eq=False):
    """What the export window is to be opened on.

    Attributes
    ----------
    over : QWidget
        The window above which it opens.
    figure : str
        What is proposed first; empty: the first there is.
    name : str
        Of the experiment, for files.
    style : Style
        Of the window's own pictures.
    folder : str
        Proposed for files.
    """

    snapshot: RunInstant
    shown: Shown
    over: QWidget
    figure: str
    name: str
    style: Style
    folder: str


class Exporting(QObject):
    """Takes the moment that is shown and asks for the export window on it; `ExportWindows` opens it.

    Signals
    -------
    asked : ToExport

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
    hold : callable
        Has the window stay as it is (True), and go on (False).
    """

    asked = Signal(object)

    def __init__(
        self,
        window: QWidget,
        settings: Settings,
        *,
        moment: Callable[[], RunInstant | None],
        shown: Callable[[], Shown],
        style: Callable[[], Style],
        name: Callable[[], str],
        tell: Callable[[str], None],
        note: Callable[[str], None],
        figure: Callable[[], str] = lambda: "",
        hold: Callable[[bool], None] = lambda _: None,
    ) -> None:
        super().__init__(window)
        self.tell = tell
        self._window, self._settings = window, settings
        self._moment, self._shown, self._style, self._name = moment, shown, style, name
        self._note = note
        self._figure = figure
        self._hold = hold
        self._writing = Tasks(self, "The screenshot")
        self._writing.finished.connect(self._say_written)
        self._writing.failed.connect(tell)

    @Slot()
    def export(self) -> None:
        """Ask for the export window on the present moment."""
        snapshot = self._moment()
        if snapshot is not None:
            self._ask(snapshot, self._shown(), self._window, self._figure())

    @Slot(object, object, object)
    def export_moment(self, snapshot: RunInstant, shown: Shown, window: QWidget) -> None:
        """Ask for the export window over another one on a moment, and what is shown of it there."""
        self._ask(snapshot, shown, window)

    def export_figure(self, snapshot: RunInstant, figure: str, window: QWidget) -> None:
        """Ask for the export window over another one on a moment, this figure of it first."""
        self._ask(snapshot, self._shown(), window, figure)

    def _ask(self, snapshot: RunInstant, shown: Shown, over: QWidget, figure: str = "") -> None:
        name, style = Path(self._name()).stem, self._style()
        self.asked.emit(ToExport(snapshot, shown, over, figure, name, style, self.folder()))

    @Slot()
    def ask_screenshot(self) -> None:
        """Ask where to save a picture of the whole window and how fine; the moment of the question stays."""
        proposed = Path(self.folder()) / f"{Path(self._name()).stem}-window.png"
        self._hold(True)  # pictures of each fineness, kept meanwhile, would take hundreds of megabytes
        try:
            chosen = ask_where_to_save(self._window, "Screenshot", proposed, dict.fromkeys(SCALES, ".png"))
            if chosen is not None and isValid(self._window):
                path, kind = chosen
                self.save_screenshot(picture_of(self._window, SCALES[kind]), path)
        finally:
            self._hold(False)

    def save_screenshot(self, image: QImage, path: Path) -> None:
        """Write a bitmap beside the window: a fine one of a large window takes a second to pack."""
        self.remember_folder(str(path.parent))
        self._writing.add(lambda _task: _write(image, path))

    @Slot(object)
    def _say_written(self, path: Path) -> None:
        self._note(f"Written: {path}")

    @Slot(str)
    def remember_folder(self, folder: str) -> None:
        """Propose this folder the next time."""
        self._settings.set("export/folder", folder)

    def folder(self) -> str:
        """Return the folder that is proposed for files."""
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        kept = self._settings.text("export/folder", pictures)
        return kept if is_folder(Path(kept)) else str(Path.home())


def _write(image: QImage, path: Path) -> Path:
    """Write a bitmap as PNG and return its path."""
    from nnviz.export.page.png import png_of  # noqa: PLC0415 (the app starts sooner without)

    with written_whole(path, replace=True) as partial:
        partial.write_bytes(png_of(image))
    return path


def picture_of(widget: QWidget, scale: int) -> QImage:
    """Return a widget as it is on screen, painted anew with `scale` times as many pixels a side."""
    ratio = float(scale)
    image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    with not_for_the_screen(), QPainter(image) as painter:
        widget.render(painter, QPoint())
    return image
