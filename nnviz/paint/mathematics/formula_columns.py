"""The formulas of a step in the room there is: below one another, or in columns where that is too high."""

import re
from collections.abc import Iterator, Sequence

from nnviz.explain.formulas.step import Formula, Step
from nnviz.paint.mathematics.formula import (
    LINE_GAP,
    FormulaBlock,
    column_extent,
    lay_out_formula,
    placed_column,
)

MOST_COLUMNS = 4
"""Columns of numbers beside that of symbols."""

_LETTER = re.compile(r"\\?[A-Za-z]+")
"""What a line is about: the letter, or the command, with which it begins."""

Columns = list[list[FormulaBlock]]


def formula_columns(step: Step, room: tuple[float, float], size: float, gap: float) -> FormulaBlock:
    """Return the first arrangement that fits into `room` (width, height), else one to be scrolled through.

    All lines below one another, symbols beside numbers, the numbers in two columns, three ... To be scrolled
    through, every line of symbols has its numbers right below it, where they belong together line by line;
    otherwise the lowest arrangement is taken that is not too wide.
    """
    width, height = room
    line_gap = LINE_GAP * size
    symbols, numbers = ([lay_out_formula(line, width, size) for line in part] for part in _parts(step))
    measured = [_measured(columns, gap, line_gap) for columns in _arrangements(symbols, numbers)]
    fitting = [each for each in measured if each[1] <= width] or measured[:1]
    chosen = next((each for each in fitting if each[2] <= height), None)
    if chosen is None and _belong_together(step):
        pairs = [line for pair in zip(symbols, numbers, strict=False) for line in pair]
        chosen = _measured([[*pairs, *numbers[len(symbols) :]]], gap, line_gap)
    return _placed(*(chosen or min(fitting, key=lambda each: each[2])), gap, line_gap, height)


def _belong_together(step: Step) -> bool:
    """Return whether each line of symbols is of the same letter as the line of numbers with its place."""
    if len(step.symbols) != len(step.numbers) or len(step.symbols) < 2:
        return False
    lines = zip(step.symbols, step.numbers, strict=True)
    letters = [[_LETTER.match(line[0].latex) for line in pair if line] for pair in lines]
    return all(len({found[0] for found in pair if found}) < 2 for pair in letters)


def _parts(step: Step) -> tuple[Sequence[Formula], Sequence[Formula]]:
    return step.symbols, (*step.numbers, step.result) if step.result else step.numbers


def _arrangements(symbols: list[FormulaBlock], numbers: list[FormulaBlock]) -> Iterator[Columns]:
    yield [[*symbols, *numbers]]
    for count in range(1, min(MOST_COLUMNS, len(numbers)) + 1):
        yield [*([symbols] if symbols else []), *_divided(numbers, count)]


def _divided(blocks: list[FormulaBlock], count: int) -> Columns:
    """Divide formulas into at most `count` columns of about the same height, in order."""
    heights = [block.height for block in blocks]
    limit = max(sum(heights) / count, *heights)
    while True:
        columns = _filled(blocks, limit)
        if len(columns) <= count:
            return columns
        limit *= 1.1


def _filled(blocks: list[FormulaBlock], limit: float) -> Columns:
    columns: Columns = []
    used = 0.0
    for block in blocks:
        if not columns or used + block.height > limit * 1.0001:
            columns.append([])
            used = 0.0
        columns[-1].append(block)
        used += block.height
    return columns


def _measured(columns: Columns, gap: float, line_gap: float) -> tuple[Columns, float, float]:
    """Return columns with their width and height."""
    extents = [column_extent(column, line_gap) for column in columns]
    width = sum(extent[0] for extent in extents) + gap * (len(columns) - 1)
    return columns, width, max(extent[1] for extent in extents)


def _placed(
    columns: Columns, width: float, height: float, gap: float, line_gap: float, room: float
) -> FormulaBlock:
    """Return columns side by side: their first lines stand on one baseline, where there is room for that."""
    extents = [column_extent(column, line_gap) for column in columns]
    first = [column[0].terms[0].baseline if column and column[0].terms else 0.0 for column in columns]
    tops = [max(first) - baseline for baseline in first]
    aligned = max(extent[1] + top for extent, top in zip(extents, tops, strict=True))
    if aligned > max(room, height):
        tops, aligned = [0.0] * len(columns), height
    left, terms = 0.0, []
    for column, extent, top in zip(columns, extents, tops, strict=True):
        terms += [term.moved(0.0, top) for term in placed_column(column, line_gap, left)]
        left += extent[0] + gap
    return FormulaBlock(tuple(terms), width, aligned)
