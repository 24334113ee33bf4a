"""The picture of a group: each experiment's boundary, ground truth and curves; by the app's painters."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from lab_report.records import Group, Row
from lab_report.runs import shipped
from lab_report.sweeps import named, swept
from nnviz.experiment.look.input_planes import outputs_and_responses
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.run.problem import load
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.sweeps.standings import Standings
from nnviz.paint.charts.chart import Chart, paint_chart
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axis import Axis
from nnviz.paint.drawing.lettering import draw_name
from nnviz.paint.drawing.theme import PRINT, Style
from nnviz.paint.output.boundary import paint_boundary
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.sweep.curves import paint_sweep_curves
from nnviz.paint.sweep.look import SweepLook

SCALE = 1.6  # pixels a unit
STYLE = Style(PRINT, text=10.0, scale=0.75)
WIDTH, COLUMNS, GAP, MARGIN = 700.0, 3, 14.0, 5.0
CAPTION, PANEL, CHART = 16.0, 172.0, 180.0  # heights
TALL = 230.0  # height of the curves of a sweep
TRUTH = 290.0  # width of ground truth and prediction
MAP = 121  # points a side
DITHER_NONE = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
LINES = ("solid", "dash", "dot")


def paint_group(group: Group, path: Path) -> None:
    """Run the experiments of a group from the seeds they ship with, and paint them into a PNG file."""
    snapshots = [_final(row) for row in group.rows]
    charts = [_chart(what, group.rows, snapshots) for what in group.charts]
    cells = _cells(len(snapshots) if group.boundaries else 0)
    bottom = cells[-1].bottom() + GAP if cells else 0.0
    image = QImage(
        int(SCALE * (WIDTH + 2 * MARGIN)), int(SCALE * (bottom + CHART)), QImage.Format.Format_RGB32
    )
    image.fill(QColor(PRINT.paper))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(SCALE, SCALE)
        painter.translate(MARGIN, 0.0)
        for cell, row, snapshot in zip(cells, group.rows, snapshots, strict=False):
            _paint_panel(painter, cell, row, snapshot)
        left = TRUTH + GAP if group.truth else 0.0
        if group.truth:
            place = QRectF(0.0, bottom, TRUTH, CHART)
            options = BoundaryOptions(test=False, truth=True)
            paint_boundary(painter, place, snapshots[0], STYLE, options=options)
        width = (WIDTH - left - GAP * (len(charts) - 1)) / len(charts)
        for number, chart in enumerate(charts):
            place = QRectF(left + number * (width + GAP), bottom, width, CHART)
            paint_chart(painter, place, chart, STYLE)
    finally:
        painter.end()
    save_small(image, path)


def paint_curves(group: Group, path: Path) -> None:
    """Paint the curves of a group's sweep, a chart a score, into a PNG file: bands over its seeds."""
    sweep = swept(group.curves)
    standing = Standings(sweep, parse_criterion(named(group.curves).learned)).now()
    scores = ["train_loss" if what == "loss" else what.replace(" ", "_") for what in group.charts]
    size = SCALE * (WIDTH + 2 * MARGIN), SCALE * (TALL + GAP) * len(scores)
    image = QImage(*map(int, size), QImage.Format.Format_RGB32)
    image.fill(QColor(PRINT.paper))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(SCALE, SCALE)
        for number, score in enumerate(scores):
            place = QRectF(MARGIN, number * (TALL + GAP), WIDTH, TALL)
            look = SweepLook(standing, tuple(range(len(standing.rows))), score=score)
            paint_sweep_curves(painter, place, look, STYLE)
    finally:
        painter.end()
    few = image.convertToFormat(QImage.Format.Format_Indexed8, DITHER_NONE)
    few.save(str(path), quality=0)  # lines need no more than 256 colours


def save_small(image: QImage, path: Path) -> None:
    """Save an opaque picture with six bits a colour: a quarter smaller, and no eye sees it."""
    pixels = np.frombuffer(image.bits(), dtype=np.uint8)
    pixels[:] = (pixels & 0xFC) | (pixels >> 6)
    image.save(str(path), quality=0)  # 0: the smallest file


def _final(row: Row) -> Snapshot:
    """Return the end of an experiment, with a map of a size that does not depend on the machine's speed."""
    spec = shipped(row.name)
    prepared = load(spec)
    session = Session(spec, prepared)
    session.advance(session.last_update)
    weights, biases = session.parameters()
    maps = outputs_and_responses(spec.network.built, weights, biases, prepared, MAP, 0)
    return session.snapshot(ScoresWish(), PredictionsWish()).with_looks(maps)


def _cells(count: int) -> list[QRectF]:
    width = (WIDTH - (COLUMNS - 1) * GAP) / COLUMNS
    height = CAPTION + PANEL
    return [
        QRectF(number % COLUMNS * (width + GAP), number // COLUMNS * (height + GAP), width, height)
        for number in range(count)
    ]


def _paint_panel(painter: QPainter, cell: QRectF, row: Row, snapshot: Snapshot) -> None:
    painter.setPen(QColor(PRINT.ink))
    caption = QRectF(cell.left(), cell.top(), cell.width(), CAPTION)
    draw_name(painter, caption, row.label, STYLE, align=Qt.AlignmentFlag.AlignLeft)
    below = cell.adjusted(0.0, CAPTION, 0.0, 0.0)
    paint_boundary(painter, below, snapshot, STYLE, options=BoundaryOptions(test=False))


def _chart(what: str, rows: tuple[Row, ...], snapshots: list[Snapshot]) -> Chart:
    """Return the curves of all experiments: the training loss, or the accuracy on the test points."""
    series = []
    for number, (row, snapshot) in enumerate(zip(rows, snapshots, strict=True)):
        curves = snapshot.curves
        values = curves.loss["train"] if what == "loss" else curves.accuracy["test"]
        colour = PRINT.ink if number == 0 else PRINT.class_colour(number - 1)
        series.append(Series(row.label, curves.epochs, values, colour, LINES[number % len(LINES)]))
    if what == "loss":
        return Chart(tuple(series), Axis("epoch", low=0.0), Axis("loss", log=True))
    return Chart(tuple(series), Axis("epoch", low=0.0), Axis(what, 0.8, 1.0, percent=True))
