"""The diagram paints what the numbers say, on every device."""

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QByteArray, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from nnviz.paint.drawing.lettering import runs_of, spoken
from nnviz.paint.drawing.theme import THEMES, Style
from nnviz.paint.network.content.record import NetworkContent
from nnviz.paint.network.diagram import Lit, lit_around
from nnviz.paint.network.layout import Box, Sizes
from nnviz.paint.network.lines import line_colour, line_pen
from nnviz.paint.network.picture import paint_network
from nnviz.paint.network.placing import lay_out
from nnviz.paint.network.weights_scale import BINS
from nnviz.paint.network.words import sentence
from nnviz.parts import Bias, Unit, Weight

AREA = QRectF(0.0, 0.0, 640.0, 480.0)


def content(layers: tuple[int, ...], seed: int = 0) -> NetworkContent:
    rng = np.random.default_rng(seed)
    pairs = list(pairwise(layers))
    return NetworkContent(
        layers=layers,
        activations=("tanh",) * (len(layers) - 2) + ("sigmoid" if layers[-1] == 1 else "softmax",),
        input_names=tuple(f"x{k + 1}" for k in range(layers[0])),
        output_names=("ŷ",) if layers[-1] == 1 else tuple(f"class {k}" for k in range(layers[-1])),
        weights=tuple(rng.normal(size=pair) for pair in pairs),
        biases=tuple(rng.normal(size=fan_out) for _, fan_out in pairs),
        responses=tuple(rng.uniform(0, 1, size=(units, 8, 8)) for units in layers) if layers[0] == 2 else (),
    )


def picture(shown: NetworkContent, style: Style | None = None, lit: Lit | None = None) -> QImage:
    style = style or Style()
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor(style.theme.paper))
    painter = QPainter(image)
    paint_network(painter, AREA, shown, style, limit=2.0, lit=lit)
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
@pytest.mark.parametrize("layers", [(2, 4, 4, 1), (30, 50, 2), (784, 128, 64, 10)], ids=str)
def test_nothing_touches_the_edge_of_the_picture(layers: tuple[int, ...], theme: object) -> None:
    style = Style(theme)  # type: ignore[arg-type]
    image = picture(content(layers), style)
    edge = {image.pixel(x, y) for x in range(640) for y in (0, 479)}
    edge |= {image.pixel(x, y) for y in range(480) for x in (0, 639)}
    assert edge == {QColor(style.theme.paper).rgb()}


@pytest.mark.usefixtures("qapp")
def test_a_weight_changes_its_line() -> None:
    before = content((2, 4, 1))
    weights = tuple(matrix.copy() for matrix in before.weights)
    weights[0][0, 0] = -weights[0][0, 0]
    after = replace(before, weights=weights)
    assert picture(before) != picture(after)
    assert picture(before) == picture(content((2, 4, 1)))


@pytest.mark.usefixtures("qapp")
def test_numbers_that_are_not_finite_are_painted_as_nothing() -> None:
    broken = content((2, 3, 1))
    spoilt = replace(broken, weights=tuple(np.full_like(matrix, np.nan) for matrix in broken.weights))
    assert not picture(spoilt).isNull()


@pytest.mark.usefixtures("qapp")
def test_the_same_call_writes_svg_with_text_as_text() -> None:
    data = QByteArray()
    buffer = QBuffer(data)
    device = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    device.setOutputDevice(buffer)
    device.setViewBox(AREA)
    painter = QPainter(device)
    paint_network(painter, AREA, content((2, 4, 1)), Style())
    painter.end()
    text = bytes(data).decode()
    assert "Hidden layer 1" in text
    assert "4 units" in text
    assert "<image" in text


def test_sign_is_told_without_colour() -> None:
    style = Style()
    assert line_pen(-4, 6.0, style).dashPattern()
    assert not line_pen(4, 6.0, style).dashPattern()
    assert line_colour(BINS, style.theme) == style.theme.positive
    assert line_colour(-BINS, style.theme) == style.theme.negative


def test_what_belongs_together_is_lit_together() -> None:
    layout = lay_out((2, 4, 1), Box(0.0, 0.0, 640.0, 480.0), Sizes())
    line = lit_around(Weight(1, 1, 2), layout)
    assert set(line.units) == {Unit(0, 1), Unit(1, 2)}
    assert set(line.weights) == {Weight(1, 1, 2)}
    unit = lit_around(Unit(1, 2), layout)
    assert set(unit.weights) == {Weight(1, 0, 2), Weight(1, 1, 2), Weight(2, 2, 0)}
    assert set(lit_around(Bias(1, 2), layout).weights) == {Weight(1, 0, 2), Weight(1, 1, 2)}


def test_names_are_set_as_in_a_textbook() -> None:
    assert spoken("x1^2") == "x₁²"
    assert spoken("sin(x1)") == "sin x₁"
    assert spoken("mean radius") == "mean radius"
    assert [(run.text, run.italic) for run in runs_of("x1^2")] == [("x", True), ("1", False), ("2", False)]
    assert "".join(run.text for run in runs_of("x1*x2")) == "x1x2"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("rows", "said"), [(8, True), (1, False)])
def test_the_scale_of_colours_is_there_for_maps_not_for_lines(rows: int, said: bool) -> None:
    shown = content((2, 4, 1))
    shown = replace(shown, responses=tuple(pictures[:, :rows] for pictures in shown.responses))
    with_scale, without = picture(shown), picture(replace(shown, responses=()))
    corner = (440, 452, 200, 28)
    assert (with_scale.copy(*corner) != without.copy(*corner)) is said


def test_a_sentence_leaves_the_names_of_classes_as_they_are() -> None:
    named = replace(content((2, 3)), output_names=("Iris Setosa", "Iris Virginica", "Iris Versicolor"))
    assert sentence(Unit(1, 0), named) == "Output Iris Setosa"
    assert sentence(Unit(0, 1), named) == "Input x₂"
