"""A page on its devices: bitmap, SVG, PDF. The same painters, another scale.

Choices measured on Qt 6.11: SVG 1.1 (Tiny 1.2 cannot clip); PDF with lossless images; dots per metre of a
bitmap set after painting (set before, they change the size of text); pages of PDF in whole points.
"""

import math
import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from nnviz import __version__
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.errors import ExportError
from nnviz.export.figure import Figure
from nnviz.export.formats import PAPER_DPI
from nnviz.export.options import ExportOptions
from nnviz.export.page.outlines import OutlinePainter
from nnviz.export.page.page import MM_PER_INCH, Page, page_of
from nnviz.export.page.png import png_of
from nnviz.export.page.svg_groups import with_groups
from nnviz.export.page.svg_text import with_texts
from nnviz.export.shown import Shown
from nnviz.paint.drawing.groups import GroupPainter

POINTS_PER_INCH = 72
RESOLUTION = 96
"""Units an inch of vector files; lengths are not rounded to them."""
MOST_PIXELS, MOST_TOGETHER = 12_000, 72_000_000
"""Pixels a side of a bitmap, and of all of it (A3 at 600 dpi): they take 288 MB."""
CREATOR = f"nnviz {__version__}"


def _page_of(figure: Figure, snapshot: RunInstant, options: ExportOptions) -> Page:
    page = page_of(figure, snapshot, options)
    if page.warning:
        options.task.warn(page.warning)
    return page


def paint_page(painter: QPainter, page: Page, figure: Figure, snapshot: RunInstant, shown: Shown) -> None:
    """Paint a page so that its upper left corner is at the origin, in the painters' units."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    if page.background:
        painter.fillRect(
            QRectF(0.0, 0.0, page.size.width(), page.size.height()), QColor(page.style.theme.paper)
        )
    painter.translate(-page.shown.left(), -page.shown.top())
    figure.paint(painter, page.canvas, snapshot, page.style, shown)


def pixels_of(page: Page, dpi: float) -> QSize:
    """Return how many pixels a page has across and down."""
    dots = dpi / MM_PER_INCH
    return QSize(round(page.width_mm * dots), round(page.height_mm * dots))


def image_of_page(
    page: Page, figure: Figure, snapshot: RunInstant, options: ExportOptions, dpi: float = PAPER_DPI
) -> QImage:
    """Return the page as a bitmap; `dpi` is used where the options give none.

    Raises
    ------
    ExportError
        If there would be too many pixels.
    """
    dots = (options.dpi or dpi) / MM_PER_INCH
    size = pixels_of(page, options.dpi or dpi)
    if max(size.width(), size.height()) > MOST_PIXELS or size.width() * size.height() > MOST_TOGETHER:
        raise ExportError(
            f"{size.width()} x {size.height()} pixels are too many (at most {MOST_PIXELS} a side and "
            f"{MOST_TOGETHER // 10**6} million together): choose a smaller width or resolution."
        )
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent if options.transparent else QColor(page.style.theme.paper))
    with QPainter(image) as painter:
        painter.scale(size.width() / page.size.width(), size.height() / page.size.height())
        paint_page(painter, page, figure, snapshot, options.shown or Shown())
    if not options.transparent:
        image.convertTo(QImage.Format.Format_RGB32)  # in place: there may be no room for two
    per_metre = round(1000.0 * dots)
    image.setDotsPerMeterX(per_metre)
    image.setDotsPerMeterY(per_metre)
    return image


def write_png(figure: Figure, snapshot: RunInstant, path: Path, options: ExportOptions) -> None:
    """Write a bitmap of the size in millimetres at the resolution asked for."""
    page = _page_of(figure, snapshot, options)
    path.write_bytes(png_of(image_of_page(page, figure, snapshot, options)))


def svg_of(figure: Figure, snapshot: RunInstant, options: ExportOptions) -> str:
    """Return the figure as SVG 1.1, its size in millimetres; text stays text, or becomes paths."""
    page = _page_of(figure, snapshot, options)
    buffer = QBuffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(RESOLUTION)
    generator.setSize(QSize(round(page.size.width()), round(page.size.height())))
    generator.setViewBox(QRectF(0.0, 0.0, page.size.width(), page.size.height()))
    generator.setTitle(snapshot.spec.title or figure.title)
    generator.setDescription(f"{figure.title}, made by {CREATOR}")
    with OutlinePainter(generator) if options.outlines else GroupPainter(generator) as painter:
        paint_page(painter, page, figure, snapshot, options.shown or Shown())
    svg = _completed(bytes(buffer.data().data()).decode("utf-8"), page)
    return with_texts(with_groups(svg), page.style)


def _completed(svg: str, page: Page) -> str:
    """Give the document its exact size, which the generator rounds."""
    size = f'width="{page.width_mm:.3f}mm" height="{page.height_mm:.3f}mm"'
    return re.sub(r'width="[\d.]+mm" height="[\d.]+mm"', size, svg, count=1)


def write_svg(figure: Figure, snapshot: RunInstant, path: Path, options: ExportOptions) -> None:
    """Write SVG."""
    path.write_text(svg_of(figure, snapshot, options), encoding="utf-8")


def pdf_of(figure: Figure, snapshot: RunInstant, options: ExportOptions) -> bytes:
    """Return the figure as one page of PDF of exactly its size, fonts embedded."""
    page = _page_of(figure, snapshot, options)
    width, height = (side / MM_PER_INCH * POINTS_PER_INCH for side in (page.width_mm, page.height_mm))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator(CREATOR)
    writer.setTitle(snapshot.spec.title or figure.title)
    writer.setResolution(RESOLUTION)
    sheet = QPageSize(QSize(math.ceil(width), math.ceil(height)), "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(sheet, QPageLayout.Orientation.Portrait, QMarginsF()))
    with OutlinePainter(writer) if options.outlines else QPainter(writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        painter.translate(0.0, (math.ceil(height) - height) / POINTS_PER_INCH * RESOLUTION)
        scale = page.unit_mm / MM_PER_INCH * RESOLUTION
        painter.scale(scale, scale)
        paint_page(painter, page, figure, snapshot, options.shown or Shown())
    buffer.close()
    return _cut_to_size(bytes(content.data()), width, height)


def _cut_to_size(pdf: bytes, width: float, height: float) -> bytes:
    """Give the page its exact size in points, of which Qt takes whole numbers; the picture is at the bottom.

    No byte moves, as the file says of its parts where they begin.
    """

    def exact(found: re.Match[bytes]) -> bytes:
        return f"/MediaBox [0 0 {width:.4f} {height:.4f}]".encode().ljust(len(found[0]))

    return re.sub(rb"/MediaBox \[0 0 [\d.]+ [\d.]+\]", exact, pdf, count=1)


def write_pdf(figure: Figure, snapshot: RunInstant, path: Path, options: ExportOptions) -> None:
    """Write PDF."""
    path.write_bytes(pdf_of(figure, snapshot, options))


WRITERS: dict[str, Callable[[Figure, RunInstant, Path, ExportOptions], None]] = {
    ".pdf": write_pdf,
    ".svg": write_svg,
    ".png": write_png,
}
"""Each writes a figure of a snapshot to a file with this suffix."""
