"""A lecture is made in the window: scenes of present moments, reordered, changed, written at once, packed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.lecture.file import load_lecture
from nnviz.lecture.packing import SUFFIX, read_lecture
from nnviz.lecture.stage import Stage
from nnviz.parts import Weight
from nnviz.ui.modes import lecturing
from nnviz.ui.window.main_window import MainWindow

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    def chosen(_window: object, _title: str, proposed: Path, kinds: dict[str, str]) -> tuple[Path, str]:
        suffix = next(iter(kinds.values()))
        return tmp_path / f"made{suffix}", next(iter(kinds))

    monkeypatch.setattr(lecturing, "ask_where_to_save", chosen)
    return open_window()


def add(window: MainWindow, qtbot: QtBot) -> None:
    count = len(window.presenting.lecture.scene) if window.presenting.lecture else 0
    settled(window, qtbot)
    QTest.keyClick(window, Key.Key_J, Ctrl | Shift)
    qtbot.waitUntil(
        lambda: window.presenting.lecture is not None and len(window.presenting.lecture.scene) == count + 1,
        timeout=30_000,
    )
    window.lecturing.write_now()


def weights(window: MainWindow, qtbot: QtBot) -> list[bytes]:
    moment = settled(window, qtbot)
    return [array.tobytes() for array in (*moment.weights, *moment.biases)]


def written(tmp_path: Path, number: int) -> list[bytes]:
    lecture = load_lecture(tmp_path / "made.toml")
    session = Stage(lecture, tmp_path).session_at(number)
    return [array.tobytes() for arrays in session.parameters() for array in arrays]


def train(window: MainWindow, qtbot: QtBot, updates: int) -> None:
    goal = settled(window, qtbot).update + updates
    window.controller.advance(updates)
    qtbot.waitUntil(lambda: settled(window, qtbot).update == goal, timeout=30_000)


def test_scenes_of_present_moments_are_found_again_to_the_bit(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    train(window, qtbot, 7)
    first = weights(window, qtbot)
    add(window, qtbot)  # the experiment leads here
    window.document.edit(*_other_rate(window))
    train(window, qtbot, 5)
    second = weights(window, qtbot)
    add(window, qtbot)  # only a saved run leads here
    scenes = load_lecture(tmp_path / "made.toml").scene
    assert scenes[0].experiment == "xor-quickstart"
    assert scenes[0].at == 7
    assert scenes[1].experiment.endswith(".nnviz")
    assert [written(tmp_path, 0), written(tmp_path, 1)] == [first, second]
    window.presenting.show_scene(0)
    qtbot.waitUntil(lambda: weights(window, qtbot) == first, timeout=60_000)
    window.presenting.show_scene(1)
    qtbot.waitUntil(lambda: weights(window, qtbot) == second, timeout=60_000)


def _other_rate(window: MainWindow) -> tuple[object, str]:
    from nnviz.experiment.spec.overrides import with_value  # noqa: PLC0415

    return with_value(window.document.spec, "training.learning_rate", 0.07), "training.learning_rate"


def test_what_the_window_shows_is_in_the_scene(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.network.hand.select(Weight(1, 0, 2))
    add(window, qtbot)
    QTest.keyClick(window, Key.Key_E)
    qtbot.waitUntil(lambda: window.step_mode.panel.walker.key is not None, timeout=10_000)
    QTest.keyClick(window, Key.Key_Right)
    add(window, qtbot)
    plain, walking = load_lecture(tmp_path / "made.toml").scene
    assert (plain.highlight.layer, plain.highlight.unit, plain.highlight.source) == (1, 3, 1)
    assert plain.panels == ("network", "boundary", "curves")
    assert walking.walk is not None
    assert walking.walk.phase == "forward"
    assert "explanation" in walking.panels


def test_scenes_are_reordered_renamed_copied_and_removed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = window.panels.scenes
    QTest.keyClick(window, Key.Key_J, Ctrl)
    for updates in (0, 3, 4):
        train(window, qtbot, updates)
        add(window, qtbot)
    read: Callable[[], list[object]] = lambda: [s.at for s in load_lecture(tmp_path / "made.toml").scene]  # noqa: E731
    assert read() == [0, 3, 7]
    panel.up.click()
    window.lecturing.write_now()
    assert read() == [0, 7, 3]
    panel.copy.click()
    window.lecturing.write_now()
    assert read() == [0, 7, 7, 3]
    panel.remove.click()
    window.lecturing.write_now()
    assert read() == [0, 7, 3]
    panel.form.title.setText("Renamed")
    panel.form.title.editingFinished.emit()
    panel.form.notes.setPlainText("Say *this*.")
    panel.form.ask.setCurrentIndex(panel.form.ask.findData("boundary"))
    panel.form.ask.activated.emit(0)
    window.lecturing.write_now()
    scene = load_lecture(tmp_path / "made.toml").scene[panel.row]
    assert (scene.title, scene.notes, scene.ask) == ("Renamed", "Say *this*.", "boundary")
    panel.form.until.setText("nonsense")
    panel.form.until.editingFinished.emit()
    assert "nonsense" in window.banner.sentence
    assert panel.form.until.text() == ""
    assert load_lecture(tmp_path / "made.toml").scene[panel.row].until == ""


def test_a_shipped_lecture_is_changed_in_a_copy(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.files.open("one-update-by-hand")
    qtbot.waitUntil(lambda: window.presenting.lecture is not None, timeout=30_000)
    window.panels.scenes.copy.click()
    window.lecturing.write_now()
    assert len(load_lecture(tmp_path / "made.toml").scene) == 15
    assert window.presenting.path == tmp_path / "made.toml"


def test_a_lecture_is_packed_into_one_file(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.lecturing.pack()
    assert "No lecture" in window.banner.sentence
    train(window, qtbot, 3)
    add(window, qtbot)
    window.lecturing.pack()
    packed = read_lecture(tmp_path / f"made{SUFFIX}")
    assert packed.lecture == window.presenting.lecture
    window.files.open(str(tmp_path / f"made{SUFFIX}"))
    qtbot.waitUntil(lambda: window.presenting.path.suffix == SUFFIX, timeout=30_000)
