"""Texts that Qt lays out: what is bold in them, in the weight that the typeface has."""

from collections.abc import Iterator

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFragment

BOLD = QFont.Weight.DemiBold


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
            if part.charFormat().fontWeight() > BOLD
        ]
        block = block.next()
    own = QTextCharFormat()
    own.setFontWeight(BOLD)
    cursor = QTextCursor(document)
    for begin, end in heavier:
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(own)
