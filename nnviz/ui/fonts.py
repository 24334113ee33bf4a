"""The one typeface of the app, Inter, and its tabular figures."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from nnviz.assets import assets

FAMILY = "Inter"


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; without them Qt falls back to a font of the system."""
    for path in sorted((assets() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def text_font(pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the typeface at a size in logical pixels, its figures of equal width: numbers never jump."""
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def number_font(relative: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of numbers at the current text size.

    Parameters
    ----------
    relative : float
        Size relative to normal text.
    weight : QFont.Weight
        Weight of the font.
    """
    return text_font(QApplication.font().pixelSize() * relative, weight)
