"""The window of sweeps: what is varied above, and below, while it runs, what comes out."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.experiment.results.outcome import Outcome
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.sweep_report import sweep_report
from nnviz.explain.documents import sweep_table
from nnviz.files import written_whole
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.tasks.tasks import Tasks
from nnviz.ui.sweep.news import News
from nnviz.ui.sweep.order_form import OrderForm
from nnviz.ui.sweep.results import Results
from nnviz.ui.sweep.running import Running
from nnviz.ui.widgets.first_size import first_size
from nnviz.ui.widgets.keyboard import Keyboard, focus_by_tab_only
from nnviz.ui.widgets.plain_text import make_labels_plain
from nnviz.ui.widgets.save_dialog import ask_where_to_save
from nnviz.ui.widgets.window_keys import add_keys

LINES = 24
"""So many times the text size the table and the pictures are high at least."""
SIZE = QSize(140 * GRID, 86 * GRID)
TABLES = {"CSV (*.csv)": ".csv", "Markdown (*.md)": ".md", "LaTeX (*.tex)": ".tex"}


class SweepWindow(QWidget):
    """Opened on an experiment.

    Signals
    -------
    opened(Spec, int)
        A run is wanted in the main window: its experiment, and how many updates it was trained.
    export_asked(SweepLook, str, QWidget)
        What is shown is to be exported over this window, this figure first.
    """

    opened = Signal(object, int)
    export_asked = Signal(object, str, object)

    def __init__(self, spec: Spec, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Sweep – nnviz")
        self.form = OrderForm(spec, name)
        self.results = Results()
        self.running = Running(self)
        self.news: News | None = None
        self._saving = Tasks(self, "Saving the table")
        self.run_button = QPushButton("Run")
        self.run_button.setProperty("role", "primary")
        self.table_button = QPushButton("Save table…")
        self.export_button = QPushButton("Export…")
        self.progress = QProgressBar()
        self.sentence = QLabel()
        self._lay_out()
        self._connect()
        self.resize(first_size(SIZE, parent))
        self._show_state()
        focus_by_tab_only(self)
        Keyboard(self)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.results.set_style(style)
        self.results.setMinimumHeight(round(LINES * style.text))

    # What can be done

    @Slot()
    def run_or_stop(self) -> None:
        """Run what is asked for, or stop it; what is done stays."""
        if self.running.is_busy:
            self.running.stop()
            return
        try:
            order = self.form.order()
        except SpecError as error:
            self._say(str(error), wrong=True)
            return
        self._say("Checking every combination …")
        self.running.start(self.form.spec, order, self.form.name)
        self._show_state()

    @Slot()
    def ask_save(self) -> None:
        """Ask where to save the table, and in which form."""
        news = self.news
        if news is None:
            return
        proposed = Path.home() / f"{Path(news.standing.plan.experiment).stem}-sweep.csv"
        chosen = ask_where_to_save(self, "Save the table", proposed, TABLES)
        if chosen is not None:
            self.save(chosen[0])

    def save(self, path: Path) -> None:
        """Write the table as it stands, a line a run where that is shown."""
        news, by_run = self.news, self.results.runs.isChecked()
        if news is not None:
            self._saving.submit(lambda _task: _write(news, by_run, path))

    @Slot()
    def ask_export(self) -> None:
        """Have the picture in front exported."""
        look = self.results.look
        if look is not None:
            self.export_asked.emit(look, self.results.figure, self)

    @Slot(int)
    def open_cell(self, place: int) -> None:
        """Open a run in the main window."""
        if self.news is None:
            return
        standing = self.news.standing
        outcome = standing.outcomes[place]
        spec = standing.cells[place].spec
        self.opened.emit(spec, _updates(outcome))

    # What comes

    @Slot(object)
    def show_news(self, news: News) -> None:
        """Show how the sweep stands."""
        self.news = news
        self.results.show_news(news)
        self.progress.setRange(0, len(news.standing.cells))
        self.progress.setValue(news.answered)
        self._say(_words(news))
        self._show_state()

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._say(sentence, wrong=True)
        self._show_state()

    @Slot(str)
    def _wait(self, sentence: str) -> None:
        self._say(sentence)

    @Slot()
    def _end(self) -> None:
        if self.news is not None and not self.news.is_done:
            done, all_ = self.news.answered, len(self.news.standing.cells)
            self._say(f"Stopped with {done:,} of {all_:,} runs done. {self.news.rows.caption}")
        self._show_state()

    @Slot(object)
    def _tell_saved(self, path: Path) -> None:
        self._say(f"Saved: {path}")

    def _say(self, sentence: str, wrong: bool = False) -> None:
        self.sentence.setText(sentence)
        self.sentence.setProperty("role", "wrong" if wrong else "note")
        self.sentence.style().polish(self.sentence)

    def _show_state(self) -> None:
        busy = self.running.is_busy
        self.run_button.setText("Stop" if busy else "Run")
        self.run_button.setToolTip("End all runs; what is done stays" if busy else "Run it  (Ctrl+Enter)")
        self.progress.setVisible(busy)
        self.form.setEnabled(not busy)
        for button in (self.table_button, self.export_button):
            button.setEnabled(self.news is not None)

    # Qt's events

    def closeEvent(self, event: QCloseEvent) -> None:
        """End everything that runs."""
        self.running.stop()
        Tasks.cancel_below(self)
        super().closeEvent(event)

    # How it is put together

    def _connect(self) -> None:
        self.run_button.clicked.connect(self.run_or_stop)
        self.table_button.clicked.connect(self.ask_save)
        self.export_button.clicked.connect(self.ask_export)
        self.form.entered.connect(self.run_or_stop)
        self.form.refused.connect(self._fail)
        self.results.picked.connect(self.open_cell)
        self.running.arrived.connect(self.show_news)
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
                (("Ctrl+F",), self.results.filter.setFocus),
                (("Ctrl+W",), self.close),
            ),
        )

    def _lay_out(self) -> None:
        self.table_button.setToolTip("The table as CSV, Markdown or LaTeX  (Ctrl+S)")
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
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.form)
        column.addLayout(buttons)
        column.addWidget(self.sentence)
        column.addWidget(self.results, 1)
        scroll = QScrollArea()  # large text on a small screen: nothing is cut
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        make_labels_plain(self)


def _updates(outcome: Outcome | None) -> int:
    return 0 if outcome is None else outcome.updates


def _words(news: News) -> str:
    count = len(news.standing.cells)
    if news.is_done:
        return news.rows.caption
    left = ""
    if news.seconds_left is not None:
        left = f", about {max(1, round(news.seconds_left)):,} s left"
    return f"{news.answered:,} of {count:,} runs done{left}. {news.rows.caption}"


def _write(news: News, by_run: bool, path: Path) -> Path:
    report = sweep_report(news.sweep, news.standing.criterion)
    table = news.cells if by_run else news.rows
    match path.suffix.lower():
        case ".md":
            text = sweep_table.as_markdown(table) + "\n"
        case ".tex":
            title = news.standing.plan.base.title or news.standing.plan.experiment
            text = sweep_table.as_latex(table, title)
        case _:
            text = (sweep_table.cells_csv if by_run else sweep_table.rows_csv)(report)
    with written_whole(path, replace=True) as partial:
        partial.write_text(text, encoding="utf-8", newline="")
    return path
