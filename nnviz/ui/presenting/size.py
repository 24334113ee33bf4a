"""How large everything on the stage is: for the last row of the hall, whatever the screen."""

from nnviz.paint.drawing.fonts import FAMILY
from nnviz.paint.drawing.theme import Style, Theme

SMALLEST = 0.0306
"""Height of the smallest text over the height of the picture: 22 pixels of 720 can be read at the back."""
NORMAL = 13.0
"""Size of normal text at scale 1."""
SIZES = (1.0, 1.15, 1.3, 1.5)
"""Factors that a lecturer can choose from; there is no smaller one than can be read."""


def stage_style(theme: Theme, height: float, size: float) -> Style:
    """Return colours and sizes of a picture so high, in pixels."""
    text = max(NORMAL, SMALLEST * height) * size
    return Style(theme, text=text, scale=text / NORMAL, family=FAMILY)
