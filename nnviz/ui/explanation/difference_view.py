"""The check of a gradient by a central difference, with a slider for epsilon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from nnviz.explain.chain.epsilon import EPSILONS, FIRST_EPSILON
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.scales import SliderScale
from nnviz.ui.forms.slider_edit import SliderEditor
from nnviz.ui.pictures.copying import open_copy_menu, tab_separated

if TYPE_CHECKING:
    from nnviz.explain.chain.inspected import Inspection

_WIDTH = 340
_LINES = 12
"""Least height of numbers and curve, in sizes of the text."""


class DifferencePicture(QWidget):
    """Paints an inspection's numbers and its curve."""

    def __init__(self) -> None:
        super().__init__()
        self._style = Style()
        self._found: Inspection | None = None
        self.setAccessibleName("Check by a central difference")

    def show_inspection(self, found: Inspection) -> None:
        """Show another check."""
        self._found = found
        self.setAccessibleDescription(f"{found.difference.digits} digits agree")
        self.update()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which the numbers can be read."""
        return QSize(round(_WIDTH * self._style.scale), round(_LINES * self._style.text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint numbers and curve."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._style.theme.paper))
            self.paint_alone(painter)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the curve's numbers, and the picture."""
        if self._found is not None:
            open_copy_menu(self, event)

    # What can be copied

    has_table = True

    def table(self) -> str:
        """Return every epsilon that was tried, with its estimate and how far it is off."""
        curve = () if self._found is None else sorted(self._found.curve, key=lambda each: each.epsilon)
        return tab_separated(
            {
                "epsilon": [each.epsilon for each in curve],
                "central difference": [each.estimate for each in curve],
                "error": [each.error for each in curve],
            }
        )

    def value_at(self, position: QPointF) -> str:  # noqa: ARG002 (wherever: the numbers are those of one epsilon)
        """Return the two numbers that are compared."""
        if self._found is None:
            return ""
        found = self._found.difference
        return f"back-propagation\t{found.gradient!r}\ncentral difference\t{found.estimate!r}"

    def paint_alone(self, painter: QPainter) -> None:
        """Paint numbers and curve."""
        from nnviz.paint.mathematics.difference import paint_difference  # noqa: PLC0415 (the app starts sooner without)

        if self._found is not None:
            rect = self.rect().toRectF().adjusted(GRID, 0, -GRID, -GRID / 2)
            paint_difference(painter, rect, self._found.difference, self._found.curve, self._style)

    def plot_style(self) -> Style:
        """Return its colours and sizes."""
        return self._style

    def as_widget(self) -> QWidget:
        """Return itself."""
        return self


class DifferenceView(QWidget):
    """Picture and slider; `epsilon_changed` says that another epsilon is to be tried."""

    epsilon_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.epsilon = FIRST_EPSILON
        self.picture = DifferencePicture()
        low, high = EPSILONS
        self._editor = SliderEditor(SliderScale(low, high, logarithmic=True), parent=self)
        tip = "Too large: the curve bends (truncation). Too small: digits cancel"
        self._editor.name("epsilon", tip, tip)
        self._editor.set_value(FIRST_EPSILON)
        self._editor.edited.connect(self._take)
        row = QHBoxLayout()
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.addWidget(QLabel("epsilon"))
        row.addWidget(self._editor, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID // 2, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(row)
        column.addWidget(self.picture, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.picture.set_style(style)
        self.picture.updateGeometry()
        self._editor.set_style(style)

    @Slot(object)
    def _take(self, value: float) -> None:
        low, high = EPSILONS
        self.epsilon = min(max(float(value), low), high)
        self._editor.set_value(self.epsilon)
        self.epsilon_changed.emit(self.epsilon)


class DifferenceScroller(QScrollArea):
    """As wide as the view and a scroll bar need; scrolls where it is too low."""

    def __init__(self, view: DifferenceView) -> None:
        super().__init__()
        self._view = view
        self.setWidget(view)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)

    def sizeHint(self) -> QSize:
        """Return the width for view and scroll bar."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._view.minimumSizeHint().width() + bar, 10 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Return the same: numbers are never cut off."""
        return self.sizeHint()
