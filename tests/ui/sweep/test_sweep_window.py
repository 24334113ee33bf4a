"""The window of sweeps, used as people do: what is varied, the table, the pictures, and a run opened."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.named_sweeps import sweep_at
from nnviz.parts import Weight
from nnviz.tasks.tasks import Tasks
from nnviz.ui.sweep.window import SweepWindow
from nnviz.ui.window.sub_windows import with_sweeps_and_maps

SPEC = experiment_at("xor-truth-table")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[SweepWindow]:
    main = QWidget()
    qtbot.addWidget(main)
    made = SweepWindow(SPEC, "xor-truth-table", main)
    made.form.epochs.setValue(20)
    made.show()
    yield made
    made.close()


def run(window: SweepWindow, qtbot: QtBot) -> None:
    window.run_or_stop()
    qtbot.waitUntil(lambda: not window.running.is_busy, timeout=60_000)


def test_a_sweep_runs_and_fills_table_and_sentence(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.axes.lines[0].values.setText("0.1, 1, 3")
    window.form.seeds.setValue(2)
    run(window, qtbot)
    assert window.news is not None
    assert window.news.is_done
    assert window.results.model.rowCount() == 3
    assert "Learned means" in window.sentence.text()
    window.results.runs.setChecked(True)
    assert window.results.model.rowCount() == 6


def test_sorting_and_filtering_choose_what_the_pictures_show(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.axes.lines[0].values.setText("0.1, 1, 3")
    run(window, qtbot)
    results = window.results
    results.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert results.look.rows == (2, 1, 0)
    results.filter.setText("learning_rate < 2")
    assert results.look.rows == (1, 0)
    results.filter.setText("nonsense < 2")
    assert "no column" in results.problem.text()
    assert len(results.look.rows) == 3


def test_what_scrolls_into_sight_has_its_words(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.axes.lines[0].values.setText("0.01:1:60")
    window.form.epochs.setValue(1)
    run(window, qtbot)
    results = window.results
    results.runs.setChecked(True)
    table, model = results.table, results.model
    words = [line[0] for line in window.news.cells.rows]
    assert model.index(0, 0).data() == words[0]
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert model.index(59, 0).data() == words[59]
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    top = table.verticalScrollBar().value()
    assert model.index(top, 0).data() == words[59 - top]


def test_the_lit_row_is_the_selected_line_wherever_sorting_puts_it(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.axes.lines[0].values.setText("0.1, 1, 3")
    run(window, qtbot)
    results = window.results
    results.light(0)
    results.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [index.row() for index in results.table.selectionModel().selectedRows()] == [2]
    results.filter.setText("learning_rate > 0.5")
    assert not results.table.selectionModel().selectedRows()
    assert results.look.chosen is None
    results.filter.clear()
    assert [index.row() for index in results.table.selectionModel().selectedRows()] == [2]


@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        ("training.learning_rate", "", "needs values"),
        ("training.learning_rate", "0.1, , 1", "a value is empty"),
        ("training.learning_rate", "-1, 1", "training.learning_rate"),
        ("training.learning_rate", "1:2", "not a range"),
        ("training.learning_rat", "1, 2", "learning_rate"),
        ("", "1, 2", "Choose the setting"),
        ("data.name", "xor, nowhere", "nowhere"),
        ("title", "a, b", "cannot be varied"),
    ],
)
def test_what_cannot_run_is_one_sentence(
    window: SweepWindow, qtbot: QtBot, key: str, values: str, said: str
) -> None:
    window.form.axes.lines[0].show_axis(key, values)
    run(window, qtbot)
    assert said in window.sentence.text()
    assert "\n" not in window.sentence.text()
    assert window.run_button.text() == "Run"
    assert window.form.isEnabled()


def test_a_bad_criterion_is_said(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.learned.setText("soon")
    run(window, qtbot)
    assert "accuracy=A" in window.sentence.text()


def test_axes_may_move_together(window: SweepWindow) -> None:
    form = window.form.axes
    form.lines[0].values.setText("0.1, 1")
    form.add("training.momentum", "0.1, 0.9").together.setChecked(True)
    assert [len(group) for group in form.groups()] == [2]
    form.lines[1].together.setChecked(False)
    assert [len(group) for group in form.groups()] == [1, 1]
    button = form.lines[0].remove
    button.click()
    button.click()  # as a double click does
    assert [[axis.key for axis in group] for group in form.groups()] == [["training.momentum"]]


@pytest.mark.parametrize("entry", [e for e in with_sweeps_and_maps() if e.title.startswith("Sweep: ")][::6])
def test_shipped_sweeps_are_shown_as_they_are(window: SweepWindow, entry) -> None:
    window.form.show_named(entry.name)
    order, named = window.form.order(), sweep_at(entry.name)
    assert order.groups(window.form.spec) == named.groups(window.form.spec)
    assert (order.seeds, order.overrides()) == (named.seeds, named.overrides())


@pytest.mark.parametrize("suffix", [".csv", ".md", ".tex"])
def test_the_table_is_saved(window: SweepWindow, qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    window.form.axes.lines[0].values.setText("0.1, 1")
    run(window, qtbot)
    path = tmp_path / f"table{suffix}"
    window.save(path)
    qtbot.waitUntil(lambda: "Saved" in window.sentence.text())
    text = path.read_text(encoding="utf-8")
    if suffix == ".csv":
        lines = list(csv.DictReader(text.splitlines()))
        assert [line["training.learning_rate"] for line in lines] == ["0.1", "1"]
    else:
        assert "learning" in text


def test_stopping_keeps_what_is_done(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.axes.lines[0].values.setText("0.001:1:200")
    window.form.epochs.setValue(20_000)
    window.run_or_stop()
    qtbot.waitUntil(lambda: window.news is not None and window.news.answered > 0, timeout=90_000)
    window.run_or_stop()
    assert not window.running.is_busy
    assert "Stopped with" in window.sentence.text()
    Tasks.cancel_below(window)
    assert not window.news.is_done


def test_running_on_keeps_what_was_done_before_to_the_bit(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.axes.lines[0].values.setText("0.1, 1")
    run(window, qtbot)
    first = window.news.standing
    window.form.seeds.setValue(2)
    run(window, qtbot)
    more = window.news.standing
    assert window.news.sweep.found == 2
    for row in range(2):
        kept, new = (more.outcomes[place] for place in more.places[row])
        assert kept is first.outcomes[first.places[row][0]]
        assert new is not None
    run(window, qtbot)
    assert window.news.sweep.found == 0
    assert [outcome.train for outcome in window.news.standing.outcomes] == [
        outcome.train for outcome in more.outcomes
    ]


def test_a_run_of_the_table_opens_in_the_main_window_bit_for_bit(open_window: Opener, qtbot: QtBot) -> None:
    main = open_window(SPEC, "xor-truth-table")
    main.sweeps.vary("training.learning_rate")
    sweep = main.sweeps.sweep
    sweep.form.epochs.setValue(50)
    sweep.form.axes.lines[0].values.setText("0.1, 2")
    run(sweep, qtbot)
    place = sweep.results.model.cell_of(1)
    sweep.results.table.clicked.emit(sweep.results.model.index(1, 0))
    outcome = sweep.news.standing.outcomes[place]
    qtbot.waitUntil(lambda: settled(main, qtbot).update == outcome.updates, timeout=20_000)
    assert main.document.spec.training.learning_rate == 2.0
    session = Session(sweep.news.standing.cells[place].spec)
    session.advance(outcome.updates)
    assert session.metrics().train.loss == outcome.train.loss
    for here, there in zip(main.feed.latest.weights, session.snapshot().weights, strict=True):
        np.testing.assert_array_equal(here, there)
    main.document.history.undo()
    assert main.document.spec == SPEC


def test_every_control_offers_to_vary_its_setting(open_window: Opener, qtbot: QtBot) -> None:
    main = open_window()
    row = main.training.form.row("training.learning_rate")
    for widget in (row.label, row.editor):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(2, 2), QPoint(50, 50))
        QApplication.sendEvent(widget, event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        texts = {action.text(): action for action in menu.actions()}
        texts["Vary learning rate in a sweep…"].trigger()
        texts["Map of trainings along learning rate…"].trigger()
        menu.close()
        assert main.sweeps.sweep.form.axes.lines[-1].chosen_key == "training.learning_rate"
        assert main.sweeps.map.form.across.chosen_key == "training.learning_rate"
    row = main.training.form.row("training.optimizer")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(2, 2), QPoint(50, 50))
    QApplication.sendEvent(row.label, event)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["Vary optimizer in a sweep…"]
    menu.close()


def test_the_controls_on_the_diagram_offer_it_too(open_window: Opener, qtbot: QtBot) -> None:
    main = open_window(experiment_at("lab-c-circles-hidden-5-tanh"), "lab-c-circles-hidden-5-tanh")
    settled(main, qtbot)
    layer = main.network._layers[0]

    def choose(widget: QWidget, text: str) -> None:
        next(action for action in widget.actions() if action.text() == text).trigger()

    choose(layer.more, "Vary the units of hidden layer 1 in a sweep…")
    lines = main.sweeps.sweep.form.axes.lines
    assert lines[-1].chosen_key == "network.layers"
    assert lines[-1].values.text() == "[2, 1, 1], [2, 2, 1], [2, 5, 1], [2, 10, 1], [2, 20, 1]"
    choose(layer.activation, "Vary this activation in a sweep…")
    assert "['relu', 'sigmoid']" in lines[-1].values.text()
    lines[-1].remove.click()
    choose(main.network.header.add_layer, "Vary the number of hidden layers in a sweep…")
    assert [line.chosen_key for line in lines[-2:]] == ["network.layers", "network.activation"]
    assert lines[-1].together.isChecked()
    assert main.sweeps.sweep.form.axes.groups()[-1][0].values[1] == [2, 5, 5, 1]
    choose(layer.fewer, "Map of trainings along the units of hidden layer 1…")
    assert main.sweeps.map.form.across.chosen_key == "network.layers.1"


def test_a_line_of_the_diagram_is_an_axis_of_a_map(open_window: Opener, qtbot: QtBot) -> None:
    main = open_window()
    settled(main, qtbot)
    main.network.hand.select(Weight(1, 0, 1))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(2, 2), QPoint(50, 50))
    QApplication.sendEvent(main.network.canvas, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "w₂₁⁽¹⁾" in menu.actions()[0].text()
    menu.actions()[0].trigger()
    menu.close()
    assert main.sweeps.map.form.across.chosen_key == "network.weights.1.1.2"


def test_what_is_varied_is_the_experiment_of_the_moment(window: SweepWindow) -> None:
    window.form.show_own(load_spec(find("lab-d-square")), "lab-d-square")
    assert window.form.what.itemText(0) == "This experiment: Pattern: centered square"
    assert window.form.what.currentIndex() == 0


def test_the_picker_opens_a_shipped_sweep(open_window: Opener, qtbot: QtBot) -> None:
    main = open_window()
    main.sub_windows._open("lab-d-patterns")
    assert main.sweeps.sweep.form.what.currentData() == "lab-d-patterns"
    assert main.files.location != "lab-d-patterns"


def test_outputs_are_those_of_the_middle_runs_and_open_by_a_click(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.axes.lines[0].values.setText("0.1, 1, 3")
    window.form.seeds.setValue(3)
    results = window.results
    run(window, qtbot)
    assert not results.look.ends  # nobody has looked
    results.tabs.setCurrentIndex(len(results.pictures) - 1)
    qtbot.waitUntil(lambda: len(results.look.ends) == 3, timeout=20_000)
    standing = window.news.standing
    for row in range(3):
        spec = standing.cells[standing.middle_cell(row)].spec
        session = Session(spec)
        session.advance(session.last_update)
        snapshot = results.look.ends[row]
        assert snapshot.spec == spec
        for here, there in zip(snapshot.weights, session.snapshot().weights, strict=True):
            np.testing.assert_array_equal(here, there)
        assert snapshot.look(Maps).boundary is not None
    picked = []
    results.picked.connect(picked.append)
    (mark,) = [mark for mark in results.multiples.marks() if mark.row == 1]
    qtbot.mouseClick(results.multiples, Qt.MouseButton.LeftButton, pos=mark.area.center().toPoint())
    assert picked == [standing.middle_cell(1)]
    results.filter.setText("learning_rate < 2")
    assert set(results.look.ends) == {0, 1}
    results.multiples.grab()
    assert set(results.multiples._pixmaps) == {0, 1}


def test_pictures_of_a_run_are_given_up_when_nobody_looks(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.axes.lines[0].values.setText("0.1, 1")
    run(window, qtbot)
    results = window.results
    results.tabs.setCurrentIndex(len(results.pictures) - 1)
    results.tabs.setCurrentIndex(0)
    assert not results.ends._tasks.is_busy
    results.tabs.setCurrentIndex(len(results.pictures) - 1)
    qtbot.waitUntil(lambda: len(results.look.ends) == 2, timeout=20_000)


def test_more_rows_than_pictures_say_so(window: SweepWindow, qtbot: QtBot) -> None:
    window.form.axes.lines[0].values.setText("0.1:1:30")
    window.form.epochs.setValue(1)
    run(window, qtbot)
    results = window.results
    results.tabs.setCurrentIndex(len(results.pictures) - 1)
    qtbot.waitUntil(lambda: len(results.look.ends) == 24, timeout=60_000)
    assert len(results.multiples.marks()) == 24
