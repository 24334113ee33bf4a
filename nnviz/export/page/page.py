"""From millimetres and points to the painters' units, and back.

Painters know text of 13 units; so a page is as many units wide as 13 units of it are the text size asked for.
The layout of a figure is then that of a window of this size, and only the device's scale differs.
"""

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFontDatabase

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.errors import ExportError
from nnviz.export.figure import Figure
from nnviz.export.options import ExportOptions
from nnviz.export.page.fit import fitted
from nnviz.export.page.greyscale import grey_safe
from nnviz.export.shown import Shown
from nnviz.paint.drawing.fonts import FAMILY
from nnviz.paint.drawing.missing_letters import missing_letters, said_of
from nnviz.paint.drawing.theme import THEMES, Style

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72.0
NORMAL_TEXT = 13.0
LEAST_READABLE_PT = 5.0
"""The smallest text that journals take."""


class Page(msgspec.Struct, frozen=True):
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
    smallest_pt : float
        Its smallest text but for indices; less than was asked for where a figure had to be made smaller.
    letters : str
        Those of names that no font on this computer has.
    """

    width_mm: float
    height_mm: float
    unit_mm: float
    canvas: QRectF
    shown: QRectF
    style: Style
    background: bool
    smallest_pt: float
    letters: str = ""

    @property
    def size(self) -> QSizeF:
        """The page in the painter's units."""
        return self.shown.size()

    @property
    def warning(self) -> str:
        """What is lost on it, in a sentence each: letters without a font, text too small to be read well."""
        said = [said_of(self.letters)] if self.letters else []
        if self.smallest_pt <= LEAST_READABLE_PT - 0.05:
            size = f"{self.smallest_pt:.1f} pt"
            said.append(f"Its smallest text is {size}, hard to read: a larger page or text may help.")
        return " ".join(said)


def page_of(figure: Figure, snapshot: RunInstant, options: ExportOptions) -> Page:
    """Lay a figure out.

    Raises
    ------
    ExportError
        If the size asked for is none, or there is no such picture of the snapshot.
    """
    preset = options.preset
    options.check()
    if missing := figure.missing(snapshot):
        raise ExportError(missing)
    style, shown = style_of(options), options.shown or Shown()
    unit = preset.text_pt * MM_PER_POINT / NORMAL_TEXT
    margin = preset.margin_mm / unit
    width = preset.width_mm / unit - 2 * margin
    height = preset.height_mm / unit - 2 * margin if preset.height_mm else figure.height_for(width)
    canvas = QRectF(0.0, 0.0, width, height)
    cut = canvas
    if options.tight and not preset.height_mm:
        size = QSizeF(width, height)
        canvas, cut = fitted(
            lambda painter, room: figure.paint(painter, room, snapshot, style, shown),
            size,
            grows=figure.grows,
        )
    cut = cut.adjusted(-margin, -margin, margin, margin)
    unit = min(unit, preset.width_mm / cut.width())  # what needs more room gets smaller
    height_mm = preset.height_mm or cut.height() * unit
    background = not options.transparent and style.theme.name != "print"
    smallest = figure.smallest_text(snapshot, canvas.size(), style, shown) * unit / MM_PER_POINT
    letters = missing_letters(snapshot, style)
    return Page(preset.width_mm, height_mm, unit, canvas, cut, style, background, smallest, letters)


def style_of(options: ExportOptions) -> Style:
    """Return the style of a preset: its theme, strength of lines and first font that there is."""
    theme = THEMES[options.preset.theme]
    theme = replace(theme, stroke=theme.stroke * options.preset.line)
    families = {
        name.partition(" [")[0] for name in QFontDatabase.families()
    }  # without makers: "Arial [Mono]"
    family = next((name for name in options.preset.fonts if name in families), FAMILY)
    return Style(
        grey_safe(theme) if options.grey else theme,
        text=NORMAL_TEXT,
        scale=1.0,
        family=family,
        tabular=False,
    )
