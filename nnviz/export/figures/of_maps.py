"""Figures of networks that see images: their kernels, and the maps that they make of one image."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.sheets import NO_KERNELS, NO_MAPS, kernel_blocks, map_blocks, paint_sheet


def _paint_kernels(
    painter: QPainter, rect: QRectF, snapshot: NetworkInstant, style: Style, _shown: Shown
) -> None:
    paint_sheet(painter, rect, kernel_blocks(snapshot), style)


def _paint_maps(painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, _shown: Shown) -> None:
    paint_sheet(painter, rect, map_blocks(snapshot), style)


FIGURES_OF_MAPS = (
    Figure(
        "kernels",
        "Kernels",
        in_proportion(1.0),
        _paint_kernels,
        lambda snapshot: "" if kernel_blocks(snapshot) else NO_KERNELS,
        grows=False,
    ),
    Figure(
        "feature-maps",
        "Feature maps of one image",
        in_proportion(1.0),
        _paint_maps,
        lambda snapshot: "" if map_blocks(snapshot) else NO_MAPS,
        grows=False,
    ),
)
