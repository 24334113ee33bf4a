"""What the windows of many runs share: an order above, what comes out below, Run, Save and Export."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.experiment.spec.errors import SpecError
from nnviz.paint.drawing.theme import GRID
from nnviz.tasks.tasks import Tasks
from nnviz.ui.looks.look import Styles
from nnviz.ui.sweep.running import Running, Work
from nnviz.ui.widgets.above_picture import ControlsAbovePicture
from nnviz.ui.widgets.first_size import first_size
from nnviz.ui.widgets.keyboard import Keyboard, focus_by_tab_only
from nnviz.ui.widgets.plain_text import make_labels_plain
from nnviz.ui.widgets.save_dialog import ask_where_to_save
from nnviz.ui.widgets.window_keys import add_keys

LINES = 24
"""So many times the text size what comes out is high at least, where the window is as high as that."""
SIZE = QSize(140 * GRID, 86 * GRID)


class RunsWindow(QWidget):
    """Opened on an experiment.

    Parameters
    ----------
    title : str
    order : QWidget
        What is asked for; its signals `entered` and `refused(str)` say that it is to run, or why it cannot.
    below : QWidget
        Where what comes out is shown.

    Signals
    -------
    opened(Spec, int)
        A run is wanted in the main window: its experiment, and how many updates it was trained.
    export_asked(object, str, QWidget)
        What is shown is to be exported over this window, this figure first.
    """

    opened = Signal(object, int)
    export_asked = Signal(object, str, object)
    tables: ClassVar[dict[str, str]] = {}
    """In which forms the table is saved: what the dialog offers, and the suffix."""

    def __init__(self, title: str, order: QWidget, below: QWidget, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(f"{title} – nnviz")
        self._order, self._below = order, below
        self.running = Running(self, f"The {title.lower()}")
        self._saving = Tasks(self, "Saving the table")
        self.run_button = QPushButton("Run")
        self.run_button.setProperty("role", "primary")
        self.table_button = QPushButton("Save table…")
        self.export_button = QPushButton("Export…")
        self.progress = QProgressBar()
        self.sentence = QLabel()
        self._parts = ControlsAbovePicture((order, self.sentence), below)
        self._lay_out()
        self._connect_all()
        self.resize(first_size(SIZE, parent))
        self.show_state()
        focus_by_tab_only(self)
        Keyboard(self)

    # What each of them says

    def work(self) -> Work:
        """Return what is to be done beside the window; SpecError if what is asked for cannot be."""
        raise NotImplementedError

    def show_news(self, news: Any) -> None:
        """Show how it stands."""
        raise NotImplementedError

    @property
    def has_news(self) -> bool:
        """Whether there is anything to be saved or exported."""
        raise NotImplementedError

    def stopped_words(self) -> str:
        """Return what is said when it was stopped before its end; empty where nothing is."""
        raise NotImplementedError

    def proposed_name(self) -> str:
        """Return the name of the file for the table, without suffix."""
        raise NotImplementedError

    def writer(self, path: Path) -> Callable[[], Path]:
        """Return what writes the table as it stands."""
        raise NotImplementedError

    def ask_export(self) -> None:
        """Have the picture in front exported."""
        raise NotImplementedError

    # What can be done

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self._parts.ask_for(round(LINES * styles.contents.text))

    @Slot()
    def run_or_stop(self) -> None:
        """Run what is asked for, or stop it; what is done stays."""
        if self.running.is_busy:
            self.running.stop()
            return
        try:
            work = self.work()
        except SpecError as error:
            self.say(str(error), wrong=True)
            return
        self.running.start(work)
        self.show_state()
        self._parts.ensureWidgetVisible(self._below)

    @Slot()
    def ask_save(self) -> None:
        """Ask where to save the table, and in which form."""
        if not self.has_news:
            return
        suffix = next(iter(self.tables.values()))
        proposed = Path.home() / f"{self.proposed_name()}{suffix}"
        chosen = ask_where_to_save(self, "Save the table", proposed, self.tables)
        if chosen is not None:
            self.save(chosen[0])

    def save(self, path: Path) -> None:
        """Write the table as it stands."""
        if self.has_news:
            write = self.writer(path)
            self._saving.submit(lambda _task: write())

    # What is said

    def show_progress(self, done: int, runs: int) -> None:
        """Show how much is done, before anything else that is new.

        Qt paints the bar at once, and with it all that waits to be painted, which then is painted twice.
        """
        self.progress.setRange(0, runs)
        self.progress.setValue(done)

    def say(self, sentence: str, wrong: bool = False) -> None:
        """Say one sentence above what comes out."""
        self.sentence.setText(sentence)
        role = "wrong" if wrong else "note"
        if self.sentence.property("role") != role:  # takes long
            self.sentence.setProperty("role", role)
            self.sentence.style().polish(self.sentence)
        if wrong:
            self._parts.ensureWidgetVisible(self.sentence)

    def show_state(self) -> None:
        """Show what can be done now."""
        busy = self.running.is_busy
        self.run_button.setText("Stop" if busy else "Run")
        self.run_button.setToolTip("End all runs; what is done stays" if busy else "Run it  (Ctrl+Enter)")
        self.progress.setVisible(busy)
        for button in (self.table_button, self.export_button):
            button.setEnabled(self.has_news)

    @Slot(object)
    def _take(self, news: object) -> None:
        self.show_news(news)
        self.show_state()

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self.say(sentence, wrong=True)
        self.show_state()

    @Slot(str)
    def _wait(self, sentence: str) -> None:
        self.say(sentence)

    @Slot()
    def _end(self) -> None:
        words = self.stopped_words()
        if words:
            self.say(words)
        self.show_state()

    @Slot(object)
    def _tell_saved(self, path: Path) -> None:
        self.say(f"Saved: {path}")

    # Qt's events

    def closeEvent(self, event: QCloseEvent) -> None:
        """End everything that runs."""
        self.running.stop()
        Tasks.cancel_below(self)
        super().closeEvent(event)

    # How it is put together

    def _connect_all(self) -> None:
        order: Any = self._order
        self.run_button.clicked.connect(self.run_or_stop)
        self.table_button.clicked.connect(self.ask_save)
        self.export_button.clicked.connect(self.ask_export)
        order.entered.connect(self.run_or_stop)
        order.refused.connect(self._fail)
        self.running.arrived.connect(self._take)
        self.running.waiting.connect(self._wait)
        self.running.ended.connect(self._end)
        self.running.failed.connect(self._fail)
        self._saving.finished.connect(self._tell_saved)
        self._saving.failed.connect(self._fail)
        add_keys(
            self,
            (
                (("Ctrl+Return", "F5"), self.run_or_stop),
                (("Ctrl+E",), self.ask_export),
                (("Ctrl+S",), self.ask_save),
                (("Ctrl+W",), self.close),
            ),
        )

    def _lay_out(self) -> None:
        self.table_button.setToolTip("The table as a file  (Ctrl+S)")
        self.export_button.setToolTip("The picture as a figure  (Ctrl+E)")
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Runs done")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.run_button)
        buttons.addWidget(self.progress, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.table_button)
        buttons.addWidget(self.export_button)
        self.sentence.setContentsMargins(0, GRID, 0, GRID)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GRID, GRID, GRID, GRID)
        whole.setSpacing(GRID)
        whole.addWidget(self._parts)
        whole.addLayout(buttons)  # never scrolled away, however large the text
        make_labels_plain(self)
