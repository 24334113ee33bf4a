"""The window of sweeps: what is varied above, and below, while it runs, what comes out."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.sweep_report import sweep_report
from nnviz.explain.documents import sweep_table
from nnviz.files import written_whole
from nnviz.ui.looks.look import Styles
from nnviz.ui.sweep.news import News
from nnviz.ui.sweep.order_form import OrderForm
from nnviz.ui.sweep.results import Results
from nnviz.ui.sweep.running import Work, run_sweep
from nnviz.ui.sweep.runs_window import RunsWindow
from nnviz.ui.widgets.window_keys import add_keys


class SweepWindow(RunsWindow):
    """Runs one sweep at a time, and shows the last."""

    tables: ClassVar = {"CSV (*.csv)": ".csv", "Markdown (*.md)": ".md", "LaTeX (*.tex)": ".tex"}

    def __init__(self, spec: Spec, name: str, parent: QWidget) -> None:
        self.form = OrderForm(spec, name)
        self.results = Results()
        self.news: News | None = None
        super().__init__("Sweep", self.form, self.results, parent)
        self.results.picked.connect(self.open_cell)
        add_keys(self, ((("Ctrl+F",), self.results.filter.setFocus),))

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        super().set_styles(styles)
        self.results.set_styles(styles)

    def work(self) -> Work:
        """Return what is to be run."""
        spec, name, order = self.form.spec, self.form.name, self.form.order()
        before = None if self.news is None else self.news.sweep
        self.say("Checking every combination …")
        return lambda task: run_sweep(spec, order, name, before, task)

    @property
    def has_news(self) -> bool:
        """Whether there is a table."""
        return self.news is not None

    def show_state(self) -> None:
        """Let nothing be changed while it runs."""
        super().show_state()
        self.form.setEnabled(not self.running.is_busy)

    def proposed_name(self) -> str:
        """Return a name after the experiment."""
        return "sweep" if self.news is None else f"{Path(self.news.standing.plan.experiment).stem}-sweep"

    def writer(self, path: Path) -> Callable[[], Path]:
        """Return what writes the table, a line a run where that is shown."""
        news, by_run = self.news, self.results.runs.isChecked()
        assert news is not None  # the button is disabled until then
        return lambda: _write(news, by_run, path)

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
        self.opened.emit(standing.cells[place].spec, 0 if outcome is None else outcome.updates)

    def show_news(self, news: News) -> None:
        """Show how the sweep stands."""
        self.news = news
        self.show_progress(news.answered, len(news.standing.cells))
        self.results.show_news(news)
        self.say(_words(news))

    def stopped_words(self) -> str:
        """Return how much is done, where something is missing."""
        if self.news is None or self.news.is_done:
            return ""
        done, all_ = self.news.answered, len(self.news.standing.cells)
        return f"Stopped with {done:,} of {all_:,} runs done; Run goes on. {self.news.rows.caption}"


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
