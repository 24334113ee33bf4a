"""What can be chosen for an export; Qt-free, so that scripts and tables need no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nnviz.export.presets import PRESETS, Preset

if TYPE_CHECKING:
    from nnviz.export.figures import Look

SMALLEST_MM, LARGEST_MM = 15.0, 1200.0
LEAST_DPI, MOST_DPI = 36, 2400


@dataclass(frozen=True)
class Movie:
    """Which part of a run an animation shows, and how.

    Attributes
    ----------
    first, last : int
        Updates; `last` 0 means the moment of the run that is exported.
    seconds : float
        Length of the animation.
    frames_per_second : int
        Pictures a second.
    """

    first: int = 0
    last: int = 0
    seconds: float = 6.0
    frames_per_second: int = 20


@dataclass(frozen=True)
class Task:
    """How a long export tells how far it is, and hears that it shall end."""

    report: Callable[[float], None] = lambda _share: None
    cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class ExportOptions:
    """Everything an exporter may take into account.

    Attributes
    ----------
    preset : Preset
        Size, text size, lines, fonts and theme.
    dpi : float
        Of bitmaps.
    transparent : bool
        Leave the background out.
    tight : bool
        Cut empty margins off: the width stays, the height follows the picture.
    grey : bool
        Colours that can be told apart in greyscale.
    outlines : bool
        Text as paths instead of text (SVG and PDF).
    look : Look, optional
        What the pictures show, as chosen on screen.
    movie : Movie
        For animations.
    task : Task
        For exports that take long.
    """

    preset: Preset = PRESETS["nature-1"]
    dpi: float = 300.0
    transparent: bool = False
    tight: bool = True
    grey: bool = False
    outlines: bool = False
    look: Look | None = None
    movie: Movie = Movie()
    task: Task = field(default_factory=Task)
