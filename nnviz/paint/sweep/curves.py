"""The curves of all rows of a sweep over one another: each the median of its seeds in a band."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.paint.charts.chart import Chart, PlacedChart, layout_chart, paint_placed_chart
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.axis import Axis
from nnviz.paint.drawing.theme import Style, Theme
from nnviz.paint.sweep.look import FEW, PictureMark, SweepLook, row_colours

BANDS = 12
"""With more rows there are lines only: bands over one another show nothing."""
WIDE = 30.0
PLOT = "curves"
"""What the one plot is called among those that are zoomed."""


def curve_chart(look: SweepLook, theme: Theme) -> Chart:
    """Return the chart of the score looked at; of the training loss where that has no curve."""
    part, quantity = _curve_of(look.score)
    rows = [row for row in look.rows if (quantity, part) in look.standing.bands[row]]
    colours = row_colours(theme, len(look.standing.rows))
    series: list[Series] = []
    ghosts: list[Series] = []
    for row in rows:
        band = look.standing.bands[row][quantity, part]
        lit = row == look.chosen
        wide = ((lit or look.chosen is None) and len(rows) <= BANDS) or lit
        one = Series(
            look.words(row) if lit or len(rows) <= FEW else "",
            band.epochs,
            band.middle,
            colours[row],
            width=3.0 if lit else 1.5,
            end=lit,
            low=band.low if wide else None,
            high=band.high if wide else None,
        )
        (series if lit or len(rows) <= FEW else ghosts).append(one)
    accuracy = quantity == "accuracy"
    y = Axis(
        f"{part} {quantity}",
        low=0.0 if accuracy else None,
        high=1.0 if accuracy else None,
        log=not accuracy and _is_wide([*series, *ghosts]),
        percent=accuracy,
    )
    message = "No run is done yet" if look.rows else "No row fits the filter"
    lit_first = sorted(series, key=lambda each: each.width != 3.0)
    zoom = look.zoom(PLOT)
    x, y = zoom.axis_x(Axis("epoch")), zoom.axis_y(y)
    return Chart(tuple(lit_first), x, y, message=message, ghosts=tuple(ghosts))


def place_curves(rect: QRectF, look: SweepLook, style: Style) -> PlacedChart:
    """Lay the picture out in `rect`."""
    return layout_chart(rect, curve_chart(look, style.theme), style)


def paint_sweep_curves(painter: QPainter, rect: QRectF, look: SweepLook, style: Style) -> None:
    """Paint the curves into `rect` on any device."""
    paint_placed_chart(painter, place_curves(rect, look, style), style)


def curve_marks(rect: QRectF, look: SweepLook, style: Style) -> list[PictureMark]:
    """Return where each row's curve is."""
    axes = place_curves(rect, look, style).axes
    part, quantity = _curve_of(look.score)
    known = ((row, look.standing.bands[row].get((quantity, part))) for row in look.rows)
    bands = [(row, band) for row, band in known if band is not None]
    if not bands:
        return []
    # all rows in one go: of many, each by itself would take longer than a frame
    ends = np.cumsum([len(band.epochs) for _, band in bands])[:-1]
    x = np.split(axes.x.place(np.concatenate([band.epochs for _, band in bands])), ends)
    y = np.split(axes.y.place(np.concatenate([band.middle for _, band in bands])), ends)
    return [PictureMark(row, None, *at) for (row, _), at in zip(bands, zip(x, y, strict=True), strict=True)]


def curve_axes(rect: QRectF, look: SweepLook, style: Style) -> dict[str, Axes]:
    """Return the axes of the plot; none while there is nothing to show."""
    placed = place_curves(rect, look, style)
    return {} if placed.chart.is_empty else {PLOT: placed.axes}


def curve_table(look: SweepLook) -> str:
    """Return the curves of all rows where the plot shows them: a line an epoch of each."""
    part, quantity = _curve_of(look.score)
    low, high = look.zoom(PLOT).x or (-np.inf, np.inf)
    lines = ["\t".join(("row", "epoch", "median", "least", "greatest"))]
    for row in look.rows:
        band = look.standing.bands[row].get((quantity, part))
        if band is None:
            continue
        numbers = np.column_stack([band.epochs, band.middle, band.low, band.high])
        shown = numbers[(band.epochs >= low) & (band.epochs <= high)].tolist()
        lines += ["\t".join((look.words(row), *map(repr, line))) for line in shown]
    return "\n".join(lines) + "\n"


def _curve_of(score: str) -> tuple[str, str]:
    part, _, quantity = score.partition("_")
    return (part, quantity) if quantity else ("train", "loss")


def _is_wide(series: list[Series]) -> bool:
    numbers = np.concatenate([np.empty(0), *(each.y for each in series)])
    numbers = numbers[np.isfinite(numbers)]
    return bool(len(numbers)) and float(numbers.min()) > 0 and float(numbers.max() / numbers.min()) > WIDE
