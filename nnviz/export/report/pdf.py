"""A lab report as PDF: text as text, figures painted into the pages as vectors."""

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
)

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.figure import Figure
from nnviz.export.page.devices import CREATOR, paint_page
from nnviz.export.page.page import MM_PER_INCH, Page
from nnviz.export.shown import Shown
from nnviz.paint.drawing.fonts import FAMILY
from nnviz.paint.drawing.tools import saved

DPI = 1200
TEXT_PT = 9.5


class FiguresOfPages(QPyTextObject):
    """Stands in for the images of a text document, by their names.

    Parameters
    ----------
    figures : mapping
        From a name to a figure and the page it is laid out on.
    """

    def __init__(
        self, figures: Mapping[str, tuple[Figure, Page]], snapshot: RunInstant, shown: Shown
    ) -> None:
        super().__init__()
        self._figures, self._snapshot, self._shown = figures, snapshot, shown

    def intrinsicSize(self, document: QTextDocument, _place: int, text_format: QTextFormat) -> QSizeF:  # noqa: N802
        """Return the size of a figure in the units of the document's device."""
        _, page = self._figures[text_format.toImageFormat().name()]
        device = document.documentLayout().paintDevice()  # none before the document is printed
        dots = (device.logicalDpiX() if device is not None else DPI) / MM_PER_INCH
        return QSizeF(page.width_mm * dots, page.height_mm * dots)

    def drawObject(  # noqa: N802
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _document: QTextDocument,
        _place: int,
        text_format: QTextFormat,
    ) -> None:
        """Paint a figure."""
        figure, page = self._figures[text_format.toImageFormat().name()]
        box = QRectF(rect)
        with saved(painter):
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
            painter.translate(box.topLeft())
            painter.scale(box.width() / page.size.width(), box.height() / page.size.height())
            paint_page(painter, page, figure, self._snapshot, self._shown)


def pages_of(html: str, title: str, figures: FiguresOfPages | None = None) -> bytes:
    """Return a document as A4 pages of PDF, with figures where it has images."""
    document = QTextDocument()
    font = QFont(FAMILY)
    font.setPointSizeF(TEXT_PT)
    document.setDefaultFont(font)  # of the numbers of the pages, too
    if figures is not None:
        document.documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject.value, figures)
    document.setHtml(html)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator(CREATOR)
    writer.setTitle(title)
    writer.setResolution(DPI)
    # The document adds margins of 20 mm itself.
    sheet = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(sheet, QPageLayout.Orientation.Portrait, QMarginsF()))
    document.print_(writer)
    return bytes(buffer.data().data())
