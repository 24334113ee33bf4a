from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from random_networks import conv, dense, max_pool, network_of, norm

from nnviz.assets import assets
from nnviz.engine.layers.flatten import Flatten
from nnviz.engine.start import initial_parameters
from nnviz.explain.graph.examples import load_examples
from nnviz.explain.graph.expression import parse
from nnviz.explain.graph.graph import build
from nnviz.explain.graph.layers import layers_graph
from nnviz.explain.graph.layers_walk import LayersWalk
from nnviz.explain.graph.walk import GraphWalk
from nnviz.paint.drawing.theme import DARK, LIGHT, PROJECTOR, Style
from nnviz.paint.graph.layered import columns_of
from nnviz.paint.graph.layout import lay_out_graph
from nnviz.paint.graph.picture import paint_graph

DEEP = "x = 0.5\n" + "\n".join(
    f"y{k} = sin({'x' if k == 0 else f'y{k - 1}'}) + x*{'x' if k < 2 else f'y{k - 2}'}" for k in range(10)
)
WIDE = "\n".join(
    [f"x{k} = {k}" for k in range(12)] + ["s = " + " + ".join(f"x{k}*x{(k + 5) % 12}" for k in range(12))]
)
MIXED = """
x = 0.2
y = 0.5
a = tanh(x)
b = tanh(y)
c = tanh(x + y)
p = 0.121*a - 0.195*b + 0.588*c + 0.25
q = a*b*c
r = exp(p)/(exp(p) + exp(q))
t = exp(q)/(exp(p) + exp(q))
-(x*log(r) + y*log(t))
"""
TEXTS = [example.expression for example in load_examples(assets() / "graphs")] + [DEEP, WIDE, MIXED]


def layout_of(text, single_operations):
    graph = build(parse(text), single_operations)
    walk = GraphWalk(graph, 0)
    return walk, lay_out_graph(walk)


@pytest.mark.parametrize("single_operations", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_nothing_overlaps_and_arrows_point_to_the_right(qapp, text, single_operations):
    walk, layout = layout_of(text, single_operations)
    boxes = [placed.box for placed in layout.nodes] + [line.label for line in layout.edges]
    for first, second in combinations(boxes, 2):
        assert not first.adjusted(1, 1, -1, -1).intersects(second.adjusted(1, 1, -1, -1))
    whole = QRectF(0, 0, layout.size.width(), layout.size.height())
    assert all(whole.contains(box) for box in boxes)
    for line in layout.edges:
        assert layout.nodes[line.edge.source].box.right() < layout.nodes[line.edge.target].box.left()
    assert len(layout.edges) == len(walk.graph.edges)


@pytest.mark.parametrize("single_operations", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_arrows_run_round_the_nodes_they_pass(qapp, text, single_operations):
    _, layout = layout_of(text, single_operations)
    for line in layout.edges:
        passed = [
            placed.box.adjusted(3, 3, -3, -3)
            for placed in layout.nodes
            if placed.node.index not in (line.edge.source, line.edge.target)
        ]
        points = [line.line.pointAtPercent(k / 200) for k in range(201)]
        assert not any(box.contains(point) for box in passed for point in points)


def test_columns_follow_the_longest_way_and_inputs_stand_beside_their_first_use():
    assert columns_of([(), (), (0, 1), (2,), (), (3, 4)]) == [0, 0, 1, 2, 2, 3]


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR])
def test_what_is_not_known_yet_is_not_painted(qapp, theme):
    walk, layout = layout_of(TEXTS[0], False)

    def inked(place):
        image = QImage(1000, 500, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.paper))
        painter = QPainter(image)
        try:
            scale = min(1000 / layout.size.width(), 500 / layout.size.height())
            painter.scale(scale, scale)
            paint_graph(painter, layout, walk.step(place), Style(theme))
        finally:
            painter.end()
        return image

    first, last = inked(0), inked(len(walk) - 1)
    assert first != last
    assert first == inked(0)


@pytest.mark.parametrize("text", [TEXTS[0], WIDE, MIXED])
def test_a_graph_that_runs_downwards_overlaps_no_more_than_one_that_runs_to_the_right(qapp, text):
    walk = GraphWalk(build(parse(text), False), 0)
    layout = lay_out_graph(walk, downwards=True)
    boxes = [placed.box for placed in layout.nodes] + [line.label for line in layout.edges]
    for first, second in combinations(boxes, 2):
        assert not first.adjusted(1, 1, -1, -1).intersects(second.adjusted(1, 1, -1, -1))
    assert all(QRectF(0, 0, layout.size.width(), layout.size.height()).contains(box) for box in boxes)
    for line in layout.edges:
        target = layout.nodes[line.edge.target].box
        assert layout.nodes[line.edge.source].box.bottom() < target.top()
        assert line.head[0].y() == pytest.approx(target.top())


def test_a_graph_of_layers_has_a_place_for_every_layer() -> None:
    parts = conv(2, (3, 3), "tanh"), norm("sigmoid"), max_pool((2, 2), (2, 2)), Flatten, dense(2, "softmax")
    network = network_of((6, 6, 1), *parts)
    weights, biases = initial_parameters(network, "glorot_normal", np.random.default_rng(1))
    graph = layers_graph(network, "cross_entropy", weights, biases, np.ones(network.inputs), np.eye(2)[1])
    layout = lay_out_graph(LayersWalk(graph, 0, 3))
    assert len(layout.nodes) == len(graph.nodes)
    assert len(layout.edges) == len(graph.edges)
