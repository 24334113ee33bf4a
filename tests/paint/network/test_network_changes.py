"""The triangles of an update: one beside each weight and bias it moves, up where it rises."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.explain.formulas.step import Key, Phase
from nnviz.explain.update.case import Case
from nnviz.explain.update.walk import Walk
from nnviz.paint.drawing.theme import LIGHT, Style
from nnviz.paint.network.changes import placed_changes
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.explained import lit_of
from nnviz.paint.network.labels import placed_labels
from nnviz.paint.network.picture import network_layout
from nnviz.parts import Bias, Unit, Weight

pytestmark = pytest.mark.usefixtures("qapp")


def shown_change(name: str, key: Key) -> tuple[Case, Diagram]:
    """Return the first update of an experiment, and the diagram of one of its steps."""
    session = Session(experiment_at(name))
    snapshot = session.snapshot(ScoresWish(), ComingUpdateWish())
    assert snapshot.look(ComingUpdate) is not None
    case = Case(
        snapshot.look(ComingUpdate).trace,
        snapshot.look(ComingUpdate).network,
        snapshot.look(ComingUpdate).training,
    )
    content = content_of(snapshot)
    layout = network_layout(content, QRectF(0.0, 0.0, 900.0, 400.0), Style())
    return case, Diagram(layout, content, 1.0, Style(), lit_of(Walk(case).step(key), LIGHT))


def test_each_moved_parameter_has_its_direction() -> None:
    case, diagram = shown_change("by-hand-one-update", Key(Phase.CHANGE))
    assert diagram.lit is not None
    rises = dict(diagram.lit.changes)
    for gap, layer in enumerate(case.trace.layers):
        moved = layer.weights_after - layer.weights
        for (i, j), change in np.ndenumerate(moved):
            assert rises.get(Weight(gap + 1, i, j)) == (None if change == 0.0 else change > 0.0)
        for j, change in enumerate(layer.biases_after - layer.biases):
            assert rises[Bias(gap + 1, j)] == (change > 0.0)
    assert Weight(1, 1, 0) not in rises  # the second input is 0, so its weights stay
    assert len(placed_changes(diagram)) == len(rises)


@pytest.mark.parametrize("name", ["by-hand-two-outputs", "lab-b-linear-hidden-32x32", "digits-8x8"])
def test_triangles_cover_no_number_and_not_each_other(name: str) -> None:
    _, diagram = shown_change(name, Key(Phase.CHANGE))
    boxes = [box for box, _ in placed_changes(diagram)]
    assert boxes
    taken = [box for _, box in placed_labels(diagram)]
    for box in boxes:
        assert not any(box.intersects(other) for other in taken)
        taken.append(box)


def test_nothing_changes_in_the_other_phases() -> None:
    _, diagram = shown_change("by-hand-one-update", Key(Phase.GRADIENT))
    assert diagram.lit is not None
    assert Unit(1, 0) in diagram.lit.units
    assert not placed_changes(diagram)
