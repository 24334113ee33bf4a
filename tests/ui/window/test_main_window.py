"""The real window with the real worker: opened, played, changed and closed as a user does."""

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from windows import XOR, Opener, settled

from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.spec.catalogue import LABS, catalogue
from nnviz.experiment.spec.overrides import with_value, with_values
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.parts import Weight
from nnviz.ui.application import FIRST_EXPERIMENT
from nnviz.ui.forms.folded_form import FoldedForm
from nnviz.ui.looks.look import SCREEN_THEMES
from nnviz.ui.panels.dock import Dock
from nnviz.ui.panels.keys import key_text
from nnviz.ui.window.commands import COMMANDS
from nnviz.ui.window.main_window import MainWindow

DIVERGING = {
    "training.learning_rate": 1e6,
    "training.loss": "half_squared_error",
    "network.activation": "identity",
    "data.noise": 0.0,
}
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press a key wherever the focus is."""
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_space_plays_and_pauses(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    press(window, qtbot, Qt.Key.Key_Space)
    assert window.actions_["play"].text() == "Pause"
    qtbot.waitUntil(lambda: window.feed.latest.update > 100, timeout=10_000)
    press(window, qtbot, Qt.Key.Key_Space)
    assert window.actions_["play"].text() == "Play"
    update = settled(window, qtbot).update
    qtbot.wait(100)
    assert settled(window, qtbot).update == update


def test_reset_gives_the_same_weights_bit_for_bit(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    before = settled(window, qtbot).weights
    press(window, qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.feed.latest.update > 50, timeout=10_000)
    press(window, qtbot, Qt.Key.Key_R)
    after = settled(window, qtbot)
    assert after.update == 0
    assert not after.running
    assert all(np.array_equal(a, b) for a, b in zip(before, after.weights, strict=True))


def test_right_steps_one_unit(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.bar.transport.set_step_unit("update")
    press(window, qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.feed.latest.update == 1)
    qtbot.wait(50)
    assert settled(window, qtbot).update == 1
    press(window, qtbot, Qt.Key.Key_U)
    press(window, qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.feed.latest.epoch == 1)


def test_a_new_seed_is_undone_to_the_same_weights(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    before = settled(window, qtbot).weights[0]
    press(window, qtbot, Qt.Key.Key_N)
    assert not np.array_equal(settled(window, qtbot).weights[0], before)
    press(window, qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(settled(window, qtbot).weights[0], before)
    assert window.document.spec == XOR


def test_every_change_of_a_setting_can_be_undone_and_redone(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    assert not window.actions_["undo"].isEnabled()
    changed = with_value(XOR, "training.learning_rate", 0.05)
    window.training.spec_changed.emit(changed, "Learning rate")
    assert settled(window, qtbot).spec == changed
    assert "Learning rate" in window.actions_["undo"].toolTip()
    window.actions_["undo"].trigger()
    assert settled(window, qtbot).spec == XOR
    window.actions_["redo"].trigger()
    assert settled(window, qtbot).spec == changed


@pytest.mark.parametrize("lab", LABS)
def test_an_experiment_of_each_group_opens_and_trains(open_window: Opener, qtbot: QtBot, lab: str) -> None:
    window = open_window()
    name = next(entry.name for entry in catalogue() if entry.lab == lab)
    window.files.open(name)
    opened = experiment_at(name)
    qtbot.waitUntil(lambda: window.feed.latest.spec == opened, timeout=240_000)  # once after it was compiled
    window.run.step()
    qtbot.waitUntil(lambda: window.feed.latest.update == 1, timeout=60_000)
    assert window.banner.sentence == ""


def test_themes_and_text_sizes_reach_every_view(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    names = list(SCREEN_THEMES)
    for theme in (*names[1:], names[0]):
        press(window, qtbot, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        assert window.look.theme_name == theme
        assert not window.grab().isNull()
    window.look.set_text_size(2.0)
    QApplication.processEvents()
    assert window.bar.height() > 60
    assert not window.grab().isNull()


@pytest.mark.parametrize("theme", SCREEN_THEMES)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_no_panel_asks_for_too_much(open_window: Opener, theme: str, size: tuple[int, int]) -> None:
    window = open_window()
    window.look.set_theme(theme)
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    assert window.network.width() >= window.width() * 0.45
    assert window.bar.height() < 56


STATES = ("new", "running", "paused", "flat out", "diverged", "maximised", "minimised")


@pytest.mark.parametrize("state", STATES)
def test_closing_ends_the_training_thread(open_window: Opener, qtbot: QtBot, state: str) -> None:
    window = open_window(with_values(XOR, DIVERGING) if state == "diverged" else XOR)
    if state == "flat out":
        window.bar.transport.set_speed_text("flat out")
    if state != "new":
        window.run.play_or_pause()
        qtbot.waitUntil(lambda: window.feed.latest.update > 0 or window.feed.latest.divergence is not None)
    if state == "paused":
        window.run.play_or_pause()
    if state == "maximised":
        window.docks.toggle_present_maximised()
    if state == "minimised":
        window.showMinimized()
    thread = window.controller._thread
    window.close()
    assert thread.isFinished()


def test_divergence_is_told_and_its_advice_can_be_followed(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(with_values(XOR, DIVERGING))
    window.run.play_or_pause()
    qtbot.waitUntil(lambda: window.banner.sentence != "", timeout=10_000)
    assert "Update" in window.banner.sentence
    assert all(np.isfinite(array).all() for array in settled(window, qtbot).weights)
    button = next(b for b in window.banner.findChildren(QAbstractButton) if "learning rate" in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.document.spec.training.learning_rate < 10.0
    qtbot.waitUntil(lambda: window.feed.latest.update > 30, timeout=10_000)
    assert window.banner.sentence == ""
    window.run.play_or_pause()
    window.document.history.undo()
    # the run as it was before the advice
    qtbot.waitUntil(lambda: settled(window, qtbot).divergence is not None, timeout=10_000)
    assert window.document.spec.training.learning_rate == 1e6
    qtbot.waitUntil(lambda: window.banner.sentence != "", timeout=10_000)
    window.banner.hide()
    window.run.play_or_pause()  # in vain, which is said again
    qtbot.waitUntil(lambda: window.banner.sentence != "", timeout=10_000)


def test_a_dropped_file_is_opened(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    path = tmp_path / "mine.toml"
    path.write_text(with_value(XOR, "training.learning_rate", 0.123).to_toml(), encoding="utf-8")
    drop(window, path)
    qtbot.waitUntil(lambda: not window.files.is_reading)
    assert settled(window, qtbot).spec.training.learning_rate == 0.123
    assert window.files.location == str(path)


BAD_FILES = ("not toml at all", "title = 3", "", "[data]\nname = 'nothing'\n[network]\nlayers=[2,1]")


@pytest.mark.parametrize("content", BAD_FILES)
def test_a_bad_file_gives_one_sentence(
    open_window: Opener, qtbot: QtBot, tmp_path: Path, content: str
) -> None:
    window = open_window()
    path = tmp_path / "bad.toml"
    path.write_text(content, encoding="utf-8")
    drop(window, path)
    qtbot.waitUntil(lambda: not window.files.is_reading)
    assert "bad.toml" in window.banner.sentence
    assert settled(window, qtbot).spec == XOR
    assert window.files.location == FIRST_EXPERIMENT


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    no_button, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, no_button, no_key))


@pytest.mark.parametrize(("name", "told"), [("table.csv", "at least 2 rows"), ("photo.png", "no experiment")])
def test_a_file_of_another_kind_is_called_what_it_is(
    open_window: Opener, qtbot: QtBot, tmp_path: Path, name: str, told: str
) -> None:
    window = open_window()
    path = tmp_path / name
    path.write_bytes(b"1,2\n" if name.endswith("csv") else b"\x89PNG\r\n\x1a\n\x00\xff")
    window.files.open(str(path))
    qtbot.waitUntil(lambda: not window.files.is_reading)
    assert told in window.banner.sentence
    assert "\n" not in window.banner.sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among the files of this system")
def test_a_pipe_is_not_waited_for(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    os.mkfifo(tmp_path / "pipe.toml")
    window.files.open(str(tmp_path / "pipe.toml"))
    qtbot.waitUntil(lambda: not window.files.is_reading)
    assert "no ordinary file" in window.banner.sentence


def test_after_the_largest_seed_comes_the_smallest(open_window: Opener) -> None:
    window = open_window()
    window.document.edit(with_value(XOR, "training.seed", 2**32 - 1), "Seed")
    window.actions_["new_seed"].trigger()
    assert window.document.spec.training.seed == 0


def test_an_impossible_name_is_no_file(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.files.open("x" * 5000 + ".toml")
    qtbot.waitUntil(lambda: not window.files.is_reading)
    assert window.banner.sentence.startswith("xxx")
    assert window.document.spec == XOR


def test_data_that_cannot_be_read_leaves_the_experiment_as_it_was(
    open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    path = tmp_path / "table.toml"
    text = '[data]\nname = "csv"\npath = "missing.csv"\n[network]\nlayers = [2, 1]\n'
    path.write_text(text, encoding="utf-8")
    window.files.open(str(path))
    qtbot.waitUntil(lambda: window.banner.sentence != "")
    assert window.document.spec == XOR
    assert window.files.location == FIRST_EXPERIMENT


def test_settings_that_were_saved_are_said_to_be(open_window: Opener, tmp_path: Path) -> None:
    window = open_window()
    window.go_on_with(with_value(XOR, "training.learning_rate", 0.25))
    assert "as you left it" in window.status._hint_text
    window.files.save(tmp_path / "kept.toml")
    assert window.status.currentMessage() == f"Saved: {tmp_path / 'kept.toml'}"
    assert "as you left it" not in window.status._hint_text
    assert not window.files.is_modified


def test_saving_writes_a_file_that_opens_as_the_same(open_window: Opener, tmp_path: Path) -> None:
    window = open_window()
    changed = with_value(XOR, "training.learning_rate", 0.05)
    window.document.edit(changed, "Learning rate")
    assert window.files.is_modified
    window.files.save(tmp_path / "saved.toml")
    assert load_spec(tmp_path / "saved.toml") == changed
    assert not window.files.is_modified
    assert [path.name for path in tmp_path.glob("*.toml")] == ["saved.toml"]
    window.files.save(tmp_path / "no such folder" / "saved.toml")
    assert "cannot be written" in window.banner.sentence


def test_everything_is_remembered(open_window: Opener) -> None:
    window = open_window()
    window.look.set_theme("dark")
    window.look.set_text_size(1.25)
    window.look.set_content_size(1.5)
    window.bar.transport.set_speed_text("50")
    window.bar.transport.set_step_unit("epoch")
    window.docks.toggles()[0].trigger()
    hidden = [not action.isChecked() for action in window.docks.toggles()]
    window.close()
    again = open_window()
    assert again.look.theme_name == "dark"
    assert (again.look.text_size, again.look.content_size) == (1.25, 1.5)
    assert again.bar.transport.speed == 50
    assert again.bar.transport.step_unit == "epoch"
    assert [not action.isChecked() for action in again.docks.toggles()] == hidden
    again.docks.reset()
    assert again.training.isVisible()


def test_a_place_of_the_window_that_is_cut_off_is_not_used(open_window: Opener) -> None:
    window = open_window()
    size = window.size()
    whole = window.saveGeometry()
    window.settings.set("window/geometry", QByteArray(whole.data()[:8]))
    window.settings.remove("window/layout")
    window.docks.recall(window.settings)
    assert window.size() == size


def test_a_panel_can_be_shown_alone(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    width = window.network.width()
    press(window, qtbot, Qt.Key.Key_F10)
    QApplication.processEvents()
    assert window.network.width() > width
    assert not window.boundary.isVisible()
    press(window, qtbot, Qt.Key.Key_F10)
    QApplication.processEvents()
    assert window.network.width() == width
    assert window.boundary.isVisible()


@pytest.mark.parametrize("way", ["Escape", "Float", "Hide"])
def test_a_panel_shown_alone_never_leaves_an_empty_window(
    open_window: Opener, qtbot: QtBot, way: str
) -> None:
    window = open_window()
    dock = window.findChild(Dock, "boundary")
    window.docks.toggle_maximised("boundary")
    assert not window.network.isVisible()
    if way == "Escape":
        press(window, qtbot, Qt.Key.Key_Escape)
    else:
        (button,) = (each for each in dock.findChildren(QToolButton) if each.toolTip() == way)
        button.click()
    assert window.network.isVisible()
    assert (dock.isVisible(), dock.isFloating()) == (way != "Hide", way == "Float")


def test_a_floating_panel_fills_the_window_alone_and_floats_again(open_window: Opener) -> None:
    window = open_window()
    dock = window.findChild(Dock, "boundary")
    dock.setFloating(True)
    window.docks.toggle_maximised("boundary")
    QApplication.processEvents()
    assert not dock.isFloating()
    assert dock.width() == window.width()
    window.docks.toggle_maximised("boundary")
    assert dock.isFloating()
    assert window.network.isVisible()


def test_nothing_is_computed_for_views_that_cannot_be_seen(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    assert settled(window, qtbot).look(Maps).boundary is not None
    for action in window.docks.toggles():
        if action.isChecked():
            action.trigger()
    window.feed.frame()
    window.run.step()
    qtbot.waitUntil(lambda: window.feed.latest.update == 1)
    assert window.feed.latest.look(Maps).boundary is None


CONTROLS = (QAbstractButton, QComboBox, QAbstractSlider, QLineEdit, QAbstractSpinBox)
VIEWS = (QAbstractItemView, QTextEdit)


def test_every_control_has_a_name_and_a_tip(open_window: Opener, qtbot: QtBot) -> None:
    """Those behind tabs, in folded sections, in step mode and in what opens over the window, too."""
    window = open_window()
    for form in window.findChildren(FoldedForm):
        for section in form.sections.values():
            section.complete()
    window.sub_windows.pick()
    window.banner.say("Something went wrong.", "Try something else", window.banner.hide)
    for step_mode in (False, True):
        if step_mode:
            window.step_mode.enter()
            qtbot.waitUntil(
                lambda: window.feed.latest is not None and window.feed.latest.look(ComingUpdate) is not None,
                timeout=30_000,
            )
        unnamed = [
            (type(control).__name__, control.objectName(), name_of(control), tip_of(control))
            for kind in (*CONTROLS, *VIEWS)
            for control in window.findChildren(kind)
            if is_our_own(control) and not (name_of(control) and (tip_of(control) or kind in VIEWS))
        ]
        assert unnamed == []


def name_of(control: QWidget) -> str:
    """Return what a screen reader says."""
    return control.accessibleName() or str(getattr(control, "text", str)())


def is_our_own(control: QWidget) -> bool:
    """Whether a control is no part that Qt makes inside another one, such as the list of a combo box."""
    if isinstance(control, QScrollBar) or control.objectName().startswith("qt_"):
        return False
    return not isinstance(control.parentWidget(), QTabBar) and not control.inherits("QComboBoxListView")


def tip_of(control: QWidget | None) -> str:
    """Return the tooltip that Qt shows: the control's own, or that of what it is part of."""
    while control is not None and not control.toolTip():
        control = control.parentWidget()
    return control.toolTip() if control is not None else ""


