"""What painters do besides figures: small pictures of data and of runs, marks, the check of a gradient."""

from functools import partial

import numpy as np
from exporting import trained
from kept_figures import CIRCLES, DARK_STYLE
from painting import WIDTH, painted
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from nnviz.data.catalogue import DATA_SETS
from nnviz.data.prepare import prepare
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.timeline import RunView
from nnviz.explain.chain.difference import central_difference, error_curve
from nnviz.explain.update.of_snapshot import case_of
from nnviz.paint.drawing.theme import Style
from nnviz.paint.mathematics.difference import paint_difference
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.marks import paint_mark
from nnviz.paint.network.picture import network_layout, paint_diagram
from nnviz.paint.network.weights_scale import next_limit
from nnviz.paint.output.boundary import boundary_axes, paint_boundary, paint_boundary_cursor, paint_followed
from nnviz.paint.output.difference import Pair, paint_output_difference
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.run_thumbnail import paint_run
from nnviz.paint.output.thumbnail import paint_thumbnail
from nnviz.parts import Bias, Unit, Weight

SIDE = 56
THUMBNAILS = ("xor", "circles", "blobs", "sine", "plane", "digits")


def _thumbnails(style: Style | None = None) -> QImage:
    sets = [prepare(DATA_SETS[name](), np.random.SeedSequence(0)).split.train for name in THUMBNAILS]

    def paint(painter: QPainter, rect: QRectF, style: Style) -> None:
        for place, dataset in enumerate(sets):
            left = rect.left() + place * (SIDE + 6)
            paint_thumbnail(painter, QRectF(left, rect.top(), SIDE, SIDE), dataset, style)

    return painted(paint, SIDE, style, width=len(sets) * (SIDE + 6))


def _runs() -> QImage:
    """Return small pictures of runs: a map, a line over one input, a loss."""
    views = []
    for number, data in enumerate(({}, {"data": "sine", "layers": (1, 4, 1), "samples": 60}, None)):
        snapshot = trained(**(data if data is not None else {})).snapshot
        plane = snapshot.look(Maps).boundary if data is not None else None
        views.append(
            RunView(
                number,
                snapshot.spec,
                snapshot.update,
                snapshot.epoch,
                snapshot.look(Metrics),
                snapshot.curves,
                plane,
            )
        )

    def paint(painter: QPainter, rect: QRectF, style: Style) -> None:
        for place, view in enumerate(views):
            left = rect.left() + place * (SIDE + 6)
            paint_run(painter, QRectF(left, rect.top(), SIDE, SIDE), view, style)

    return painted(paint, SIDE, width=len(views) * (SIDE + 6))


def _check_of_a_gradient() -> QImage:
    case = case_of(trained(**CIRCLES).snapshot, digits=4)
    place = Weight(2, 1, 0)
    found, curve = central_difference(case, place, 1e-5), error_curve(case, place)
    return painted(lambda painter, rect, style: paint_difference(painter, rect, found, curve, style), 260)


def _difference(other: Snapshot) -> QImage:
    pair = Pair(trained(**CIRCLES).snapshot, other)
    return painted(lambda painter, rect, style: paint_output_difference(painter, rect, pair, style), 300)


def _marks() -> QImage:
    """Return a diagram on which a weight, a neuron and a bias are marked."""
    content = content_of(trained(**CIRCLES).snapshot)

    def paint(painter: QPainter, rect: QRectF, style: Style) -> None:
        diagram = Diagram(
            network_layout(content, rect, style), content, next_limit(content.largest, None), style, None
        )
        paint_diagram(painter, diagram, controls=True)
        for part in (Weight(1, 0, 2), Unit(1, 0), Bias(2, 0)):
            paint_mark(painter, diagram, part)

    return painted(paint, 250)


def _followed() -> QImage:
    """Return the output with the point that is explained, and what the cursor says elsewhere."""
    snapshot, options = trained(**CIRCLES).snapshot, BoundaryOptions()

    def paint(painter: QPainter, rect: QRectF, style: Style) -> None:
        paint_boundary(painter, rect, snapshot, style, options=options)
        (axes,) = boundary_axes(rect, snapshot, style, options)
        paint_followed(painter, axes, snapshot, style, Example("train", 3))
        paint_boundary_cursor(painter, rect, snapshot, style, options=options, cursor=axes.plot.center())

    return painted(paint, 0.8 * WIDTH)


PAINTERS_KEPT = {
    "thumbnails": _thumbnails,
    "thumbnails-dark": partial(_thumbnails, DARK_STYLE),
    "thumbnails-of-runs": _runs,
    "check-of-a-gradient": _check_of_a_gradient,
    "difference-of-outputs": lambda: _difference(trained(**CIRCLES, epochs=0).snapshot),
    "difference-of-other-data": lambda: _difference(
        trained(data="blobs", layers=(2, 4, 3), samples=90).snapshot
    ),
    "network-with-marks": _marks,
    "output-with-cursor": _followed,
}
