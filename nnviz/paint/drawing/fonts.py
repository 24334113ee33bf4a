"""The one typeface of the app, Inter, made known to Qt, and used where Qt lays texts out."""

from collections.abc import Iterator

from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
)

from nnviz.assets import assets

FAMILY = "Inter"


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; without them Qt falls back to a font of the system."""
    for path in sorted((assets() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def fragments_of(block: QTextBlock) -> Iterator[QTextFragment]:
    """Yield the parts of a paragraph that look alike."""
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1


def use_own_bold(document: QTextDocument) -> None:
    """Set all that is bold in the heaviest weight there is: Qt would smear it until it is heavier."""
    heavier: list[tuple[int, int]] = []
    block = document.begin()
    while block.isValid():
        heavier += [
            (part.position(), part.position() + part.length())
            for part in fragments_of(block)
            if part.charFormat().fontWeight() > QFont.Weight.DemiBold
        ]
        block = block.next()
    own = QTextCharFormat()
    own.setFontWeight(QFont.Weight.DemiBold)
    cursor = QTextCursor(document)
    for begin, end in heavier:
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(own)
