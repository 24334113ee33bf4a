"""The form controls, worked with keyboard and mouse as a user does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from nnviz.data.catalogue import DATA_SETS
from nnviz.experiment.spec.fields import Field, fields_of, value_of
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import Style
from nnviz.ui.forms.choice import ChoiceEditor, QuietComboBox
from nnviz.ui.forms.editors import is_editable, make_editor
from nnviz.ui.forms.form import Form
from nnviz.ui.forms.number_edit import NumberEditor
from nnviz.ui.forms.ranges import usual_range
from nnviz.ui.forms.row import allowed, describe
from nnviz.ui.forms.slider_edit import SliderEditor
from nnviz.ui.forms.switch import SwitchEditor

RATE = "training.learning_rate"
BATCH = "training.batch_size"
LOSS = "training.loss"
SHUFFLE = "training.shuffle"


class Page:
    """A form over some fields, and everything it said."""

    def __init__(self, qtbot: QtBot, *keys: str, wide: tuple[str, ...] = ()) -> None:
        self.spec = spec_from_dict({"data": {"name": "moons"}, "network": {"layers": [2, 4, 1]}})
        self.form = Form(wide)
        qtbot.addWidget(self.form)
        self.heard: list[str] = []
        self.form.changed.connect(self._take)
        self.form.grabbed.connect(lambda: self.heard.append("grabbed"))
        self.form.settled.connect(lambda: self.heard.append("settled"))
        known = {field.key: field for field in fields_of(self.spec)}
        self.fields = [known[key] for key in keys]
        self.show(self.spec)
        self.form.show()

    def _take(self, spec: Spec, text: str) -> None:
        self.spec = spec
        self.heard.append(text)

    def show(self, spec: Spec) -> None:
        self.spec = spec
        self.form.show_fields(spec, self.fields)

    def value(self, key: str) -> object:
        return value_of(self.spec, key)

    def message(self, key: str) -> str:
        label = self.form.row(key).message
        return label.text() if label.isVisibleTo(self.form) else ""


def line_of(page: Page, key: str) -> QLineEdit:
    editor = page.form.row(key).editor
    number = editor.number if isinstance(editor, SliderEditor) else editor
    assert isinstance(number, NumberEditor)
    return number.line


def enter(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def every_field() -> Iterator[Field]:
    """Every field of every data set that needs nothing, with each optimizer's numbers."""
    for name, kind in DATA_SETS.items():
        try:
            shape = kind().shape()
        except TypeError:
            continue
        outputs = shape.targets or (1 if shape.classes == 2 else shape.classes)
        for optimizer in ("momentum", "rmsprop", "adam"):
            table = {
                "data": {"name": name},
                "network": {"layers": [shape.inputs, 3, outputs], "activation": "tanh"},
                "training": {"optimizer": optimizer, "schedule": "step"},
            }
            yield from fields_of(spec_from_dict(table))


