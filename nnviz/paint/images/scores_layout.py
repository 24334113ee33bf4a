"""Where the cells of a table of confusion stand, and what there is room for around them."""

from enum import IntEnum

import msgspec
from PySide6.QtCore import QRectF

from nnviz.experiment.snapshot.agreement import ClassAgreement
from nnviz.paint.drawing.lettering import text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics

GAP = 6.0
BETWEEN = 14.0
"""Space between names and cells, and between columns of scores, at 1x."""
LARGEST_CELL = 72.0
NAME_SHARE = 0.3
"""Names of the rows take at most this share of the width."""
LEAST_TEXT = 0.7
"""Numbers in cells shrink to this share of the usual text before they are left out."""
HEADS = ("precision", "recall", "F1")


class Below(IntEnum):
    """What stands below the cells: less where they would get too low."""

    AVERAGES = 0
    ONE_LINE = 1
    NOTHING = 2


_LINES_BELOW = {Below.AVERAGES: 5.0, Below.ONE_LINE: 2.6, Below.NOTHING: 0.2}
LEAST_ROW = 0.85
"""Lines of text need at least this share of their usual height each."""


class ScoresLayout(msgspec.Struct, frozen=True):
    """Where the cells stand, how wide the names are, whether those above are turned, and what is below."""

    first: QRectF
    count: int
    names: float
    turned: bool
    columns: tuple[float, ...]
    below: Below

    def cell(self, row: int, column: int) -> QRectF:
        """Return the place of a cell."""
        return self.first.translated(column * self.first.width(), row * self.first.height())

    @property
    def right(self) -> float:
        """The right end of all cells."""
        return self.first.left() + self.count * self.first.width()

    @property
    def bottom(self) -> float:
        """The lower end of all cells."""
        return self.first.top() + self.count * self.first.height()


def lay_out(rect: QRectF, table: ClassAgreement, style: Style) -> ScoresLayout:
    """Return where everything of a table painted into `rect` stands."""
    line, gap, count = metrics(style).height(), GAP * style.scale, len(table.classes)
    widest = max(text_width(name, style) for name in table.classes)
    names = min(widest, NAME_SHARE * rect.width())
    columns: tuple[float, ...] = tuple(
        max(text_width(head, style), text_width("0.000", style)) + BETWEEN * style.scale for head in HEADS[1:]
    )
    if (rect.width() - names - gap - sum(columns)) / count < LEAST_TEXT * line:
        columns = ()
    width = (rect.width() - names - gap - sum(columns)) / count
    width = max(min(width, LARGEST_CELL * style.scale), 1.0)
    turned = widest > width
    heads = names if turned else line
    above = 1.4 * line + heads + gap / 2
    for below in Below:
        height = max(min((rect.height() - above - _LINES_BELOW[below] * line) / count, width), 1.0)
        if height >= min(LEAST_ROW * line, width):
            break
    first = QRectF(rect.left() + names + gap, rect.top() + above, width, height)
    return ScoresLayout(first, count, names, turned, columns, below)
