"""The point that is set input by input is marked where it is seen on the output picture."""

import numpy as np
import pytest

from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.section import CrossSection
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.ui.views.boundary_view import BoundaryView


def pixels(view):
    image = view.grab().toImage()
    return (
        np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()
    )


def shown(qtbot, data, layers, section=None):
    run = Session(spec_from_dict({"data": data, "network": {"layers": layers}}))
    run.advance(20)
    view = BoundaryView()
    qtbot.addWidget(view)
    view.resize(420, 380)
    view.show_snapshot(run.snapshot(*view.wishes()))
    view.show_section(section)
    view.show_snapshot(run.snapshot(*view.wishes()))
    view.show()
    return view, run


CASES = {
    "plane": ({"name": "xor"}, [2, 3, 1], None),
    "line": ({"name": "sine"}, [1, 3, 1], None),
    "inputs": ({"name": "breast_cancer"}, [30, 3, 1], CrossSection(0, 1)),
    "components": ({"name": "breast_cancer"}, [30, 3, 1], CrossSection(principal=True)),
}


@pytest.mark.parametrize("case", CASES)
def test_the_point_is_marked_where_it_is_and_follows(qtbot, case):
    view, run = shown(qtbot, *CASES[case])
    train = run.snapshot().split.train
    plain, middle = pixels(view), tuple(train.X.mean(axis=0).tolist())
    view.mark_point(middle)
    there = np.argwhere((pixels(view) != plain).any(axis=2))
    assert len(there) > 20
    assert np.ptp(there, axis=0).max() < 40
    other = tuple((train.X.mean(axis=0) + 0.5 * train.X.std(axis=0)).tolist())
    view.mark_point(other)
    moved = np.argwhere((pixels(view) != plain).any(axis=2))
    assert np.abs(moved.mean(axis=0) - there.mean(axis=0)).max() > 3.0
    view.mark_point(())
    assert (pixels(view) == plain).all()


def test_the_panel_of_inputs_says_where_its_point_is_while_it_is_seen(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(lambda: window.feed.latest is not None, timeout=10_000)
    window.docks.open("inputs")
    panel = window.panels.inputs
    qtbot.waitUntil(lambda: bool(panel.point), timeout=10_000)
    panel.go_to((0.25, 0.75))
    assert window.boundary._chosen_point == (0.25, 0.75)
    window.docks.toggle("inputs")
    qtbot.waitUntil(lambda: window.boundary._chosen_point == (), timeout=5_000)
