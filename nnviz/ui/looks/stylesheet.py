"""The style sheet `resources/styles/nnviz.qss`, filled with the tokens of a theme at a text size.

In the sheet `$name` is a token of the theme, `url(icon:name/token)` an icon in that colour, and lengths are
those of text size 1: every length of 3 px and more grows with the text.
"""

import re
import string
from pathlib import Path

from PySide6.QtCore import QTemporaryDir

from nnviz.assets import assets
from nnviz.paint.drawing.theme import Theme
from nnviz.ui.looks.icons import recoloured_svg

_DERIVED = ("hover", "pressed", "edge", "faint", "selection", "notice")
_ICON = re.compile(r"url\(icon:([a-z0-9-]+)/([a-z]+)\)")
_LENGTH = re.compile(r"\b(\d+)px")


class StyleSheet:
    """Fills the sheet; owns the folder of recoloured icons that Qt reads by file name."""

    def __init__(self) -> None:
        self._source = (assets() / "styles" / "nnviz.qss").read_text(encoding="utf-8")
        self._folder = QTemporaryDir()

    def text(self, theme: Theme, text_size: float) -> str:
        """Return the sheet for a theme (`Theme`) at a text size (1 to 3)."""
        tokens = colours(theme)
        sheet = _ICON.sub(lambda match: f"url({self._icon_file(match[1], tokens[match[2]])})", self._source)
        sheet = _LENGTH.sub(lambda match: f"{_scaled(int(match[1]), text_size)}px", sheet)
        return string.Template(sheet).substitute(tokens)

    def _icon_file(self, name: str, colour: str) -> str:
        path = Path(self._folder.path()) / f"{name}-{colour[1:]}.svg"
        if not path.exists():
            path.write_bytes(recoloured_svg(name, colour))
        return path.as_posix()


def colours(theme: Theme) -> dict[str, str]:
    """Return every colour token of a theme by name."""
    stored = {name: getattr(theme, name) for name in theme.__struct_fields__}
    derived = {name: getattr(theme, name) for name in _DERIVED}
    return {name: value for name, value in (stored | derived).items() if str(value).startswith("#")}


def _scaled(length: int, text_size: float) -> int:
    return length if length < 3 else round(length * text_size)
