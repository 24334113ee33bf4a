"""The walk as pictures, one a step: the network with what is lit, and the explanation below it."""

import re
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.session import Session
from nnviz.experiment.snapshot import Snapshot
from nnviz.explain.outline import outline
from nnviz.explain.step import Depth, Step
from nnviz.explain.walk import Walk
from nnviz.export.application import ensure_application
from nnviz.export.closeup import Closeup
from nnviz.export.errors import CancelledError, ExportError
from nnviz.export.figure import Figure
from nnviz.export.figure_exporters import WRITERS
from nnviz.export.look import Look
from nnviz.export.options import ExportOptions
from nnviz.export.presets import PRESETS
from nnviz.export.run import EVERYTHING, SCORES
from nnviz.files import FileExistsAlreadyError, written_whole
from nnviz.paint.explained_diagram import lit_of
from nnviz.paint.explanation import ExplanationLayout, lay_out_explanation, paint_explanation
from nnviz.paint.groups import name_group
from nnviz.paint.network import network_layout, paint_diagram
from nnviz.paint.network_content import content_of
from nnviz.paint.network_diagram import Diagram
from nnviz.paint.network_flow import paint_flow
from nnviz.paint.network_labels import paint_labels
from nnviz.paint.theme import Style
from nnviz.paint.tools import saved
from nnviz.paint.weights_scale import next_limit

MOST_PICTURES = 300
"""Pictures of one walk: more would be a folder that nobody looks through."""
SHARE = 0.42
"""Height of the network over the width of the picture, where the height is free."""
LEAST_SHARE = 0.45
"""The same over the height, where that is given."""
USUAL = 0.32
"""Height that formulas may take over the width before they get smaller, where the height is free."""
SIZES = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)
"""Sizes of a picture in a page of given height: the largest for which there is room."""
ON_PAPER = ExportOptions(preset=PRESETS["handout"], tight=False)


def step_figure(step: Step, digits: int) -> Figure:
    """Return one step of a walk as a figure of the snapshot that its update starts from."""

    def height_for(width: float) -> float:
        return SHARE * width + lay_out_explanation(step, width, USUAL * width, Style()).height

    def paint(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, look: Look) -> None:
        size, layout = _fitting(step, rect, style)
        canvas = QRectF(0.0, 0.0, rect.width() / size, rect.height() / size)
        network = canvas.adjusted(0.0, 0.0, 0.0, -layout.height)
        with saved(painter):
            painter.translate(rect.topLeft())
            painter.scale(size, size)
            content = content_of(snapshot, look.quantity)
            limit = look.limit or next_limit(content.largest, None)
            where = network_layout(content, network, style)
            diagram = Diagram(where, content, limit, style, lit_of(step, style.theme, digits))
            paint_diagram(painter, diagram)
            paint_flow(painter, diagram)
            paint_labels(painter, diagram)
            name_group(painter, "explanation")
            painter.translate(network.bottomLeft())
            paint_explanation(painter, layout, style)

    return Figure("step", step.title, height_for, paint)


def _fitting(step: Step, rect: QRectF, style: Style) -> tuple[float, ExplanationLayout]:
    """Return the size of the picture, and the explanation that leaves the network its share at this size."""
    for size in SIZES:
        width, height = rect.width() / size, rect.height() / size
        room = height - min(SHARE * width, LEAST_SHARE * height)
        layout = lay_out_explanation(step, width, min(room, USUAL * width), style)
        if layout.height <= room + 1.0 and layout.width <= width:
            break
    return size, layout


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
    snapshot = Closeup().complete(session.snapshot(SCORES), EVERYTHING)
    return write_pictures(walk, snapshot, depth, path)


def write_pictures(
    walk: Walk, snapshot: Snapshot, depth: Depth, path: Path, options: ExportOptions = ON_PAPER
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
    for number, (step, each) in enumerate(pictures):
        if options.task.cancelled():
            raise CancelledError("Cancelled.")
        options.task.report(number / len(pictures))
        with written_whole(each, replace=False) as partial:
            WRITERS[path.suffix.lower()](step_figure(step, walk.case.digits), snapshot, partial, options)
    return [each for _, each in pictures]
