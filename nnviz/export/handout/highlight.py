"""What a scene lights, on the stage and on paper: a part of the network, its numbers, a region of a plot."""

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.explain.formulas import numbers
from nnviz.export.figures.step import paint_lit_network
from nnviz.export.shown import Shown
from nnviz.lecture.scene import Highlight
from nnviz.paint.charts.curves_cursor import all_curves_axes
from nnviz.paint.drawing.axes import Axes, Scale
from nnviz.paint.drawing.roles import role_colour
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, pen, saved
from nnviz.paint.network.diagram import Label, Lit
from nnviz.paint.output.boundary import boundary_axes
from nnviz.parts import Bias, Parameter, Unit, Weight, parameters_of

_VEIL = 0.62
"""How much of a plot around a region is covered."""
DIGITS = 4
MOST_NUMBERS = 100
"""That are written, if they have room; how many there are is said."""


def paint_highlighted_network(
    painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, part: Highlight
) -> bool:
    """Paint the network with what is lit; False where a scene lights nothing that this network has."""
    lit = _lit(part, snapshot)
    if part.numbers:
        lit = _with_numbers(lit or _everything(snapshot), snapshot, style)
    if lit is not None:
        paint_lit_network(painter, rect, snapshot, style, Shown(), lit)
    return lit is not None


def paint_region(
    painter: QPainter, rect: QRectF, name: str, snapshot: RunInstant, style: Style, part: Highlight
) -> None:
    """Frame the region that a scene lights in the plot of this name, and veil what lies around it."""
    if name != part.plot or (part.x is None and part.y is None):
        return
    for number, axes in enumerate(_axes(name, rect, snapshot, style)):
        y = part.y if number == 0 else None  # the y of the curves is the loss
        if part.x is None and y is None:
            continue
        frame = QRectF(axes.plot)
        if part.x is not None:
            left, right = _ends(axes.x, part.x)
            frame.setLeft(left)
            frame.setRight(right)
        if y is not None:
            bottom, top = _ends(axes.y, y)
            frame.setTop(top)
            frame.setBottom(bottom)
        frame = frame.normalized() & axes.plot
        around, hole = QPainterPath(), QPainterPath()
        around.addRect(axes.plot)
        hole.addRect(frame)
        with saved(painter):
            painter.fillPath(around.subtracted(hole), faded(style.theme.paper, _VEIL))
            painter.setPen(pen(style, style.theme.ink, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame)


def _axes(name: str, rect: QRectF, snapshot: RunInstant, style: Style) -> tuple[Axes, ...]:
    if name == "boundary":
        return boundary_axes(rect, snapshot, style)
    return all_curves_axes(rect, snapshot, style, Shown().curves_of(snapshot))


def _ends(scale: Scale, ends: tuple[float, float]) -> tuple[float, float]:
    """Return where a range begins and ends; where it cannot be placed, at the ends of the axis."""
    low, high = (float(value) for value in scale.place(np.array([min(ends), max(ends)])))
    return (scale.start if np.isnan(low) else low), (scale.end if np.isnan(high) else high)


def _lit(part: Highlight, snapshot: RunInstant) -> Lit | None:
    """Return what a scene lights; None where it names nothing that this network has."""
    layers = [layer.size_out for layer in snapshot.spec.network.built.layers]
    if part.layer is None or not 0 <= part.layer < len(layers):
        return None
    layer, units = part.layer, range(layers[part.layer])
    lit = Lit(units=frozenset(Unit(layer, unit) for unit in units))
    if part.unit is None or part.unit - 1 not in units:
        return lit
    unit, before = part.unit - 1, layers[layer - 1] if layer else 0
    sources = range(before) if part.source is None else [part.source - 1]
    weights = [Weight(layer, source, unit) for source in sources if 0 <= source < before]
    ends = [Unit(layer - 1, weight.source) for weight in weights]
    lit = replace(lit, units=frozenset([Unit(layer, unit), *ends]), weights=frozenset(weights))
    with_bias = layer > 0 and part.source is None
    return replace(lit, biases=frozenset([Bias(layer, unit)])) if with_bias else lit


def _everything(snapshot: RunInstant) -> Lit:
    layers = snapshot.spec.network.built.layers
    dense = [number for number in range(1, len(layers)) if len(layers[number].weights_shape) == 2]
    parts = [part for number in dense for part in parameters_of(layers, number)]
    return Lit(
        units=frozenset(Unit(n, unit) for n, layer in enumerate(layers) for unit in range(layer.size_out)),
        weights=frozenset(part for part in parts if isinstance(part, Weight)),
        biases=frozenset(part for part in parts if isinstance(part, Bias)),
    )


def _with_numbers(lit: Lit, snapshot: RunInstant, style: Style) -> Lit:
    """Write the weights and biases that are lit beside them."""
    parts: list[Parameter] = [*sorted(lit.weights, key=repr), *sorted(lit.biases, key=repr)]
    labels = []
    for part in parts[:MOST_NUMBERS]:
        arrays = snapshot.weights if isinstance(part, Weight) else snapshot.biases
        value = float(arrays[part.layer - 1][part.index])
        text = numbers.plain(value, DIGITS)
        labels.append(Label(part, text, role_colour("weight", style.theme)))
    return replace(lit, labels=tuple(labels), count=len(parts))
