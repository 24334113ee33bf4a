"""Pointing at something in the app to learn what it is called and means: Shift+F1, then a click."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QTabBar,
    QWidget,
)

from nnviz.lecture.glossary import look_up


class Pointing(QObject):
    """Takes the next click anywhere in a window and says which term it hit.

    Signals
    -------
    found(str)
        The term.
    missed
        There is none for what was clicked.
    """

    found = Signal(str)
    missed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.is_on = False

    @Slot()
    def begin(self) -> None:
        """Wait for a click; Esc ends it."""
        if not self.is_on:
            self.is_on = True
            QApplication.setOverrideCursor(Qt.CursorShape.WhatsThisCursor)
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    @Slot()
    def end(self) -> None:
        """Wait no more."""
        if self.is_on:
            self.is_on = False
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            QApplication.restoreOverrideCursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the click, or Esc."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.end()
            return True
        kinds = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick
        if (
            event.type() not in kinds
            or not isinstance(event, QMouseEvent)
            or not isinstance(watched, QWidget)
        ):
            return False
        if event.type() == QEvent.Type.MouseButtonPress and self._window.isAncestorOf(watched):
            self.end()
            self._say(watched, event)
        return True

    def _say(self, widget: QWidget, event: QMouseEvent) -> None:
        for words in _words_at(widget, event):
            entry = look_up(words)
            if entry is not None:
                self.found.emit(entry.term)
                return
        self.missed.emit()


def _words_at(widget: QWidget, event: QMouseEvent) -> Iterator[str]:
    """Yield what is written where the mouse is, and what is said of it, the nearest first."""
    place: QWidget | None = widget
    while place is not None and not place.isWindow():
        yield from _words_of(place, event)
        place = place.parentWidget()


def _words_of(widget: QWidget, event: QMouseEvent) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QComboBox):
        yield widget.accessibleName()
        yield widget.currentText()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, QTabBar):
        yield widget.tabText(widget.tabAt(event.position().toPoint()))
    yield widget.accessibleName()
    yield widget.toolTip().partition(".")[0]
    yield widget.windowTitle()
