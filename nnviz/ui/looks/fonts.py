"""The app's typeface at the sizes of the window, with figures of equal width."""

from PySide6.QtGui import QFont

from nnviz.paint.drawing.fonts import FAMILY


def text_font(pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the typeface at a size in logical pixels, its figures of equal width: numbers never jump."""
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
