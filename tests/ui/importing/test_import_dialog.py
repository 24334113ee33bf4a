"""Importing a table: every guess is a control, what is chosen is read at once, and Play works afterwards."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QClipboard, QColor, QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.data.tables import reading
from nnviz.data.tables.table import Table
from nnviz.experiment.spec.reading import parse_toml, spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.ui.importing.dialog import ImportDialog
from nnviz.ui.widgets.clipboard import put_on_clipboard
from nnviz.ui.window.main_window import MainWindow

LONG = 20_000
SPECIES = "nr;length;kind;size\n" + "".join(
    f"{i + 1};{4 + i % 5},5;{'abc'[i % 3]};{1 + i % 2}\n" for i in range(60)
)
Importer = Callable[[str], tuple[MainWindow, ImportDialog]]


@pytest.fixture
def importer(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> Importer:
    def opened(text: str) -> tuple[MainWindow, ImportDialog]:
        path = tmp_path / "own.csv"
        path.write_text(text, encoding="utf-8")
        window = open_window()
        window.files.open(str(path))
        return window, shown_in(window, qtbot)

    return opened


def shown_in(window: MainWindow, qtbot: QtBot) -> ImportDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportDialog)), timeout=LONG)
    dialog: ImportDialog = window.findChildren(ImportDialog)[0]
    return dialog


def choose(dialog: ImportDialog, key: str, title: str, qtbot: QtBot) -> None:
    """Choose an entry as a hand does, and wait until the table is read so."""
    box = dialog.form.boxes[key]
    at = next(i for i in range(box.count()) if box.itemText(i).startswith(title))
    box.setCurrentIndex(at)
    box.activated.emit(at)
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=LONG)


def button(dialog: ImportDialog, text: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


def headings(dialog: ImportDialog) -> list[str]:
    model = dialog.preview.table
    return [
        model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        for column in range(model.columnCount())
    ]


def test_cells_with_problems_are_marked_and_columns_that_are_not_used_stand_back(
    importer: Importer, qtbot: QtBot
) -> None:
    text = "nr;a;b;kind\n" + "".join(
        f"{i};{i % 5};{'' if i == 3 else i % 7};{'xy'[i % 2]}\n" for i in range(1, 40)
    )
    _, dialog = importer(text)
    model, theme = dialog.preview.table, dialog.preview.table._style.theme
    looks = {
        (row, column): tuple(
            None if brush is None else brush.color().name()
            for role in (Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.ForegroundRole)
            for brush in [model.data(model.index(row, column), role)]
        )
        for row in (1, 2)
        for column in range(4)
    }
    quiet = QColor(theme.quiet).name()
    assert looks[1, 0] == looks[2, 0] == (None, quiet)
    assert looks[1, 1] == looks[1, 2] == looks[1, 3] == (None, None)
    background, words = looks[2, 2]
    assert background not in (None, QColor(theme.paper).name())
    assert words is None
    assert "line 4" in model.data(model.index(2, 2), Qt.ItemDataRole.ToolTipRole)


def test_a_table_is_shown_as_it_reads_and_imported(importer: Importer, qtbot: QtBot) -> None:
    window, dialog = importer(SPECIES)
    assert window.document.spec.title != "own.csv"  # nothing changes before one agrees
    assert headings(dialog)[0] == "nr\ncounts or names the rows, not used"
    assert headings(dialog)[3] == "size\nto be learned: 2 classes"
    assert dialog.preview.table.rowCount() == 60
    assert dialog.form.boxes["delimiter"].currentText() == "Semicolons (guessed)"
    assert dialog.form.boxes["decimal"].currentText() == "Comma: 1,5 (guessed)"
    choose(dialog, "target", "kind", qtbot)
    choose(dialog, "test_fraction", "30 %", qtbot)
    qtbot.mouseClick(button(dialog, "Import"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.spec.title == "own.csv", timeout=LONG)
    spec = window.document.spec
    assert spec.network.layers == (2, 8, 3)
    assert isinstance(spec.data, Table)
    assert (spec.data.target, spec.data.delimiter, spec.data.decimal) == ("kind", ";", ",")
    assert spec.data.test_fraction == 0.3
    assert spec.data.checksum
    assert window.files.is_modified  # it is in no file yet
    again = spec_from_dict(parse_toml(spec.to_toml()))
    assert again.data == spec.data
    qtbot.waitUntil(lambda: window.feed.latest.spec.title == "own.csv", timeout=LONG)
    window.run.step()
    qtbot.waitUntil(lambda: window.feed.latest.update > 0, timeout=LONG)


def test_every_use_of_a_column_can_be_chosen_and_taken_back(importer: Importer, qtbot: QtBot) -> None:
    _, dialog = importer("code,x,y\n" + "".join(f"{i % 4},{i / 7},{i / 3}\n" for i in range(40)))
    before = dialog.data
    dialog.form.choose_column("code")
    assert dialog.form.boxes["use"].currentText() == "Input, a number"
    choose(dialog, "use", "Input, a category", qtbot)
    assert headings(dialog)[0] == "code\ncategory of 4, input"
    assert dialog.data.categories == ("code",)
    choose(dialog, "use", "Input, a number", qtbot)
    assert headings(dialog)[0] == "code\nnumber, input"
    choose(dialog, "use", "Not used", qtbot)
    assert dialog.data.columns == ("x",)
    choose(dialog, "use", "To be learned", qtbot)
    assert headings(dialog)[0] == "code\nto be learned: 4 classes"
    assert dialog.data.columns == ("x", "y")
    choose(dialog, "task", "Numbers", qtbot)
    assert headings(dialog)[0] == "code\nto be learned: numbers"
    button(dialog, "As guessed").click()
    assert dialog.data == before


def test_what_stands_in_the_way_is_said_with_its_place_and_a_choice_mends_it(
    importer: Importer, qtbot: QtBot
) -> None:
    _, dialog = importer("a,b,class\n1,2,x\n3,,y\n5,6,x\n7,8,y\n")
    assert dialog.sentence.startswith('line 3, column "b": the cell is empty')
    assert not button(dialog, "Import").isEnabled()
    dialog.problems.setCurrentRow(0)
    assert (dialog.preview.currentIndex().row(), dialog.preview.currentIndex().column()) == (1, 1)
    choose(dialog, "missing", "Leave their rows out", qtbot)
    assert dialog.sentence == ""
    assert button(dialog, "Import").isEnabled()
    assert "1 row is left out" in dialog.problems.item(0).text()


def test_a_reading_that_fails_keeps_the_table_and_can_be_taken_back(importer: Importer, qtbot: QtBot) -> None:
    _, dialog = importer(SPECIES)
    choose(dialog, "delimiter", "Bars", qtbot)
    assert "2 or more columns" in dialog.sentence
    assert dialog.preview.table.rowCount() == 60
    choose(dialog, "delimiter", "Guess", qtbot)
    assert dialog.sentence == ""
    assert dialog.form.boxes["delimiter"].currentText() == "Semicolons (guessed)"


def test_where_there_is_no_room_for_notes_the_first_is_said(importer: Importer) -> None:
    _, dialog = importer("a;b;kind\ncm;mm;\n1;2;x\n2;4;y\n3;3;x\n")
    for height, is_said in ((380, True), (900, False)):
        dialog.resize(1000, height)
        dialog._show_problems()
        labels = [
            label.text() for label in dialog.findChildren(QLabel) if "columns to learn from" in label.text()
        ]
        assert ["is taken as units" in text for text in labels] == [is_said]


def test_cancel_changes_nothing(importer: Importer, qtbot: QtBot) -> None:
    window, dialog = importer(SPECIES)
    before = window.document.spec
    button(dialog, "Cancel").click()
    qtbot.waitUntil(lambda: not window.findChildren(ImportDialog), timeout=LONG)
    assert window.document.spec == before


def test_a_part_of_the_rows_is_drawn(importer: Importer, qtbot: QtBot) -> None:
    window, dialog = importer("a,y\n" + "".join(f"{i / 7},{i / 3}\n" for i in range(900)))
    choose(dialog, "rows", "At most 500", qtbot)
    dialog.take()
    qtbot.waitUntil(lambda: window.document.spec.title == "own.csv", timeout=LONG)
    qtbot.waitUntil(lambda: window.feed.latest.spec.title == "own.csv", timeout=LONG)
    split = window.feed.latest.split
    assert len(split.train.X) + len(split.test.X) == 500


@pytest.mark.parametrize("how", ["pasted", "dropped"])
def test_cells_of_a_spreadsheet_are_imported(open_window: Opener, qtbot: QtBot, how: str) -> None:
    window = open_window()
    cells = QMimeData()
    cells.setText("x\tclass\n" + "".join(f"{i},5\t{'ab'[i % 2]}\n" for i in range(9)))
    if how == "pasted":
        put_on_clipboard(cells)
        window.actions_["paste"].trigger()
    else:
        either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        event = QDropEvent(QPointF(9, 9), either, cells, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
        event.setDropAction(Qt.DropAction.MoveAction)
        window.dropEvent(event)
        assert event.dropAction() == Qt.DropAction.CopyAction  # or else the spreadsheet takes its cells out
    dialog = shown_in(window, qtbot)
    assert dialog.windowTitle() == "Import Pasted table"
    dialog.take()
    qtbot.waitUntil(lambda: window.document.spec.title == "Pasted table", timeout=LONG)
    assert Path(window.document.spec.data.path).is_file()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The clipboard holds no table"),
        ("word", "What was pasted: it needs 2 or more columns"),
        ("https://example.org/iris.csv", "save what is there as a file"),
    ],
)
def test_what_is_no_table_on_the_clipboard_is_said(
    open_window: Opener, qtbot: QtBot, text: str, told: str
) -> None:
    window = open_window()
    cells = QMimeData()
    cells.setText(text)
    window.tables.take(cells)
    qtbot.waitUntil(lambda: told in window.banner.sentence, timeout=LONG)
    assert not window.findChildren(ImportDialog)


def test_a_clipboard_on_which_nothing_ever_was_is_said(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_: None)
    window.actions_["paste"].trigger()
    assert "The clipboard holds no table" in window.banner.sentence


def test_the_import_is_taken_up_at_the_next_start(importer: Importer, qtbot: QtBot) -> None:
    from nnviz.ui.application import choose_experiment  # noqa: PLC0415 (used by this test alone)

    window, dialog = importer("a,b,class\n1,2,x\n3,,y\n5,6,x\n7,8,y\n")
    choose(dialog, "missing", "Leave their rows out", qtbot)
    dialog.take()
    qtbot.waitUntil(lambda: window.document.spec.title == "own.csv", timeout=LONG)
    window.close()
    beginning = choose_experiment(None, window.settings)
    assert isinstance(beginning.spec, Spec)
    assert beginning.spec == window.document.spec
    assert beginning.problem == ""


def test_a_column_that_says_train_and_test_can_divide_the_rows(importer: Importer, qtbot: QtBot) -> None:
    rows = "".join(f"{i};{('train', 'train', 'test')[i % 3]};{'ab'[i % 2]}\n" for i in range(60))
    window, dialog = importer("size;subset;kind\n" + rows)
    box = dialog.form.boxes["split_column"]
    assert [box.itemText(i) for i in range(box.count())] == ["At random", "By subset"]
    choose(dialog, "split_column", "By subset", qtbot)
    assert dialog.sentence == ""
    assert dialog.data.split_column == "subset"
    assert dialog.form.boxes["test_fraction"].isHidden()
    with qtbot.waitSignal(dialog.imported, timeout=LONG) as imported:
        button(dialog, "Import").click()
    spec: Spec = imported.args[0]
    assert spec.data.columns == ("size",)
    assert spec.network.layers[0] == 1
    qtbot.waitUntil(lambda: window.feed.latest is not None and window.feed.latest.spec == spec, timeout=LONG)
    assert len(window.feed.latest.split.test.X) == 20


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        (SPECIES, False),
        ("a,b,y\n" + "1.5,0,1\n2.5,1,0\n" * 9, False),  # 0 and 1 are the classes to be learned, or an input
        ("a,ok,y\n" + "1.5,yes,p\n2.5,no,q\n" * 9, False),
        ("a,is_test,y\n" + "1.5,0,p\n2.5,1,q\n" * 9, True),
        ("a,Split,y\n" + "1.5,train,p\n2.5,val,q\n" * 9, True),
    ],
)
def test_only_with_a_column_that_says_so_it_is_asked(importer: Importer, text: str, is_asked: bool) -> None:
    _, dialog = importer(text)
    assert dialog.form.boxes["split_column"].isHidden() is not is_asked


def test_the_window_never_reads_the_table_itself(
    importer: Importer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It did at Import, since the table with all guesses written out is another one."""
    threads: list[threading.Thread] = []
    read = reading._read

    def watched(*arguments: Any) -> Any:
        threads.append(threading.current_thread())
        return read(*arguments)

    monkeypatch.setattr(reading, "_read", watched)
    window, dialog = importer(SPECIES.replace("kind", "sort"))
    choose(dialog, "decimal", "Comma", qtbot)
    button(dialog, "Import").click()
    qtbot.waitUntil(lambda: window.document.spec.title == "own.csv", timeout=LONG)
    settled(window, qtbot)
    window.document.new_seed()
    settled(window, qtbot)
    assert len(threads) >= 2
    assert threading.main_thread() not in threads


def test_at_the_largest_text_every_choice_can_be_read_on_a_projector(
    open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(SPECIES, encoding="utf-8")
    window = open_window()
    window.look.set_text_size(3.0)
    window.resize(1280, 720)
    window.files.open(str(path))
    dialog = shown_in(window, qtbot)
    qtbot.waitUntil(lambda: not dialog.is_busy and dialog.preview.table.rowCount() == 60, timeout=LONG)
    assert dialog.width() <= window.width()
    assert dialog.height() <= window.height()
    assert dialog.form.visibleRegion().boundingRect().width() == dialog.form.width()  # nothing is cut
    assert dialog.preview.width() > 0.4 * dialog.width()  # and the table has room
    for key, box in dialog.form.boxes.items():
        if not box.isHidden():
            option = QStyleOptionComboBox()
            box.initStyleOption(option)
            room = box.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
            )
            assert box.fontMetrics().horizontalAdvance(box.currentText()) <= room.width(), key
    for text in ("Import", "Cancel", "As guessed"):
        place = button(dialog, text)
        assert place.width() >= place.sizeHint().width(), text
        assert dialog.rect().contains(place.geometry()), text
