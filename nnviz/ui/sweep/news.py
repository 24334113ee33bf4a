"""How a sweep stands, made ready beside the window: tables, and what they are sorted by."""

import time

import msgspec

from nnviz.experiment.results.standing import Standing
from nnviz.experiment.sweeps.standings import Standings
from nnviz.experiment.sweeps.sweep import Sweep
from nnviz.experiment.sweeps.sweep_report import sweep_report
from nnviz.explain.documents.sweep_table import SweepTable, cells_table, rows_table

Line = dict[str, object]
"""What stands under each heading, as a number."""


class News(msgspec.Struct, frozen=True, eq=False):
    """How a sweep stands, with its tables.

    Attributes
    ----------
    standing : Standing
    rows, cells : SweepTable
        One line a combination, one line a run.
    row_keys, cell_keys : tuple of tuple
        What each line is sorted by, column by column.
    cell_places : tuple of int
        Which run each line of `cells` is; -1 for a combination that is impossible.
    answered : int
        Runs that are done or cannot be done.
    seconds_left : float or None
    sweep : Sweep
        For exports; it is changed no more once all is done.
    """

    standing: Standing
    rows: SweepTable
    cells: SweepTable
    row_keys: tuple[tuple[object, ...], ...]
    cell_keys: tuple[tuple[object, ...], ...]
    cell_places: tuple[int, ...]
    answered: int
    seconds_left: float | None
    sweep: Sweep

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return self.answered == len(self.standing.cells)


def news_of(sweep: Sweep, standings: Standings, answered: int, begin: float) -> News:
    """Return how a sweep stands that began at a time of `time.monotonic`."""
    standing = standings.now()
    report = sweep_report(sweep, standing.criterion)
    left = None
    if sweep.found < answered < len(sweep.cells):
        a_run = (time.monotonic() - begin) / (answered - sweep.found)
        left = a_run * (len(sweep.cells) - answered)
    rows, cells = rows_table(report), cells_table(report)
    done = [place for place, outcome in enumerate(standing.outcomes) if outcome is not None]
    places = (*done, *[-1] * (len(report["cells"]) - len(done)))  # as the report lists them
    return News(
        standing=standing,
        rows=rows,
        cells=cells,
        row_keys=_keys(rows, [_of_row(standing, rows, number) for number in range(len(rows.rows))]),
        cell_keys=_keys(cells, [_of_cell(standing, cells, place) if place >= 0 else {} for place in places]),
        cell_places=places,
        answered=answered,
        seconds_left=left,
        sweep=sweep,
    )


def _keys(table: SweepTable, lines: list[Line]) -> tuple[tuple[object, ...], ...]:
    return tuple(
        tuple(line.get(heading, words[number] or None) for number, heading in enumerate(table.headings))
        for line, words in zip(lines, table.rows, strict=True)
    )


def _settings(standing: Standing, table: SweepTable, row: int) -> Line:
    """Return the numbers among the settings of a row, whose headings come first in the table."""
    values = [value for _, value in standing.plan.rows[row].settings]
    return {
        heading: value
        for heading, value in zip(table.headings, values, strict=False)
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _of_row(standing: Standing, table: SweepTable, number: int) -> Line:
    row = standing.rows[number]
    line = _settings(standing, table, number)
    for name, summary in row.scores.items():
        line[name.replace("_", " ")] = summary.mean
    loss = row.scores.get("train_loss")
    line["median"], line["best"] = (None, None) if loss is None else (loss.median, loss.min)
    line["runs"], line["diverged"] = row.runs, row.diverged
    line["learned"] = row.median_epoch if row.learned else None
    line["s a run"] = None if row.seconds is None else row.seconds.mean
    return line


def _of_cell(standing: Standing, table: SweepTable, place: int) -> Line:
    cell, outcome = standing.cells[place], standing.outcomes[place]
    line = _settings(standing, table, cell.row)
    line["seed"] = cell.seed
    if outcome is not None:
        line |= {"epochs": outcome.epochs, "s": outcome.seconds, "diverged at update": outcome.diverged}
        for part in ("train", "validation", "test"):
            score = getattr(outcome, part)
            if score is not None:
                line[f"{part} loss"], line[f"{part} accuracy"] = score.loss, score.accuracy
    return line
