"""What the hall reads in a scene: its text, as large as everything else, page by page."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QTextDocument, QTextOption
from PySide6.QtWidgets import QWidget

from nnviz.paint.drawing.fonts import use_own_bold
from nnviz.paint.drawing.theme import Style
from nnviz.ui.pictures.pages import Span, page_words, pages_of, paint_page_number

_MARKDOWN = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class WordsPanel(QWidget):
    """Shows Markdown without pictures and links."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._style = Style()
        self._text = ""
        self._document = QTextDocument(self)
        self._pages: list[Span] = [(0.0, 0.0)]
        self._page = 0

    def show_text(self, text: str) -> None:
        """Show a text from its first page on."""
        self._text, self._page = text, 0
        self._set()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self._set()

    def height_in(self, width: float) -> float:
        """Return the height that the whole text needs."""
        if not self._text.strip():
            return 0.0
        self._document.setTextWidth(max(1.0, width))
        return self._document.size().height()

    def fit(self) -> None:
        """Cut the text into pages of the present size."""
        self._document.setTextWidth(max(1, self.width()))
        layout, lines = self._document.documentLayout(), []
        block = self._document.begin()
        while block.isValid():
            corner = layout.blockBoundingRect(block).topLeft()
            text = block.layout()
            lines += [text.lineAt(n).rect().translated(corner) for n in range(text.lineCount())]
            block = block.next()
        self._pages = pages_of(lines, max(self.height(), self._style.text * 2))
        self._page = min(self._page, len(self._pages) - 1)
        self.update()

    def forward(self) -> bool:
        """Turn to the next page; False on the last one."""
        return self._turn(+1)

    def back(self) -> bool:
        """Turn to the page before; False on the first one."""
        return self._turn(-1)

    def _turn(self, direction: int) -> bool:
        page = self._page + direction
        if not (0 <= page < len(self._pages) and self.isVisible()):
            return False
        self._page = page
        self.update()
        return True

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def _set(self) -> None:
        font = QFont(self._style.family)
        font.setPixelSize(round(self._style.text * 1.08))
        self._document.setDefaultFont(font)
        self._document.setDocumentMargin(0.0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self._document.setDefaultTextOption(option)
        self._document.setMarkdown(self._text, _MARKDOWN)
        use_own_bold(self._document)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page, and which of how many it is."""
        style = self._style
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(style.theme.paper))
            top, bottom = self._pages[self._page]
            said = page_words(self._page, len(self._pages))
            painter.save()
            painter.setClipRect(QRectF(0.0, 0.0, self.width(), bottom - top + 1.0))
            painter.translate(0.0, -top)
            context = self._document.documentLayout().PaintContext()
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.Text, QColor(style.theme.ink))
            context.palette = palette
            self._document.documentLayout().draw(painter, context)
            painter.restore()
            if said:
                paint_page_number(painter, QRectF(self.rect()), said, style)
