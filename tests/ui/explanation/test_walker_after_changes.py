"""Whatever becomes of the network while one stands in the walk, the walk goes on."""

import pytest

from nnviz.experiment.commands import SetSpec
from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec
from nnviz.explain.formulas.step import Depth, Key
from nnviz.ui.explanation.panel import ExplanationPanel
from nnviz.ui.explanation.walker import Walker

XOR = load_spec(find("lab-a-xor"))


def network(*layers: int) -> Spec:
    return with_values(XOR, {"network.layers": layers, "network.activation": "sigmoid"})


def all_keys(walker: Walker, depth: Depth) -> list[Key]:
    """Return every step of the update at one depth."""
    walker.set_depth(depth)
    walker.to_start()
    keys = []
    while walker.key is not None:
        keys.append(walker.key)
        if not walker.forward():
            break
    return keys


@pytest.mark.parametrize("depth", list(Depth))
@pytest.mark.parametrize("fewer", [(2, 1), (2, 1, 1), (2, 2, 1)])
def test_at_every_step_layers_and_units_can_be_removed(depth: Depth, fewer: tuple[int, ...]) -> None:
    deep, shallow = Session(network(2, 3, 3, 1)), Session(network(2, 3, 3, 1))
    shallow.apply(SetSpec(network(*fewer)))
    before, after = deep.snapshot(ComingUpdateWish()), shallow.snapshot(ComingUpdateWish())
    walker = Walker()
    walker.take(before)
    for key in all_keys(walker, depth):
        walker.take(before)
        walker.key = key
        walker.take(after)
        assert walker.step() is not None
        walker.place  # noqa: B018
        walker.step_ahead()


def test_from_pixels_that_a_network_has_not_one_goes_on_by_phases(qtbot) -> None:
    panel = ExplanationPanel()
    qtbot.addWidget(panel)
    panel.walker.take(Session(network(2, 3, 1)).snapshot(ComingUpdateWish()))
    panel.set_depth(Depth.PIXEL)  # as it was left in a network of maps
    panel.next_depth()
    assert panel.walker.depth is Depth.PHASE
