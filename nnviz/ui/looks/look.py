"""The look of the whole app: which theme, how large the text; applied to Qt and told to the views."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from nnviz.paint.drawing.fonts import FAMILY
from nnviz.paint.drawing.theme import LIGHT, THEMES, Style
from nnviz.ui.looks.fonts import text_font
from nnviz.ui.looks.palette import palette
from nnviz.ui.looks.stylesheet import StyleSheet

SCREEN_THEMES = {"light": "sun", "dark": "moon", "projector": "projector"}
"""The themes of the window in the order of the command that changes them, and their icons."""
TEXT_SIZES = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
NORMAL_TEXT = 13
"""Size of normal text in logical pixels at text size 1."""


_STYLED, _POLISHED = Qt.WidgetAttribute.WA_StyleSheet, Qt.WidgetAttribute.WA_WState_Polished


class Look(QObject):
    """Theme and text size.

    Signals
    -------
    changing
        Qt is about to be restyled; everything still has the size that it had.
    changed(Style)
        Qt has been restyled.
    """

    changing = Signal()
    changed = Signal(Style)

    def __init__(self, app: QApplication, theme: str = LIGHT.name, text_size: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._theme = THEMES[theme] if theme in SCREEN_THEMES else LIGHT
        self._text_size = _nearest(text_size)
        self._sheet = StyleSheet()
        self._apply_colours_and_font()

    @property
    def theme_name(self) -> str:
        """Name of the current theme."""
        return self._theme.name

    @property
    def theme_icon(self) -> str:
        """Name of the icon of the current theme."""
        return SCREEN_THEMES[self._theme.name]

    @property
    def text_size(self) -> float:
        """Factor on every text size, 1 to 3."""
        return self._text_size

    def style(self) -> Style:
        """Return what painters need."""
        size = self._text_size
        return Style(self._theme, text=NORMAL_TEXT * size, scale=size, family=FAMILY)

    def set_theme(self, name: str) -> None:
        """Change to the theme `name` of `SCREEN_THEMES`."""
        if name != self._theme.name:
            self._theme = THEMES[name]
            self._apply()

    def next_theme(self) -> None:
        """Go on to the next of `SCREEN_THEMES`, after the last to the first."""
        names = list(SCREEN_THEMES)
        self.set_theme(names[(names.index(self._theme.name) + 1) % len(names)])

    def set_text_size(self, size: float) -> None:
        """Change to the nearest of `TEXT_SIZES`."""
        if _nearest(size) != self._text_size:
            self._text_size = _nearest(size)
            self._apply()

    def larger_text(self) -> None:
        """Go to the next larger text size, if there is one."""
        self.set_text_size(TEXT_SIZES[min(TEXT_SIZES.index(self._text_size) + 1, len(TEXT_SIZES) - 1)])

    def smaller_text(self) -> None:
        """Go to the next smaller text size, if there is one."""
        self.set_text_size(TEXT_SIZES[max(TEXT_SIZES.index(self._text_size) - 1, 0)])

    def normal_text(self) -> None:
        """Go back to text size 1."""
        self.set_text_size(1.0)

    def apply_sheet(self) -> None:
        """Style the widgets there are, and all to come.

        The first time, that is left to the window: it puts its panels together before. Otherwise each widget
        would be styled anew whenever it joins others, which takes a third of the time to make the window.

        The old sheet is taken away first, since Qt (6.11) styles each widget anew once for every widget
        around it where one sheet follows another: 5,300 palettes for 475 widgets, and three times the time.
        With the sheet Qt forgets which widgets it has to be told of when they go, all but those that asked
        for their style before they were polished: they crash it later, so they are polished now.
        """
        for widget in self._app.allWidgets():
            if widget.testAttribute(_STYLED) and not widget.testAttribute(_POLISHED):
                widget.ensurePolished()
        self._app.setStyleSheet("")
        self._app.setStyleSheet(self._sheet.text(self._theme, self._text_size))

    def _apply(self) -> None:
        self.changing.emit()
        self._apply_colours_and_font()
        self.apply_sheet()
        self.changed.emit(self.style())

    def _apply_colours_and_font(self) -> None:
        self._app.setPalette(palette(self._theme))
        self._app.setFont(text_font(NORMAL_TEXT * self._text_size))


def _nearest(size: float) -> float:
    return min(TEXT_SIZES, key=lambda known: abs(known - size))
