"""What is written on a diagram covers nothing else, for all shipped experiments; and widths tell."""

import re
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from nnviz.engine.kernels.network import Network
from nnviz.experiment.spec.catalogue import catalogue
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.paint.drawing.theme import LIGHT, PROJECTOR, Style
from nnviz.paint.network.captions import caption_boxes, count_beside, count_boxes, name_boxes, number_boxes
from nnviz.paint.network.content.record import NetworkContent
from nnviz.paint.network.diagram import Diagram, Label, Lit
from nnviz.paint.network.labels import bias_boxes, neuron_boxes, notes_of, placed_labels, placed_note
from nnviz.paint.network.lines import line_width, paint_lines, widest_line
from nnviz.paint.network.picture import network_layout
from nnviz.paint.network.weights_scale import BINS
from nnviz.parts import Bias, Weight, parameters_of

pytestmark = pytest.mark.usefixtures("qapp")

SIZES = [
    (620.0, 480.0, Style()),
    (330.0, 260.0, Style()),
    (1200.0, 420.0, Style(PROJECTOR, text=26.0, scale=2.0)),
]
SIZES += [(250.0, 140.0, Style(LIGHT, text=8.0, scale=0.6))]  # a figure for a column of a journal


def content_for(layers: tuple[int, ...], names: int = 2) -> NetworkContent:
    rng = np.random.default_rng(0)
    pairs = list(pairwise(layers))
    return NetworkContent(
        layers=layers,
        activations=("sigmoid",) * len(pairs),
        input_names=tuple(f"input {'of a long name ' * names}{k}" for k in range(layers[0])),
        output_names=tuple(f"class {k}" for k in range(layers[-1])),
        weights=tuple(rng.normal(size=pair) for pair in pairs),
        biases=tuple(rng.normal(size=pair[1]) for pair in pairs),
    )


@cache
def shipped() -> tuple[tuple[int, ...], ...]:
    """Return the networks of all shipped experiments, each once, as dense layers."""
    found = {}
    for entry in catalogue():
        network = experiment_at(entry.name).network
        if all(isinstance(units, int) for units in network.layers):
            found[tuple(network.layers)] = None
    return tuple(found)


def diagram_of(layers: tuple[int, ...], width: float, height: float, style: Style, names: int = 0) -> Diagram:
    content = content_for(layers, names)
    layout = network_layout(content, QRectF(0.0, 0.0, width, height), style)
    dense = Network(layers, content.activations).layers
    parts = [part for layer in range(1, len(layers)) for part in parameters_of(dense, layer)[:400]]
    labels = tuple(Label(part, "−0.1234", "#000000") for part in parts)
    lit = Lit(labels=labels, numbers="gradients", count=len(labels))
    return Diagram(layout, content, 3.0, style, lit)


def networks() -> list[tuple[int, ...]]:
    return [*shipped(), (2, 20, 20, 20, 20, 2), (784, 128, 64, 10)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]:.0f}x{size[1]:.0f}")
def test_labels_meet_nothing(size: tuple[float, float, Style]) -> None:
    for layers in networks():
        diagram = diagram_of(layers, *size)
        placed = placed_labels(diagram)
        page = QRectF(0.0, 0.0, size[0], size[1])
        boxes = [box for _, box in placed]
        note = placed_note(diagram, placed)
        boxes += [note[1]] if note is not None else []
        others = [
            *neuron_boxes(diagram),
            *name_boxes(diagram),
            *count_boxes(diagram),
            *caption_boxes(diagram),
        ]
        for box in boxes:
            assert page.contains(box), layers
            assert not any(box.intersects(other) for other in others), layers
        assert not any(one.intersects(other) for one, other in combinations(boxes, 2)), layers
        for label, box in placed:
            assert not any(
                box.intersects(bar) for part, bar in bias_boxes(diagram).items() if part != label.part
            )


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]:.0f}x{size[1]:.0f}")
@pytest.mark.parametrize("names", [0, 3])
def test_what_is_left_out_runs_into_nothing(size: tuple[float, float, Style], names: int) -> None:
    for layers in networks():
        diagram = diagram_of(layers, *size, names)
        neurons, columns = neuron_boxes(diagram), diagram.layout.columns
        for layer, column in enumerate(columns):
            counted = count_beside(diagram, layer)
            if counted is None:
                continue
            text, box = counted
            assert text in (f"{column.hidden_units:,} more", f"+{column.hidden_units:,}")
            assert not any(box.intersects(neuron) for neuron in neurons), layers
            assert box.right() <= size[0]
            if layer + 1 < len(columns):
                assert box.right() < columns[layer + 1].x - diagram.layout.node / 2


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]:.0f}x{size[1]:.0f}")
def test_numbers_of_units_stand_on_no_neuron(size: tuple[float, float, Style]) -> None:
    large = (784, 128, 64, 10), (1, 10, 10, 20, 20, 320, 50, 10)
    assert any(number_boxes(diagram_of(layers, *size)) for layers in large)
    for layers in large:
        diagram = diagram_of(layers, *size)
        neurons = neuron_boxes(diagram)
        for _, box in number_boxes(diagram):
            assert not any(box.intersects(neuron) for neuron in neurons), layers


