"""An inspection lights all paths and names the number that its check confirms."""

import pytest

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.explain.chain.inspected import inspect, with_curve
from nnviz.explain.update.case import Case
from nnviz.parts import Bias, Part, Unit, Weight


@pytest.fixture(scope="module")
def case() -> Case:
    session = Session(load_spec(find("lab-a-xor")))
    session.advance(3)
    coming = session.snapshot(ComingUpdateWish()).look(ComingUpdate)
    assert coming is not None
    return Case(coming.trace, coming.network, coming.training)


@pytest.mark.parametrize("place", [Weight(1, 0, 1), Bias(2, 3), Unit(1, 2), Unit(0, 1)])
def test_the_sum_of_the_paths_is_what_the_check_confirms(case: Case, place: Part) -> None:
    found = inspect(case, place, "title", 1e-5)
    assert sum(path.value for path in found.rule.paths) == pytest.approx(found.difference.gradient, rel=1e-9)
    assert found.difference.digits >= 5
    assert len(found.step.numbers) == len(found.rule.paths) + 1
    lit = set(found.step.weights)
    assert all(weight in lit for path in found.rule.paths for weight in path.weights)


def test_epsilon_can_be_too_large_and_too_small(case: Case) -> None:
    found = with_curve(case, inspect(case, Weight(2, 0, 0), "title", 1e-5))
    best = min(found.curve, key=lambda difference: difference.error)
    assert 1e-8 < best.epsilon < 1e-2
    assert found.curve[0].error > best.error < found.curve[-1].error
