import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.drawing.theme import DARK, Style
from nnviz.paint.output.boundary import boundary_axes
from nnviz.paint.output.plane import layout_plane
from nnviz.paint.output.points import paint_points
from nnviz.parts import Unit
from nnviz.ui.views import boundary_view
from nnviz.ui.views.boundary_view import COARSEST, FINEST, BoundaryView


def session(**data):
    table = {"data": {"name": "xor"} | data, "network": {"layers": [2, 4, 1], "activation": "sigmoid"}}
    return Session(spec_from_dict(table))


@pytest.fixture
def view(qtbot):
    widget = BoundaryView()
    qtbot.addWidget(widget)
    widget.resize(360, 300)
    widget.show_snapshot(session().snapshot(*widget.wishes()))
    widget.show()
    return widget


def place_of(view, x1, x2):
    (axes,) = boundary_axes(view.picture_rect(), view._snapshot, view._style)
    return QPoint(round(float(axes.x.place(x1))), round(float(axes.y.place(x2))))


def pixels(view):
    image = view.grab().toImage()
    return np.frombuffer(image.constBits(), dtype=np.uint8).copy()


def test_a_click_on_a_point_names_it(view, qtbot):
    with qtbot.waitSignal(view.point_clicked) as clicked:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_of(view, 0.0, 1.0))
    index, part = clicked.args
    assert part == "train"
    assert view._snapshot.split.train.X[index].tolist() == [0.0, 1.0]


def test_the_tip_leaves_the_numbers_under_the_cursor_alone(view):
    (axes,) = boundary_axes(view.picture_rect(), view._snapshot, view._style)
    for place, shown in ((axes.plot.center().toPoint(), False), (QPoint(2, 2), True)):
        QToolTip.hideText()
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
        assert (QToolTip.text() != "") is shown
    QToolTip.hideText()


def test_the_key_follows_the_neuron_that_is_shown(view):
    table = {"data": {"name": "xor"}, "network": {"layers": [2, 4, 1], "activation": ["tanh", "sigmoid"]}}
    moment = Session(spec_from_dict(table)).snapshot(
        ScoresWish(), MapsWish(boundary=24, responses=24), PredictionsWish()
    )
    key = layout_plane(view.picture_rect(), moment, view._style).key.toAlignedRect()
    view.show_snapshot(moment)
    of_output = view.grab(key).toImage()
    view.show_neuron(Unit(1, 0))
    assert view.grab(key).toImage() != of_output
    view.show_neuron(None)
    assert view.grab(key).toImage() == of_output


def test_a_click_beside_the_points_is_nothing(view, qtbot):
    with qtbot.assertNotEmitted(view.point_clicked):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_of(view, 0.15, 0.5))


def test_arrows_move_the_readout_and_enter_chooses(view, qtbot):
    view.setFocus()
    before = pixels(view)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert (pixels(view) != before).any()
    with qtbot.waitSignal(view.point_clicked):  # the middle of xor is a point
        QTest.keyClick(view, Qt.Key.Key_Return)


def test_the_menu_switches_what_is_shown(view):
    for action in view.menu.menu().actions():
        before = pixels(view)
        action.trigger()
        assert action.toolTip()
        if action.isEnabled() and action.text() != "Test points":  # xor has none
            assert (pixels(view) != before).any(), action.text()


def test_ground_truth_beside_prediction_is_shown_in_place_of_the_map(view, qtbot):
    (action,) = (each for each in view.menu.menu().actions() if each.text().startswith("Ground truth"))
    name, hard = view.accessibleName(), view.menu.menu().actions()[0]
    action.trigger()
    assert view.options.truth
    assert not hard.isEnabled()
    assert view.accessibleName() != name
    _, prediction = boundary_axes(view.picture_rect(), view._snapshot, view._style, view.options)
    place = QPoint(round(float(prediction.x.place(0.0))), round(float(prediction.y.place(1.0))))
    with qtbot.waitSignal(view.point_clicked) as clicked:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert view._snapshot.split.train.X[clicked.args[0]].tolist() == [0.0, 1.0]
    other = session(name="circles", samples=40)
    view.show_snapshot(other.snapshot(*view.wishes()))
    assert view.options.truth, "other data are shown in the same way"
    action.trigger()
    assert hard.isEnabled()
    assert view.accessibleName() == name


def test_arrows_go_from_the_truth_to_the_prediction(view, qtbot):
    view._truth.trigger()
    view.setFocus()
    truth, prediction = boundary_axes(view.picture_rect(), view._snapshot, view._style, view.options)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert truth.plot.contains(view._cursor)
    for _ in range(200):
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert view._cursor.x() == prediction.plot.right()


def test_of_many_inputs_there_is_nothing_to_switch(qtbot):
    spec = {"data": {"name": "breast_cancer"}, "network": {"layers": [30, 3, 1], "activation": "sigmoid"}}
    widget = BoundaryView()
    qtbot.addWidget(widget)
    widget.show_snapshot(Session(spec_from_dict(spec)).snapshot(*widget.wishes()))
    assert not widget._truth.isEnabled()


def test_a_larger_view_asks_for_a_finer_map(view):
    assert view.wishes()[0].boundary == COARSEST
    view.resize(3000, 2000)
    assert view.wishes()[0].boundary == FINEST


def test_the_style_changes_the_picture(view):
    before = pixels(view)
    view.set_style(Style(DARK))
    assert (pixels(view) != before).mean() > 0.3


def test_it_takes_the_keyboard_by_tab_only(view):
    assert view.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert view.accessibleName()
    assert view.toolTip()


def test_five_thousand_points_are_painted_once(qtbot, monkeypatch):
    """The points are kept as pixels: a frame of a training costs about as much with many as with few."""
    painted = []

    def painting(*arguments):
        painted.append(arguments)
        paint_points(*arguments)

    monkeypatch.setattr(boundary_view, "paint_points", painting)
    run = session(name="circles", samples=5000, test_fraction=0.2)
    view = BoundaryView()
    qtbot.addWidget(view)
    view.resize(360, 300)
    pictures = set()
    for _ in range(4):
        view.show_snapshot(run.snapshot(*view.wishes()))
        pictures.add(view.grab().toImage().constBits().tobytes())
        run.advance(20)
    assert len(pictures) == 4
    assert len(painted) == 1
    view.resize(400, 300)
    view.grab()
    assert len(painted) == 2
