"""A panel of the window: a quiet title above its content; as a dock it can also be floated and hidden."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.looks.icons import icon
from nnviz.ui.panels.record import Panel


class PanelTitle(QWidget):
    """A title and small buttons; what is not a button can be dragged."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("panelTitle")
        self._title = title
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GRID, 0, 0, 0)
        self._row.setSpacing(0)
        self._label = QLabel(title)
        self._row.addWidget(self._label)
        self._row.addStretch()
        self._parts: list[QWidget] = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the title out where it would be cut: the tab and the content say it, too."""
        super().resizeEvent(event)
        needed = sum(widget.sizeHint().width() for widget in (self._label, *self._parts)) + 2 * GRID
        self._label.setVisible(needed <= self.width())

    def minimumSizeHint(self) -> QSize:
        """Return the size without the title."""
        width = sum(max(widget.minimumSizeHint().width(), 0) for widget in self._parts)
        return QSize(width + GRID, super().minimumSizeHint().height())

    def add_widget(self, widget: QWidget) -> None:
        """Put a widget between the title and the buttons."""
        self._row.takeAt(self._row.count() - 1)  # the stretch: the widget takes its room
        self._row.addWidget(widget, 1)
        self._parts.append(widget)

    def add_button(self, icon_name: str, tip: str) -> QToolButton:
        """Append a small button and return it."""
        button = QToolButton()
        button.setIcon(icon(icon_name, QPalette.ColorRole.PlaceholderText))
        button.setToolTip(tip)
        button.setAccessibleName(f"{tip}: {self._title}")
        button.setProperty("role", "small")
        self._row.addWidget(button)
        self._parts.append(button)
        return button


class CentralPanel(QWidget):
    """The panel in the middle, with its controls beside the title; it can be maximised, but not hidden."""

    maximise_asked = Signal(str)

    def __init__(self, panel: Panel, content: QWidget, controls: QWidget) -> None:
        super().__init__()
        self.panel = panel
        self.setObjectName(panel.name)
        bar = PanelTitle(panel.title)
        bar.add_widget(controls)
        bar.add_button("maximize-2", "Show this panel alone, or all again").clicked.connect(self._maximise)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(content, 1)

    def _maximise(self) -> None:
        self.maximise_asked.emit(self.objectName())


class Dock(QDockWidget):
    """A panel at the side.

    Attributes
    ----------
    panel : Panel
        What is said about it.

    Parameters
    ----------
    content : callable
        Makes what is in it, or finds that: called when it is shown for the first time.

    Signals
    -------
    maximise_asked(str)
        It is to be shown alone, or all are again.
    leaving
        It is about to be floated, put back or hidden by its buttons.
    """

    maximise_asked = Signal(str)
    leaving = Signal()

    def __init__(self, panel: Panel, content: Callable[[], QWidget]) -> None:
        super().__init__(panel.short)
        self.panel, self._content = panel, content
        self.setObjectName(panel.name)
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        if panel.at_start:
            self._fill()
        else:
            self.hide()

    def setVisible(self, visible: bool) -> None:
        """Be shown, with its content, or be hidden: Qt comes here, whoever asks for it."""
        if visible and self.widget() is None:
            self._fill()
        super().setVisible(visible)

    def _fill(self) -> None:
        self.setWidget(self._content())
        bar = PanelTitle(self.panel.title)
        bar.add_button("maximize-2", "Show this panel alone, or all again").clicked.connect(self._maximise)
        bar.add_button("picture-in-picture-2", "Float").clicked.connect(self._float)
        bar.add_button("x", "Hide").clicked.connect(self._hide)
        self.setTitleBarWidget(bar)

    def _maximise(self) -> None:
        self.maximise_asked.emit(self.objectName())

    def _float(self) -> None:
        self.leaving.emit()
        self.setFloating(not self.isFloating())

    def _hide(self) -> None:
        self.leaving.emit()
        self.close()


class BottomBar(QToolBar):
    """A row across the whole window, below all panels; it can be hidden, but not moved."""

    def __init__(self, name: str, title: str, content: QWidget) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self.setMovable(False)
        self.setFloatable(False)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)
        self.addWidget(content)
