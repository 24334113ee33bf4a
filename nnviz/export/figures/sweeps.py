"""The figures of many runs, which the window of sweeps shows; of a snapshot that has their look."""

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.export.figure import Figure, Paint, in_proportion
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import Style
from nnviz.paint.sweep.curves import paint_sweep_curves
from nnviz.paint.sweep.look import SweepLook
from nnviz.paint.sweep.multiples import paint_sweep_multiples
from nnviz.paint.sweep.parallel import paint_sweep_parallel
from nnviz.paint.sweep.settings import paint_sweep_settings

Picture = Callable[[QPainter, QRectF, SweepLook, Style], None]


def _missing(snapshot: Instant) -> str:
    if snapshot.look(SweepLook) is None:
        return "this is a picture of many runs: run them in the window of sweeps, and export it there."
    return ""


def _of_look(picture: Picture) -> Paint:
    def paint(painter: QPainter, rect: QRectF, snapshot: Instant, style: Style, shown: Shown) -> None:
        look = shown.sweep_of(snapshot)
        if look is not None:
            picture(painter, rect, look, style)

    return paint


SWEEP_FIGURES = tuple(
    Figure(name, title, in_proportion(0.6), _of_look(picture), _missing, moves=False)
    for name, title, picture in (
        ("sweep_curves", "Curves of a sweep", paint_sweep_curves),
        ("sweep_settings", "Sweep, one plot a setting", paint_sweep_settings),
        ("sweep_parallel", "Sweep, parallel coordinates", paint_sweep_parallel),
        ("sweep_multiples", "Sweep, what each row answers", paint_sweep_multiples),
    )
)
