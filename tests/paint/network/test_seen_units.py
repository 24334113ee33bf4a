"""Which units are drawn of a layer that has too many: the most active, those scrolled to, those explained."""

import numpy as np
import pytest

from nnviz.experiment.look.sample_maps import SampleMapsWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.network.captions import with_shown
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.diagram import Lit
from nnviz.paint.network.layout import Box, Sizes
from nnviz.paint.network.placing import lay_out
from nnviz.paint.network.seen import SeenUnits, few_of, most_active, shown_units
from nnviz.parts import Unit, Weight

ACTIVITY = [np.zeros(4), np.arange(100.0)[::-1] % 17]


def test_all_are_drawn_where_there_is_room() -> None:
    assert shown_units(5, 5, 1, SeenUnits(((), (4, 3)))) == (0, 1, 2, 3, 4)


def test_the_most_active_ones_in_their_order() -> None:
    seen = SeenUnits(most_active(ACTIVITY))
    shown = shown_units(100, 9, 1, seen)
    assert len(shown) == 8
    assert list(shown) == sorted(shown)
    left_out = np.setdiff1d(np.arange(100), shown)
    assert ACTIVITY[1][list(shown)].min() >= ACTIVITY[1][left_out].max()


@pytest.mark.parametrize(("first", "begins"), [(0, 0), (40, 40), (99, 92), (-3, 0)])
def test_scrolled_to(first: int, begins: int) -> None:
    seen = SeenUnits(most_active(ACTIVITY)).scrolled(1, first)
    assert shown_units(100, 9, 1, seen) == tuple(range(begins, begins + 8))
    assert shown_units(100, 9, 1, seen.scrolled(1, None)) == shown_units(100, 9, 1, SeenUnits(seen.active))


@pytest.mark.parametrize("seen", [SeenUnits(), SeenUnits(most_active(ACTIVITY)), SeenUnits().scrolled(1, 40)])
def test_a_unit_that_is_explained_is_drawn_in_any_case(seen: SeenUnits) -> None:
    wanted = few_of([Unit(1, 77), *(Unit(0, k) for k in range(4))])
    assert wanted == (Unit(1, 77),)
    shown = shown_units(100, 9, 1, SeenUnits(seen.active, seen.first, wanted))
    assert len(set(shown)) == 8
    assert 77 in shown
    assert len(set(shown) - set(shown_units(100, 9, 1, seen))) == 1


def test_the_dots_stand_where_most_are_left_out() -> None:
    box = Box(0, 0, 600, 400)
    for first, place in ((0, -1), (92, 0)):
        layout = lay_out((2, 100, 1), box, Sizes(), seen=SeenUnits().scrolled(1, first))
        column = layout.columns[1]
        assert column.gap is not None
        assert sorted([*column.ys, column.gap])[place] == column.gap


def test_of_an_image_the_most_active_units_for_the_sample_that_is_shown() -> None:
    rng = np.random.default_rng(0)
    spec = spec_from_dict(
        {
            "data": {"name": "points", "x": rng.normal(0, 1, (6, 16)).tolist(), "y": [0, 1, 2, 0, 1, 2]},
            "network": {
                "layers": [[4, 4, 1], {"kind": "flatten"}, 60, 3],
                "activation": ["relu", "softmax"],
            },
            "training": {"loss": "cross_entropy"},
        }
    )
    session = Session(spec)
    for index in (0, 4):
        snapshot = session.snapshot(SampleMapsWish(Example("train", index)))
        content = content_of(snapshot)
        W, b = (numbers[1] for numbers in session.parameters())
        a = np.maximum(spec.data.x[index] @ W + b, 0)
        assert content.active[2] == tuple(np.argsort(-a, kind="stable")[:12])
    own = tuple(rng.normal(0, 1, 16).tolist())
    content = content_of(session.snapshot(SampleMapsWish(Example("", 0, own))))
    assert content.active[2] == tuple(np.argsort(-np.maximum(own @ W + b, 0), kind="stable")[:12])
    assert content.words[0][1] == ("own example",)


def test_the_caption_says_how_many_are_drawn() -> None:
    column = lay_out((2, 100, 1), Box(0, 0, 600, 400), Sizes()).columns[1]
    shown = len(column.shown)
    assert with_shown(("100 units", "100"), column) == (
        f"100 units, {shown} shown", f"{shown} of 100", "100 units", "100",
    )  # fmt: skip


def test_a_step_about_a_weight_draws_both_of_its_ends() -> None:
    lit = Lit(units={Unit(2, 0)}, weights={Weight(2, 77, 0)})
    assert lit.wanted == (Unit(1, 77), Unit(2, 0))
    everything = Lit(units={Unit(1, k) for k in range(100)}, weights={Weight(2, k, 0) for k in range(100)})
    assert everything.wanted == ()
