"""A neuron's response in place of the output, along one input; the point that is explained is marked."""

import numpy as np
import pytest
from msgspec.structs import replace
from pictures import RECT, circle, render, snapshot

from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.maps import Maps
from nnviz.paint.drawing.theme import Style
from nnviz.paint.output.boundary import boundary_axes, paint_followed
from nnviz.paint.output.response import paint_response_line
from nnviz.parts import Unit

pytestmark = pytest.mark.usefixtures("qapp")


def along_one_input(response):
    """Return a moment of a network of one input, two hidden units and one output."""
    made = snapshot(circle(20, inputs=1))
    units = np.stack([response, -response])[:, None, :]
    return replace(
        made,
        weights=(np.ones((1, 2)), np.ones((2, 1))),
        biases=(np.zeros(2), np.zeros(1)),
    ).with_looks(Maps(responses=(response[None, None, :], units, response[None, None, :])))


def ink(paint):
    return (render(paint).astype(int).sum(axis=2) < 200).sum()


def test_the_response_along_one_input_is_a_curve_with_an_axis_of_its_own():
    moment = along_one_input(np.linspace(-40.0, 70.0, 24))
    answers = []
    for neuron in (Unit(0, 0), Unit(1, 0), Unit(1, 1), Unit(2, 0)):
        drawn = ink(
            lambda painter, *_, neuron=neuron: answers.append(
                paint_response_line(painter, RECT, moment, neuron, Style())
            )
        )
        assert drawn > 200
    assert answers == [True] * 4


def test_there_is_none_for_a_plane_or_a_neuron_that_is_gone():
    moment = along_one_input(np.linspace(0.0, 1.0, 24))
    plane = moment.with_looks(Maps(responses=(np.zeros((1, 24, 24)),)))
    answers = []
    render(lambda p, *_: answers.append(paint_response_line(p, RECT, plane, Unit(0, 0), Style())))
    render(lambda p, *_: answers.append(paint_response_line(p, RECT, moment, Unit(1, 7), Style())))
    assert answers == [False, False]


def test_a_point_is_marked_where_it_is_and_one_that_is_gone_is_not():
    moment = snapshot(circle(20))
    (axes,) = boundary_axes(RECT, moment, Style())
    point = moment.split.train.X[3]
    bare = render(lambda *_: None)

    def marked(example):
        return render(lambda painter, *_: paint_followed(painter, axes, moment, Style(), example))

    changed = (marked(Example("train", 3)) != bare).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert abs(np.median(columns) - axes.x.place(point[0])) < 30
    assert changed[round(float(axes.y.place(point[1])))].sum() > 50
    assert rows.size > 100
    assert not (marked(Example("train", 999)) != bare).any()
