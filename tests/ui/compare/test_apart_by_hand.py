"""The difference of two trainings under the hand: held, read off, copied, along one input and of tables."""

import pytest
from plot_mouse import SHIFT, Mouse
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.output.difference import Pair
from nnviz.ui.compare.pictures import Pictures
from nnviz.ui.navigation import loading

MANY = {"name": "points", "x": [[0.1 * k, 0.5, -0.1 * k] for k in range(8)], "y": [0, 1] * 4}
DATA = {"plane": {"name": "xor"}, "line": {"name": "sine"}, "table": MANY}
INPUTS = {"plane": 2, "line": 1, "table": 3}


@pytest.fixture
def pictures(request, qtbot):
    loading.load_now()
    kind = request.param
    run = Session(spec_from_dict({"data": DATA[kind], "network": {"layers": [INPUTS[kind], 3, 1]}}))
    run.advance(20)
    made = Pictures()
    qtbot.addWidget(made)
    made.resize(1300, 420)
    made.show_difference(True)
    left = run.snapshot(*made.wishes()[0])
    run.advance(400)
    pair = Pair(left, run.snapshot(*made.wishes()[1]))
    made.show_pair(pair)
    made.apart.show_pair(pair)
    made.show()
    return made


def copied(view, name, at=None):
    position = QPointF(1.0, 1.0) if at is None else at
    names = {action.text(): action for action in view.context_actions(position)}
    names[name].trigger()
    return QApplication.clipboard().text().splitlines()


@pytest.mark.parametrize("pictures", ["plane", "line"], indirect=True)
def test_the_difference_is_read_where_the_mouse_is(pictures):
    view = pictures.apart
    centre = view.plots()[0].plot.center()
    *_, (name, said) = (line.split("\t") for line in copied(view, "Copy value", centre))
    left, right = (
        float(view_.value_at(_at(view_)).split("\t")[-1].replace("−", "-")) for view_ in pictures.boundaries
    )
    assert name == "right − left"
    assert float(said.replace("−", "-")) == pytest.approx(right - left, abs=2e-3)
    before = view.grab().toImage()
    view.hover(centre)
    assert view.grab().toImage() != before


def _at(view):
    return view.plots()[0].plot.center()


@pytest.mark.parametrize(
    ("pictures", "head", "rows"),
    [
        ("plane", ["x1", "x2", "right − left"], 100),
        ("line", ["x1", "right − left"], 20),
        ("table", ["left, output 1", "right, output 1"], 8),
    ],
    indirect=["pictures"],
)
def test_the_difference_is_copied_as_numbers(pictures, head, rows):
    first, *lines = copied(pictures.apart, "Copy data")
    assert first.split("\t")[-1] == head[-1]
    assert len(first.split("\t")) == len(head)
    assert len(lines) >= rows


@pytest.mark.parametrize("pictures", ["line"], indirect=True)
def test_along_one_input_the_epochs_are_linked_and_what_goes_up_is_its_own(pictures):
    view, (left, _) = pictures.apart, pictures.boundaries
    whole, beside = view.plots()[0], left.plots()[0]
    mouse, at = Mouse(view), whole.plot.center()
    mouse.drag(at, at + QPointF(0.2 * whole.plot.width(), 0.2 * whole.plot.height()), modifiers=SHIFT)
    axes, linked = view.plots()[0], left.plots()[0]
    assert axes.x.high - axes.x.low == pytest.approx(0.2 * (whole.x.high - whole.x.low), rel=0.05)
    assert axes.y.high - axes.y.low == pytest.approx(0.2 * (whole.y.high - whole.y.low), rel=0.05)
    assert (linked.x.low, linked.x.high) == (axes.x.low, axes.x.high)
    assert (linked.y.low, linked.y.high) == (beside.y.low, beside.y.high)
    mouse.double_click(at)
    assert (view.plots()[0].x, view.plots()[0].y) == (whole.x, whole.y)


@pytest.mark.parametrize("pictures", ["plane"], indirect=True)
def test_the_keyboard_zooms_moves_and_shows_all(pictures, qtbot):
    view = pictures.apart
    whole = view.plots()[0]
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    near = view.plots()[0]
    assert near.x.high - near.x.low < whole.x.high - whole.x.low
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.plots()[0].x.low > near.x.low
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view._cursor is not None
    qtbot.keyClick(view, Qt.Key.Key_F)
    assert view.plots()[0].x == whole.x
