"""Tab goes through the window as one reads it, and what has the focus can be seen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.ui.network.picture import NetworkPicture
from nnviz.ui.setup.data_panel import DataPanel
from nnviz.ui.setup.training_panel import TrainingPanel
from nnviz.ui.widgets.tab_order import stop_before, takes_tab
from nnviz.ui.window.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("qapp")


def stops_after(start: QWidget, inside: QWidget) -> list[QWidget]:
    """Return where Tab stops from `start` on, until it leaves `inside`."""
    stops, at = [start], start.nextInFocusChain()
    while at is not None and at is not start:
        if takes_tab(at) and at.isVisible() and at.window() is inside.window():
            if not inside.isAncestorOf(at):
                break
            stops.append(at)
        at = at.nextInFocusChain()
    return stops


def names_of(stops: list[QWidget]) -> list[str]:
    """Return what the controls are called."""
    return [stop.accessibleName() for stop in stops]


def heights(stops: list[QWidget], window: MainWindow) -> list[int]:
    """Return how far down the window the middle of each is."""
    return [stop.mapTo(window, QPoint(0, stop.height() // 2)).y() for stop in stops]


def test_it_goes_down_the_controls_also_after_other_data(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    data, training = window.findChild(DataPanel), window.findChild(TrainingPanel)
    assert isinstance(data, DataPanel)
    assert isinstance(training, TrainingPanel)
    for name in ("spiral", "sine", "xor"):
        data.picker.picked.emit(name)
        settled(window, qtbot)
        qtbot.waitUntil(lambda: "Noise" in names_of(stops_after(data.picker, data)), timeout=30_000)
        stops = stops_after(data.picker, data)
        places, names = heights(stops, window), names_of(stops)
        assert places == sorted(places)
        assert names.index("Noise") < names.index("Split and scaling")
        wanted = ["Learning rate", "Batch size", "Loss", "Optimizer", "Regularisation"]
        names = names_of(stops_after(stops[-1], training))
        assert list(dict.fromkeys(names))[1:6] == wanted


def test_it_goes_from_the_diagram_to_the_controls_on_it(open_window: Opener) -> None:
    window = open_window()
    canvas = window.findChild(NetworkPicture)
    assert isinstance(canvas, NetworkPicture)
    names = names_of(stops_after(canvas, canvas))
    assert "Remove a unit from hidden layer 1" in names
    assert any(name.startswith("Switch input") for name in names)


def test_what_is_before_is_never_a_part_of_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    before, place = QLineEdit(window), QWidget(window)
    place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    inside = QLineEdit(place)
    QWidget.setTabOrder(inside, place)
    assert place.previousInFocusChain() is inside
    assert stop_before(place) is before


def test_what_only_tab_selected_is_selected_no_longer_when_tab_goes_on(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    canvas = window.findChild(NetworkPicture)
    assert isinstance(canvas, NetworkPicture)
    window.activateWindow()
    before = stop_before(canvas)
    assert before is not None
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert canvas.hasFocus()
    assert canvas.selection is not None
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()
    assert canvas.selection is None
