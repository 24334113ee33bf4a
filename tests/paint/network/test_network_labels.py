"""Numbers at neurons stand clear of all neurons, of the words above them and of names."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.captions import name_boxes
from nnviz.paint.network.content.record import NetworkContent
from nnviz.paint.network.diagram import Diagram, Label, Lit
from nnviz.paint.network.geometry import rectangle
from nnviz.paint.network.labels import placed_labels
from nnviz.paint.network.picture import network_layout
from nnviz.parts import Unit


def diagram(units: int, height: float) -> Diagram:
    """Return a network whose hidden neurons all have a number."""
    content = NetworkContent(
        layers=(2, units, 1),
        activations=("tanh", "sigmoid"),
        input_names=("x1", "x2"),
        output_names=("y",),
        weights=(np.ones((2, units)), np.ones((units, 1))),
        biases=(np.ones(units), np.ones(1)),
        responses=(),
    )
    layout = network_layout(content, QRectF(0.0, 0.0, 900.0, height), Style())
    labels = tuple(Label(Unit(1, unit), "−0.1234", "#000000") for unit in layout.columns[1].shown)
    return Diagram(layout, content, 1.0, Style(), Lit(labels=labels))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("height", [240.0, 360.0, 600.0])
@pytest.mark.parametrize("units", [1, 2, 4, 6, 8])
def test_numbers_cover_no_neuron(units: int, height: float) -> None:
    shown = diagram(units, height)
    placed = placed_labels(shown)
    assert len(placed) == len(shown.layout.columns[1].shown)
    neurons = [rectangle(shown.layout.neuron_box(1, unit)) for unit in shown.layout.columns[1].shown]
    for _, box in placed:
        assert not any(box.intersects(neuron) for neuron in neurons)
    sides = {box.center().x() < neuron.left() for (_, box), neuron in zip(placed, neurons, strict=True)}
    assert len(sides) == 1  # all above, or all beside


@pytest.mark.usefixtures("qapp")
def test_with_room_they_stand_above() -> None:
    shown = diagram(2, 600.0)
    labels = placed_labels(shown)
    assert len(labels) == 2
    for label, box in labels:
        neuron = rectangle(shown.layout.anchor(label.part))
        assert box.bottom() <= neuron.top() + 1.0
        assert box.center().x() == pytest.approx(neuron.center().x())


@pytest.mark.usefixtures("qapp")
def test_a_number_covers_no_name() -> None:
    content = NetworkContent(
        layers=(2, 10),
        activations=("softmax",),
        input_names=("the first quantity", "the second one"),
        output_names=tuple(f"a class with a long name, number {k}" for k in range(10)),
        weights=(np.ones((2, 10)),),
        biases=(np.ones(10),),
        responses=(),
    )
    layout = network_layout(content, QRectF(0.0, 0.0, 700.0, 190.0), Style())
    outputs = layout.columns[1].shown
    labels = tuple(Label(Unit(1, unit), "−0.1234", "#000000") for unit in outputs)
    shown = Diagram(layout, content, 1.0, Style(), Lit(labels=labels))
    placed, names = placed_labels(shown), name_boxes(shown)
    assert len(placed) == len(outputs)
    assert len(names) == 2 + len(outputs)
    assert not any(box.intersects(name) for _, box in placed for name in names)
