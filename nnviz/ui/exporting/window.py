"""The export window: choices at the right, at the left the page as it will be written."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QSize, Qt, QTemporaryDir, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.export.closeup import run_shown
from nnviz.export.errors import ExportError
from nnviz.export.exporters import export, exporters
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.formats import BITMAPS, MOVIES, movie_dpi, title_of
from nnviz.export.options import ExportOptions
from nnviz.export.page.devices import image_of_page, pixels_of
from nnviz.export.page.page import MM_PER_INCH, Page, page_of
from nnviz.export.run import Run
from nnviz.export.shown import Shown
from nnviz.files import WriteError
from nnviz.paint.drawing.numbers import epoch_in_words
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.maps.look import MapLook
from nnviz.paint.sweep.look import SweepLook
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks
from nnviz.ui.exporting.for_others import content_of, is_large
from nnviz.ui.exporting.form import ExportForm
from nnviz.ui.exporting.preview import ExportPreview
from nnviz.ui.widgets.buttons import text_button
from nnviz.ui.widgets.clipboard import put_on_clipboard
from nnviz.ui.widgets.first_size import first_size
from nnviz.ui.widgets.save_dialog import ask_where_to_save
from nnviz.ui.widgets.scroll_column import ScrollColumn

_LEAST_SIZE = QSize(118 * GRID, 76 * GRID)
PATIENCE = 120
"""Milliseconds without a change after which the preview is painted."""


class ExportWindow(QDialog):
    """Exports one moment of a run; training may go on behind it.

    Signals
    -------
    folder_chosen(str)
        Where the user keeps exports.
    """

    folder_chosen = Signal(str)

    def __init__(
        self, run: Run, shown: Shown, style: Style, folder: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._run, self._style, self._folder = run, style, folder
        self._dragged = QTemporaryDir()
        self._work = Tasks(self, "The export")
        self.form = ExportForm(exporters(), run.snapshot, shown)
        self.moment = QLabel(moment_in_words(run.snapshot, shown))
        self.moment.setWordWrap(True)
        self.preview = ExportPreview(self._drag_data)
        self.preview.set_style(style)
        self._make_foot()
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PATIENCE)
        self._later.timeout.connect(self.show_preview)
        self._connect()
        self.resize(first_size(_LEAST_SIZE, parent))
        self._later.start(0)

    # What the user asks for

    @Slot()
    def ask_save(self) -> None:
        """Ask where to, and write."""
        suffix = self.form.suffix
        proposed = Path(self._folder) / f"{self._run.name}-{self.form.name}{suffix}"
        offered = sorted(self.form.suffixes, key=lambda each: each != suffix)
        kinds = {f"{title_of(each)} (*{each})": each for each in offered}
        chosen = ask_where_to_save(self, "Export", proposed, kinds)
        if chosen is not None:
            self.form.choose(self.form.name, chosen[0].suffix.lower())  # the name that was typed counts
            self.save(chosen[0])

    def save(self, path: Path) -> None:
        """Write to a file; one that exists is replaced, as the user has been asked."""
        self._show_part()
        name, run, options = self.form.name, self._run, self.form.options()
        self._folder = str(path.parent)
        self.folder_chosen.emit(self._folder)
        self._say("")  # what was said was about the file before

        def work(task: Task) -> object:
            export(run, name, path, replace(options, task=task), replace=True)
            return path

        if self.form.is_picture and self.form.suffix not in MOVIES and not self._is_large:
            self._attempt(lambda: self._told(work(Task())))
        else:
            self._show_busy(True)
            self._work.submit(work)

    @Slot()
    def copy(self) -> None:
        """Put the picture on the clipboard, as bitmap and as SVG."""

        def put() -> None:
            put_on_clipboard(self._content())
            less = " The bitmap has fewer pixels than a file would." if self._is_large else ""
            self._say(f"Copied: programs take the bitmap or the SVG, whichever they know.{less}")

        self._attempt(put)

    @Slot()
    def show_preview(self) -> None:
        """Paint the page as it will be, as large as there is room."""
        self.copy_button.setEnabled(self.form.is_picture)
        if not self.form.is_picture:
            self.preview.show_message("No preview for this format")
            self._size.setText("")
            return
        try:
            options = self.form.options()
            self._show_part()
            page = page_of(FIGURES[self.form.name], self._run.snapshot, options)
            room = self.preview.room()
            dpi = MM_PER_INCH * min(room.width() / page.width_mm, room.height() / page.height_mm)
            self.preview.show_image(self._image(page, replace(options, dpi=dpi)))
            self._size.setText(self._words(page))
            if not self._message.text():
                self._say(page.warning)
        except ExportError as error:
            self.preview.show_message("")
            self._say(str(error))

    # How it works

    def _content(self) -> QMimeData:
        """Return the picture for other programs, or raise an ExportError."""
        self._show_part()
        return content_of(FIGURES[self.form.name], self._run.snapshot, self.form.options())

    @property
    def _is_large(self) -> bool:
        """Whether a bitmap is chosen that takes long to paint."""
        figure = FIGURES[self.form.name] if self.form.suffix == ".png" else None
        return figure is not None and is_large(figure, self._run.snapshot, self.form.options())

    def _show_part(self) -> None:
        """Have the maps of that part of the inputs which is typed."""
        self._run = run_shown(self._run, self.form.look.shown)

    def _image(self, page: Page, options: ExportOptions) -> QImage:
        figure = FIGURES[self.form.name]
        return image_of_page(page, figure, self._run.snapshot, options)

    def _drag_data(self) -> QMimeData | None:
        """Return what is dragged out: a file in the chosen format, and the picture itself."""
        if self._is_large:
            self._say("A bitmap as large as this can be saved only: choose a smaller width or resolution.")
            return None
        suffix = self.form.suffix if self.form.suffix not in MOVIES else ".png"
        path = Path(self._dragged.path()) / f"{self._run.name}-{self.form.name}{suffix}"
        try:
            export(self._run, self.form.name, path, self.form.options(), replace=True)
            content = self._content()
        except (ExportError, WriteError) as error:
            self._say(str(error))
            return None
        content.setUrls([QUrl.fromLocalFile(str(path))])
        return content

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except (ExportError, WriteError) as error:
            self._say(str(error))

    @Slot(object)
    def _told(self, path: object) -> None:
        self._show_busy(False)
        self._say(f"Written: {path}")

    @Slot(str)
    def _failed(self, sentence: str) -> None:
        self._show_busy(False)
        self._say(sentence or "Cancelled; nothing was written.")

    @Slot(float)
    def _show_progress(self, share: float) -> None:
        self._progress.setValue(round(1000 * share))

    @Slot()
    def _cancel(self) -> None:
        self._work.cancel()
        self._failed("")

    def _show_busy(self, busy: bool) -> None:
        self._progress.setValue(0)
        for shown in (self._progress, self._cancel_button):
            shown.setVisible(busy)
        for button in (self.save_button, self.form):
            button.setDisabled(busy)

    @Slot()
    def _show_change(self) -> None:
        """Paint anew soon; what was said was about what was chosen before."""
        self._say("")
        self._later.start()

    def _say(self, sentence: str) -> None:
        self._message.setText(sentence)

    def _words(self, page: Page) -> str:
        """Return the size of what will be written, in words."""
        words = [f"{page.width_mm:.1f} × {page.height_mm:.1f} mm"]
        words.append(f"{page.style.family} {self.form.text_pt.value():g} pt")
        if page.smallest_pt < self.form.text_pt.value() - 0.05:
            words[-1] += f", smallest {page.smallest_pt:.1f} pt"
        if self.form.suffix in BITMAPS:
            dpi = self.form.dpi.value() if self.form.suffix == ".png" else movie_dpi(page.width_mm)
            size = pixels_of(page, dpi)
            words.append(f"{size.width()} × {size.height()} pixels")
        return "   ·   ".join(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter in a number field take the number, and no more; elsewhere it saves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(self.focusWidget(), QAbstractSpinBox):
            event.accept()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """End what is still being written, however the window is closed; nothing half-written stays."""
        self._work.cancel()
        super().done(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint the preview as large as there is room now."""
        super().resizeEvent(event)
        self._later.start()

    # How it is put together

    def _make_foot(self) -> None:
        self._size = QLabel()
        self._size.setProperty("role", "note")
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._progress = QProgressBar()
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._cancel_button = text_button("Cancel", "Stop; nothing is written")
        self._cancel_button.hide()
        self.copy_button = text_button("Copy", "Put the picture on the clipboard, as bitmap and as SVG")
        self.save_button = text_button("Save…", "Choose where to, and write")
        self.save_button.setProperty("role", "primary")
        self.save_button.setDefault(True)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.preview, 1)
        left.addWidget(self._size)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addWidget(self.moment)
        right.addWidget(ScrollColumn(self.form), 1)
        right.addWidget(self._message)
        right.addWidget(self._progress)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self._cancel_button, self.copy_button, self.save_button):
            buttons.addWidget(button)
        right.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        whole.setSpacing(3 * GRID)
        whole.addLayout(left, 1)
        whole.addLayout(right)

    def _connect(self) -> None:
        self.form.changed.connect(self._show_change)
        self.form.refused.connect(self._say)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.ask_save)
        self._cancel_button.clicked.connect(self._cancel)
        self._work.progressed.connect(self._show_progress)
        self._work.finished.connect(self._told)
        self._work.failed.connect(self._failed)


def moment_in_words(snapshot: Instant, shown: Shown) -> str:
    """Return which moment is exported, of two runs beside each other which, of many how many."""
    if (sweep := snapshot.look(SweepLook)) is not None:
        return (
            "1 combination of settings"
            if len(sweep.rows) == 1
            else f"{len(sweep.rows)} combinations of settings"
        )
    if (found := snapshot.look(MapLook)) is not None:
        return f"{found.standing.done:,} of {found.standing.runs:,} runs"
    when = f"{epoch_in_words(snapshot.epoch)}, update {snapshot.update:,}"
    if shown.beside is None:
        return when.capitalize()
    return f"Left: {shown.beside.first_name}, {when}. Right: only in tables of confusion."
