"""A picture for other programs: as SVG, and as a bitmap that takes neither long nor much memory."""

import math

from msgspec.structs import replace
from PySide6.QtCore import QMimeData

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.errors import ExportError
from nnviz.export.figure import Figure
from nnviz.export.formats import PAPER_DPI
from nnviz.export.options import ExportOptions
from nnviz.export.page.devices import image_of_page, pixels_of, svg_of
from nnviz.export.page.page import page_of

MOST_AT_ONCE = 4_000_000
"""Pixels of a bitmap that is painted while the window waits, and of one that is copied or dragged."""


def is_large(figure: Figure, snapshot: RunInstant, options: ExportOptions) -> bool:
    """Whether a bitmap of the size asked for has more pixels than that; one of no possible size has none."""
    try:
        size = pixels_of(page_of(figure, snapshot, options), options.dpi or PAPER_DPI)
    except ExportError:
        return False
    return size.width() * size.height() > MOST_AT_ONCE


def content_of(figure: Figure, snapshot: RunInstant, options: ExportOptions) -> QMimeData:
    """Return a picture as other programs take it.

    Raises
    ------
    ExportError
        If the size asked for is none.
    """
    content = QMimeData()
    page, dpi = page_of(figure, snapshot, options), options.dpi or PAPER_DPI
    size = pixels_of(page, dpi)
    share = min(1.0, math.sqrt(MOST_AT_ONCE / max(1, size.width() * size.height())))
    content.setImageData(image_of_page(page, figure, snapshot, replace(options, dpi=share * dpi)))
    content.setData("image/svg+xml", svg_of(figure, snapshot, options).encode())
    return content
