"""The look of the whole app: theme, size of controls, size of contents; applied to Qt, told to the views."""

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from nnviz.paint.drawing.fonts import FAMILY
from nnviz.paint.drawing.theme import LIGHT, THEMES, Style
from nnviz.ui.looks.fonts import text_font
from nnviz.ui.looks.palette import palette
from nnviz.ui.looks.restyling import Restyling
from nnviz.ui.looks.stylesheet import StyleSheet

SCREEN_THEMES = {"light": "sun", "dark": "moon", "projector": "projector"}
"""The themes of the window in the order of the command that changes them, and their icons."""
TEXT_SIZES = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
NORMAL_TEXT = 13
"""Size of normal text in logical pixels at text size 1."""


class Styles(Struct, frozen=True):
    """The two sizes of everything that is seen.

    Attributes
    ----------
    controls : Style
        Of buttons, fields, menus and what is written beside them.
    contents : Style
        Of what the hall looks at: formulas, numbers in the network, axes, legends, readouts, points, lines.
    """

    controls: Style
    contents: Style

    @property
    def largest(self) -> float:
        """The larger of the two sizes: what a window must have room for."""
        return max(self.controls.scale, self.contents.scale)


class Look(QObject):
    """Theme, size of the controls, and size of the contents.

    Parameters
    ----------
    content_size : float, optional
        Left out: that of the controls.

    Signals
    -------
    changing
        Qt is about to be restyled; everything still has the size that it had.
    changed(Styles)
        Qt has been restyled.
    """

    changing = Signal()
    changed = Signal(Styles)

    def __init__(
        self,
        app: QApplication,
        theme: str = LIGHT.name,
        text_size: float = 1.0,
        content_size: float | None = None,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._theme = THEMES[theme] if theme in SCREEN_THEMES else LIGHT
        self._text_size = _nearest(text_size)
        self._content_size = self._text_size if content_size is None else _nearest(content_size)
        self._sheet = StyleSheet()
        self._restyling = Restyling(app)
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
        """Factor on the text of all controls, 1 to 3."""
        return self._text_size

    @property
    def content_size(self) -> float:
        """Factor on all contents, 1 to 3."""
        return self._content_size

    def style(self) -> Style:
        """Return what painters of controls need."""
        return self._style(self._text_size)

    def styles(self) -> Styles:
        """Return what painters of controls and of contents need."""
        return Styles(self._style(self._text_size), self._style(self._content_size))

    def _style(self, size: float) -> Style:
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
        """Give the controls the nearest of `TEXT_SIZES`."""
        if _nearest(size) != self._text_size:
            self._text_size = _nearest(size)
            self._apply()

    def set_content_size(self, size: float) -> None:
        """Give the contents the nearest of `TEXT_SIZES`; Qt's own controls stay as they are."""
        if _nearest(size) != self._content_size:
            self._content_size = _nearest(size)
            if not self._restyling.is_going_on:  # else it tells
                self.changing.emit()
                self.changed.emit(self.styles())

    def larger_text(self) -> None:
        """Give the controls the next larger text size, if there is one."""
        self.set_text_size(_beside(self._text_size, +1))

    def smaller_text(self) -> None:
        """Give the controls the next smaller text size, if there is one."""
        self.set_text_size(_beside(self._text_size, -1))

    def larger_contents(self) -> None:
        """Give the contents the next larger size, if there is one."""
        self.set_content_size(_beside(self._content_size, +1))

    def smaller_contents(self) -> None:
        """Give the contents the next smaller size, if there is one."""
        self.set_content_size(_beside(self._content_size, -1))

    def normal_sizes(self) -> None:
        """Go back to size 1 for controls and contents."""
        if self._text_size == 1.0:
            self.set_content_size(1.0)
        else:
            self._content_size = 1.0
            self.set_text_size(1.0)

    def apply_sheet(self) -> None:
        """Style the widgets there are, and all to come.

        The first time, that is left to the window: it puts its panels together before. Otherwise each widget
        would be styled anew whenever it joins others, which takes a third of the time to make the window.
        """
        self._restyling.put_on(self._sheet.text(self._theme, self._text_size))

    def _apply(self) -> None:
        if not self._restyling.is_going_on:
            self.changing.emit()
        self._apply_colours_and_font()
        self._restyling.begin(
            lambda: self._sheet.text(self._theme, self._text_size), lambda: self.changed.emit(self.styles())
        )

    def _apply_colours_and_font(self) -> None:
        self._app.setPalette(palette(self._theme))
        self._app.setFont(text_font(NORMAL_TEXT * self._text_size))


def _nearest(size: float) -> float:
    return min(TEXT_SIZES, key=lambda known: abs(known - size))


def _beside(size: float, direction: int) -> float:
    """Return the size after or before one of `TEXT_SIZES`, at the ends itself."""
    return TEXT_SIZES[min(max(TEXT_SIZES.index(size) + direction, 0), len(TEXT_SIZES) - 1)]
