"""The walk that is on screen, saved as a LaTeX document, as Markdown, or as pictures, one a step."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.explain.documents.latex import latex_document
from nnviz.explain.documents.markdown import markdown
from nnviz.explain.formulas.step import Depth
from nnviz.explain.update.walk import Walk
from nnviz.export.errors import ExportError
from nnviz.export.figures.step_pictures import ON_PAPER, write_pictures
from nnviz.files import written_whole
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks
from nnviz.ui.widgets.save_dialog import ask_where_to_save

KINDS = {
    "LaTeX document (*.tex)": ".tex",
    "Markdown (*.md)": ".md",
    "One picture a step, PDF (*.pdf)": ".pdf",
    "One picture a step, SVG (*.svg)": ".svg",
    "One picture a step, PNG (*.png)": ".png",
}
"""What the save dialog offers."""
_WRITERS = {".tex": latex_document, ".md": markdown}


class WalkOnPaper(QObject):
    """Asks for a file and writes the walk to it, beside the window.

    Signals
    -------
    said : str
        One sentence: what became of it.
    """

    said = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._work = Tasks(self, "Saving the update")
        self._work.finished.connect(self._written)
        self._work.failed.connect(self.said)

    def ask(self, walk: Walk, depth: Depth, moment: RunInstant) -> None:
        """Ask where to save the walk through the update after a moment, and save it."""
        proposed = Path(f"update-{walk.case.trace.update}.tex")
        chosen = ask_where_to_save(self._parent, "Save the explained update", proposed, KINDS)
        if chosen is not None:
            self.save(walk, depth, moment, chosen[0])

    def save(self, walk: Walk, depth: Depth, moment: RunInstant, path: Path) -> None:
        """Write the walk to a file whose suffix says in which form; an earlier document is replaced.

        Pictures are several files, whose names begin like that of `path`.
        """
        write = _document if path.suffix.lower() in _WRITERS else _pictures
        self._work.submit(lambda task: write(walk, depth, moment, path, task))

    @Slot(object)
    def _written(self, where: object) -> None:
        self.said.emit(f"Saved as {where}")


def _document(walk: Walk, depth: Depth, moment: DataInstant, path: Path, _task: Task) -> str:
    """Write the walk as one document; return where it is."""
    try:
        text = _WRITERS[path.suffix.lower()](walk, depth, moment.spec.title or "One update")
    except ValueError as error:  # more steps than a document holds
        raise ExportError(f"{str(error).capitalize()}.") from None
    with written_whole(path, replace=True) as partial:
        partial.write_text(text, encoding="utf-8")
    return str(path)


def _pictures(walk: Walk, depth: Depth, moment: RunInstant, path: Path, task: Task) -> str:
    """Write one picture a step; return where they are."""
    paths = write_pictures(walk, moment, depth, path, replace(ON_PAPER, task=task))
    return f"{paths[0]} and {len(paths) - 1} more" if len(paths) > 1 else str(paths[0])
