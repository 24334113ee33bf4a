"""A point set input by input, and planes through many inputs, chosen in the panel of inputs."""

import numpy as np
import pytest

from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.section import CrossSection
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.views.input_strip import STEPS, InputStrip
from nnviz.ui.views.inputs_panel import InputsPanel, Shows

X = np.random.default_rng(1).normal(size=(30, 4)).tolist()
SPEC = spec_from_dict(
    {
        "data": {"name": "points", "x": X, "y": [int(row[0] > 0) for row in X]},
        "network": {"layers": [4, 3, 1]},
    }
)


@pytest.fixture
def session():
    run = Session(SPEC)
    run.advance(300)
    return run


@pytest.fixture
def both(qtbot, session):
    panel, view = InputsPanel(), BoundaryView()
    for widget in (panel, view):
        qtbot.addWidget(widget)
        widget.resize(500, 420)
        widget.show()
    panel.section_chosen.connect(view.show_section)
    view.point_clicked.connect(panel.follow_point)

    def show():
        moment = session.snapshot(*panel.wishes(), *view.wishes(), unhurried=True)
        panel.show_snapshot(moment)
        view.show_snapshot(moment)

    show()
    return panel, view, show


def choose(panel, shows, first=0, second=1, others=0):
    for combo, place in (
        (panel.shows, shows),
        (panel.first, first),
        (panel.second, second),
        (panel.others, others),
    ):
        combo.setCurrentIndex(place)
    panel.shows.activated.emit(int(shows))


def said(panel):
    return panel._answer.text()


def test_the_network_answers_what_is_set(both, session):
    panel, _, show = both
    show()
    before = said(panel)
    panel.strip.sliders[0].setValue(1000)
    assert panel.point[0] == pytest.approx(session.split.train.domain[0][1])
    show()
    assert said(panel) != before
    share = float(session.outputs([panel.point])[0, 0])
    assert f"{100 * share:.1f} %" in said(panel)
    panel.strip.fields[1].setValue(0.25)
    assert panel.point[1] == 0.25


def test_a_click_takes_the_inputs_of_a_point_to_the_bit(both):
    panel, view, _ = both
    view.point_clicked.emit(3, "train")
    assert panel.point == tuple(X[3])
    panel.go_to_means()
    assert panel.point == pytest.approx(tuple(np.mean(X, axis=0)))


def test_two_inputs_make_a_plane_with_the_names_of_the_inputs(both, session):
    panel, view, show = both
    assert view.plots() == ()
    choose(panel, Shows.INPUTS, 2, 0)
    show()
    assert view.options.section == CrossSection(2, 0)
    assert view._snapshot.look(Maps).boundary is not None
    (axes,) = view.plots()
    assert (axes.x.low, axes.x.high) == session.split.train.domain[2]
    assert view._snapshot.split.train.feature_names == tuple(
        session.split.train.feature_names[k] for k in (2, 0)
    )
    assert view.table().splitlines()[0].split("\t")[:2] == list(view._snapshot.split.train.feature_names)
    choose(panel, Shows.TABLE)
    assert view.plots() == ()


def test_the_plane_goes_through_the_point_and_moves_with_it(both):
    panel, view, show = both
    choose(panel, Shows.INPUTS, 0, 1, others=1)
    show()
    before = view._snapshot.look(Maps).boundary.outputs[0, 0].copy()
    view.show_window((0.0, 0.5, 0.0, 0.5))
    panel.strip.sliders[2].setValue(0)
    show()
    assert view.options.section.at == panel.point
    assert view.options.window == (0.0, 0.5, 0.0, 0.5)  # what is looked at stays
    view.show_window(None)
    show()
    assert (view._snapshot.look(Maps).boundary.outputs[0, 0] != before).any()


def test_no_map_of_another_plane_is_shown(both):
    panel, view, show = both
    choose(panel, Shows.INPUTS, 0, 1)
    show()
    choose(panel, Shows.COMPONENTS)
    assert view._snapshot.look(Maps).boundary is None  # until there is one of this plane
    show()
    assert view._snapshot.look(Maps).section == CrossSection(principal=True)


def test_one_input_is_never_on_both_axes(both):
    panel, view, _ = both
    choose(panel, Shows.INPUTS, 3, 3)
    assert view.options.section.first != view.options.section.second


def test_other_data_show_their_table(both):
    panel, view, _ = both
    choose(panel, Shows.INPUTS, 0, 1)
    spec = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 2, 1]}})
    other = Session(spec).snapshot(*panel.wishes(), *view.wishes())
    panel.show_snapshot(other)
    view.show_snapshot(other)
    assert view.options.section is None
    assert not panel.shows.isVisibleTo(panel)
    assert len(panel.point) == 2


def test_images_have_no_sliders_but_a_click_still_asks(qtbot):
    spec = spec_from_dict(
        {
            "data": {"name": "digits"},
            "network": {"layers": [64, 10], "activation": "softmax"},
            "training": {"loss": "cross_entropy"},
        }
    )
    run, panel = Session(spec), InputsPanel()
    qtbot.addWidget(panel)
    panel.show_snapshot(run.snapshot())
    panel.follow_point(0, "train")
    panel.show_snapshot(run.snapshot(*panel.wishes()))
    assert "The network answers" in said(panel)


def test_a_plane_that_is_chosen_while_another_panel_covers_the_output_is_shown_there_later(qtbot, both):
    panel, view, _ = both
    other = Session(
        spec_from_dict(
            {
                "data": {"name": "points", "x": [[*row, 1.0] for row in X], "y": [0, 1] * 15},
                "network": {"layers": [5, 3, 1]},
            }
        )
    )
    view.hide()
    panel.show_snapshot(other.snapshot(*panel.wishes()))
    choose(panel, Shows.INPUTS, 1, 4)
    view.show()
    view.show_snapshot(other.snapshot(*view.wishes()))
    assert view.options.section == CrossSection(1, 4)
    view.hide()
    third = Session(SPEC).snapshot(*panel.wishes())
    panel.show_snapshot(third)  # which has its table again
    view.show()
    view.show_snapshot(third)
    assert view.options.section is None


@pytest.mark.parametrize(("low", "high"), [(0.0, 1e-3), (2.0, 2.0), (-1e12, 3e12)])
def test_a_value_far_beyond_the_range_is_asked_for_with_the_slider_at_its_end(qtbot, low, high):
    strip = InputStrip(["x1"], [(low, high)])
    qtbot.addWidget(strip)
    asked = []
    strip.changed.connect(lambda row, value: asked.append((row, value)))
    for value, end in ((1e9, STEPS), (-1e9, 0)) if high < 1e9 else ((3e13, STEPS), (-3e13, 0)):
        strip.fields[0].setValue(value)
        assert asked[-1] == (0, value)
        assert strip.sliders[0].value() == (end if high > low else 0)
    strip.show_point([high])
    assert strip.fields[0].value() == pytest.approx(high, rel=1e-3)
