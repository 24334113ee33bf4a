"""Between its samples a map goes straight."""

import numpy as np
import pytest

from nnviz.paint.drawing.resampling import refined, resized, values_at


def test_refining_keeps_the_samples():
    values = np.random.default_rng(0).normal(size=(4, 5, 2))
    finer = refined(values)
    assert finer.shape == (7, 9, 2)
    np.testing.assert_array_equal(finer[::2, ::2], values)
    np.testing.assert_allclose(finer[1, 0], 0.5 * (values[0, 0] + values[1, 0]))


def test_resizing_samples_the_same_plane():
    x, y = np.meshgrid(np.linspace(-1.0, 3.0, 5), np.linspace(0.0, 1.0, 4))
    fine_x, fine_y = np.meshgrid(np.linspace(-1.0, 3.0, 12), np.linspace(0.0, 1.0, 9))
    plane, fine_plane = (np.stack([a + 10.0 * b, a - b], axis=-1) for a, b in ((x, y), (fine_x, fine_y)))
    np.testing.assert_allclose(resized(plane, 9, 12), fine_plane)
    np.testing.assert_allclose(resized(fine_plane, 4, 5), plane, atol=1e-12)
    assert resized(plane, 4, 5) is plane
    np.testing.assert_allclose(resized(plane[:1], 1, 12), fine_plane[:1])


@pytest.mark.parametrize("more", [(), (3,)])
def test_a_plane_is_met_everywhere_and_goes_on_at_its_edges(more):
    x, y = np.meshgrid(np.linspace(-1.0, 3.0, 5), np.linspace(0.0, 1.0, 4))
    plane = np.multiply.outer(x + 10.0 * y, np.ones(more))
    points = np.array([[-1.0, 0.0], [3.0, 1.0], [0.4, 0.77], [9.0, -9.0]])
    expected = np.multiply.outer([-1.0, 13.0, 8.1, 3.0], np.ones(more))
    np.testing.assert_allclose(values_at(points, plane, (-1.0, 3.0, 0.0, 1.0)), expected)


def test_between_opposite_infinities_nothing_is_known_and_no_warning_says_so():
    values = np.array([[np.inf, -np.inf], [1.7e308, 1.7e308]])
    finer = refined(values)
    assert np.isnan(finer[0, 1])
    assert finer[2].tolist() == [1.7e308] * 3
    assert np.isnan(values_at(np.array([[0.5, 0.0]]), values, (0.0, 1.0, 0.0, 1.0))).all()
