"""The map of trainings, used as people do: run, looked at, zoomed, a run opened, saved, exported."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.maps.named_maps import map_named, shipped_maps
from nnviz.experiment.results.map_standing import QUANTITIES, edges
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.paint.maps.look import whole_of
from nnviz.paint.maps.scale import map_scale
from nnviz.ui.navigation.loading import load_now
from nnviz.ui.sweep import map_view
from nnviz.ui.sweep.map_window import MapWindow

SPEC = load_spec(find("xor-truth-table"))
SIDE = 16


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MapWindow]:
    load_now()
    main = QWidget()
    qtbot.addWidget(main)
    moment = Session(SPEC).snapshot()
    made = MapWindow(SPEC, "xor-truth-table", lambda: moment, main)
    made.form.epochs.setValue(20)
    made.form.side.setCurrentIndex(made.form.side.findData(SIDE))
    made.show()
    yield made
    made.close()


def wait(window: MapWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: not window.running.is_busy and not window._at_rest.isActive(),
        timeout=90_000,
    )


def run(window: MapWindow, qtbot: QtBot) -> None:
    window.run_or_stop()
    wait(window, qtbot)


def place_of(window: MapWindow, column: int, row: int) -> QPointF:
    (axes,) = window.view.plots()
    trainings = window.news.trainings
    return QPointF(
        float(axes.x.place(trainings.x.values[column])), float(axes.y.place(trainings.y.values[row]))
    )


def test_a_map_runs_to_its_end_and_says_what_came_out(window: MapWindow, qtbot: QtBot) -> None:
    run(window, qtbot)
    assert window.news.standing.is_done
    assert window.news.standing.runs == SIDE * SIDE
    assert "256 runs" in window.sentence.text()
    assert "Smallest training loss" in window.sentence.text()
    assert window.export_button.isEnabled()
    for quantity in QUANTITIES:
        window.form.quantity.setCurrentIndex(window.form.quantity.findData(quantity))
        assert window.view.look.quantity == quantity


def test_zooming_runs_the_part_and_all_of_it_comes_back_at_once(window: MapWindow, qtbot: QtBot) -> None:
    run(window, qtbot)
    whole = window.news.standing
    (axes,) = window.view.plots()
    assert not window.view._all.isEnabled()
    window.view.show_ranges(0, (0.5, 1.0), None)
    assert window.view._all.isEnabled()
    assert window.view.look.before is whole
    wait(window, qtbot)
    part = window.news.standing
    np.testing.assert_allclose(edges(part.x)[[0, -1]], [0.5, 1.0], rtol=1e-4)
    assert part.runs == whole.runs
    window.view.show_ranges(0, (0.6, 0.601), (1.0, 1.001))
    wait(window, qtbot)
    assert not window.news.standing.x.by_factors
    window.view.follow()
    wait(window, qtbot)
    assert window.news.standing is whole
    assert not window.view._all.isEnabled()
    assert window.view.plots()[0].x.low == pytest.approx(axes.x.low)


def test_the_mouse_takes_hold_of_it_and_a_click_opens_a_run(window: MapWindow, qtbot: QtBot) -> None:
    run(window, qtbot)
    opened = []
    window.opened.connect(lambda spec, updates: opened.append((spec, updates)))
    place = place_of(window, 3, 5)
    hand = window.view.childAt(place.toPoint())
    assert hand is not None
    qtbot.mouseClick(hand, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert opened == [(window.news.trainings.spec_at(3, 5), window.news.standing.updates[5, 3])]
    window.view.click(QPointF(1, 1))
    assert len(opened) == 1


def test_keys_go_from_pixel_to_pixel_and_open_one(window: MapWindow, qtbot: QtBot) -> None:
    run(window, qtbot)
    opened = []
    window.opened.connect(lambda spec, _updates: opened.append(spec))
    view = window.view
    qtbot.keyClick(view, Qt.Key.Key_Return)  # nothing is read yet
    assert opened == []
    qtbot.keyClick(view, Qt.Key.Key_Right)
    first = view.value_at(view._cursor)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.value_at(view._cursor) != first
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.value_at(view._cursor) == first
    for _ in range(SIDE):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened[0].network.init_scale == window.news.standing.y.values[-1]
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.part is not None
    wait(window, qtbot)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("low", "", "Type a number"),
        ("low", "much", "Not a number"),
        ("high", "1e400", "finite"),
        ("high", "1/0", "zero"),
        ("low", "-1", "above 0"),
        ("low", "1,000", "thousands"),
        ("key", "", "choose the setting"),
        ("key", "training.learning_rat", "learning_rate"),
        ("key", "network.activation", "no single number"),
        ("key", "network.init_scale", "both axes"),
        ("key", "network.weights.1.9.1", "there are 2"),
        ("key", "network.layers.7", "hidden layers"),
        ("learned", "soon", "accuracy=A"),
    ],
)
def test_what_cannot_run_is_one_sentence(
    window: MapWindow, qtbot: QtBot, field: str, text: str, said: str
) -> None:
    line = window.form.across
    if field == "key":
        line.key.setEditText(text)
    elif field == "learned":
        window.form.learned.setText(text)
    else:
        getattr(line, field).setText(text)
    run(window, qtbot)
    assert said in window.sentence.text()
    assert "\n" not in window.sentence.text()
    assert window.run_button.text() == "Run"
    assert window.news is None
    assert not window.export_button.isEnabled()


def test_stopping_keeps_what_is_done(window: MapWindow, qtbot: QtBot) -> None:
    window.form.epochs.setValue(200_000)
    window.run_or_stop()
    qtbot.waitUntil(lambda: window.news is not None, timeout=90_000)
    window.run_or_stop()
    assert "Stopped with" in window.sentence.text()
    assert not window.running.is_busy
    assert 0 < window.news.standing.done < window.news.standing.runs


def test_a_new_map_begins_from_nothing(window: MapWindow, qtbot: QtBot) -> None:
    run(window, qtbot)
    window.view.show_ranges(0, (0.5, 1.0), None)
    wait(window, qtbot)
    window.form.swap.click()
    run(window, qtbot)
    assert window.view.part is None
    assert window.news.standing.x.key == "network.init_scale"
    assert window.view.look.before is None
    axes = window.view.plots()[0]
    assert (axes.x.low, axes.x.high, axes.y.low, axes.y.high) == pytest.approx(whole_of(window.news.standing))


def test_the_table_is_saved_and_read_back(window: MapWindow, qtbot: QtBot, tmp_path: Path) -> None:
    run(window, qtbot)
    path = tmp_path / "map.csv"
    window.save(path)
    qtbot.waitUntil(lambda: "Saved" in window.sentence.text())
    lines = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    losses = np.array([float(line["train_loss"]) for line in lines]).reshape(SIDE, SIDE)
    np.testing.assert_array_equal(losses, window.news.standing.loss)


def test_copied_numbers_are_those_that_are_shown(window: MapWindow, qtbot: QtBot) -> None:
    run(window, qtbot)
    lines = [line.split("\t") for line in window.view.table().splitlines()]
    assert len(lines) == SIDE + 1
    assert float(lines[-1][1]) == window.news.standing.loss[0, 0]
    actions = window.view.context_actions(place_of(window, 2, 2))
    next(action for action in actions if action.text() == "Copy value").trigger()
    assert "training loss" in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("entry", shipped_maps(), ids=lambda entry: entry.name)
def test_shipped_maps_are_shown_as_they_are(window: MapWindow, entry) -> None:
    window.form.show_named(entry.name)
    assert window.form.order() == map_named(entry.name).order()
    assert window.form.shown_quantity == map_named(entry.name).quantity


def test_a_pixel_opens_in_the_main_window_bit_for_bit(open_window: Opener, qtbot: QtBot) -> None:
    main = open_window(SPEC, "xor-truth-table")
    main.sweeps.vary("training.seed", "map")
    shown = main.sweeps.map
    assert shown.form.across.chosen_key == "training.seed"
    shown.form.epochs.setValue(30)
    shown.form.side.setCurrentIndex(0)
    run(shown, qtbot)
    standing = shown.news.standing
    shown.open_pixel(7, 4)
    updates = int(standing.updates[4, 7])
    qtbot.waitUntil(lambda: settled(main, qtbot).update == updates, timeout=20_000)
    session = Session(shown.news.trainings.spec_at(7, 4))
    session.advance(updates)
    assert session.metrics().train.loss == standing.loss[4, 7]
    for here, there in zip(main.feed.latest.weights, session.snapshot().weights, strict=True):
        np.testing.assert_array_equal(here, there)
    main.document.history.undo()
    assert main.document.spec == SPEC
    shown.ask_export()
    qtbot.waitUntil(lambda: main.opening.exports.shown is not None, timeout=20_000)
    assert main.opening.exports.shown.form.name == "training_map"
    assert re.fullmatch(r"[\d,]+ of [\d,]+ runs", main.opening.exports.shown.moment.text())
    main.opening.exports.shown.close()


def test_the_picker_opens_a_shipped_map(open_window: Opener) -> None:
    main = open_window()
    main.sub_windows._open("dying-relus")
    assert main.sweeps.map.form.what.currentData() == "dying-relus"
    assert main.files.location != "dying-relus"


def test_the_levels_of_the_colours_are_set_on_their_key(window: MapWindow, qtbot: QtBot) -> None:
    run(window, qtbot)
    (key,) = window.view.level_keys()
    low, high = key.levels
    assert (low, high) == (key.axes.y.low, key.axes.y.high)
    middle = (low * high) ** 0.5
    key.chosen((low, middle))
    assert window.view.look.levels == (low, middle)
    assert map_scale(window.view.look).heights.levels == (low, middle)
    window.form.quantity.setCurrentIndex(1)
    assert window.view.look.levels is None
    window.view.show_levels((0.4, 0.6))
    window.view.show_levels(None)
    assert window.look.levels is None


def test_lines_of_a_fine_map_come_after_it_and_are_those_of_the_figure(
    window: MapWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(window, qtbot)
    window.view.lines.trigger()
    figure = window.view.grab().toImage()
    monkeypatch.setattr(map_view, "AT_ONCE", SIDE)
    window.view.show_window(None)
    with qtbot.waitSignal(window.view._with_lines.arrived):
        first = window.view.grab().toImage()
    assert first != figure  # without lines, and at once
    assert window.view.grab().toImage() == figure
    window.view.show_ranges(0, (0.5, 1.0), None)
    with qtbot.waitSignal(window.view._with_lines.arrived):
        plain = window.view.grab().toImage()
    assert plain != figure  # never the lines of another part
