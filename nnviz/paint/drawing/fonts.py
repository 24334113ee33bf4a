"""The one typeface of the app, Inter, made known to Qt."""

from PySide6.QtGui import QFontDatabase

from nnviz.assets import assets

FAMILY = "Inter"


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; without them Qt falls back to a font of the system."""
    for path in sorted((assets() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
