"""Where to save: the suffix of the kind that was chosen, and no file replaced without a question."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from nnviz.ui.widgets.save_dialog import ask_where_to_save

KINDS = {"Run (*.nnviz)": ".nnviz", "Experiment (*.toml)": ".toml"}


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def asked(window: QWidget, monkeypatch: pytest.MonkeyPatch, typed: Path | str, kind: str) -> Path | None:
    """Return what comes of a name typed into the dialog."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(typed), kind))
    chosen = ask_where_to_save(window, "Save", Path("proposed.nnviz"), KINDS)
    return None if chosen is None else chosen[0]


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("lecture", "Run (*.nnviz)", "lecture.nnviz"),
        ("lecture", "Experiment (*.toml)", "lecture.toml"),
        ("lecture", "", "lecture.nnviz"),
        ("lecture.toml", "Run (*.nnviz)", "lecture.toml"),
        ("lecture.TOML", "Run (*.nnviz)", "lecture.TOML"),
        ("lecture 1.5", "Experiment (*.toml)", "lecture 1.5.toml"),
        ("graph.png", "Run (*.nnviz)", "graph.nnviz"),
        ("graph.PDF", "Experiment (*.toml)", "graph.toml"),
    ],
)
def test_the_suffix_that_was_typed_counts_more(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, kind: str, expected: str
) -> None:
    assert asked(window, monkeypatch, tmp_path / typed, kind) == tmp_path / expected


def test_nothing_is_chosen_when_the_dialog_is_left(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(window, monkeypatch, "", "") is None


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No])
def test_a_file_whose_suffix_was_not_typed_is_not_replaced_unasked(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: QMessageBox.StandardButton
) -> None:
    (tmp_path / "lecture.nnviz").touch()
    questions: list[str] = []

    def reply() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        questions.append(box.text())
        box.button(answer).click()

    QTimer.singleShot(0, reply)
    found = asked(window, monkeypatch, tmp_path / "lecture", "Run (*.nnviz)")
    assert questions == ["lecture.nnviz exists already. Do you want to replace it?"]
    assert (found is not None) == (answer == QMessageBox.StandardButton.Yes)


def test_nothing_is_replaced_when_the_window_goes_before_the_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "lecture.nnviz").touch()
    parent = QWidget()
    QTimer.singleShot(0, lambda: delete(parent))
    assert asked(parent, monkeypatch, tmp_path / "lecture", "Run (*.nnviz)") is None


def test_a_name_that_the_dialog_has_asked_about_is_not_asked_about_again(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "lecture.nnviz"
    path.touch()
    assert asked(window, monkeypatch, path, "Run (*.nnviz)") == path


def test_an_impossible_name_is_left_to_whoever_writes_it(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert asked(window, monkeypatch, tmp_path / ("x" * 300), "Run (*.nnviz)") is not None
