"""Pages of paper that are filled from top to bottom: words go on where a page ends, pictures stay whole."""

from collections.abc import Iterator

from PySide6.QtCore import QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.figure import Figure
from nnviz.export.page.devices import CREATOR, paint_page
from nnviz.export.page.page import MM_PER_INCH, Page
from nnviz.export.shown import Shown
from nnviz.paint.drawing.fonts import FAMILY, use_own_bold

DPI = 1200
DOTS = DPI / MM_PER_INCH
"""A millimetre."""
MARGIN_MM = 20.0
HEIGHT_MM = 297.0
TEXT_PT = 9.5
INDENT_MM = 7.0
"""Of lists, for their numbers."""
GAP_MM = 3.0
"""Below words."""


class Paper:
    """A4 pages of PDF.

    Parameters
    ----------
    device : QIODevice
        Takes the PDF.
    title : str
    width_mm : float
        Of what is printed, in millimetres.
    """

    def __init__(self, device: QIODevice, title: str, width_mm: float) -> None:
        self._writer = QPdfWriter(device)
        self._writer.setCreator(CREATOR)
        self._writer.setTitle(title)
        self._writer.setResolution(DPI)
        sheet = QPageSize(QPageSize.PageSizeId.A4)
        self._writer.setPageLayout(QPageLayout(sheet, QPageLayout.Orientation.Portrait, QMarginsF()))
        self._painter = QPainter(self._writer)
        self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        self._painter.scale(DOTS, DOTS)  # millimetres
        self._width = width_mm
        self._top = MARGIN_MM

    def turn(self) -> None:
        """Begin another page."""
        self._writer.newPage()
        self._top = MARGIN_MM

    def end(self) -> None:
        """Finish the file."""
        self._painter.end()

    @property
    def _room(self) -> float:
        return HEIGHT_MM - MARGIN_MM - self._top

    def print_picture(self, page: Page, figure: Figure, snapshot: RunInstant, shown: Shown) -> None:
        """Print a picture, on another page if there is no room for it here."""
        if page.height_mm > self._room and self._top > MARGIN_MM:
            self.turn()
        painter = self._painter
        painter.save()
        painter.translate(MARGIN_MM, self._top)
        painter.scale(page.unit_mm, page.unit_mm)
        edge = QRectF(0.0, 0.0, page.size.width(), page.size.height())
        painter.setClipRect(edge, Qt.ClipOperation.IntersectClip)
        paint_page(painter, page, figure, snapshot, shown)
        painter.restore()
        self._top += page.height_mm + 1.0

    def print_words(self, content: str) -> None:
        """Print HTML of our own making, as far as there is room, and the rest on the next pages."""
        document = self._document(content)
        bottoms = [*_bottoms(document)]
        first = 0.0
        while bottoms and bottoms[-1] > first:
            fits = [bottom for bottom in bottoms if bottom - first <= self._room * DOTS]
            if not fits or fits[-1] <= first:
                if self._top == MARGIN_MM:
                    break  # a line that is higher than a page
                self.turn()
                continue
            self._print_part(document, first, fits[-1])
            self._top += (fits[-1] - first) / DOTS
            first = fits[-1]
        self._top += GAP_MM

    def _print_part(self, document: QTextDocument, first: float, last: float) -> None:
        painter = self._painter
        painter.save()
        painter.translate(MARGIN_MM, self._top)
        painter.scale(1.0 / DOTS, 1.0 / DOTS)
        painter.translate(0.0, -first)
        document.drawContents(painter, QRectF(0.0, first, document.textWidth(), last - first))
        painter.restore()

    def _document(self, content: str) -> QTextDocument:
        document = QTextDocument()
        font = QFont(FAMILY)
        font.setPixelSize(round(TEXT_PT / 72.0 * DPI))
        document.setDefaultFont(font)
        document.setDocumentMargin(0.0)
        document.setIndentWidth(INDENT_MM * DOTS)
        document.setTextWidth(self._width * DOTS)
        document.setHtml(content)
        use_own_bold(document)
        return document


def _bottoms(document: QTextDocument) -> Iterator[float]:
    """Yield where each line of a document ends, in its units."""
    layout, block = document.documentLayout(), document.begin()
    while block.isValid():
        top, lines = layout.blockBoundingRect(block).top(), block.layout()
        for number in range(lines.lineCount()):
            yield top + lines.lineAt(number).rect().bottom()
        block = block.next()
