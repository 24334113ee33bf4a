"""A lecture is presented by the keys of a remote alone, and each scene is found again to the bit."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.lecture.file import load_lecture
from nnviz.lecture.stage import Stage as Sessions
from nnviz.lecture.stage import weights_sha256
from nnviz.ui.presenting.keys import ASKED
from nnviz.ui.presenting.overlay import Pointer
from nnviz.ui.window.main_window import MainWindow

LECTURE = """
title = "Three moments"

[[scene]]
title = "By hand"
experiment = "by-hand-one-update"
panels = ["network", "explanation"]
arrangement = "large top"
walk = { phase = "forward", depth = "layer" }
text = "What comes out?"
notes = "Wait."
ask = "number"

[[scene]]
title = "Trained"
experiment = "lab-d-square"
at = 7
until = "update 20"
panels = ["boundary", "curves"]

[[scene]]
title = "Another rate"
set = { "training.learning_rate" = 0.01 }
at = 5
panels = ["network", "boundary", "curves", "confusion"]
arrangement = "grid"
"""

Present = Callable[[], MainWindow]


@pytest.fixture
def present(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> Present:
    """Return what opens the window with the lecture, and presents it."""

    def opener() -> MainWindow:
        path = tmp_path / "lecture.toml"
        path.write_text(LECTURE, encoding="utf-8")
        window = open_window()
        window.files.open(str(path))
        qtbot.waitUntil(lambda: window.presenting.show_ is not None, timeout=90_000)
        QTest.keyClick(window, Qt.Key.Key_F5)
        shown(window, qtbot)
        return window

    return opener


def shown(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the scene is on the stage, at its moment."""

    def is_there() -> bool:
        stage = window.presenting.stage
        assert stage is not None
        return not stage.waiting and not stage.is_covered and window.controller.up_to_date

    qtbot.waitUntil(is_there, timeout=120_000)
    qtbot.wait(50)
    qtbot.waitUntil(is_there, timeout=120_000)


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(window.presenting.stage, key)
    qtbot.wait(20)
    if window.presenting.stage is not None:
        shown(window, qtbot)


def number(window: MainWindow) -> int:
    assert window.presenting.show_ is not None
    return window.presenting.show_.number


def weights(window: MainWindow, qtbot: QtBot) -> tuple[int, list[bytes]]:
    moment = settled(window, qtbot)
    return moment.update, [array.tobytes() for array in (*moment.weights, *moment.biases)]


def test_a_remote_walks_through_steps_and_scenes(present: Present, qtbot: QtBot) -> None:
    window = present()
    stage = window.presenting.stage
    assert stage is not None
    explained = stage.explained
    assert explained is not None
    qtbot.waitUntil(lambda: explained.step is not None, timeout=90_000)
    assert stage.pictures[0].picture_key() == (None, stage.scene.highlight, "")  # the answer is not lit yet
    titles = []
    for _ in range(20):
        press(window, qtbot, Qt.Key.Key_PageDown)
        if number(window):
            break
        assert explained.step is not None
        titles.append(explained.step.title)
    assert titles[0].startswith("Hidden layer 1")
    assert titles[-1].startswith("Output layer")
    assert settled(window, qtbot).update == 7
    assert stage.turn(+1)  # on a screen of 800 x 800 the panels come one after the other
    press(window, qtbot, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: settled(window, qtbot).update == 20, timeout=90_000)
    press(window, qtbot, Qt.Key.Key_PageDown)
    assert (number(window), settled(window, qtbot).update) == (2, 5)
    press(window, qtbot, Qt.Key.Key_PageUp)
    assert (number(window), settled(window, qtbot).update) == (1, 7)
    press(window, qtbot, Qt.Key.Key_Escape)
    assert not window.presenting.is_on
    assert window.document.spec.title == settled(window, qtbot).spec.title


