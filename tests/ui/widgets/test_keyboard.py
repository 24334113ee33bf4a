"""Space and letters are the window's wherever no text is edited; no button has the focus by accident."""

from contextlib import ExitStack

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.ui.forms.number_edit import NumberLine
from nnviz.ui.window.main_window import MainWindow

Key = Qt.Key
TAB = Qt.FocusReason.TabFocusReason


def press(key: Qt.Key) -> None:
    """Press a key where the focus is, as a keyboard does."""
    QTest.keyClick(QApplication.focusWidget(), key)
    QApplication.processEvents()


def hidden_layers(window: MainWindow) -> int:
    return len(window.document.spec.network.layers) - 2


def test_space_plays_after_a_number_was_typed_and_a_dialog_closed(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    line = window.training.findChild(NumberLine)
    line.setFocus(Qt.FocusReason.MouseFocusReason)
    line.selectAll()
    QTest.keyClicks(line, "0.5")
    press(Key.Key_Return)
    assert QApplication.focusWidget() is window
    dialog = QDialog(window)
    dialog.show()
    qtbot.waitActive(dialog)
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window)
    layers = hidden_layers(window)
    press(Key.Key_Space)
    assert settled(window, qtbot).running
    assert hidden_layers(window) == layers


def test_a_window_without_focus_takes_it_itself_when_it_becomes_active(open_window: Opener) -> None:
    window = open_window()
    window.clearFocus()
    assert window.focusWidget() is None
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert window.focusWidget() is window


def test_space_plays_though_a_button_was_reached_by_tab_and_enter_presses_it(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    layers = hidden_layers(window)
    window.network.header.add_layer.setFocus(TAB)
    press(Key.Key_Space)
    assert settled(window, qtbot).running
    assert hidden_layers(window) == layers
    press(Key.Key_Space)
    press(Key.Key_Return)
    assert hidden_layers(window) == layers + 1
    assert not settled(window, qtbot).running


def test_a_button_that_removes_gives_the_focus_up(open_window: Opener) -> None:
    window = open_window()
    press_twice = window.network.header.remove_layer
    window.network.header.add_layer.click()
    window.network.header.add_layer.click()
    layers = hidden_layers(window)
    press_twice.setFocus(TAB)
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert hidden_layers(window) == layers - 1
    assert QApplication.focusWidget() is window


def test_what_disappears_hands_the_focus_to_the_window_not_to_the_next_button(open_window: Opener) -> None:
    window = open_window()
    button, other = window.network.header.add_layer, window.network.header.remove_layer
    for take_away in (button.setDisabled, button.setHidden):
        assert isinstance(other, QToolButton)
        button.setFocus(TAB)
        take_away(True)
        assert QApplication.focusWidget() is window
        take_away(False)


def test_letters_are_text_while_one_types(open_window: Opener) -> None:
    window = open_window()
    line = window.training.findChild(NumberLine)
    line.setFocus(Qt.FocusReason.MouseFocusReason)
    seed = window.document.spec.training.seed
    press(Key.Key_N)
    press(Key.Key_Space)
    assert window.document.spec.training.seed == seed
    assert not window.feed.latest.running


def test_held_down_only_steps_repeat(open_window: Opener) -> None:
    window = open_window()
    repeats = {command.name for command in window.actions_.commands if command.repeats}
    assert {name for name in repeats if not window.actions_[name].autoRepeat()} == set()
    assert {"step", "back", "walk_next", "walk_back"} <= repeats
    assert not repeats & {"play", "reset", "new_seed", "bookmark", "fork", "explain", "quit"}


def test_a_picture_with_the_focus_has_its_own_letters_though_the_window_has_them_too(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    window.resize(1280, 720)
    ambiguous = 0
    for view in (window.boundary, window.curves):
        view.setFocus()
        assert view.hasFocus()
        for action in view.actions():
            key = action.shortcut().toString()
            if len(key) != 1 or not action.isEnabled():
                continue
            others = [each for each in window.actions_.all() if action.shortcut() in each.shortcuts()]
            ambiguous += len(others)
            with qtbot.waitSignal(action.triggered), ExitStack() as stack:
                for other in others:
                    stack.enter_context(qtbot.assertNotEmitted(other.triggered))
                qtbot.keyClick(view, key)
    assert ambiguous >= 3  # W, E and U


def click_on(target: QWidget) -> None:
    """Click on the middle of a control as a mouse does: the window hears of it before the control."""
    place = target.mapTo(target.window(), target.rect().center())
    QTest.mouseClick(target.window().windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()


def test_what_is_typed_is_taken_before_play_is_clicked(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    line = window.training.findChild(NumberLine)
    click_on(line)
    assert QApplication.focusWidget() is line
    line.selectAll()
    QTest.keyClicks(line, "0.125")
    assert window.document.spec.training.learning_rate != 0.125
    buttons = window.bar.transport.findChildren(QToolButton)
    click_on(next(each for each in buttons if each.defaultAction() is window.actions_["play"]))
    assert QApplication.focusWidget() is window
    shown = settled(window, qtbot)
    assert shown.running
    assert shown.spec.training.learning_rate == 0.125


def test_a_click_into_the_field_goes_on_typing(open_window: Opener) -> None:
    window = open_window()
    line = window.training.findChild(NumberLine)
    click_on(line)
    QTest.keyClicks(line, "7")
    typed = line.text()
    click_on(line)
    assert QApplication.focusWidget() is line
    assert line.text() == typed
    assert line.isModified()


def test_space_plays_in_a_field_until_something_is_typed(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    line = window.training.findChild(NumberLine)
    click_on(line)
    before = line.text()
    press(Key.Key_Space)
    assert settled(window, qtbot).running
    assert line.text() == before
    line.clear()
    QTest.keyClicks(line, "1 000")
    assert line.text() == "1 000"


def test_three_clicks_select_the_whole_number_as_two_do(open_window: Opener) -> None:
    window = open_window()
    line = window.training.findChild(NumberLine)
    line.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton)
    assert line.selectedText() == line.text() != ""
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert line.selectedText() == line.text()
