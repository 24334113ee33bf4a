"""The formulas of a step in the room there is: below one another, or in columns where that is too high."""

from collections.abc import Iterator, Sequence

from nnviz.explain.step import Formula, Step
from nnviz.paint.formula import FormulaBlock, lay_out_formulas

MOST_COLUMNS = 4
"""Columns of numbers beside that of symbols."""


def formula_columns(step: Step, room: tuple[float, float], size: float, gap: float) -> FormulaBlock:
    """Return the first arrangement that fits into `room` (width, height), else the lowest not too wide.

    All lines below one another, symbols beside numbers, the numbers in two columns, three ...
    """
    width, height = room
    lowest: FormulaBlock | None = None
    for block in _arrangements(step, width, size, gap):
        if block.width > width and lowest is not None:
            continue
        if block.height <= height and block.width <= width:
            return block
        if lowest is None or block.height < lowest.height or lowest.width > width:
            lowest = block
    assert lowest is not None
    return lowest


def _arrangements(step: Step, width: float, size: float, gap: float) -> Iterator[FormulaBlock]:
    numbers = [*step.numbers, step.result] if step.result else list(step.numbers)
    yield lay_out_formulas([*step.symbols, *numbers], width, size)
    symbols = [lay_out_formulas(step.symbols, width, size)] if step.symbols else []
    for count in range(1, min(MOST_COLUMNS, len(numbers)) + 1):
        columns = [lay_out_formulas(lines, width, size) for lines in _divided(numbers, count, width, size)]
        yield _side_by_side([*symbols, *columns], gap)


def _divided(lines: Sequence[Formula], count: int, width: float, size: float) -> list[Sequence[Formula]]:
    """Divide lines into at most `count` columns of about the same height, in order."""
    heights = [lay_out_formulas([line], width, size).height for line in lines]
    limit = max(sum(heights) / count, *heights) if heights else 0.0
    while True:
        columns = _filled(lines, heights, limit)
        if len(columns) <= count:
            return columns
        limit *= 1.1


def _filled(lines: Sequence[Formula], heights: Sequence[float], limit: float) -> list[Sequence[Formula]]:
    columns: list[list[Formula]] = []
    used = 0.0
    for line, height in zip(lines, heights, strict=True):
        if not columns or used + height > limit * 1.0001:
            columns.append([])
            used = 0.0
        columns[-1].append(line)
        used += height
    return [*columns]


def _side_by_side(blocks: Sequence[FormulaBlock], gap: float) -> FormulaBlock:
    x, terms = 0.0, []
    for block in blocks:
        terms += [placed.moved(x, 0.0) for placed in block.terms]
        x += block.width + gap
    return FormulaBlock(tuple(terms), max((block.height for block in blocks), default=0.0))