def test_every_scene_is_found_again_to_the_bit(present: Present, qtbot: QtBot, tmp_path: Path) -> None:
    window = present()
    sessions = Sessions(load_lecture(tmp_path / "lecture.toml"), tmp_path)
    expected = [(sessions.session_at(n).update, weights_sha256(sessions.session_at(n))) for n in range(3)]
    known: dict[int, tuple[int, list[bytes]]] = {}
    rng = random.Random(4)
    for _ in range(12):
        goal = rng.choice([Qt.Key.Key_Home, Qt.Key.Key_End])
        press(window, qtbot, goal)
        here = weights(window, qtbot)
        assert known.setdefault(number(window), here) == here
        assert here[0] == expected[number(window)][0]
        press(window, qtbot, Qt.Key.Key_Escape)
        window.controller.advance(rng.randint(1, 40))
        window.document.new_seed()
        settled(window, qtbot)
        QTest.keyClick(window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
        shown(window, qtbot)
        assert weights(window, qtbot) == here
    assert set(known) == {0, 2}


def test_black_pen_freeze_and_arrangement(present: Present, qtbot: QtBot) -> None:
    window = present()
    stage = window.presenting.stage
    assert stage is not None
    QTest.keyClick(stage, Qt.Key.Key_Period)
    assert stage.grab().toImage().pixelColor(300, 200) == Qt.GlobalColor.black
    QTest.keyClick(stage, Qt.Key.Key_PageDown)  # first the picture comes back
    assert (stage.overlay.blank, number(window)) == (None, 0)
    for _ in range(3):
        QTest.keyClick(stage, Qt.Key.Key_P)
        QTest.mousePress(stage.overlay, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
        QTest.mouseRelease(stage.overlay, Qt.MouseButton.LeftButton, pos=QPoint(140, 100))
    assert [pen for pen, _ in stage.overlay.strokes.fresh] == [0, 1, 2]
    QTest.keyClick(stage, Qt.Key.Key_P)
    assert stage.overlay.tool is Pointer.HAND
    QTest.keyClick(stage, Qt.Key.Key_C)
    assert stage.overlay.strokes.fresh == []
    QTest.keyClick(stage, Qt.Key.Key_F)
    assert stage.overlay.is_frozen
    before = [panel.geometry() for panel in stage.panels]
    QTest.keyClick(stage, Qt.Key.Key_2)  # a figure of the number that is asked for
    assert [panel.geometry() for panel in stage.panels] == before
    stage.asking.end()
    QTest.keyClick(stage, Qt.Key.Key_2)
    assert [panel.geometry() for panel in stage.panels] != before
    QTest.keyClick(stage, Qt.Key.Key_0)
    assert [panel.geometry() for panel in stage.panels] == before
    middle = stage.panels[0].geometry().center()
    QTest.mouseDClick(stage.overlay, Qt.MouseButton.LeftButton, pos=middle)
    assert [panel.isVisible() for panel in stage.panels] == [True, False]


def test_the_presenter_sees_the_notes_and_what_comes_next(present: Present, qtbot: QtBot) -> None:
    window = present()
    press(window, qtbot, Qt.Key.Key_N)
    follower = window.presenting.follower
    assert follower is not None
    presenter = follower.window
    assert presenter is not None
    assert presenter.notes.toPlainText() == "Wait."
    QTest.keyClick(presenter, Qt.Key.Key_End)
    shown(window, qtbot)
    assert number(window) == 2
    presenter.close()
    assert follower.window is None
    assert window.presenting.is_on


@pytest.mark.parametrize("has_notes", [False, True])
def test_the_keys_are_shown_where_the_lecturer_looks(
    open_window: Opener, qtbot: QtBot, has_notes: bool
) -> None:
    window = open_window()
    QTest.keyClick(window, Qt.Key.Key_F5)
    shown(window, qtbot)
    stage, follower = window.presenting.stage, window.presenting.follower
    assert stage is not None
    assert follower is not None
    if (follower.window is not None) != has_notes:
        press(window, qtbot, Qt.Key.Key_N)
    QTest.keyClick(stage, Qt.Key.Key_Question)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.parent() is (follower.window if has_notes else stage)
    assert {asked.tip for asked in ASKED} <= {label.text() for label in dialog.findChildren(QLabel)}
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.presenting.is_on


def test_without_a_lecture_the_experiment_itself_is_presented(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    before = weights(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_F5)
    shown(window, qtbot)
    assert weights(window, qtbot) == before
    press(window, qtbot, Qt.Key.Key_Escape)
    assert weights(window, qtbot) == before


def test_a_scene_that_cannot_be_shown_says_why(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('[[scene]]\nexperiment = "no-such-thing"\n', encoding="utf-8")
    window = open_window()
    window.files.open(str(path))
    QTest.qWait(10)
    qtbot.waitUntil(lambda: window.presenting.lecture is not None, timeout=90_000)
    QTest.keyClick(window, Qt.Key.Key_F5)
    stage = window.presenting.stage
    assert stage is not None
    qtbot.waitUntil(lambda: "no-such-thing" in stage.waiting, timeout=90_000)
