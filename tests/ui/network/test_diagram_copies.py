"""The diagram is copied from: as a picture, and the numbers of what is under the mouse."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.drawing.theme import Style
from nnviz.parts import Unit, Weight
from nnviz.ui.network.view import NetworkView


@pytest.fixture
def view(qtbot):
    run = Session(spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 4, 1]}}))
    made = NetworkView()
    qtbot.addWidget(made)
    made.resize(640, 560)
    made.set_style(Style())
    made.show()
    made.show_snapshot(run.snapshot(MapsWish(responses=16)))
    return made


def offered(view, part):
    canvas = view.canvas
    canvas.mark_under_mouse(part)
    at = QPoint(*(round(at) for at in canvas.diagram.layout.anchor(Unit(1, 0)).centre))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at))
    QApplication.sendEvent(canvas, event)
    menu = QApplication.activePopupWidget()
    return menu, {action.text(): action for action in menu.actions() if action.text()}


@pytest.mark.parametrize("part", [None, Unit(1, 0), Weight(1, 0, 0)])
def test_the_menu_copies_the_picture_and_what_is_under_the_mouse(view, part):
    menu, actions = offered(view, part)
    assert ("Copy value" in actions) == (part is not None)
    assert any(name.startswith("Map of trainings") for name in actions) == isinstance(part, Weight)
    actions["Copy picture"].trigger()
    copied = QApplication.clipboard().mimeData()
    assert copied.hasImage()
    assert b"<svg" in copied.data("image/svg+xml").data()
    if part is not None:
        actions["Copy value"].trigger()
        rows = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
        assert all(len(row) == 2 for row in rows)
    menu.close()


def test_nothing_that_is_marked_is_copied(view):
    view.canvas.mark_under_mouse(None)
    plain = copied_picture(view)
    view.canvas.mark_selection(Unit(1, 0))
    assert copied_picture(view) == plain


def copied_picture(view):
    menu, actions = offered(view, view.canvas.under_mouse)
    actions["Copy picture"].trigger()
    menu.close()
    return QApplication.clipboard().image()
