"""A field for a text says what was typed, once, and only where it is another text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.ui.forms.text_edit import LONGEST_TEXT, TextEditor


@pytest.fixture
def editor(qtbot: QtBot) -> TextEditor:
    editor = TextEditor()
    qtbot.addWidget(editor)
    editor.set_value("old")
    editor.show()
    return editor


@pytest.fixture
def heard(editor: TextEditor) -> list[object]:
    values: list[object] = []
    editor.edited.connect(values.append)
    return values


def typed(editor: TextEditor, text: str) -> None:
    editor.line.selectAll()
    QTest.keyClicks(editor.line, text)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)


def test_enter_says_the_text_and_the_owner_puts_it_in_force(editor: TextEditor, heard: list[object]) -> None:
    typed(editor, "new")
    assert heard == ["new"]
    assert editor.value() == "old"  # until the owner has accepted it
    editor.set_value("new")
    assert (editor.value(), editor.line.text(), heard) == ("new", "new", ["new"])


def test_the_same_text_is_no_change(editor: TextEditor, heard: list[object]) -> None:
    typed(editor, "old")
    editor.set_value("other")
    assert heard == []
    assert editor.line.text() == "other"


def test_what_is_being_typed_stays_while_the_value_does(editor: TextEditor) -> None:
    QTest.keyClicks(editor.line, "er")
    editor.set_value("old")
    assert editor.line.text() == "older"


def test_a_text_has_an_end(editor: TextEditor, heard: list[object]) -> None:
    editor.line.clear()
    editor.line.insert("x" * (LONGEST_TEXT + 1))
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert heard == ["x" * LONGEST_TEXT]


def test_the_keyboard_goes_to_the_line(editor: TextEditor) -> None:
    assert editor.focusProxy() is editor.line
    assert editor.stops() == [editor.line]