def test_every_field_of_a_known_kind_has_a_control_that_holds_its_default(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    for field in set(every_field()):
        if is_editable(field) and field.default is not None:
            editor = make_editor(field, page.form)
            editor.set_value(field.default)
            assert editor.value() == field.default, field.key


def test_every_slider_stays_within_the_limits() -> None:
    for field in set(every_field()):
        scale = usual_range(field) if field.kind in ("float", "int") else None
        if scale is not None:
            assert field.low is not None
            assert field.high is not None
            for position in (0, 1, 500, 999, 1000):
                assert field.low <= scale.value(position) <= field.high, field.key


@pytest.mark.parametrize(("text", "value"), [("0.8", 0.8), ("1e-3", 1e-3), ("3/10", 0.3)])
def test_a_typed_number_is_taken_on_enter(qtbot: QtBot, text: str, value: float) -> None:
    page = Page(qtbot, RATE)
    enter(line_of(page, RATE), text)
    assert page.value(RATE) == value
    assert page.heard == ["Learning rate"]


def test_a_sum_of_tenths_is_shown_without_its_rounding_error(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    page.form.row(RATE).editor.set_value(0.1 + 0.2)
    assert line_of(page, RATE).text() == "0.3"


@pytest.mark.parametrize("text", ["abc", "1,000", "-1", "1e9", "nan", ""])
def test_bad_text_gets_a_message_and_changes_nothing(qtbot: QtBot, text: str) -> None:
    page = Page(qtbot, RATE)
    before = page.spec
    line = line_of(page, RATE)
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert page.spec == before
    assert page.message(RATE).endswith(".")
    assert line.text() == text
    assert line.property("invalid") is True
    page.show(page.spec)  # the window shows the spec again while the text stands there
    assert line.text() == text


def test_escape_brings_the_good_value_back(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    line = line_of(page, RATE)
    enter(line, "abc")
    QTest.keyClicks(line, "d")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "0.1"
    assert page.message(RATE) == ""
    assert page.heard == []


def test_escape_once_more_gives_the_keys_back(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    line = line_of(page, RATE)
    page.form.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    enter(line, "abc")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.hasFocus()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not line.hasFocus()
    assert page.heard == []


def test_a_good_value_takes_the_message_away(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    enter(line_of(page, RATE), "abc")
    assert page.message(RATE)
    enter(line_of(page, RATE), "0.5")
    assert page.message(RATE) == ""
    assert line_of(page, RATE).property("invalid") is False


def test_text_that_means_the_same_number_is_no_change(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    enter(line_of(page, RATE), "1/10")
    assert page.heard == []
    assert line_of(page, RATE).text() == "0.1"


def test_arrow_keys_step_along_1_2_5_as_one_change(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    line = line_of(page, RATE)
    line.setFocus()
    QTest.keyPress(line, Qt.Key.Key_Up)
    QTest.keyPress(line, Qt.Key.Key_Up)
    QTest.keyRelease(line, Qt.Key.Key_Up)
    assert page.value(RATE) == 0.5
    assert page.heard == ["grabbed", "Learning rate", "grabbed", "Learning rate", "settled"]


def test_full_batch_is_a_word_that_can_be_typed(qtbot: QtBot) -> None:
    page = Page(qtbot, BATCH)
    line = line_of(page, BATCH)
    enter(line, "0")
    assert line.text() == "full batch"
    enter(line, "32")
    assert page.value(BATCH) == 32
    enter(line, "Full batch")
    assert page.value(BATCH) == 0
    enter(line, "2.5")
    assert page.value(BATCH) == 0
    assert page.message(BATCH) == "Type a whole number."


def test_dragging_the_slider_is_one_gesture(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE, wide=(RATE,))
    page.form.resize(264, 100)
    editor = page.form.row(RATE).editor
    assert isinstance(editor, SliderEditor)
    slider = editor.slider
    y = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, y))
    QTest.mouseMove(slider, QPoint(120, y))
    QTest.mouseMove(slider, QPoint(slider.width() - 8, y))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 8, y))
    assert page.value(RATE) == 10.0
    assert page.heard[0] == "grabbed"
    assert page.heard[-1] == "settled"
    assert page.heard.count("grabbed") == page.heard.count("settled") == 1


def test_the_keyboard_moves_a_slider(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    editor = page.form.row(RATE).editor
    assert isinstance(editor, SliderEditor)
    QTest.keyClick(editor.slider, Qt.Key.Key_Left)
    assert page.value(RATE) == 0.05


def test_a_switch_flips_by_mouse_and_space(qtbot: QtBot) -> None:
    page = Page(qtbot, SHUFFLE)
    editor = page.form.row(SHUFFLE).editor
    assert isinstance(editor, SwitchEditor)
    QTest.mouseClick(editor.switch, Qt.MouseButton.LeftButton)
    assert page.value(SHUFFLE) is True
    QTest.keyClick(editor.switch, Qt.Key.Key_Space)
    assert page.value(SHUFFLE) is False


def test_a_choice_shows_titles_and_help(qtbot: QtBot) -> None:
    page = Page(qtbot, LOSS)
    editor = page.form.row(LOSS).editor
    assert isinstance(editor, ChoiceEditor)
    assert editor.box.currentText() == "Half squared error"
    assert editor.box.itemData(0, Qt.ItemDataRole.ToolTipRole)
    QTest.keyClick(editor.box, Qt.Key.Key_Down)
    assert page.value(LOSS) == "mean_squared_error"
    assert page.heard == ["Loss"]


def test_a_refused_choice_falls_back_and_says_why(qtbot: QtBot) -> None:
    page = Page(qtbot, "network.init")
    row = page.form.row("network.init")
    row.edited.emit("network.init", "nonsense")
    assert page.value("network.init") == "glorot_uniform"
    assert row.editor.value() == "glorot_uniform"
    assert page.message("network.init")


def test_showing_a_spec_says_nothing(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE, BATCH, LOSS, SHUFFLE)
    table = {"data": {"name": "moons"}, "network": {"layers": [2, 4, 1]}}
    training = {"learning_rate": 0.7, "batch_size": 8, "shuffle": True, "loss": "log_loss"}
    page.show(spec_from_dict({**table, "training": training}))
    assert page.heard == []
    assert line_of(page, RATE).text() == "0.7"


def test_rows_that_stay_keep_their_widgets(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE, BATCH)
    before = page.form.row(BATCH)
    page.fields = page.fields[1:]
    page.show(page.spec)
    assert page.form.keys() == (BATCH,)
    assert page.form.row(BATCH) is before


def test_every_control_says_what_it_is(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE, BATCH, LOSS, SHUFFLE)
    for field in page.fields:
        row = page.form.row(field.key)
        focus = row.editor.focusProxy()
        assert focus is not None
        assert row.editor.toolTip() == row.label.toolTip() == describe(field)
        assert field.key in row.editor.toolTip()
        assert row.label.buddy() is row.editor
        while focus.focusProxy() is not None:
            focus = focus.focusProxy()
        assert focus.accessibleName() == field.title


def test_limits_are_said_in_words(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    limits = {field.key: allowed(field) for field in fields_of(page.spec)}
    assert limits["data.noise"] == "0 or more, at most 10"
    assert limits["network.dropout"] == "0 or more, less than 1"
    assert limits["training.seed"] == "0 or more, at most 4294967295"
    assert limits["training.loss"] == ""


def test_enter_gives_the_keyboard_back_to_the_window_unless_the_text_is_wrong(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE)
    with qtbot.waitActive(page.form):
        page.form.activateWindow()
    line = line_of(page, RATE)
    enter(line, "abc")
    assert line.hasFocus()
    enter(line, "0.5")
    assert not line.hasFocus()


def test_in_large_text_the_name_of_a_choice_stands_above_it(qtbot: QtBot) -> None:
    page = Page(qtbot, RATE, LOSS)
    row = page.form.row(LOSS)
    page.form.resize(300, 200)

    def share_of_the_width(scale: float) -> float:
        page.form.set_style(Style(text=13 * scale, scale=scale))
        QTest.qWait(1)
        return row.editor.width() / page.form.width()

    assert share_of_the_width(1.0) < 0.8
    assert share_of_the_width(2.0) == 1.0
    assert row.label.geometry().bottom() <= row.editor.geometry().top()
    assert page.form.row(RATE).editor.width() < page.form.width()
    assert share_of_the_width(1.0) < 0.8


def test_the_list_of_choices_has_room_for_the_longest_title(qtbot: QtBot) -> None:
    box = QuietComboBox()
    qtbot.addWidget(box)
    box.addItems(["short", "a title much longer than the narrow box in which it is chosen"])
    box.setFixedWidth(80)
    box.show()
    box.showPopup()
    view = box.view()
    assert view.viewport().width() >= view.sizeHintForColumn(0)
    box.hidePopup()
