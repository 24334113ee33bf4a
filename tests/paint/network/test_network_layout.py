"""Everything has a place inside the box, at every size of network, and is found where it is painted."""

import numpy as np
import pytest

from nnviz.paint.network.layout import Box, NetworkLayout, Sizes
from nnviz.paint.network.placing import LINES_FOR_LEGEND, LINES_FOR_TITLES, lay_out, shown_units
from nnviz.parts import Bias, Unit, Weight

NETWORKS = [(1, 3, 1), (2, 1), (2, 4, 4, 1), (2, 8, 8, 8, 8, 8, 8, 1), (30, 50, 2), (784, 128, 64, 10)]
PANEL = Box(8.0, 40.0, 624.0, 510.0)
EVERY_NETWORK = pytest.mark.parametrize("layers", NETWORKS, ids=str)


def layout_of(layers: tuple[int, ...], box: Box = PANEL) -> NetworkLayout:
    return lay_out(layers, box, Sizes())


@EVERY_NETWORK
def test_neurons_biases_and_captions_stay_inside_and_apart(layers: tuple[int, ...]) -> None:
    layout = layout_of(layers)
    for layer, column in enumerate(layout.columns):
        assert column.caption.left >= PANEL.left - 1e-9
        assert column.caption.right <= PANEL.right + 1e-9
        previous = column.caption.bottom
        for unit in column.shown:
            box = layout.neuron_box(layer, unit)
            assert box.top >= previous
            assert PANEL.left < box.left
            assert box.right < PANEL.right
            previous = layout.bias_box(layer, unit).bottom if layer else box.bottom
        assert previous <= layout.legend.top


@EVERY_NETWORK
def test_columns_do_not_overlap(layers: tuple[int, ...]) -> None:
    layout = layout_of(layers)
    gaps = np.diff([column.x for column in layout.columns])
    assert (gaps > layout.node).all()


@EVERY_NETWORK
def test_neurons_and_biases_are_found_at_their_middles(layers: tuple[int, ...]) -> None:
    layout = layout_of(layers)
    for part in layout.parts():
        if not isinstance(part, Weight):
            assert layout.part_at(*layout.anchor(part).centre) == part


def test_lines_are_found_where_they_are_alone() -> None:
    layout = layout_of((2, 4, 4, 1))
    for part in layout.parts():
        if isinstance(part, Weight):
            source, target = layout.unit_box(part.start), layout.unit_box(part.end)
            share = 0.22  # lines cross in the middle
            x = source.right + share * (target.left - source.right)
            y = source.centre[1] + share * (target.centre[1] - source.centre[1])
            assert layout.part_at(x, y, 3.0) == part


def test_nothing_is_found_on_empty_paper() -> None:
    assert layout_of((2, 4, 4, 1)).part_at(PANEL.left + 1, PANEL.bottom - 1) is None


def test_small_layers_are_shown_whole_and_large_ones_from_both_ends() -> None:
    assert shown_units(20, 20) == tuple(range(20))
    assert shown_units(128, 20) == (*range(6), *range(122, 128))
    assert shown_units(128, 5) == (0, 1, 126, 127)


def test_what_is_left_out_is_counted_and_marked() -> None:
    column = layout_of((784, 128, 64, 10)).columns[1]
    assert len(column.shown) + column.hidden_units == 128
    assert column.gap is not None
    assert column.ys[5] < column.gap < column.ys[6]
    assert layout_of((2, 4, 1)).columns[1].gap is None


def test_lines_join_only_what_is_shown() -> None:
    layout = layout_of((784, 128, 64, 10))
    assert len(layout.lines[0].i) == 12 * 12
    assert not layout.shows(Weight(1, 400, 0))
    assert layout.shows(Weight(1, 783, 127))
    assert not layout.shows(Bias(1, 60))
    assert not layout.shows(Unit(7, 0))


def test_room_below_the_inputs_is_left_free() -> None:
    layout = lay_out((2, 4, 1), PANEL, Sizes(), below_inputs=150.0)
    assert layout.neuron_box(0, 1).bottom <= layout.legend.top - 150.0


@EVERY_NETWORK
def test_in_little_height_the_neurons_have_the_room_of_titles_and_then_of_scales(
    layers: tuple[int, ...],
) -> None:
    line = Sizes().line
    low = layout_of(layers, Box(0.0, 0.0, 624.0, (LINES_FOR_TITLES - 0.1) * line))
    lower = layout_of(layers, Box(0.0, 0.0, 624.0, (LINES_FOR_LEGEND - 0.1) * line))
    assert layout_of(layers).columns[0].titled
    assert not any(column.titled for column in (*low.columns, *lower.columns))
    assert low.legend.height > 0.0
    assert lower.legend.height == 0.0
    for layout in (low, lower):
        for layer, column in enumerate(layout.columns):
            boxes = [layout.neuron_box(layer, unit) for unit in column.shown]
            assert column.caption_line(1).bottom <= column.caption_line(2).top + 1e-9
            assert column.caption_line(2).bottom <= boxes[0].top
            assert boxes[-1].bottom <= layout.legend.top


def test_a_very_low_diagram_does_without_captions_where_they_may_go() -> None:
    sizes, layers = Sizes(26.0, 2.0, 40.0, 40.0), (2, 4, 4, 1)
    low = Box(0.0, 0.0, 680.0, 200.0)
    usual = lay_out(layers, low, sizes)
    without = lay_out(layers, low, sizes, captions_may_go=True)
    assert len(usual.columns[1].shown) < 4
    assert len(without.columns[1].shown) == 4
    assert without.columns[1].caption.height == 0.0
    high = Box(0.0, 0.0, 680.0, 600.0)
    assert lay_out(layers, high, sizes, captions_may_go=True).columns[1].caption.height > 0.0