def test_the_hints_go_away_for_good(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    assert window.hints.isVisible()
    window.run.play_or_pause()
    window.hints.next()
    window.hints.next()
    assert not window.hints.isVisible()
    window.close()
    assert not open_window().hints.isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (1600, 900)])
def test_question_mark_shows_the_keys(open_window: Opener, qtbot: QtBot, size: tuple[int, int]) -> None:
    window = open_window()
    window.resize(*size)
    qtbot.keyClicks(QApplication.focusWidget() or window, "?")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)  # views are made for it first
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == "Keys"
    texts = {" ".join(label.text().split()) for label in dialog.findChildren(QLabel)}
    for command in COMMANDS:
        if command.keys:
            assert {command.group, key_text(command.keys), " ".join(command.tip.split())} <= texts
    assert {"Hard boundary", "Logarithmic loss"} <= texts
    assert dialog.width() <= window.width()
    area = dialog.findChild(QScrollArea)
    assert area is not None
    assert area.horizontalScrollBar().maximum() == area.verticalScrollBar().maximum() == 0
    dialog.close()


def test_escape_gives_the_keys_back_to_the_window(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    spec = window.document.spec
    window.network.edit(Weight(1, 0, 0))
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(window, qtbot, Qt.Key.Key_Escape)
    press(window, qtbot, Qt.Key.Key_Space)
    assert window.actions_["play"].text() == "Pause"
    assert window.document.spec == spec


SIZES = [
    (1280, 720, 3.0, 3.0),
    (1280, 720, 1.0, 3.0),
    (1280, 720, 3.0, 1.0),
    (1280, 720, 2.5, 2.5),
    (1280, 720, 2.0, 1.5),
    (1280, 720, 1.5, 2.0),
    (1024, 640, 1.0, 1.0),
    (800, 600, 1.0, 1.25),
]


@pytest.mark.parametrize(("width", "height", "text_size", "content_size"), SIZES)
def test_everything_fits_a_small_projector_at_large_text(
    open_window: Opener, qtbot: QtBot, width: int, height: int, text_size: float, content_size: float
) -> None:
    window = open_window()
    window.resize(width, height)
    window.look.set_text_size(text_size)
    window.look.set_content_size(content_size)
    window.docks.reset()
    qtbot.waitUntil(lambda: window.network.canvas.diagram is not None)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (width, height)
    for part in (window.bar, window.bar.transport, window.bar.counters, window.timeline, window.docks.centre):
        place = part.rect().translated(part.mapTo(window, part.rect().topLeft()))
        assert window.rect().contains(place), part
    canvas, boundary = window.network.canvas, window.boundary
    assert canvas.width() >= 0.35 * width
    assert canvas.height() >= 0.34 * height  # with a message in the line at the bottom, too
    assert boundary.height() >= 0.25 * height
    assert boundary.mapTo(window, boundary.rect().bottomRight()).x() < width


def test_a_change_of_the_text_size_never_makes_the_window_larger(open_window: Opener) -> None:
    window = open_window()
    window.resize(1280, 720)
    for _ in range(5):
        window.look.larger_text()
        window.look.larger_contents()
        QApplication.processEvents()
        assert (window.width(), window.height()) == (1280, 720)
    for _ in range(5):
        window.look.smaller_text()
        window.look.smaller_contents()
        QApplication.processEvents()
        assert (window.width(), window.height()) == (1280, 720)


def test_tools_come_and_go_with_the_room_for_them(open_window: Opener) -> None:
    window = open_window()
    counts = []
    for width in (1600, 1024, 640):
        window.resize(width, 720)
        QApplication.processEvents()
        counts.append(sum(button.isVisible() for button in window.bar.tools))
    assert counts[0] == len(window.bar.tools)
    assert counts[0] > counts[1] > 0


def test_a_section_that_is_unfolded_comes_into_view(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1280, 640)
    section = window.training.form.sections["Stop"]
    section.heading.click()
    last = section.form.row(section.form.keys()[-1]).editor

    def is_seen() -> bool:
        return not last.visibleRegion().isEmpty()

    qtbot.waitUntil(is_seen, timeout=30_000)
