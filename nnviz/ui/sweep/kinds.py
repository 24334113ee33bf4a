"""The kinds of pictures of a sweep, a record each: painted, pointed at, held and copied. No widgets."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.explain.documents.sweep_table import setting
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.paint.drawing.theme import Style
from nnviz.paint.sweep.curves import curve_axes, curve_marks, curve_table, paint_sweep_curves
from nnviz.paint.sweep.look import PictureMark, SweepLook, title_of_score, words_of_score
from nnviz.paint.sweep.multiples import multiple_marks, paint_sweep_multiples
from nnviz.paint.sweep.parallel import paint_sweep_parallel, parallel_marks
from nnviz.paint.sweep.settings import paint_sweep_settings, setting_axes, setting_marks, settings_in_words
from nnviz.spreadsheet_cells import copied_cell

Paint = Callable[[QPainter, QRectF, SweepLook, Style], None]


def runs_table(look: SweepLook) -> str:
    """Return the settings, the seed and the scores of all runs that are shown."""
    plan, standing = look.standing.plan, look.standing
    lines = ["\t".join((*(axis.key for axis in plan.axes), "seed", *standing.scores))]
    for place, cell in enumerate(standing.cells):
        if cell.row in look.rows:
            values = dict(plan.rows[cell.row].settings)
            scores = (standing.score(place, score) for score in standing.scores)
            said = (*(setting(values[axis.key]) for axis in plan.axes), str(cell.seed))
            lines.append(
                "\t".join(
                    (*map(copied_cell, said), *("" if score is None else repr(score) for score in scores))
                )
            )
    return "\n".join(lines) + "\n"


class PictureKind(msgspec.Struct, frozen=True):
    """One kind of picture: how it is called, painted, what of it can be pointed at, held, and copied."""

    name: str
    title: str
    figure: str
    paint: Paint
    marks: Callable[[QRectF, SweepLook, Style], list[PictureMark]]
    axes: Callable[[QRectF, SweepLook, Style], dict[str, Axes]] | None = None
    table: Callable[[SweepLook], str] = runs_table
    words: Callable[[SweepLook], tuple[bool, ...]] | None = None
    """Which plots have words below in place of numbers; None where all have numbers."""


KINDS = (
    PictureKind("curves", "Curves", "sweep_curves", paint_sweep_curves, curve_marks, curve_axes, curve_table),
    PictureKind(
        "settings",
        "Settings",
        "sweep_settings",
        paint_sweep_settings,
        setting_marks,
        setting_axes,
        words=settings_in_words,
    ),
    PictureKind("parallel", "Parallel", "sweep_parallel", paint_sweep_parallel, parallel_marks),
    PictureKind("multiples", "Outputs", "sweep_multiples", paint_sweep_multiples, multiple_marks),
)


def readout(look: SweepLook, mark: PictureMark) -> list[ReadoutRow]:
    """Return what is said about a mark: which row or run it is, and its scores."""
    standing = look.standing
    name = look.words(mark.row)
    if mark.cell is not None:
        name = f"{name}, seed {standing.cells[mark.cell].seed}"
    rows = [ReadoutRow(name, ("",))]
    for score in standing.scores:
        value = standing.median(mark.row, score) if mark.cell is None else standing.score(mark.cell, score)
        rows.append(ReadoutRow(title_of_score(score), (words_of_score(score, value),)))
    return rows
