"""The walk as pictures, one a step: the network with what is lit, and the explanation below it."""

import re
from pathlib import Path

from nnviz.experiment.look.wish import wishes_on_paper
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.explain.documents.outline import outline
from nnviz.explain.formulas.step import Depth, Step
from nnviz.explain.update.walk import Walk
from nnviz.export.closeup import Closeup
from nnviz.export.errors import ExportError
from nnviz.export.figures.step import step_figure
from nnviz.export.options import ExportOptions
from nnviz.export.page.application import ensure_application
from nnviz.export.page.devices import WRITERS
from nnviz.export.presets import PRESETS
from nnviz.export.run import SCORES
from nnviz.files import FileExistsAlreadyError, written_whole

MOST_PICTURES = 300
"""Pictures of one walk: more would be a folder that nobody looks through."""
ON_PAPER = ExportOptions(preset=PRESETS["handout"], tight=False)


def picture_paths(walk: Walk, depth: Depth, path: Path) -> list[tuple[Step, Path]]:
    """Return the steps and the file of each: update.svg becomes update-01-input.svg and so on.

    Raises
    ------
    ExportError
        If there are more than `MOST_PICTURES`, or the suffix is not that of a picture.
    """
    if path.suffix.lower() not in WRITERS:
        raise ExportError(
            f'The suffix of the pictures must be one of {", ".join(WRITERS)}, not "{path.suffix}".'
        )
    try:
        steps = [step for section in outline(walk, depth) for step in section.steps]
    except ValueError as error:
        raise ExportError(f"{str(error).capitalize()}.") from None
    if len(steps) > MOST_PICTURES:
        raise ExportError(
            f"That would be {len(steps):,} pictures (at most {MOST_PICTURES}): choose a coarser depth."
        )
    width = max(2, len(str(len(steps))))
    return [
        (step, path.with_name(f"{path.stem}-{number:0{width}}-{_name(step)}{path.suffix}"))
        for number, step in enumerate(steps, start=1)
    ]


def _name(step: Step) -> str:
    """Return the title in letters and digits that every file system takes."""
    return re.sub(r"[^a-z0-9]+", "-", step.title.lower()).strip("-")[:60]


def pictures_of_walk(session: Session, walk: Walk, depth: Depth, path: Path) -> list[Path]:
    """Write one picture a step of the walk through a session's coming update; see `write_pictures`."""
    snapshot = Closeup().complete(session.snapshot(*SCORES), wishes_on_paper())
    return write_pictures(walk, snapshot, depth, path)


def write_pictures(
    walk: Walk, snapshot: RunInstant, depth: Depth, path: Path, options: ExportOptions = ON_PAPER
) -> list[Path]:
    """Write one picture a step beside one another; return the files.

    Parameters
    ----------
    walk : Walk
        Through the update that comes after `snapshot`.
    path : Path
        The beginning of the names and the format: .png, .svg or .pdf.

    Raises
    ------
    ExportError
        If one of the files exists already, or what `picture_paths` says.
    WriteError
        If a file cannot be written.
    """
    ensure_application()
    pictures = picture_paths(walk, depth, path)
    for _, each in pictures:
        if each.exists():
            raise FileExistsAlreadyError(f"{each} exists already: choose another name.")
    return _written(pictures, walk.case.digits, snapshot, options)


def _written(
    pictures: list[tuple[Step, Path]], digits: int, snapshot: RunInstant, options: ExportOptions
) -> list[Path]:
    """Write all pictures, or none: those of half a walk would only be in the way."""
    written: list[Path] = []
    try:
        for step, path in pictures:
            options.task.check()
            options.task.report(len(written) / len(pictures))
            with written_whole(path, replace=False) as partial:
                WRITERS[path.suffix.lower()](step_figure(step, digits), snapshot, partial, options)
            written.append(path)
    except BaseException:  # Ctrl+C too
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return written
