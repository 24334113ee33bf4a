"""Contrast of every pair of tokens that meet: text at least 4.5:1, graphics 3:1, in every theme."""

from itertools import combinations, product
from typing import get_args

import numpy as np
import pytest

from nnviz.arrays import Floats
from nnviz.explain.formulas.step import Role
from nnviz.export.page.greyscale import grey_safe
from nnviz.paint.drawing.contrast import faintest, readable
from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.oklab import mix, oklab, srgb
from nnviz.paint.drawing.roles import flow_colour, role_colour, text_colour
from nnviz.paint.drawing.theme import CLASS_MARKERS, OF_THEIR_OWN, THEMES, Theme
from nnviz.paint.network.lines import line_colour
from nnviz.paint.network.weights_scale import BINS
from nnviz.paint.output.confusion import STRENGTH

ALL = [*THEMES.values(), *(grey_safe(theme) for theme in THEMES.values())]
IDS = [*THEMES, *(f"{name} in grey" for name in THEMES)]
EVERY_THEME = pytest.mark.parametrize("theme", ALL, ids=IDS)
IN_COLOUR = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio as WCAG 2.2 writes it down, apart from the code under test."""

    def luminance(colour: str) -> float:
        parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255.0
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ratio_of_black_and_white_and_of_a_known_grey() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@EVERY_THEME
def test_text_can_be_read_on_every_ground(theme: Theme) -> None:
    grounds = (theme.paper, theme.surface, theme.hover, theme.selection, theme.notice)
    pairs = [
        *product((theme.ink, theme.quiet), grounds),
        (theme.ink, theme.pressed),
        (theme.ink, theme.neutral if theme in THEMES.values() else theme.paper),
        *product((theme.focus, theme.warning), (theme.paper, theme.surface)),
        (theme.warning, theme.notice),
        (theme.paper, theme.focus),  # the main button
        (theme.paper, theme.ink),  # tooltips, the main button under the mouse
    ]
    low = [(text, ground, contrast(text, ground)) for text, ground in pairs if contrast(text, ground) < 4.5]
    assert not low


@EVERY_THEME
def test_coloured_terms_can_be_read_also_where_they_are_lit(theme: Theme) -> None:
    for role in get_args(Role):
        colour = role_colour(role, theme)
        assert contrast(colour, theme.paper) >= 4.5, role
        assert contrast(colour, theme.surface) >= 4.5, role
    for flow in ("forward", "backward", "change"):
        strong = text_colour(flow_colour(flow, theme), theme)
        assert contrast(strong, theme.paper) >= 4.5
        assert contrast(strong, mix(theme.paper, flow_colour(flow, theme), 0.12)) >= 4.5


@EVERY_THEME
def test_graphics_stand_out_from_paper_and_surface(theme: Theme) -> None:
    tokens = ("positive", "negative", "forward", "backward", "change", "train", "validation", "test", "focus")
    colours = {name: str(getattr(theme, name)) for name in tokens}
    colours |= {f"class {k}": theme.class_colour(k) for k in range(OF_THEIR_OWN)}
    colours |= {f"branch {k}": theme.branch_colour(k) for k in range(6)}
    colours |= {f"run {k}": theme.run_colour(k) for k in range(6)}
    pairs = list(product(colours.items(), (theme.paper, theme.surface)))
    low = [(name, ground) for (name, colour), ground in pairs if contrast(colour, ground) < 3.0]
    assert not low
    for ground in (theme.paper, theme.surface, theme.hover, theme.selection):
        assert contrast(theme.edge, ground) >= 3.0
        assert contrast(theme.focus, ground) >= 3.0
        assert contrast(theme.quiet, ground) >= 3.0


@EVERY_THEME
def test_the_line_of_the_weakest_weight_is_still_seen(theme: Theme) -> None:
    for number in range(-BINS, BINS + 1):
        assert contrast(line_colour(number, theme), theme.paper) >= 3.0, number


@EVERY_THEME
def test_numbers_in_the_table_of_confusion_can_be_read(theme: Theme) -> None:
    for colour, share in product((theme.positive, theme.warning), np.linspace(0.0, STRENGTH, 13).tolist()):
        ground = mix(theme.neutral, colour, share)
        text = readable(ground, theme.ink, theme.paper)
        assert contrast(text, ground) >= 4.5


@EVERY_THEME
def test_the_known_future_of_a_branch_is_seen_and_paler(theme: Theme) -> None:
    for branch in range(6):
        colour = theme.branch_colour(branch)
        pale = faintest(colour, theme.surface)
        assert 3.0 <= contrast(pale, theme.surface) <= contrast(colour, theme.surface)


def test_text_takes_the_first_colour_that_can_be_read() -> None:
    assert readable("#FFFFFF", "#DDDDDD", "#333333", "#000000") == "#333333"
    assert readable("#777777", "#888888", "#999999", "#6F6F6F") == "#999999"


# Ten classes, apart for everybody


# Machado, Oliveira & Fernandes 2009, "A physiologically-based model for simulation of color vision
# deficiency": severity 1, on linear RGB.
VISION = {
    "of most people": np.eye(3),
    "without red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "without green cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "without blue cones": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def seen(colour: str, vision: Floats) -> Floats:
    """Return where a colour lies in OKLab for somebody's eyes."""
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = np.clip(vision @ linear, 0.0, 1.0)
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    red, green, blue = np.rint(255 * encoded).astype(int).tolist()
    return oklab(f"#{red:02X}{green:02X}{blue:02X}")


@IN_COLOUR
@pytest.mark.parametrize("eyes", VISION)
def test_ten_classes_have_ten_colours(theme: Theme, eyes: str) -> None:
    assert len(theme.classes) == OF_THEIR_OWN == 10
    least = 0.11 if eyes == "of most people" else 0.08
    for one, other in combinations(theme.classes, 2):
        apart = np.linalg.norm(seen(one, VISION[eyes]) - seen(other, VISION[eyes]))
        assert apart >= least, (one, other)


def test_greys_of_neighbouring_classes_differ() -> None:
    greys = grey_safe(THEMES["print"]).classes
    assert len(set(greys)) == OF_THEIR_OWN
    lightness = [float(oklab(grey)[0]) for grey in greys]
    assert min(abs(np.diff([*lightness, lightness[0]]))) >= 0.1


def test_the_same_colour_never_comes_with_the_same_marker() -> None:
    assert len(set(CLASS_MARKERS)) == 10
    looks = set()
    for index in range(100):
        outline = class_marker(index, 5.0)
        elements = map(outline.elementAt, range(outline.elementCount()))
        corners = tuple((element.x, element.y) for element in elements)
        looks.add((THEMES["light"].class_colour(index), corners))
    assert len(looks) == 100


def test_what_is_mixed_back_is_what_was_mixed() -> None:
    assert mix("#FFFFFF", "#0072B2", 1.0) == "#0072B2"
    assert srgb(oklab("#97827B")).tolist() == [0x97, 0x82, 0x7B]
