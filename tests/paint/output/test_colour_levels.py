"""Levels: where the colours of a map begin and end, in the map, in its key and in the points."""

import numpy as np
import pytest

from nnviz.data.dataset import Dataset
from nnviz.paint.drawing.theme import LIGHT
from nnviz.paint.output.colours import ValueScale, map_colours, point_colours, shares_about
from nnviz.paint.surface.scale import surface_scale


def test_shares_are_even_at_either_side_of_the_middle():
    values = np.array([-9.0, -2.0, -1.0, 0.0, 2.0, 4.0, 9.0])
    assert shares_about(values, (-2.0, 4.0), 0.0).tolist() == [0.0, 0.0, 0.25, 0.5, 0.75, 1.0, 1.0]


def test_levels_at_one_side_of_the_middle_use_that_side():
    assert shares_about(np.array([0.5, 0.6, 0.8, 0.9]), (0.6, 0.8), 0.5).tolist() == [0.5, 0.5, 1.0, 1.0]


def test_probabilities_beyond_the_levels_look_like_certain_ones():
    outputs = np.array([[[0.1], [0.5], [0.55], [0.7], [1.0]]])
    plain, levelled = (map_colours(outputs, LIGHT, None, levels=levels) for levels in (None, (0.4, 0.6)))
    certain = map_colours(np.array([[[0.0], [1.0]]]), LIGHT, None)
    assert levelled[0, 0].tolist() == certain[0, 0].tolist()
    assert levelled[0, 3].tolist() == levelled[0, 4].tolist() == certain[0, 1].tolist()
    assert levelled[0, 1].tolist() == plain[0, 1].tolist()  # undecided stays undecided
    assert levelled[0, 2].tolist() == map_colours(np.array([[[0.75]]]), LIGHT, None)[0, 0].tolist()


def test_all_of_a_probability_is_no_level_at_all():
    outputs = np.linspace(0.0, 1.0, 101)[np.newaxis, :, np.newaxis]
    assert (map_colours(outputs, LIGHT, None, levels=(0.0, 1.0)) == map_colours(outputs, LIGHT, None)).all()


@pytest.mark.parametrize("signed", [False, True])
def test_real_targets_have_the_colours_of_the_map(signed):
    whole = ValueScale(-4.0 if signed else 0.0, 4.0, signed)
    scale = whole.at_levels((-1.0, 2.0) if signed else (1.0, 2.0))
    targets = np.array([-3.0, -0.5, 0.0, 1.5, 3.0])
    dataset = Dataset(np.zeros((5, 2)), targets[:, np.newaxis], (), ("a", "b"), ((0, 1), (0, 1)))
    points = point_colours(dataset, LIGHT, scale)
    drawn = map_colours(targets[np.newaxis, :, np.newaxis], LIGHT, scale)[0]
    assert points == [f"#{r:02X}{g:02X}{b:02X}" for r, g, b in drawn.tolist()]
    ends = whole.colours(np.array([whole.high]), LIGHT)[0].tolist()
    assert drawn[4].tolist() == ends  # beyond the levels: the end of the colours
    if signed:
        assert drawn[2].tolist() == whole.colours(np.zeros(1), LIGHT)[0].tolist()  # zero stays neutral


def test_the_key_shows_levels_beyond_the_data():
    scale = ValueScale(0.0, 1.0, False).at_levels((-1.0, 5.0))
    assert (scale.low, scale.high) == (-1.0, 5.0)


def test_contours_of_a_surface_lie_between_the_levels():
    scale = surface_scale(np.array([0.001, 10.0]), (0.01, 0.1))
    assert scale.log
    contours = scale.contours()
    assert len(contours) == 11
    assert all(0.01 < loss < 0.1 for loss in contours)
    assert np.allclose(np.diff(np.log(contours)), np.log(10.0) / 12)
    heights = scale.share(np.array([0.001, 0.01, 0.1, 10.0]))
    colours = scale.colours(heights, LIGHT)
    assert colours[0].tolist() == colours[1].tolist()
    assert colours[2].tolist() == colours[3].tolist() != colours[1].tolist()
    assert surface_scale(np.array([0.001, 10.0]), (-1.0, 0.1)).low > 0.0
