"""A drawing becomes an image as MNIST's were made, whatever its size and place on the pad."""

import numpy as np
import pytest

from nnviz.data.dataset import Dataset
from nnviz.paint.images.strokes import BOX, drawing_of, ink_of

pytestmark = pytest.mark.usefixtures("qapp")
MNIST = (28, 28, 1)
SEVEN = ((0.3, 0.2), (0.7, 0.2), (0.45, 0.8))


def strokes(points, scale=1.0, shift=(0.0, 0.0)):
    return (tuple((scale * x + shift[0], scale * y + shift[1], 1.0) for x, y in points),)


def images(image, channels=1):
    inputs = image[0] * image[1] * image[2]
    none = np.zeros((0, inputs)), np.zeros(0, dtype=np.int64)
    names = tuple(f"x{k}" for k in range(inputs))
    return Dataset(*none, ("a", "b"), names, ((-1.0, 1.0),) * inputs, image)


def centre(ink):
    rows, columns = np.indices(ink.shape) + 0.5
    return float((rows * ink).sum() / ink.sum()), float((columns * ink).sum() / ink.sum())


@pytest.mark.parametrize("scale", [0.3, 1.0])
@pytest.mark.parametrize("shift", [(0.0, 0.0), (0.1, 0.15)])
def test_it_fits_the_box_with_its_centre_of_mass_in_the_middle(scale, shift):
    ink = ink_of(strokes(SEVEN, scale, shift), MNIST)
    assert centre(ink) == pytest.approx((14.0, 14.0), abs=0.1)
    rows = np.flatnonzero(ink.sum(axis=1) > 0.05)
    assert rows[-1] - rows[0] + 1 == pytest.approx(28 * BOX, abs=1.5)
    assert ink_of(strokes(SEVEN), MNIST) == pytest.approx(ink, abs=0.03)


def test_a_dot_stays_a_dot_and_nothing_is_nothing():
    dot = ink_of(strokes(((0.9, 0.1),)), MNIST)
    assert 1.0 < dot.sum() < 30.0
    assert centre(dot) == pytest.approx((14.0, 14.0), abs=0.2)
    assert drawing_of((), images(MNIST)) is None
    assert drawing_of(((),), images(MNIST)) is None


def test_small_images_are_filled_and_values_are_in_the_range_of_the_data():
    drawing = drawing_of(strokes(SEVEN), images((8, 8, 1)))
    values = np.array(drawing.values).reshape(8, 8)
    assert values.min() == -1.0
    assert values.max() > 0.5
    assert (values[0] > -1.0).any()
    assert (values[-1] > -1.0).any()
    of_three = drawing_of(strokes(SEVEN), images((10, 12, 3)))
    assert len(of_three.values) == 360
    assert of_three.values[0::3] == of_three.values[1::3]


def test_other_data_have_no_drawing_and_a_pen_that_presses_less_is_finer():
    plane = Dataset(np.zeros((1, 2)), np.zeros(1, dtype=np.int64), ("a",), ("x1", "x2"), ((-1.0, 1.0),) * 2)
    assert drawing_of(strokes(SEVEN), plane) is None
    light = (tuple((x, y, 0.1 + 0.1 * (k % 2)) for k, (x, y, _) in enumerate(strokes(SEVEN)[0])),)
    assert ink_of(light, MNIST).sum() < 0.8 * ink_of(strokes(SEVEN), MNIST).sum()
