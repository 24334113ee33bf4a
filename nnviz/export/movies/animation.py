"""A range of a run as moving pictures: the run is repeated, to the same bits, and painted on the way.

The same run, range and size give the same file: which update a picture shows depends on its number alone.
"""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from PySide6.QtGui import QImage

from nnviz.arrays import Floats
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.closeup import Closeup, wishes_of
from nnviz.export.errors import ExportError
from nnviz.export.figure import Figure
from nnviz.export.formats import SCREEN_DPI, movie_dpi
from nnviz.export.movies.mp4 import write_gif, write_mp4
from nnviz.export.movies.standing_still import standing_still
from nnviz.export.of_session import train_to, with_past
from nnviz.export.options import ExportOptions, Movie
from nnviz.export.page.application import ensure_application
from nnviz.export.page.devices import image_of_page
from nnviz.export.page.page import MM_PER_INCH, Page, page_of, style_of
from nnviz.export.run import SCORES, Run
from nnviz.export.shown import Shown

MOST_PIXELS = 3_000_000
"""Of one picture."""
MOST_PIXELS_TOGETHER = 600_000_000
"""Of all pictures: a GIF is put together in memory, a byte a pixel."""
FINENESS = 2 / 3
"""Of maps, against those on paper: each picture is seen for a moment only."""

WRITERS = {".gif": write_gif, ".mp4": write_mp4}


def updates_shown(movie: Movie, last: int) -> list[int]:
    """Return the update that each picture shows, ascending; `last` is the end of the run."""
    end = min(movie.last or last, last)
    first = min(movie.first, end)
    count = max(2, round(movie.seconds * movie.frames_per_second))
    return [
        int(update) for update in np.rint(first + _shares(count, end - first, movie.pace) * (end - first))
    ]


def _shares(count: int, updates: int, pace: str) -> Floats:
    """Return how much of the updates is over at each picture, from 0 to 1."""
    time = np.linspace(0.0, 1.0, count)
    if pace == "log" and updates:
        return np.asarray(np.expm1(time * np.log1p(updates)) / updates)
    return time**2 if pace == "early" else time


def write_animation(figure: Figure, run: Run, path: Path, options: ExportOptions) -> None:
    """Write GIF or MP4, whichever the suffix says.

    Raises
    ------
    ExportError
        For pictures too large.
    CancelledError
        When the task was cancelled.
    """
    ensure_application()
    options.check()
    page, options = _film_page(figure, run, options)
    images = pictures(figure, run, page, options)
    last = image_of_page(page, figure, run.snapshot, options)
    WRITERS[path.suffix.lower()](images, last, path, options.movie.frames_per_second)


def pictures(figure: Figure, run: Run, page: Page, options: ExportOptions) -> Iterator[QImage]:
    """Repeat the run and give one picture a frame, telling the task how far it is."""
    count = len(updates_shown(options.movie, run.snapshot.update))
    for number, snapshot in enumerate(_moments(figure, run, options)):
        yield image_of_page(page, figure, snapshot, options)
        options.task.report((number + 1) / count)


def _moments(figure: Figure, run: Run, options: ExportOptions) -> Iterator[RunInstant]:
    """Repeat the run and give the moment of each picture."""
    session, closeup = Session(run.start), Closeup()
    wishes = [wish.coarser(FINENESS) for wish in wishes_of(options.shown or Shown())]
    log = list(run.log)
    for update in updates_shown(options.movie, run.snapshot.update):
        options.task.check()  # here too: many pictures can show one update
        while log and log[0].update <= update:
            entry = log.pop(0)
            train_to(session, entry.update, options.task)
            session.apply(entry.command)
        train_to(session, update, options.task)
        needs_past = bool(figure.missing(session.snapshot(*SCORES)))
        yield closeup.complete(with_past(session) if needs_past else session.snapshot(*SCORES), wishes)


def _film_page(figure: Figure, run: Run, options: ExportOptions) -> tuple[Page, ExportOptions]:
    """Return the page of all pictures, that of the last one, and options that keep the scales fixed."""
    shown = standing_still(options.shown or Shown(), run.snapshot, style_of(options).theme)
    if figure.holding_all is not None:
        shown = figure.holding_all(shown, _moments(figure, run, options))
    options = replace(options, shown=shown, transparent=False)
    page = page_of(figure, run.snapshot, options)
    page = replace(page, style=replace(page.style, tabular=True))  # numbers stand still while they change
    dpi = options.dpi or _dpi_that_fits(page, options.movie)
    if _pixels(page, dpi) > _most_pixels(options.movie):
        count, size = options.movie.seconds * options.movie.frames_per_second, _pixels(page, dpi) / 1e6
        raise ExportError(
            f"{count:.0f} pictures of {size:.2f} million pixels are too much for an animation: "
            "choose a smaller width, a lower resolution, or a shorter time."
        )
    return page, replace(options, dpi=dpi)


def _dpi_that_fits(page: Page, movie: Movie) -> float:
    """Return the resolution where none is asked for: less where there are very many pictures."""
    wanted = movie_dpi(page.width_mm)
    most = wanted * math.sqrt(_most_pixels(movie) / _pixels(page, wanted))
    return max(SCREEN_DPI, min(wanted, 0.99 * most))


def _pixels(page: Page, dpi: float) -> float:
    return page.width_mm * page.height_mm * (dpi / MM_PER_INCH) ** 2


def _most_pixels(movie: Movie) -> float:
    """Return how many pixels a picture may have."""
    return min(MOST_PIXELS, MOST_PIXELS_TOGETHER / max(2.0, movie.seconds * movie.frames_per_second))
