"""Sheets made and marked beside the window, and printed."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from nnviz.experiment.session import Session
from nnviz.experiment.spec.spec import Spec
from nnviz.explain.documents.latex_text import said_of_letters
from nnviz.explain.exercise.document import latex_of_sheet
from nnviz.explain.exercise.marking import marks_of
from nnviz.explain.exercise.sheet import Sheet, sheet_of
from nnviz.explain.exercise.start import start_of, update_of
from nnviz.explain.formulas.step import Depth
from nnviz.export.exercise import write_pdf
from nnviz.files import WriteError, written_whole
from nnviz.tasks.task import TaskError
from nnviz.tasks.tasks import Tasks

KINDS = {"PDF (*.pdf)": ".pdf", "LaTeX document (*.tex)": ".tex"}


class Sheets(QObject):
    """Does the work of an exercise.

    Signals
    -------
    made(Sheet)
    marked(list of Mark)
    said(str)
        One sentence: what became of it.
    """

    made = Signal(object)
    marked = Signal(object)
    said = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._making = Tasks(self, "Making the sheet")
        self._marking = Tasks(self, "Marking")
        self._making.finished.connect(self.made)
        self._marking.finished.connect(self.marked)
        for tasks in (self._making, self._marking):
            tasks.failed.connect(self.said)

    def make(self, spec: Spec, seed: int | None, depth: Depth) -> None:
        """Make the sheet of an experiment; without a seed that of its own weights."""
        self._marking.cancel()
        self._making.submit(lambda _task: made_sheet(spec, seed, depth))

    def mark(self, sheet: Sheet, answers: Mapping[str, float]) -> None:
        """Mark what was filled in."""
        self._marking.submit(lambda _task: marks_of(sheet, answers))

    def print(self, sheet: Sheet, path: Path, with_key: bool) -> None:
        """Write a sheet, or its key, to a file whose suffix says in which form: two pages, at once."""
        try:
            left_out = _write(sheet, path, with_key)
        except WriteError as error:
            self.said.emit(str(error))
        else:
            self.said.emit(f"Saved as {path}. {left_out}".strip())


def made_sheet(spec: Spec, seed: int | None, depth: Depth) -> Sheet:
    """Return the sheet of the first update of an experiment.

    Raises
    ------
    TaskError
        If it cannot be computed by hand.
    """
    try:
        start = start_of(spec, seed)
    except ValueError as error:
        sentence = str(error)
        raise TaskError(sentence[:1].upper() + sentence[1:]) from None
    session = Session(start.spec)
    title = start.spec.title or "One update"
    return sheet_of(title, update_of(session), depth, start.spec.training.seed, start.notes)


def _write(sheet: Sheet, path: Path, with_key: bool) -> str:
    """Write the file; return which letters it leaves out, in a sentence."""
    if path.suffix.lower() == ".pdf":
        return write_pdf(sheet, path, with_key)
    with written_whole(path, replace=True) as partial:
        partial.write_text(latex_of_sheet(sheet, with_key), encoding="utf-8")
    return said_of_letters(sheet.title)
