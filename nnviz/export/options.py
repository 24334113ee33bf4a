"""What can be chosen for an export; Qt-free, so that scripts and tables need no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nnviz.export.errors import ExportError
from nnviz.export.presets import PRESETS, Preset
from nnviz.tasks.task import Task

if TYPE_CHECKING:
    from nnviz.export.shown import Shown

SMALLEST_MM, LARGEST_MM = 15.0, 1200.0
LEAST_TEXT, MOST_TEXT = 4.0, 72.0
LEAST_DPI, MOST_DPI = 36, 2400
LEAST_SECONDS, MOST_SECONDS = 0.5, 120.0

PACES = {
    "early": "slow at first",
    "log": "logarithmic",
    "even": "even",
}
"""How the pictures of an animation are spread over the run, where most is learned at its beginning."""


class Movie(msgspec.Struct, frozen=True):
    """Which part of a run an animation shows, and how.

    Attributes
    ----------
    first, last : int
        Updates; `last` 0 means the moment of the run that is exported.
    seconds : float
        Length of the animation.
    frames_per_second : int
        Pictures a second.
    pace : str
        One of `PACES`: "early" takes half of the time for the first quarter, "log" as long
        for updates 1 to 10 as for 10 to 100.
    """

    first: int = 0
    last: int = 0
    seconds: float = 6.0
    frames_per_second: int = 20
    pace: str = "early"

    def check(self) -> None:
        """Raise ExportError, with one sentence, for what cannot be."""
        if not LEAST_SECONDS <= self.seconds <= MOST_SECONDS:
            raise ExportError(
                f"An animation takes {LEAST_SECONDS:g} to {MOST_SECONDS:g} s, not {self.seconds:g}."
            )
        if not 1 <= self.frames_per_second <= 50:
            raise ExportError(f"An animation has 1 to 50 pictures a second, not {self.frames_per_second}.")
        if self.pace not in PACES:
            raise ExportError(f'The pace of an animation is {", ".join(PACES)}, not "{self.pace}".')


class ExportOptions(msgspec.Struct, frozen=True):
    """Everything an exporter may take into account.

    Attributes
    ----------
    preset : Preset
        Size, text size, lines, fonts and theme.
    dpi : float
        Of bitmaps; 0: what suits the format, 300 for paper; animations are at least `MOVIE_PIXELS` wide.
    transparent : bool
        Leave the background out.
    tight : bool
        Cut empty margins off: the width stays, the height follows the picture.
    grey : bool
        Colours that can be told apart in greyscale.
    outlines : bool
        Text as paths instead of text (SVG and PDF).
    shown : Shown, optional
        What the pictures show, as chosen on screen.
    movie : Movie
        For animations.
    task : Task
        For exports that take long.
    """

    preset: Preset = PRESETS["nature-1"]
    dpi: float = 0.0
    transparent: bool = False
    tight: bool = True
    grey: bool = False
    outlines: bool = False
    shown: Shown | None = None
    movie: Movie = Movie()
    task: Task = msgspec.field(default_factory=Task)

    def check(self) -> None:
        """Raise ExportError, with one sentence, for sizes that cannot be."""
        page = self.preset
        for name, value in (("width", page.width_mm), ("height", page.height_mm or page.width_mm)):
            if not SMALLEST_MM <= value <= LARGEST_MM:
                raise ExportError(f"The {name} must be {SMALLEST_MM:g} to {LARGEST_MM:g} mm, not {value:g}.")
        if not LEAST_TEXT <= page.text_pt <= MOST_TEXT:
            raise ExportError(f"The text must be {LEAST_TEXT:g} to {MOST_TEXT:g} pt, not {page.text_pt:g}.")
        if self.dpi != 0.0 and not LEAST_DPI <= self.dpi <= MOST_DPI:
            raise ExportError(f"The resolution must be {LEAST_DPI} to {MOST_DPI} dpi, not {self.dpi:g}.")
        if not 0.0 <= page.margin_mm <= min(page.width_mm, page.height_mm or page.width_mm) / 4:
            raise ExportError(f"The margin must be 0 to a quarter of the figure, not {page.margin_mm:g} mm.")
        self.movie.check()
