"""Panels fill the picture side by side, and never overlap."""

import pytest

from nnviz.lecture.arrangement import ARRANGEMENTS, PanelPlace, places

WHOLE = PanelPlace(10.0, 20.0, 800.0, 450.0)


@pytest.mark.parametrize("arrangement", ["", *ARRANGEMENTS])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_panels_lie_inside_and_apart(arrangement, count):
    found = places(count, arrangement, WHOLE, 16.0)
    assert len(found) == count
    for place in found:
        assert place.left >= WHOLE.left - 1e-9
        assert place.top >= WHOLE.top - 1e-9
        assert place.left + place.width <= WHOLE.left + WHOLE.width + 1e-9
        assert place.top + place.height <= WHOLE.top + WHOLE.height + 1e-9
    if arrangement == "one":
        assert set(found) <= {WHOLE}
        return
    for k, one in enumerate(found):
        for other in found[k + 1 :]:
            beside = one.left + one.width < other.left + 1e-9 or other.left + other.width < one.left + 1e-9
            below = one.top + one.height < other.top + 1e-9 or other.top + other.height < one.top + 1e-9
            assert beside or below


def test_the_first_panel_is_the_largest_unless_all_are_equal():
    for arrangement in ("", "large left", "large top"):
        first, *others = places(3, arrangement, WHOLE, 16.0)
        assert all(first.width * first.height > other.width * other.height for other in others)


def test_each_arrangement_is_what_it_is_called():
    columns, rows = (places(3, name, WHOLE, 16.0) for name in ("columns", "rows"))
    assert {place.top for place in columns} == {WHOLE.top}
    assert {place.height for place in columns} == {WHOLE.height}
    assert {place.left for place in rows} == {WHOLE.left}
    assert {place.width for place in rows} == {WHOLE.width}
    top, *below = places(3, "large top", WHOLE, 16.0)
    assert all(place.top > top.top + top.height for place in below)
    left, *right = places(3, "large left", WHOLE, 16.0)
    assert all(place.left > left.left + left.width for place in right)
    grid = places(4, "grid", WHOLE, 16.0)
    assert len({place.left for place in grid}) == len({place.top for place in grid}) == 2
