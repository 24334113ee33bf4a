"""Asking where to save: the file gets a suffix that says what it is, and nothing is replaced unasked."""

from collections.abc import Collection, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid

from nnviz.export.formats import TITLES

_OTHER_KINDS = {*TITLES, ".toml", ".nnviz", ".jpg", ".jpeg", ".eps", ".txt"}


def ask_where_to_save(
    parent: QWidget, title: str, proposed: Path, kinds: Mapping[str, str]
) -> tuple[Path, str] | None:
    """Let the user choose a file; return it and which of the kinds was chosen, None if there is none.

    Parameters
    ----------
    proposed : Path
        What the dialog proposes.
    kinds : mapping from str to str
        What the dialog offers, such as "PDF (*.pdf)", and the suffix of each.
    """
    name, kind = QFileDialog.getSaveFileName(parent, title, str(proposed), ";;".join(kinds))
    if isValid(parent):
        parent.window().activateWindow()  # where nobody manages windows, the keys would stay with the dialog
    if not name:
        return None
    kind = kind if kind in kinds else next(iter(kinds))
    path = with_suffix(Path(name), kinds[kind], kinds.values())
    if path != Path(name) and _is_there(path) and not _may_replace(parent, path):
        return None  # the dialog has asked about the name that was typed only
    return path, kind


def with_suffix(path: Path, suffix: str, known: Collection[str]) -> Path:
    """Return a path that ends in one of the known suffixes: as typed, or with `suffix`.

    The suffix of another kind of file is replaced, since nobody means "graph.png.pdf"; any other is taken for
    a part of the name, as in "lecture 1.5".
    """
    typed = path.suffix.lower()
    if typed in known:
        return path
    return path.with_suffix(suffix) if typed in _OTHER_KINDS else path.with_name(path.name + suffix)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no such name is possible: whoever writes it says so
        return False


def _may_replace(parent: QWidget, path: Path) -> bool:
    buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
    question = f"{path.name} exists already. Do you want to replace it?"
    # not `QMessageBox.question`: its box lies on the stack, and a parent that goes meanwhile would free it
    box = QMessageBox(QMessageBox.Icon.Question, "Replace", question, buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    agreed = box.exec() == QMessageBox.StandardButton.Yes
    if isValid(box):
        box.deleteLater()
    return agreed
