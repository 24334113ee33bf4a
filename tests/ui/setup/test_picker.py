import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.spec.catalogue import Entry, catalogue
from nnviz.ui.application import make_application
from nnviz.ui.looks.look import Look
from nnviz.ui.setup.picker import Picker, PickerButton


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(1280, 720)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def picker(window: QWidget) -> Picker:
    return Picker(catalogue(), window)


def texts_of(entry: Entry) -> str:
    return f"{entry.name} {entry.lab} {entry.title} {entry.about}".casefold()


def search(picker: Picker) -> QLineEdit:
    field = picker.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    return field


def test_lists_every_shipped_experiment(picker: Picker, window: QWidget) -> None:
    picker.drop_down(window, catalogue()[3].name)
    assert picker.names() == [entry.name for entry in catalogue()]
    assert picker.findChild(QTextBrowser).toPlainText().strip() != ""


def test_every_word_narrows_the_list(picker: Picker, window: QWidget, qtbot: QtBot) -> None:
    picker.drop_down(window, "")
    qtbot.keyClicks(search(picker), "lab a XOR")
    found = picker.names()
    assert found
    assert len(found) < len(catalogue())
    for entry in catalogue():
        assert (entry.name in found) == all(word in texts_of(entry) for word in ("lab", "a", "xor"))


def test_enter_picks_a_title_before_what_only_mentions_the_words(
    picker: Picker, window: QWidget, qtbot: QtBot
) -> None:
    picker.drop_down(window, "")
    qtbot.keyClicks(search(picker), "xor one point")
    assert picker.names()[0] == "lab-a-xor"
    with qtbot.waitSignal(picker.picked) as picked:
        qtbot.keyClick(search(picker), Qt.Key.Key_Return)
    assert picked.args == ["lab-a-xor"]


def test_enter_picks_what_the_arrows_chose(picker: Picker, window: QWidget, qtbot: QtBot) -> None:
    picker.drop_down(window, catalogue()[0].name)
    qtbot.keyClick(search(picker), Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.picked) as picked:
        qtbot.keyClick(search(picker), Qt.Key.Key_Return)
    assert picked.args == [catalogue()[1].name]
    assert not picker.isVisible()


def test_nothing_is_picked_where_nothing_matches(picker: Picker, window: QWidget, qtbot: QtBot) -> None:
    picker.drop_down(window, "")
    search(picker).setText("no such experiment 4711")
    assert picker.names() == []
    with qtbot.assertNotEmitted(picker.picked):
        qtbot.keyClick(search(picker), Qt.Key.Key_Return)


def test_the_list_stays_inside_the_window(picker: Picker, window: QWidget) -> None:
    window.resize(640, 400)
    picker.drop_down(window, "")
    assert picker.width() <= 640
    assert picker.height() <= 400


def test_a_long_title_is_cut_and_told_in_full(qtbot: QtBot) -> None:
    button = PickerButton()
    qtbot.addWidget(button)
    button.show_title("XOR " * 40, modified=True)
    width = button.width()
    assert button.text().endswith("…*")
    assert button.accessibleName().endswith("XOR *")
    button.show_title("XOR", modified=False)
    assert button.text() == "XOR"
    assert button.width() == width


def test_long_titles_get_spare_room_and_short_ones_leave_everything_where_it_is(qtbot: QtBot) -> None:
    button = PickerButton()
    qtbot.addWidget(button)
    button.show_title("XOR, one point at a time, in a fixed order", modified=False)
    narrow = button.width()
    button.take_room(10_000)
    wide = button.width()
    assert narrow < wide < narrow + 10_000
    assert button.text().endswith("fixed order")
    button.show_title("XOR, one point at a time, in a fixed order", modified=True)
    assert (button.width(), button.text()[-1]) == (wide, "*")
    button.show_title("XOR", modified=False)
    button.take_room(10_000)
    assert button.width() == wide
    button.take_room(0)
    assert button.width() == narrow


@pytest.mark.parametrize("text_size", [1.0, 2.0, 3.0])
def test_the_button_has_room_for_all_of_its_text(qtbot: QtBot, text_size: float) -> None:
    look = Look(make_application(), text_size=text_size)
    look.apply_sheet()
    button = PickerButton()
    qtbot.addWidget(button)
    button.show_title("XOR, one point at a time, in a fixed order", modified=False)
    assert button.sizeHint().width() <= button.width()
    look.set_text_size(1.0)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("five cl", "blobs-5-classes"),
        ("five ta", "lab-c-circles-hidden-5-tanh"),
        ("lab e", "lab-e-breast-cancer-relu-10"),
        ("lab d", "lab-d-circle"),
        ("mnsit adm", "lab-c-mnist-adam"),
        ("xro turth", "xor-truth-table"),
        ("fve clases", "blobs-5-classes"),
    ],
)
def test_the_best_match_comes_first_and_is_chosen(
    picker: Picker, window: QWidget, qtbot: QtBot, words: str, first: str
) -> None:
    picker.drop_down(window, "")
    qtbot.keyClicks(search(picker), words)
    assert picker.names()[0] == first
    with qtbot.waitSignal(picker.picked) as picked:
        qtbot.keyClick(search(picker), Qt.Key.Key_Return)
    assert picked.args == [first]


def test_what_was_meant_is_asked_where_words_are_misspelt_only(
    picker: Picker, window: QWidget, qtbot: QtBot
) -> None:
    picker.drop_down(window, "")
    shown = []
    for words in ("spiral", "spirla", "momentum norm"):
        search(picker).setText(words)
        texts = [picker._list.item(row).text() for row in range(picker._list.count())]
        shown.append(texts)
    assert not any("?" in text for text in shown[0])
    assert shown[1] == ['Did you mean "spiral"?', *shown[0]]
    assert shown[2] == []
