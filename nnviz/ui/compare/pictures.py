"""What is compared, side by side: the outputs of both, and right minus left on request."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnviz.experiment.look.wish import Wishes
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.output.difference import Pair
from nnviz.ui.compare.apart import ApartView
from nnviz.ui.compare.side import Side
from nnviz.ui.forms.elided_label import ElidedLabel
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.widgets.branch_chip import chip
from nnviz.ui.widgets.plain_text import plain_tip


class Pictures(QWidget):
    """Two outputs under the names of their sides, and the difference, hidden at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._sides: Sequence[Side] = ()
        self.boundaries = (BoundaryView(), BoundaryView())
        self.apart = ApartView()
        self._headings = (ElidedLabel(), ElidedLabel())
        self._chips = (QLabel(), QLabel())
        self._third = QWidget()
        self._lay_out()
        every = (*self.boundaries, self.apart)
        for view in every:
            for other in every:
                if other is not view:
                    view.window_chosen.connect(other.show_window)  # one window for all

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        for view in (*self.boundaries, self.apart):
            view.set_style(style)
        self._head()

    def show_sides(self, sides: Sequence[Side]) -> None:
        """Write what each side is called, in the colour of its curve."""
        self._sides = sides
        self._head()

    def show_pair(self, pair: Pair) -> None:
        """Show a moment of both."""
        for view, snapshot in zip(self.boundaries, (pair.left, pair.right), strict=True):
            view.show_snapshot(snapshot)

    def show_difference(self, on: bool) -> None:
        """Make room for right minus left, or not."""
        self._third.setVisible(on)

    def wishes(self) -> tuple[Wishes, Wishes]:
        """Return what both pictures need."""
        left, right = (view.wishes() for view in self.boundaries)
        return left, right

    def _head(self) -> None:
        size = round(2 * GRID * self._style.scale)
        for side, heading, dot in zip(self._sides, self._headings, self._chips, strict=False):
            heading.setText(side.name)
            heading.setToolTip(plain_tip(side.name))
            dot.setPixmap(chip(self._style.theme.branch_colour(side.colour)).pixmap(size, size))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for view, heading, dot in zip(self.boundaries, self._headings, self._chips, strict=True):
            row.addLayout(_column(_row(dot, heading), view), 1)
        heading = ElidedLabel()
        heading.setText("Right minus left")
        third = _column(_row(QLabel(), heading), self.apart)
        third.setContentsMargins(0, 0, 0, 0)
        self._third.setLayout(third)
        self._third.hide()
        row.addWidget(self._third, 1)


def _row(dot: QLabel, heading: QLabel) -> QHBoxLayout:
    heading.setProperty("role", "section")
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addWidget(dot)
    row.addWidget(heading, 1)
    return row


def _column(heading: QHBoxLayout, view: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GRID // 2)
    column.addLayout(heading)
    column.addWidget(view, 1)
    return column
