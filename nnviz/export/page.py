"""From millimetres and points to the painters' units, and back.

Painters know text of 13 units; so a page is as many units wide as 13 units of it are the text size asked for.
The layout of a figure is then that of a window of this size, and only the device's scale differs.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFontDatabase

from nnviz.export.figures import Figure
from nnviz.export.fit import fitted
from nnviz.export.greyscale import grey_safe
from nnviz.export.look import Look
from nnviz.export.options import LARGEST_MM, SMALLEST_MM, ExportOptions
from nnviz.export.writing import ExportError
from nnviz.experiment.snapshot import Snapshot
from nnviz.paint.fonts import FAMILY
from nnviz.paint.theme import THEMES, Style

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72.0
LEAST_TEXT, MOST_TEXT = 4.0, 72.0
NORMAL_TEXT = 13.0


@dataclass(frozen=True)
class Page:
    """A figure laid out on paper.

    Attributes
    ----------
    width_mm, height_mm : float
        Of the whole page.
    unit_mm : float
        One unit of the painter.
    canvas : QRectF
        What is painted into, in the painter's units.
    shown : QRectF
        The part of it that is the page, margins included.
    style : Style
        For the painters.
    background : bool
        Whether the page has a colour of its own.
    """

    width_mm: float
    height_mm: float
    unit_mm: float
    canvas: QRectF
    shown: QRectF
    style: Style
    background: bool

    @property
    def size(self) -> QSizeF:
        """The page in the painter's units."""
        return self.shown.size()


def page_of(figure: Figure, snapshot: Snapshot, options: ExportOptions) -> Page:
    """Lay a figure out.

    Raises
    ------
    ExportError
        If the size asked for is none.
    """
    preset = options.preset
    _check(preset.width_mm, preset.height_mm, preset.text_pt, preset.margin_mm)
    style = style_of(options)
    unit = preset.text_pt * MM_PER_POINT / NORMAL_TEXT
    margin = preset.margin_mm / unit
    width = preset.width_mm / unit - 2 * margin
    height = preset.height_mm / unit - 2 * margin if preset.height_mm else figure.shape * width
    canvas = QRectF(0.0, 0.0, width, height)
    shown = canvas
    if options.tight and not preset.height_mm:
        canvas, shown = fitted(figure, snapshot, style, options.look or Look(), QSizeF(width, height))
    shown = shown.adjusted(-margin, -margin, margin, margin)
    height_mm = preset.height_mm or shown.height() * unit
    background = not options.transparent and style.theme.name != "print"
    return Page(preset.width_mm, height_mm, unit, canvas, shown, style, background)


def style_of(options: ExportOptions) -> Style:
    """Return the style of a preset: its theme, strength of lines and first font that there is."""
    theme = THEMES[options.preset.theme]
    theme = replace(theme, stroke=theme.stroke * options.preset.line)
    families = set(QFontDatabase.families())
    family = next((name for name in options.preset.fonts if name in families), FAMILY)
    return Style(
        grey_safe(theme) if options.grey else theme,
        text=NORMAL_TEXT,
        scale=1.0,
        family=family,
        tabular=False,
    )


def _check(width_mm: float, height_mm: float, text_pt: float, margin_mm: float) -> None:
    for name, value in (("width", width_mm), ("height", height_mm or width_mm)):
        if not SMALLEST_MM <= value <= LARGEST_MM:
            raise ExportError(f"The {name} must be {SMALLEST_MM:g} to {LARGEST_MM:g} mm, not {value:g}.")
    if not LEAST_TEXT <= text_pt <= MOST_TEXT:
        raise ExportError(f"The text must be {LEAST_TEXT:g} to {MOST_TEXT:g} pt, not {text_pt:g}.")
    if not 0.0 <= margin_mm <= min(width_mm, height_mm or width_mm) / 4:
        raise ExportError(f"The margin must be 0 to a quarter of the figure, not {margin_mm:g} mm.")
