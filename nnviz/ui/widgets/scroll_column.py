"""Panels one below the other that scroll up and down and are never cut at the side."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnviz.paint.drawing.theme import GRID

WIDEST = 50 * GRID
WIDEST_SHARE = 0.3
"""The column never asks for more than this width, or this share of the window's width if that is more; with
very large text it scrolls sideways instead."""


class ScrollColumn(QScrollArea):
    """Holds widgets with a thin rule between them; at least as wide as the widest of them."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._inside = QWidget()
        self._share_of = 0
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(GRID)
        for widget in widgets:
            if column.count():
                column.addWidget(_rule())
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to the control that Tab reaches
        self._inside.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the content with a scroll bar beside it, and little height."""
        bar = self.verticalScrollBar().sizeHint().width()
        content = self._inside.minimumSizeHint().width()
        most = max(WIDEST, round(WIDEST_SHARE * self.window().width()))
        return QSize(min(content + bar, most), 10 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another width where the window, of which it may take a share, has become another."""
        super().resizeEvent(event)
        if self.window().width() != self._share_of:
            self._share_of = self.window().width()
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another width when the content does (larger text, another data set)."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    rule.setFixedHeight(1)
    return rule
