"""The drawing pad in the real window: what is drawn is answered by the weights that are shown."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.engine.evaluate import forward
from nnviz.experiment.look.samples.drawing import DrawingWish
from nnviz.experiment.look.still import Stills
from nnviz.experiment.snapshot.drawing import DrawingAnswers
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.export.closeup import wishes_of
from nnviz.export.figures.catalogue import FIGURES
from nnviz.paint.images.drawing import bands_of, bar_rows, fitting_bars
from nnviz.ui.window.main_window import MainWindow

NETWORKS = {
    "dense": {"layers": [64, 8, 10], "activation": ["tanh", "softmax"]},
    "maps": {
        "layers": [
            [8, 8, 1],
            {"kind": "conv", "units": 3, "size": 3},
            {"kind": "max_pool", "size": 2},
            {"kind": "flatten"},
            10,
        ],
        "activation": ["relu", "softmax"],
    },
}


def spec(network):
    table = {"data": {"name": "digits"}, "network": NETWORKS[network], "training": {"loss": "cross_entropy"}}
    return spec_from_dict(table)


def opened(open_window: Opener, qtbot: QtBot, network: str = "dense") -> MainWindow:
    window = open_window(spec(network))
    window.docks.open("drawing")
    qtbot.waitUntil(lambda: window.panels.drawing._snapshot is not None, timeout=10_000)
    settled(window, qtbot)
    return window


def answers(window: MainWindow) -> DrawingAnswers | None:
    shown = window.panels.drawing.view._snapshot
    return None if shown is None else shown.look(DrawingAnswers)


def draw_seven(window: MainWindow) -> None:
    pad = window.panels.drawing.pad
    square = pad.square()
    places = [
        QPoint(round(square.left() + x * square.width()), round(square.top() + y * square.height()))
        for x, y in ((0.3, 0.2), (0.7, 0.2), (0.45, 0.8))
    ]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(pad, place)
        pad._go_on(place.toPointF(), 1.0)  # without a screen no button is held down while the mouse moves
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=places[-1])


@pytest.mark.parametrize("network", list(NETWORKS))
def test_every_layer_answers_by_the_weights_that_are_shown(
    open_window: Opener, qtbot: QtBot, network: str
) -> None:
    window = opened(open_window, qtbot, network)
    draw_seven(window)
    drawing = window.panels.drawing.drawing
    qtbot.waitUntil(lambda: answers(window) is not None and answers(window).drawing == drawing)
    moment, built = window.feed.latest, spec(network).network.built
    expected = forward(built, moment.weights, moment.biases, np.array([drawing.values]))[1:]
    for mine, theirs in zip(answers(window).activations, expected, strict=True):
        np.testing.assert_array_equal(mine.ravel(), theirs[0])
    kinds = [layer.kind for layer in answers(window).layers[:-1] if layer.kind != "flatten"]
    assert len(bands_of(answers(window))) == len(kinds)


def test_it_follows_training_and_what_is_taken_back(open_window: Opener, qtbot: QtBot) -> None:
    window = opened(open_window, qtbot)
    draw_seven(window)
    qtbot.waitUntil(lambda: answers(window) is not None)
    before = answers(window).activations[-1]
    window.run.step()
    qtbot.waitUntil(lambda: not np.array_equal(answers(window).activations[-1], before))
    panel = window.panels.drawing
    QTest.mouseClick(panel.pad, Qt.MouseButton.RightButton)
    assert panel.drawing is None
    assert answers(window) is None
    assert not panel.explain.isEnabled()


def test_a_drawing_is_explained_as_one_of_the_class_that_is_chosen(open_window: Opener, qtbot: QtBot) -> None:
    window = opened(open_window, qtbot)
    draw_seven(window)
    panel = window.panels.drawing
    panel.truth.setCurrentIndex(7)
    panel.explain.click()
    assert window.step_mode.is_on
    example = window.step_mode.panel.example
    assert example.targets == tuple(float(k == 7) for k in range(10))
    assert example.inputs == panel.drawing.values


def test_what_is_drawn_is_a_figure_and_what_is_not_is_told(open_window: Opener, qtbot: QtBot) -> None:
    window = opened(open_window, qtbot)
    assert "Nothing is drawn" in FIGURES["drawing"].missing(window.feed.latest)
    draw_seven(window)
    shown = window.shown_in_views()
    assert shown.drawing == window.panels.drawing.drawing
    (wish,) = (wish for wish in wishes_of(shown) if isinstance(wish, DrawingWish))
    closely = window.feed.latest.with_looks(wish.closely(Stills().of(window.feed.latest)))
    assert closely.look(DrawingAnswers).drawing == shown.drawing
    assert FIGURES["drawing"].missing(closely) == ""


def test_where_not_all_bars_fit_the_longest_come_first(open_window: Opener, qtbot: QtBot) -> None:
    window = opened(open_window, qtbot)
    draw_seven(window)
    qtbot.waitUntil(lambda: answers(window) is not None)
    rows = bar_rows(answers(window), window.feed.latest.split.train)
    assert fitting_bars(rows, 100.0) == rows
    few = fitting_bars(rows, 2.5)
    assert [row[1] for row in few] == sorted((row[1] for row in rows), reverse=True)[:3]
