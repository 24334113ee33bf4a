"""Small pictures of data: an edge all around, every point where it belongs, images the right way up."""

import numpy as np
import pytest
from pictures import dataset, render
from PySide6.QtGui import QColor

from nnviz.data.dataset import Dataset
from nnviz.paint.drawing.theme import DARK, LIGHT, Style
from nnviz.paint.output.thumbnail import FEW, MARGIN, paint_thumbnail

SIDE = 60
CORNERS = dataset([[-1, -1], [1, -1], [-1, 1], [1, 1]], [0, 1, 1, 0], ("a", "b"))


def painted(data: Dataset, style: Style) -> np.ndarray:
    return render(lambda p, r, s: paint_thumbnail(p, r, data, s), style, SIDE, SIDE).astype(int)


def apart(pixels: np.ndarray, colour: str) -> np.ndarray:
    """Return by how much each pixel differs from a colour."""
    wanted = QColor(colour)
    return np.abs(pixels - [wanted.red(), wanted.green(), wanted.blue()]).max(axis=-1)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("data", [CORNERS, dataset(np.zeros((0, 2)), np.zeros(0, int), ("a", "b"))])
def test_the_edge_is_drawn_on_all_four_sides(theme, data):
    pixels = painted(data, Style(theme))
    middle = slice(8, SIDE - 8)
    for side in (pixels[0, middle], pixels[-1, middle], pixels[middle, 0], pixels[middle, -1]):
        assert apart(side, theme.line).max() < 12
    assert apart(pixels[1, middle], theme.paper).max() < 12


def test_points_lie_in_their_corners_in_the_colours_of_their_classes(qapp):
    style = Style()
    pixels, near = painted(CORNERS, style), round(MARGIN) + 1
    places = {(SIDE - near, near): 0, (SIDE - near, SIDE - near): 1, (near, near): 1, (near, SIDE - near): 0}
    colours = (style.theme.negative, style.theme.positive)
    for (row, column), which in places.items():
        around = pixels[row - 2 : row + 2, column - 2 : column + 2]
        assert apart(around, colours[which]).min() < 12
        assert apart(around, colours[1 - which]).min() > 12


def test_few_points_are_larger():
    def share(count: int) -> float:
        X = np.tile([[0.0, 0.0], [1.0, 1.0]], (count // 2, 1))
        pixels = painted(dataset(X, np.arange(count) % 2, ("a", "b")), Style())
        return float((apart(pixels[4:-4, 4:-4], LIGHT.paper) > 20).sum())

    assert share(FEW) > 2 * share(FEW + 2)


def small_images(X: np.ndarray) -> Dataset:
    names, ranges = tuple(f"pixel {k}" for k in range(16)), ((0.0, 1.0),) * 16
    return Dataset(X, np.arange(len(X)) % 2, ("a", "b"), names, ranges, image=(4, 4, 1))


def test_images_stand_upright_and_beside_one_another():
    image = np.zeros((2, 4, 4))
    image[0, 0, :] = 1.0  # the first: its top row is dark
    image[1, :, 0] = 1.0  # the second: its left column
    ink = apart(painted(small_images(image.reshape(2, 16)), Style()), LIGHT.paper)
    half = SIDE // 2
    assert ink[6:9, 8 : half - 3].min() > 100
    assert ink[16 : half - 2, 8 : half - 3].max() < 60
    assert ink[8 : half - 4, half + 2 : half + 5].min() > 100
    assert ink[8 : half - 4, half + 16 : SIDE - 8].max() < 60


def test_of_many_images_only_those_that_are_shown_are_looked_at():
    X = np.random.default_rng(0).uniform(-1.0, 1.0, (9, 16))
    many, shown = small_images(np.concatenate([X[:4], 9.0 * X[4:]])), small_images(X[:4])
    assert np.array_equal(painted(many, Style()), painted(shown, Style()))
