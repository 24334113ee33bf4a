"""No row of a step is missing: whatever a step defines in symbols, it works out in numbers."""

import pytest
from random_updates import PAIRS, random_case

from nnviz.explain.formulas.step import Depth, Formula
from nnviz.explain.update.walk import Walk

RELATIONS = ("=", r"\approx", r"\leftarrow")


def defined(rows: tuple[Formula, ...]) -> set[str]:
    """Return what stands before the first equals sign or arrow of each row, a word in front left out."""
    found = set()
    for row in rows:
        latex = [term.latex for term in row if not term.latex.startswith(r"\text{")]
        if len(latex) > 1 and latex[1] in RELATIONS:
            found.add(latex[0])
    return found


@pytest.mark.parametrize("depth", [Depth.NEURON, Depth.PRODUCT])
@pytest.mark.parametrize(("activation", "loss", "number"), PAIRS)
def test_what_is_defined_in_symbols_is_worked_out_in_numbers(activation, loss, number, depth):
    walk = Walk(random_case(activation, loss, number))
    counted = 0
    for step in map(walk.step, walk.keys(depth)):
        missing = defined(step.symbols) - defined(step.numbers) - defined((step.result,))
        # of softmax's Jacobian one row stands for all k; numbers say the entries
        assert not [name for name in missing if "_k}" not in name], (step.key, step.title)
        counted += len(defined(step.symbols))
    assert counted > 10
