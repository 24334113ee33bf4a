"""The walk that is on screen, saved as a LaTeX document or as Markdown."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from nnviz.explain.latex import latex_document
from nnviz.explain.markdown import markdown
from nnviz.explain.step import Depth
from nnviz.explain.walk import Walk
from nnviz.export.options import Task
from nnviz.export.writing import ExportError, written_whole
from nnviz.ui.background import Background

KINDS = {"LaTeX document (*.tex)": ".tex", "Markdown (*.md)": ".md"}
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
        self._work = Background(self)
        self._work.finished.connect(self._written)
        self._work.failed.connect(self.said)

    def ask(self, walk: Walk, depth: Depth, title: str) -> None:
        """Ask where to save the walk, and save it."""
        proposed = f"update-{walk.case.trace.update}.tex"
        name, kind = QFileDialog.getSaveFileName(
            self._parent, "Save the explained update", proposed, ";;".join(KINDS)
        )
        if name:
            known = Path(name).suffix.lower() in _WRITERS
            self.save(walk, depth, title, Path(name if known else name + KINDS.get(kind, ".tex")))

    def save(self, walk: Walk, depth: Depth, title: str, path: Path) -> None:
        """Write the walk to a file whose suffix says in which form; an earlier file is replaced."""
        write = _WRITERS[path.suffix.lower()]

        def work(_task: Task) -> object:
            try:
                text = write(walk, depth, title)
            except ValueError as error:  # more steps than a document holds
                raise ExportError(f"{str(error).capitalize()}.") from None
            with written_whole(path, replace=True) as partial:
                partial.write_text(text, encoding="utf-8")
            return path

        self._work.start(work)

    @Slot(object)
    def _written(self, path: object) -> None:
        self.said.emit(f"Saved as {path}")
