"""Brings tables of the user's own into the window: from a file, or pasted from a spreadsheet."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.config_folder import state_folder
from nnviz.experiment.spec.own_images import OwnPictures
from nnviz.experiment.spec.own_table import OwnTable
from nnviz.files import WriteError, written_whole
from nnviz.tasks.task import TaskError
from nnviz.tasks.tasks import Tasks
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.looks.look import Look
from nnviz.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from nnviz.ui.importing.dialog import ImportDialog
    from nnviz.ui.importing.pictures import PicturesDialog

_ADDRESS = re.compile(r"(https?|ftp)://\S+", re.IGNORECASE)
MOST_PASTED = 20_000_000
"""Characters of a pasted table."""
NOTHING = "The clipboard holds no table: copy cells of a spreadsheet, then paste here."
ELSEWHERE = "This is an address in the web: save what is there as a file, then open the file."
TOO_MUCH = f"The clipboard holds more than {MOST_PASTED // 1_000_000} million characters: save it as a file."


class TableOpener(QObject):
    """Shows the import of a table, one at a time, and hands over what comes of it."""

    def __init__(self, files: ExperimentFiles, look: Look, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._files, self._look, self._banner, self._window = files, look, banner, window
        self._dialog: QWidget | None = None
        self._writing = Tasks(self, "Pasting the table")
        self._writing.finished.connect(self._open_pasted)
        self._writing.failed.connect(banner.say)
        files.table_read.connect(self.show)
        files.pictures_read.connect(self.show_pictures)

    @Slot(object)
    def show(self, opened: OwnTable) -> None:
        """Let the user see how the table reads."""
        from nnviz.ui.importing.dialog import ImportDialog  # noqa: PLC0415 (the app starts sooner without)

        title = "Pasted table" if Path(opened.data.path).parent == _folder() else ""
        self._open(ImportDialog(opened, self._look.style(), self._window, title))

    @Slot(object)
    def show_pictures(self, opened: OwnPictures) -> None:
        """Let the user see how the pictures of a folder are read."""
        from nnviz.ui.importing.pictures import PicturesDialog  # noqa: PLC0415 (as above)

        self._open(PicturesDialog(opened, self._look.style(), self._window))

    @Slot()
    def fetch(self) -> None:
        """Let the user fetch all images of MNIST for the present experiment, or for one of their own."""
        from nnviz.ui.importing.fetching import FetchDialog  # noqa: PLC0415 (as above)

        dialog = FetchDialog(self._window)
        dialog.fetched.connect(self._files.take_images)
        dialog.open()

    def _open(self, dialog: ImportDialog | PicturesDialog) -> None:
        if self._dialog is not None:
            self._dialog.close()
        dialog.setObjectName("import")
        self._look.changed.connect(dialog.set_styles)
        dialog.imported.connect(self._files.take_imported)
        dialog.destroyed.connect(self._forget)
        self._dialog = dialog
        dialog.open()

    @Slot()
    def paste(self) -> None:
        """Import the table on the clipboard."""
        kept: QMimeData | None = QApplication.clipboard().mimeData()  # none where nothing was ever copied
        self.take(QMimeData() if kept is None else kept)

    def invite(self, event: QDropEvent) -> None:
        """Say that what is dragged would be taken, as a copy, whatever is offered.

        Told that cells were moved, a spreadsheet takes them out of its table.
        """
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def take(self, dropped: QMimeData) -> None:
        """Import a file, or text that is a table, whether it was pasted or dropped."""
        paths = [url.toLocalFile() for url in dropped.urls() if url.isLocalFile()]
        text = dropped.text() if not paths else ""
        if paths:
            self._files.open(paths[0])
        elif _ADDRESS.fullmatch(text.strip()):
            self._banner.say(ELSEWHERE)
        elif len(text) > MOST_PASTED:
            self._banner.say(TOO_MUCH)
        elif text.strip():
            self._writing.submit(lambda _task: _kept(text))
        else:
            self._banner.say(NOTHING)

    @Slot(object)
    def _open_pasted(self, path: object) -> None:
        self._files.open(str(path), called="What was pasted")

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


def _folder() -> Path:
    return state_folder() / "pasted"


def _kept(text: str) -> Path:
    """Write pasted text to a file, which experiments with it read again; the same text is one file."""
    content = text.encode("utf-8", errors="replace")
    path = _folder() / f"pasted-{hashlib.sha256(content).hexdigest()[:12]}.tsv"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path, replace=True) as partial:
            partial.write_bytes(content)
    except (WriteError, OSError) as error:
        raise TaskError(f"What was pasted cannot be kept: {error}") from None
    return path
