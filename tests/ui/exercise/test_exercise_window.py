"""The exercise in a window: sheets, answers, marks, paper."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.explain.formulas.step import Depth
from nnviz.ui.exercise.row import NO_NUMBER, BlankRow
from nnviz.ui.exercise.window import HOW, ExerciseWindow


@pytest.fixture
def window(qtbot: QtBot) -> ExerciseWindow:
    made = ExerciseWindow()
    qtbot.addWidget(made)
    made.take(experiment_at("by-hand-one-update"))
    made.show()
    qtbot.waitUntil(lambda: made.said.text() == HOW)
    return made


def row(window: ExerciseWindow, name: str) -> BlankRow:
    return next(row for row in window.rows if row.blank.id == name)


def fill(window: ExerciseWindow, qtbot: QtBot, name: str, text: str) -> str:
    """Type an answer and press Enter; return what is said of it."""
    field = row(window, name).field
    field.setFocus()
    field.selectAll()
    with qtbot.waitSignal(window.sheets.marked):
        field.insert(text)  # QTest types ASCII only
        QTest.keyClick(field, Qt.Key.Key_Return)
    return row(window, name).said.text()


def test_answers_are_marked_at_once_and_later_steps_on_own_numbers(window, qtbot):
    window.depths.setCurrentIndex(window.depths.findData(Depth.NEURON))
    qtbot.waitUntil(lambda: len(window.rows) == 28)
    assert fill(window, qtbot, "z(1)1", "0,6") == "Right."
    assert "slope" in fill(window, qtbot, "delta(2)1", "−0.37956")
    assert fill(window, qtbot, "dw(2)11", "-0.24507").startswith("Right with your own numbers")
    assert window.said.text() == "1 of 28 right, 1 more with your own numbers."
    assert fill(window, qtbot, "a(1)1", "none") == NO_NUMBER
    fill(window, qtbot, "a(1)1", " ")
    assert row(window, "a(1)1").said.isHidden()


def test_enter_goes_on_to_the_next_blank(window, qtbot):
    first, second, *_ = window.rows
    window.activateWindow()
    first.field.setFocus()
    qtbot.waitUntil(first.field.hasFocus)
    QTest.keyClick(first.field, Qt.Key.Key_Return)
    assert second.field.hasFocus()


def test_another_sheet_has_other_numbers_and_the_same_experiment_keeps_answers(window, qtbot):
    given = window.sheet.update.values()(window.rows[0].blank.quantity)
    window.rows[0].field.setText("1")
    window.take(experiment_at("by-hand-one-update"))
    assert window.rows[0].field.text() == "1"
    with qtbot.waitSignal(window.sheets.made):
        window._new.click()
    assert window.number.value() == 1
    assert window.rows[0].field.text() == ""
    assert window.sheet.update.values()(window.rows[0].blank.quantity) != given


def test_a_network_too_large_for_paper_says_so(window, qtbot):
    with qtbot.waitSignal(window.sheets.said):
        window.take(experiment_at("digits-8x8"))
    assert "at most 150 weights" in window.said.text()
    assert window.rows == []
    assert not window._print.isEnabled()


@pytest.mark.parametrize("name", ["sheet.pdf", "key.tex"])
def test_sheet_and_key_are_printed(window, qtbot, monkeypatch, tmp_path: Path, name: str):
    path = tmp_path / name
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    with qtbot.waitSignal(window.sheets.said):
        (window._print_key if "key" in name else window._print).click()
    assert window.said.text() == f"Saved as {path}."
    content = path.read_bytes()
    assert content.startswith(b"%PDF") if "pdf" in name else b"0.07203" in content
