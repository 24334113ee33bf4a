"""The maps start, pass and end where the theme says, in steps that look even."""

import numpy as np
import pytest

from nnviz.paint.drawing import colours
from nnviz.paint.drawing.oklab import mix, oklab, srgb
from nnviz.paint.drawing.theme import THEMES, Theme

EVERY_THEME = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())


def hexadecimal(rgb: np.ndarray) -> str:
    return "#{:02X}{:02X}{:02X}".format(*rgb)


def lightness(table: np.ndarray) -> np.ndarray:
    return np.array([oklab(hexadecimal(row))[0] for row in table])


@pytest.mark.parametrize("colour", ["#000000", "#FFFFFF", "#0072B2", "#E69F00", "#123456"])
def test_oklab_and_back_is_the_same_colour(colour: str) -> None:
    assert hexadecimal(srgb(oklab(colour))) == colour


def test_oklab_of_published_example() -> None:
    # Ottosson's reference: sRGB red is L = 0.628, a = 0.225, b = 0.126
    assert oklab("#FF0000") == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)


@EVERY_THEME
def test_diverging_map_has_the_tokens_at_its_ends_and_middle(theme: Theme) -> None:
    table = colours.diverging_table(theme)
    assert hexadecimal(table[0]) == theme.negative
    assert hexadecimal(table[colours.STEPS // 2]) == theme.neutral
    assert hexadecimal(table[-1]) == theme.positive


@EVERY_THEME
def test_each_half_is_even_to_the_eye(theme: Theme) -> None:
    table = colours.diverging_table(theme)
    middle = colours.STEPS // 2
    for half in (table[: middle + 1 : 15], table[middle::15]):
        points = np.array([oklab(hexadecimal(row)) for row in half])
        steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
        assert steps.max() < 1.4 * steps.min()


@EVERY_THEME
def test_sequential_map_only_darkens_or_only_lightens(theme: Theme) -> None:
    change = np.diff(lightness(colours.sequential_table(theme)[::10]))
    assert (change < 0).all() or (change > 0).all()


def test_look_up_clips_and_takes_nan_as_the_middle() -> None:
    theme = THEMES["light"]
    values = np.array([-9.0, -1.0, 0.0, 1.0, np.inf, np.nan])
    found = colours.look_up(values, -1.0, 1.0, colours.diverging_table(theme))
    names = [hexadecimal(rgb) for rgb in found]
    low, zero, high = theme.negative, theme.neutral, theme.positive
    assert names == [low, low, zero, high, high, zero]


def test_two_classes_look_like_the_signs() -> None:
    theme = THEMES["dark"]
    assert colours.class_colours(theme, 2) == (theme.negative, theme.positive)
    assert len(set(colours.class_colours(theme, 8))) == 8


def test_class_map_fades_where_classes_tie() -> None:
    theme = THEMES["light"]
    certain, tied = colours.class_map(np.array([[0.0, 0.0, 1.0], [1 / 3, 1 / 3, 1 / 3]]), theme)
    assert hexadecimal(certain) == colours.class_colours(theme, 3)[2]
    assert hexadecimal(tied) == theme.neutral


def test_image_puts_row_zero_at_the_bottom() -> None:
    picture = np.zeros((2, 3, 3), dtype=np.uint8)
    picture[0] = (255, 0, 0)
    image = colours.image_of(picture)
    assert (image.width(), image.height()) == (3, 2)
    assert image.pixelColor(0, 1).red() == 255
    assert image.pixelColor(0, 0).red() == 0


def test_mix_returns_the_ends() -> None:
    assert mix("#102030", "#A0B0C0", 0.0) == "#102030"
    assert mix("#102030", "#A0B0C0", 1.0) == "#A0B0C0"


def test_many_images_at_once_are_those_made_one_by_one() -> None:
    values = np.random.default_rng(1).normal(size=(3, 5, 7))
    values[0, 2, 3], values[1, 0, 0], values[2, 4, 6] = np.nan, np.inf, -np.inf
    table = colours.diverging_table(THEMES["light"])
    one_by_one = [colours.image_of(colours.look_up(value, -1.0, 2.0, table)) for value in values]
    assert colours.images_of(values, -1.0, 2.0, table) == one_by_one
    strided = np.repeat(values[..., np.newaxis], 2, axis=-1)[..., 1]
    assert colours.images_of(strided, -1.0, 2.0, table) == one_by_one
