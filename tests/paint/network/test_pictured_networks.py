"""The diagram of a network that sees images: maps, kernels and windows as pictures, at their places."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.look.sample_maps import SampleMapsWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.sample_maps import SampleMaps
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.explain.formulas.step import Key, Phase, Region
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.paint.drawing.lettering import text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.captions import _caption_lines
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.content.record import NetworkContent, Quantity
from nnviz.paint.network.diagram import Diagram, lit_around
from nnviz.paint.network.explained import lit_of
from nnviz.paint.network.kernels import placed_kernels
from nnviz.paint.network.labels import placed_labels, placed_note
from nnviz.paint.network.picture import network_layout, paint_diagram
from nnviz.paint.network.regions import pixel_at, place_of
from nnviz.paint.network.words import facts, words_of
from nnviz.parts import Bias, Unit, Weight

CONV = [
    [8, 8, 1],
    {"kind": "conv", "units": 4, "size": 3},
    {"kind": "max_pool", "size": 2},
    {"kind": "flatten"},
    {"kind": "dense", "units": 6},
    10,
]
RECT = QRectF(0.0, 0.0, 900.0, 500.0)


def snapshot_of(layers: list[object], *wishes: object) -> Snapshot:
    activation = ["relu", "softmax"] if isinstance(layers[0], int) else ["relu", "relu", "softmax"]
    session = Session(
        spec_from_dict(
            {
                "data": {"name": "digits"},
                "network": {"layers": layers, "activation": activation},
                "training": {"loss": "cross_entropy", "batch_size": 2},
            }
        )
    )
    return session.snapshot(*wishes)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return snapshot_of(CONV, SampleMapsWish(Example("train", 3), backward=True), ComingUpdateWish())


def diagram_of(content: NetworkContent) -> Diagram:
    return Diagram(network_layout(content, RECT, Style()), content, 1.0, Style())


def test_maps_are_those_of_the_sample(snapshot: Snapshot) -> None:
    maps = snapshot.look(SampleMaps)
    assert maps is not None
    assert maps.example == Example("train", 3)
    content = content_of(snapshot)
    assert content.layers == (1, 4, 4, 36, 6, 10)
    for layer in range(6):
        pictures = content.responses[layer]
        values = maps.a[layer] if maps.a[layer].ndim == 3 else maps.a[layer].reshape(1, 1, -1)
        for unit in (0, len(pictures) - 1):
            shown = pictures[unit][::-1] if maps.a[layer].ndim == 3 else pictures[unit][:1, :1]
            np.testing.assert_array_equal(shown, values[:, :, unit])
    assert content.words[1][0][0] == "4 maps, 6 × 6"
    assert content.words[0][1] == ("training 4",)


def test_how_many_units_is_said_whole_where_no_buttons_stand_beside_it(snapshot: Snapshot) -> None:
    content = content_of(replace(snapshot, looks={}))
    layout = network_layout(content, QRectF(0.0, 0.0, 330.0, 300.0), Style())
    narrow = Diagram(layout, content, 1.0, Style())
    counts = [text for line, (text, _), _ in _caption_lines(narrow, activations=False) if line == 1]
    assert counts[2:4] == ["4", "36"]
    assert [content.is_counted_by_hand(layer) for layer in range(6)] == [
        False,
        True,
        False,
        False,
        True,
        False,
    ]


def test_where_a_column_is_narrow_its_words_are_smaller_before_they_are_cut(snapshot: Snapshot) -> None:
    content, style = content_of(replace(snapshot, looks={})), Style()
    layout = network_layout(content, QRectF(0.0, 0.0, 210.0, 300.0), style)
    narrow = Diagram(layout, content, 1.0, style)
    lines = list(_caption_lines(narrow, activations=True))
    said = {(line, text): size for line, (text, size), _ in lines}
    assert 0.5 * style.text <= said[2, "conv"] < style.text
    assert said[1, "4"] == style.text
    for _, (text, size), box in lines:
        assert "…" not in text or size == pytest.approx(0.5 * style.text)
        assert text_width(text, style, size) <= box.width()


def test_errors_are_shown_with_the_gradients_and_on_the_way_back(snapshot: Snapshot) -> None:
    maps = snapshot.look(SampleMaps)
    assert maps is not None
    content = content_of(snapshot, Quantity.GRADIENTS)
    assert content.shown == "delta"
    np.testing.assert_array_equal(content.responses[1][2][::-1], maps.delta[0][:, :, 2])
    coming = case_of(snapshot, 1)
    walked = content_of(snapshot, sample=1, backward=True)
    np.testing.assert_array_equal(walked.responses[2][3][::-1], coming.delta(2)[:, :, 3])
    low, high = walked.range_of(2)
    assert low == -high


def test_a_line_stands_for_a_kernel_or_for_one_weight(snapshot: Snapshot) -> None:
    content = content_of(snapshot)
    kernel = snapshot.weights[0][:, :, 0, 2]
    assert abs(content.weights[0][0, 2]) == pytest.approx(np.sqrt((kernel**2).sum()))
    assert np.sign(content.weights[0][0, 2]) == np.sign(kernel.sum())
    assert not content.is_number(Weight(1, 0, 2))
    assert content.is_number(Weight(5, 1, 2))
    assert content.is_number(Bias(1, 0))
    assert not content.is_number(Bias(2, 0))
    assert content.joins(2, 1, 1)
    assert not content.joins(2, 1, 2)
    assert content.joins(3, 1, 5)
    assert not content.joins(3, 1, 6)
    assert words_of(Weight(1, 0, 2), content) == "kernel from the image to map 3 of layer 1"
    rows = dict(facts(Weight(1, 0, 2), content, snapshot))
    assert rows["kernel"] == "3 × 3"
    assert "pixels" in dict(facts(Unit(1, 2), content, snapshot))
    assert dict(facts(Unit(1, 2), content, snapshot))["activation"] == "ReLU"
    assert "activation" not in dict(facts(Unit(2, 2), content, snapshot))  # pooling has none


def test_kernels_of_what_is_lit_have_places(snapshot: Snapshot) -> None:
    diagram = diagram_of(content_of(snapshot))
    assert len(list(placed_kernels(diagram, 1))) == 4

    lit = replace(diagram, lit=lit_around(Unit(1, 2), diagram.layout, diagram.content))
    assert [weight for weight, _ in placed_kernels(lit, 1)] == [Weight(1, 0, 2)]
    assert {w for w in lit.lit.weights if w.layer == 2} == {Weight(2, 2, 2)}  # type: ignore[union-attr]


def test_a_window_lies_where_it_lies_in_the_map(snapshot: Snapshot) -> None:
    diagram = diagram_of(content_of(snapshot))
    box = diagram.layout.neuron_box(0, 0)
    place = place_of(diagram, Region(Unit(0, 0), 2, 4, 3, 3))
    assert place is not None
    assert place.left() == pytest.approx(box.left + 0.5 * box.width)
    assert place.top() == pytest.approx(box.top + 0.25 * box.height)
    assert place.width() == pytest.approx(3 / 8 * box.width)
    middle = place.center()
    assert pixel_at(diagram, 0, 0, middle.x(), middle.y()) == (3, 5)
    assert pixel_at(diagram, 4, 0, middle.x(), middle.y()) is None


def test_a_step_is_painted_with_its_window(snapshot: Snapshot) -> None:
    step = Walk(case_of(snapshot, 1)).step(Key(Phase.FORWARD, 1, 2, quantity="z", pixel=8))
    lit = lit_of(step, Style().theme)
    assert lit.sample == 1
    assert {region.unit for region in lit.regions} == {Unit(0, 0), Unit(1, 2)}
    content = content_of(snapshot, sample=1)
    images = []
    for regions in (lit.regions, ()):
        diagram = replace(diagram_of(content), lit=replace(lit, regions=regions))
        image = QImage(900, 500, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        with QPainter(image) as painter:
            paint_diagram(painter, diagram)
        images.append(image)
    assert images[0] != images[1]


@pytest.mark.parametrize("phase", [Phase.GRADIENT, Phase.CHANGE])
def test_a_number_of_a_kernel_is_marked_and_covers_no_kernel(snapshot: Snapshot, phase: Phase) -> None:
    step = Walk(case_of(snapshot, 0)).step(Key(phase, 1, 2, pixel=4))
    diagram = replace(diagram_of(content_of(snapshot)), lit=lit_of(step, Style().theme))
    ((line, kernel),) = placed_kernels(diagram, 1)
    assert line == Weight(1, 0, 2)
    mark = place_of(diagram, next(region for region in step.regions if region.unit == line))
    assert mark is not None
    assert mark.center().x() == pytest.approx(kernel.center().x())
    assert mark.width() == pytest.approx(kernel.width() / 3)
    (of_line,) = [box for label, box in placed_labels(diagram) if label.part == line]
    assert not of_line.intersects(kernel)
    before = replace(diagram, lit=None)
    np.testing.assert_array_equal(diagram.weights(1), before.weights(1))  # a line is a whole kernel


def test_no_pixel_has_its_number_at_the_image_it_is_in() -> None:
    snapshot = snapshot_of([64, 5, 10], SampleMapsWish(), ComingUpdateWish())
    walk = Walk(case_of(snapshot, 0))
    content = content_of(snapshot)
    for key in (Key(Phase.INPUT), Key(Phase.GRADIENT, 1, 2, 0)):
        lit = lit_of(walk.step(key), Style().theme)
        assert lit.labels
        assert placed_labels(replace(diagram_of(content), lit=lit)) == []


def test_where_no_number_has_a_place_nothing_is_said_of_numbers(snapshot: Snapshot) -> None:
    step = Walk(case_of(snapshot, 0)).step(Key(Phase.GRADIENT, 5))
    diagram = replace(diagram_of(content_of(snapshot)), lit=lit_of(step, Style().theme))
    assert step.values
    assert placed_labels(diagram) == []
    assert placed_note(diagram, []) is None


def test_a_dense_network_on_images_shows_its_first_weights_as_pictures() -> None:
    snapshot = snapshot_of([64, 5, 10], SampleMapsWish())
    content = content_of(snapshot)
    assert content.pictured
    assert content.layers == (1, 5, 10)
    np.testing.assert_array_equal(content.responses[1][3][::-1].ravel(), snapshot.weights[0][:, 3])
    assert abs(content.weights[0][0, 3]) == pytest.approx(np.linalg.norm(snapshot.weights[0][:, 3]))
    assert not content.is_number(Weight(1, 0, 3))
    assert content.is_number(Weight(2, 0, 3))
    assert words_of(Weight(1, 0, 3), content) == "weights from the image to unit 4 of layer 1"
