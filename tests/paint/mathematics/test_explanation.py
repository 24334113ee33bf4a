"""Steps are set so that they can be read: nothing overlaps, long sums wrap, letters are large enough."""

from itertools import combinations

import pytest
from PySide6.QtGui import QGuiApplication

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.explain.formulas.step import Depth, Key, Phase, Step, Term
from nnviz.explain.update.case import Case
from nnviz.explain.update.walk import Walk
from nnviz.paint.drawing.roles import role_colour
from nnviz.paint.drawing.theme import DARK, LIGHT, PROJECTOR, Style, Theme
from nnviz.paint.mathematics.explanation import lay_out_explanation
from nnviz.paint.mathematics.formula import lay_out_formula
from nnviz.paint.mathematics.formula_columns import formula_columns
from nnviz.paint.network.explained import lit_of
from nnviz.parts import Bias, Unit, Weight

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def walk(qapp: QGuiApplication) -> Walk:
    session = Session(load_spec(find("lab-a-xor")))
    session.advance(3)
    coming = session.snapshot(ComingUpdateWish()).look(ComingUpdate)
    assert coming is not None
    return Walk(Case(coming.trace, coming.network, coming.training))


@pytest.mark.parametrize("depth", [Depth.PHASE, Depth.LAYER, Depth.NEURON])
@pytest.mark.parametrize("size", [(1280.0, 190.0, 1.0), (600.0, 150.0, 1.0), (1280.0, 300.0, 2.0)])
def test_no_term_lies_on_another_and_all_lie_inside(
    walk: Walk, depth: Depth, size: tuple[float, float, float]
) -> None:
    width, height, scale = size
    style = Style(text=13.0 * scale, scale=scale)
    for key in walk.keys(depth)[::3]:
        layout = lay_out_explanation(walk.step(key), width, height, style)
        boxes = [placed.box for placed in layout.terms] + [words.box for words in layout.words]
        assert all(box.bottom() <= layout.height and box.right() <= max(width, layout.width) for box in boxes)
        for one, other in combinations(boxes, 2):
            overlap = one.intersected(other)
            assert overlap.width() < 1.0 or overlap.height() < 1.0, key


def test_text_is_at_least_16_pixels_high_and_formulas_larger(walk: Walk) -> None:
    for key in walk.keys(Depth.LAYER):
        layout = lay_out_explanation(walk.step(key), 700.0, 60.0, Style())
        assert all(words.size >= 16.0 for words in layout.words)
        assert all(placed.size >= 16.0 for placed in layout.terms)


def test_a_long_sum_wraps_before_a_plus() -> None:
    formula = (Term("z"), Term("="), *(term for k in range(12) for term in (Term(f"{k}.123"), Term("+"))))
    block = lay_out_formula(formula, 300.0, 20.0)
    rows = sorted({round(placed.baseline) for placed in block.terms})
    assert len(rows) > 1
    assert block.width <= 300.0
    for row in rows[1:]:
        first = min((p for p in block.terms if round(p.baseline) == row), key=lambda p: p.x)
        assert first.term.latex == "+"
        assert abs(first.x - block.left_side) < 1.0


def test_a_term_is_found_where_it_is_painted(walk: Walk) -> None:
    step = walk.step(Key(Phase.FORWARD, 1, 0, quantity="z"))
    layout = lay_out_explanation(step, 1280.0, 190.0, Style())
    found = {layout.term_at(placed.box.center()).term.place for placed in layout.terms if placed.term.place}  # type: ignore[union-attr]
    assert {Unit(0, 0), Unit(0, 1), Unit(1, 0)} <= found


def test_the_diagram_lights_what_the_step_names(walk: Walk) -> None:
    lit = lit_of(walk.step(Key(Phase.FORWARD, 1, 2, quantity="z")), LIGHT)
    assert lit.weights == {Weight(1, 0, 2), Weight(1, 1, 2)}
    assert lit.biases == {Bias(1, 2)}
    assert lit.units == {Unit(0, 0), Unit(0, 1), Unit(1, 2)}
    assert lit.flow == "forward"
    assert [label.part for label in lit.labels] == [Unit(1, 2)]


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR])
def test_every_role_can_be_read(theme: Theme) -> None:
    def luminance(colour: str) -> float:
        parts = [byte / 255 for byte in bytes.fromhex(colour[1:])]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    for role in ("plain", "input", "weight", "bias", "z", "a", "delta", "gradient", "loss", "target", "rate"):
        one, other = luminance(role_colour(role, theme)), luminance(theme.paper)  # type: ignore[arg-type]
        assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 4.5, role


def test_a_step_without_formulas_is_words() -> None:
    step = Step(Key(Phase.INPUT), "Title", (), (), (), "Why.")
    assert lay_out_explanation(step, 800.0, 100.0, Style()).terms == ()


def test_symbols_are_followed_by_numbers_of_their_own_letter_only() -> None:
    """Where all cannot be seen at once: sums s come before z in numbers, and after it in symbols."""

    def order(symbols: tuple[str, ...], numbers: tuple[str, ...]) -> list[str]:
        lines = [tuple((Term(latex),) for latex in part) for part in (symbols, numbers)]
        step = Step(Key(Phase.FORWARD), "A sum", lines[0], lines[1], (), "")
        block = formula_columns(step, (400.0, 30.0), 24.0, 20.0)
        return [each.term.latex for each in sorted(block.terms, key=lambda each: (each.x, each.baseline))]

    assert order(("m = a", "w = b"), ("m = 1", "w = 2")) == ["m = a", "m = 1", "w = b", "w = 2"]
    assert order(("z = a", "s = b"), ("s = 1", "z = 2"))[:2] == ["z = a", "s = b"]
