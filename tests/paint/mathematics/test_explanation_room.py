"""Formulas keep their room: at large text on a small screen they are seen at once, words come after them."""

import pytest

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.explain.formulas.step import Depth, Step
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.paint.drawing.theme import LIGHT, Style
from nnviz.paint.mathematics.explanation import lay_out_explanation
from nnviz.paint.mathematics.formula_columns import formula_columns

pytestmark = pytest.mark.usefixtures("qapp")

ROOM = {1.0: (1280.0, 218.0), 2.0: (1260.0, 265.0), 3.0: (1250.0, 298.0)}
"""What a window of 1280 x 720 leaves for the explanation, by the size of text."""


def steps(depth: Depth) -> list[Step]:
    walk = Walk(case_of(Session(load_spec(find("lab-a-xor"))).snapshot(ComingUpdateWish())))
    return [walk.step(key) for key in walk.keys(depth)]


@pytest.mark.parametrize("size", ROOM)
@pytest.mark.parametrize("depth", [Depth.PHASE, Depth.LAYER, Depth.NEURON])
def test_the_first_formula_is_in_sight_and_nothing_is_cut_at_the_side(size: float, depth: Depth) -> None:
    width, height = ROOM[size]
    style = Style(LIGHT, text=13.0 * size, scale=size)
    for step in steps(depth):
        layout = lay_out_explanation(step, width, height, style)
        first = min(placed.box.bottom() for placed in layout.terms)
        assert first <= height, step.title
        assert max(placed.box.right() for placed in layout.terms) <= width, step.title
        words = [each.box for each in layout.words]
        assert not any(placed.box.intersects(box) for placed in layout.terms for box in words), step.title


def test_columns_begin_on_one_baseline() -> None:
    (first, *_) = steps(Depth.PHASE)
    assert [formula[0].latex for formula in first.numbers] == ["x", "y"]
    block = formula_columns(first, (1280.0, 60.0), 20.0, 20.0)
    x, y = (next(each for each in block.terms if each.term.latex == name) for name in ("x", "y"))
    assert x.x < y.x
    assert x.baseline == y.baseline
    assert max(each.box.bottom() for each in block.terms) <= 60.0
