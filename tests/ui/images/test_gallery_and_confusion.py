"""Confusion and gallery in the real window: a click on a cell shows its samples, one on these explains."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.engine.classes import predicted_classes
from nnviz.engine.evaluate import forward
from nnviz.experiment.snapshot.gallery import Gallery, Rightness
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.images.scores import shown_part
from nnviz.paint.images.scores_layout import lay_out
from nnviz.ui.panels.dock import Dock
from nnviz.ui.window.main_window import MainWindow

DIGITS = spec_from_dict(
    {
        "data": {"name": "digits"},
        "network": {"layers": [64, 8, 10], "activation": ["tanh", "softmax"]},
        "training": {"loss": "cross_entropy"},
    }
)
PLANE = spec_from_dict(
    {
        "data": {"name": "plane", "test_fraction": 0.25},
        "network": {"layers": [2, 3, 1], "activation": ["tanh", "identity"]},
        "training": {"loss": "half_squared_error"},
    }
)


def shown(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.docks.open(name)
    qtbot.waitUntil(lambda: not window.panels.view(name).visibleRegion().isEmpty())
    settled(window, qtbot)


def gallery(window: MainWindow) -> Gallery | None:
    view = window.panels.gallery.view
    return None if view._snapshot is None else view._snapshot.look(Gallery)


def test_a_click_on_a_cell_shows_those_samples_and_a_click_on_one_explains_it(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window(DIGITS)
    shown(window, qtbot, "confusion")
    view = window.panels.confusion.view
    qtbot.waitUntil(
        lambda: view._snapshot is not None and shown_part(view._snapshot, view.options) is not None
    )
    part, table = shown_part(view._snapshot, view.options)
    assert part == "test"
    truth, answer = (int(k) for k in np.argwhere(table.counts > 0)[0])
    cell = lay_out(view.picture_rect(), table, view._style).cell(truth, answer)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=cell.center().toPoint())
    panel = window.panels.gallery

    def are_those() -> bool:
        found = gallery(window)
        return found is not None and (found.choice.part, found.choice.truth, found.choice.answer) == (
            "test",
            truth,
            answer,
        )

    qtbot.waitUntil(are_those, timeout=10_000)
    found = gallery(window)
    assert found.matching == table.counts[truth, answer]
    assert (panel.truth.currentData(), panel.answer.currentData()) == (truth, answer)
    sample = found.samples[0]
    place = panel.view.layout_now().tile(0).center().toPoint()
    QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=place)
    assert window.step_mode.is_on
    example = window.step_mode.panel.example
    assert (example.part, example.index) == ("test", sample.index)


def test_wrong_ones_alone_by_their_key_and_the_wheel_leads_on(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(DIGITS)
    shown(window, qtbot, "gallery")
    panel = window.panels.gallery
    panel.toggle_wrong()
    qtbot.waitUntil(
        lambda: gallery(window) is not None and gallery(window).choice.rightness is Rightness.WRONG
    )
    found = gallery(window)
    split = window.feed.latest.split
    assert all(sample.answer != getattr(split, sample.part).y[sample.index] for sample in found.samples)
    assert panel.bar.isVisible() == (found.matching > panel.view.layout_now().room)
    panel._pass(2)
    columns = panel.view.layout_now().columns
    qtbot.waitUntil(lambda: gallery(window).choice.first == 2 * columns)
    panel.show_all()
    qtbot.waitUntil(lambda: gallery(window).matching == 1797 and gallery(window).choice.first == 0)


def test_arrows_go_from_cell_to_cell_and_from_sample_to_sample(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(DIGITS)
    for name in ("confusion", "gallery"):
        shown(window, qtbot, name)
    confusion, samples = window.panels.confusion.view, window.panels.gallery.view
    qtbot.waitUntil(lambda: gallery(window) is not None)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(confusion, key)
    cell = confusion.cell_at(confusion._cursor)
    assert (cell.truth, cell.answer) == (1, 1)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(samples, key)
    assert samples.sample_at(samples._cursor) == gallery(window).samples[1]
    assert "\t" in samples.table()
    assert samples.table().count("\n") == len(gallery(window).samples) + 1


@pytest.mark.parametrize("floats", [False, True])
def test_a_key_of_the_menu_acts_though_the_window_has_a_command_with_it(
    open_window: Opener, qtbot: QtBot, floats: bool
) -> None:
    window = open_window(DIGITS)
    shown(window, qtbot, "confusion")
    dock = next(dock for dock in window.findChildren(Dock) if dock.panel.name == "confusion")
    dock.setFloating(floats)
    dock.activateWindow()
    window.actions_["explain"].trigger()
    panel, depth = window.panels.confusion, window.step_mode.panel.walker.depth
    settled(window, qtbot)
    panel.view.setFocus(Qt.FocusReason.TabFocusReason)
    before = panel.part.part
    QTest.keyClick(panel.view, Qt.Key.Key_D)
    assert panel.part.part != before
    assert window.step_mode.panel.walker.depth == depth


@pytest.mark.parametrize("spec", [DIGITS, PLANE], ids=["classes", "numbers"])
def test_other_data_are_taken_up(open_window: Opener, qtbot: QtBot, spec: Spec) -> None:
    """Classes that were chosen mean nothing for other data."""
    window = open_window(DIGITS)
    window.show_samples("test", 7, 9)
    settled(window, qtbot)
    window.document.edit(spec if spec is PLANE else spec_from_dict(TWO_BLOBS), "Other data")
    settled(window, qtbot)
    qtbot.waitUntil(
        lambda: gallery(window) is not None and gallery(window).choice.truth == -1, timeout=10_000
    )
    train = window.feed.latest.split.train
    assert window.panels.gallery.truth.isVisibleTo(window.panels.gallery) == train.is_classification


TWO_BLOBS = {"data": {"name": "blobs", "classes": 3}, "network": {"layers": [2, 3]}}


def test_the_table_counts_what_the_network_answers(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(DIGITS)
    shown(window, qtbot, "confusion")
    panel = window.panels.confusion
    panel.next_part()  # after the test comes the training part again
    assert panel.view.options.part == "train"
    qtbot.waitUntil(lambda: "\t" in panel.view.table())
    rows = [list(map(int, line.split("\t")[1:])) for line in panel.view.table().splitlines()[1:]]
    session_answers = window.feed.latest
    train = session_answers.split.train
    outputs = forward(DIGITS.network.built, session_answers.weights, session_answers.biases, train.X)[-1]
    said = predicted_classes(outputs)
    assert np.array(rows).sum() == len(train.X)
    assert np.trace(np.array(rows)) == (said == train.y).sum()
