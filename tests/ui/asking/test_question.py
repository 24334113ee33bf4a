"""A question takes guesses of several rows, then lays the truth over them and says how close they were."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.lecture.file import lecture_of
from nnviz.lecture.predict.guess import Drawn, Picked, Signs, Typed
from nnviz.lecture.predict.truth import truth_of
from nnviz.lecture.predict.truths import CurveTruth, SignsTruth, Truth, WinnerTruth
from nnviz.lecture.stage import Stage
from nnviz.ui.asking.question import QuestionPanel

BY_HAND = {"experiment": "by-hand-one-update", "walk": {"phase": "forward", "layer": 2}, "ask": "number"}
CURVE = CurveTruth(np.arange(11.0), np.linspace(1.0, 0.0, 11), "epoch", "loss")
SIGNS = SignsTruth(("w₁₁", "w₂₁"), (1, 0), 2)
FLAT = (np.arange(3.0), np.ones(3))
RUNS = WinnerTruth(("a", "b", "c"), (FLAT, FLAT, FLAT), (1, 2, 0), "wins")


@pytest.fixture
def panel(qtbot: QtBot) -> QuestionPanel:
    panel = QuestionPanel("Predict first.", None)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    panel.show()
    return panel


def ask(panel: QuestionPanel, truth: Truth) -> None:
    panel.show_truth(truth, None)
    panel.grab()  # places are known once it has been painted


def press_key(panel: QuestionPanel, text: str) -> list[bool]:
    taken: list[bool] = []
    panel.keyPressEvent = lambda event: taken.append(panel.key(event))  # type: ignore[method-assign]
    for letter in text:
        QTest.keyClick(panel, Qt.Key.Key_Backspace if letter == "<" else letter)
    return taken


def drag(panel: QuestionPanel, *places: tuple[float, float]) -> bool:
    points = [QPointF(x * panel.width(), y * panel.height()) for x, y in places]
    taken = panel.press(points[0])
    for point in points[1:]:
        panel.move_to(point)
    return taken and panel.release()


def test_curves_of_several_rows_are_drawn_kept_and_scored(panel: QuestionPanel) -> None:
    ask(panel, CURVE)
    assert not panel.answer()  # nothing was guessed
    assert drag(panel, (0.2, 0.3), (0.5, 0.5), (0.9, 0.7))
    assert panel.keep()
    assert not panel.keep()
    assert drag(panel, (0.3, 0.7), (0.8, 0.3))
    before = panel.grab().toImage()
    assert panel.answer()
    assert [isinstance(guess, Drawn) for guess in panel.kept] == [True, True]
    assert panel.scores[0].share > panel.scores[1].share
    assert "Row 1 is closest" in panel.sentence
    assert panel.grab().toImage() != before
    assert not panel.answer()
    assert not drag(panel, (0.2, 0.3), (0.5, 0.5))  # the answer is there


def test_a_click_on_a_board_is_no_line(panel: QuestionPanel) -> None:
    ask(panel, CURVE)
    assert not drag(panel, (0.5, 0.5), (0.502, 0.5))
    assert panel.guesses == []


def test_signs_are_chosen_by_keys_and_by_clicks(panel: QuestionPanel) -> None:
    ask(panel, SIGNS)
    assert press_key(panel, "+-<0+") == [True] * 5
    assert panel.guesses == [Signs((1, 0))]
    assert press_key(panel, "x") == [False]
    box = panel.board._cells[1][0]  # type: ignore[union-attr]
    assert panel.press(box.center())
    assert panel.guesses == [Signs((-1, 0))]
    assert panel.answer()
    assert panel.scores[0].share == 0.5


def test_the_board_of_signs_says_which_weights_it_shows(panel: QuestionPanel) -> None:
    ask(panel, SignsTruth(tuple(f"w{n}" for n in range(12)), (1,) * 12, 41))
    assert "the 12 with the largest gradient of 41" in panel.board.hint  # type: ignore[union-attr]
    assert all(panel.rect().toRectF().contains(box) for box, _, _ in panel.board._cells)  # type: ignore[union-attr]


def test_a_number_is_typed_with_point_or_comma(panel: QuestionPanel, tmp_path: Path) -> None:
    stage = Stage(lecture_of({"scene": [BY_HAND]}), tmp_path)
    ask(panel, truth_of(stage, 0, lambda: False))
    assert press_key(panel, ".") == [False]  # of a remote: a black screen
    assert press_key(panel, "0,62") == [True] * 4
    assert panel.guesses == [Typed(0.62)]
    assert press_key(panel, "<<<<<")[-1] is False
    assert press_key(panel, "0.5.") == [True, True, True, False]
    assert panel.answer()
    assert "0.6204" in panel.sentence
    press_key(panel, "-")
    assert not panel.grab().isNull()


def test_the_winner_is_picked(panel: QuestionPanel) -> None:
    ask(panel, RUNS)
    assert press_key(panel, "39") == [True, False]
    assert panel.guesses == [Picked(2)]
    assert panel.answer()
    assert (panel.scores[0].share, panel.sentence) == (0.5, "50 %.  c comes in as number 2; b wins.")


def test_before_the_truth_is_known_the_question_alone_is_shown(panel: QuestionPanel) -> None:
    blank = QImage(panel.size(), QImage.Format.Format_RGB32)
    panel.render(blank)
    assert not panel.answer()
    assert not panel.keep()
    assert not panel.press(QPointF(10, 10))
