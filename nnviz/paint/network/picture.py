"""The network diagram on any device: screen, SVG, PDF."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.paint.drawing.groups import name_group
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import saved
from nnviz.paint.network.captions import (
    missing_at_the_end,
    paint_captions,
    paint_gaps,
    paint_names,
    widest_name,
)
from nnviz.paint.network.content.record import NetworkContent
from nnviz.paint.network.diagram import Diagram, Lit
from nnviz.paint.network.kernels import paint_kernels
from nnviz.paint.network.layout import Box, NetworkLayout, Sizes
from nnviz.paint.network.legend import legend_key, paint_legend
from nnviz.paint.network.lines import line_bins, paint_lines
from nnviz.paint.network.neurons import paint_neurons
from nnviz.paint.network.placing import lay_out
from nnviz.paint.network.regions import paint_regions
from nnviz.paint.network.seen import SeenUnits
from nnviz.paint.network.weights_scale import next_limit

PaintAround = Callable[[QPainter, Diagram, bool], None]


def network_layout(
    content: NetworkContent,
    rect: QRectF,
    style: Style,
    *,
    least_left: float = 0.0,
    below_inputs: float = 0.0,
    captions_may_go: bool = False,
    seen: SeenUnits | None = None,
) -> NetworkLayout:
    """Return where everything is when `content` is painted into `rect`.

    `least_left` is a width to leave free beside the inputs, `below_inputs` a height below them;
    `captions_may_go` says whether a very low diagram may do without captions, `seen` which units are drawn of
    layers that have too many: by default the most active ones.
    """
    edge = 1.5 * style.text
    left = max(edge, least_left, widest_name(content.input_names, style))
    right = max(edge, widest_name(content.output_names, style))
    box = Box(rect.left(), rect.top(), rect.width(), rect.height())
    sizes = Sizes(style.text, style.scale, left, right, content.pictured)
    seen = seen or SeenUnits(content.active)
    layout = lay_out(content.layers, box, sizes, below_inputs, captions_may_go, seen)
    missing = missing_at_the_end(layout, content.activations[-1], style)
    if missing <= 0.0:
        return layout
    roomier = replace(sizes, right=sizes.right + missing)
    return lay_out(content.layers, box, roomier, below_inputs, captions_may_go, seen)


def paint_network(
    painter: QPainter,
    rect: QRectF,
    content: NetworkContent,
    style: Style,
    *,
    limit: float | None = None,
    lit: Lit | None = None,
    seen: SeenUnits | None = None,
) -> NetworkLayout:
    """Paint a network diagram.

    Parameters
    ----------
    painter : QPainter
        Of any device.
    rect : QRectF
        Where to; nothing is painted outside.
    content : NetworkContent
        What to show; `content_of(snapshot)` makes one.
    style : Style
        Theme, text size and scale.
    limit : float, optional
        Magnitude of the widest line; a round number from the largest upwards by default.
    lit : Lit, optional
        What to keep while the rest is dimmed.
    seen : SeenUnits, optional
        Which units are drawn of layers that have too many; the most active ones by default.

    Returns
    -------
    NetworkLayout
        Where everything is, for pointing at it.
    """
    layout = network_layout(content, rect, style, seen=seen)
    paint_diagram(painter, Diagram(layout, content, limit or next_limit(content.largest, None), style, lit))
    return layout


def paint_diagram(
    painter: QPainter, diagram: Diagram, *, controls: bool = False, paint_around: PaintAround | None = None
) -> None:
    """Paint a diagram whose positions are known.

    With `controls` the names of inputs and activations are left out: controls on top of the picture say them.
    In place of `paint_around` a view may put what keeps its pixels.
    """
    with saved(painter):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not diagram.content.pictured)
        (paint_around or paint_around_neurons)(painter, diagram, controls)
        name_group(painter, "neurons")
        paint_neurons(painter, diagram)
        paint_kernels(painter, diagram)
        paint_regions(painter, diagram)


def paint_around_neurons(painter: QPainter, diagram: Diagram, controls: bool) -> None:
    """Paint everything but the neurons: it changes seldom, as lines have few widths."""
    with saved(painter):
        name_group(painter, "weights")
        paint_lines(painter, diagram)
        name_group(painter, "names")
        paint_gaps(painter, diagram)
        paint_names(painter, diagram, inputs=not (controls and diagram.content.switchable))
        name_group(painter, "captions")
        paint_captions(painter, diagram, activations=not controls)
        name_group(painter, "scales")
        paint_legend(painter, diagram)


def around_key(diagram: Diagram) -> tuple[object, ...]:
    """Return what `paint_around_neurons` depends on, comparable."""
    content = diagram.content
    return (
        diagram.layout,
        diagram.style,
        diagram.lit,
        line_bins(diagram),
        content.activations,
        content.input_names,
        content.output_names,
        content.biased,
        content.words,
        legend_key(content, diagram.limit),
    )
