"""A row that becomes two or three where it does not fit, for large text on a small screen."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.widgets.item_layout import ItemLayout

GAP = 3 * GRID // 2
"""Least distance of two items of a row."""


class FlowLayout(ItemLayout):
    """Items from left to right, in as many rows as needed; spare room goes between the items.

    An item goes into the first row that has room for it, so a short one may come before a long one.

    Parameters
    ----------
    close : bool
        Whether spare room goes to the right end of each row instead.
    """

    def __init__(self, parent: QWidget, close: bool = False) -> None:
        super().__init__(parent)
        self._close = close

    def expandingDirections(self) -> Qt.Orientation:
        """Return that spare room goes to others."""
        return Qt.Orientation(0)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        margins = self.contentsMargins()
        rows = self._rows(width - margins.left() - margins.right())
        heights = [_height(row) for row in rows]
        return sum(heights) + GRID * max(0, len(rows) - 1) + margins.top() + margins.bottom()

    def minimumSize(self) -> QSize:
        """Return the width of the widest item and the height of one row."""
        margins = self.contentsMargins()
        hints = [item.minimumSize() for item in self._items]
        width = max((hint.width() for hint in hints), default=0)
        height = max((hint.height() for hint in hints), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        area = rect.marginsRemoved(self.contentsMargins())
        top = area.top()
        for row in self._rows(area.width()):
            height = _height(row)
            sizes = [item.sizeHint().boundedTo(QSize(area.width(), height)) for item in row]
            spare = area.width() - sum(size.width() for size in sizes)
            gap = GAP if self._close else spare / max(1, len(row) - 1)
            left = float(area.left())
            for item, size in zip(row, sizes, strict=True):
                item.setGeometry(QRect(QPoint(round(left), top + (height - size.height()) // 2), size))
                left += size.width() + gap
            top += height + GRID

    def spare_widths(self, width: int, leave_out: QWidget) -> list[int]:
        """Return how much room each row has for one more item, if all but one widget are laid out."""
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        others = [item for item in self._shown() if item.widget() is not leave_out]
        return [inner - self._used(row) - GAP for row in self._packed(others, inner)]

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        return self._packed(self._shown(), width)

    def _packed(self, items: list[QLayoutItem], width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        for item in items:
            fits = (row for row in rows if self._used([*row, item]) <= width)
            row = next(fits, None)
            if row is None:
                rows.append([item])
            else:
                row.append(item)
        return rows

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    @staticmethod
    def _used(row: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in row) + GAP * max(0, len(row) - 1)


def _height(row: list[QLayoutItem]) -> int:
    return max(item.sizeHint().height() for item in row)