@pytest.mark.parametrize("height", [60.0, 110.0, 150.0, 190.0, 230.0, 300.0, 420.0])
def test_numbers_of_units_cover_none_of_each_other(height: float) -> None:
    diagram = diagram_of((2, 8, 1), 690.0, height, Style(LIGHT, text=39.0, scale=3.0))
    numbered = number_boxes(diagram)
    assert height < 300.0 or len(numbered) > 1
    assert not any(one.intersects(other) for (_, one), (_, other) in combinations(numbered, 2))


@pytest.mark.parametrize("height", [60.0, 110.0, 190.0, 300.0])
def test_how_many_are_left_out_stands_on_no_caption(height: float) -> None:
    diagram = diagram_of((2, 8, 1), 690.0, height, Style(LIGHT, text=39.0, scale=3.0))
    counted = count_beside(diagram, 1)
    assert (counted is None) == (height < 300.0)
    if counted is not None:
        assert counted[1].top() >= diagram.layout.columns[1].caption.bottom


def test_what_has_no_place_is_counted() -> None:
    diagram = diagram_of((2, 8, 8, 1), 330.0, 260.0, Style())
    placed = placed_labels(diagram)
    assert diagram.lit is not None
    assert len(placed) < diagram.lit.count
    count = f"{len(placed)} of {diagram.lit.count} shown"
    assert notes_of(diagram, len(placed)) == (
        f"Numbers: gradients, lines: weights, {count}",
        f"Gradients, {count}",
        count,
    )
    assert placed_note(diagram, placed) is not None
    roomy = diagram_of((1, 2, 1), 900.0, 600.0, Style())
    placed = placed_labels(roomy)
    assert {label.part for label, _ in placed} >= {Bias(1, 0), Weight(1, 0, 1)}
    assert notes_of(roomy, len(placed)) == ("Numbers: gradients, lines: weights", "Gradients")


@pytest.mark.parametrize("style", [style for *_, style in SIZES])
def test_a_line_is_wider_the_larger_its_number(style: Style) -> None:
    for layers in networks():
        layout = network_layout(content_for(layers), QRectF(0.0, 0.0, 620.0, 480.0), style)
        widest = widest_line(layout, style)
        widths = [line_width(number, widest, style) for number in np.linspace(0.0, BINS, 200)]
        assert (np.diff(widths) > 0.0).all()
        assert widths[-1] == pytest.approx(widest, rel=1e-12)
        assert widths[-1] > 4.0 * widths[0]  # magnitudes can be told apart


def test_on_paper_every_weight_has_its_own_width(tmp_path: Path) -> None:
    diagram = diagram_of((20, 20, 2), 620.0, 480.0, Style())
    diagram = Diagram(diagram.layout, diagram.content, 3.0, diagram.style)
    generator = QSvgGenerator()
    generator.setFileName(str(tmp_path / "lines.svg"))
    generator.setSize(QSize(620, 480))
    with QPainter(generator) as painter:
        paint_lines(painter, diagram)
    groups = re.findall(r'stroke-width="([\d.]+)"[^>]*>\s*<polyline', (tmp_path / "lines.svg").read_text())
    drawn = diagram.layout.lines[0]
    values = np.abs(diagram.content.weights[0][drawn.i, drawn.j])
    assert len(set(groups)) > 0.9 * np.unique(np.round(values, 3)).size


def test_new_weights_of_a_network_that_is_gone_are_not_drawn() -> None:
    diagram = diagram_of((2, 3, 1), 620.0, 480.0, Style())
    after = ((Weight(1, 1, 2), 9.0), (Weight(1, 5, 0), 7.0), (Bias(2, 4), 7.0))
    lit = Diagram(diagram.layout, diagram.content, 3.0, Style(), Lit(after=after))
    assert lit.draws_new_weights
    assert lit.weights(1)[1, 2] == 9.0
    assert np.count_nonzero(lit.weights(1) != diagram.weights(1)) == 1
    assert np.array_equal(lit.biases(2), diagram.biases(2))
