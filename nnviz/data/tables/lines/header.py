"""Whether the first row names the columns: what it says is compared with what stands below it."""

from collections.abc import Sequence

import numpy as np

from nnviz.data.tables.cells.names import is_target_name
from nnviz.data.tables.cells.values import is_missing, looks_like_number, number_of

_LOOKED_AT = 200


def is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of some rows of equal length holds names.

    It does where a word stands above numbers, where no cell is a number, and where numbers can only be
    names: 0, 1, 2, ... as pandas writes them, above numbers with a fraction.

    Parameters
    ----------
    rows : sequence of rows
        The first one, and some that follow.
    """
    first, below = rows[0], rows[1:_LOOKED_AT]
    if not below:
        return all(not looks_like_number(cell) for cell in first)
    columns = list(zip(*below, strict=True))
    verdicts = [_verdict(name, cells) for name, cells in zip(first, columns, strict=True)]
    if any(verdict > 0 for verdict in verdicts):
        return True
    if any(verdict < 0 for verdict in verdicts):
        return False
    if not any(looks_like_number(cell) for cell in first):
        return True
    return _are_number_names(first, columns)


def _verdict(name: str, cells: Sequence[str]) -> int:
    """Return 1 where a cell can only be a name, -1 where it can only be a value, else 0."""
    present = [cell for cell in cells if not is_missing(cell)]
    if not name:
        return int(_count_rows(cells))
    if is_missing(name) or not present or looks_like_number(name):
        return 0
    if sum(map(looks_like_number, present)) > len(present) / 2 or is_target_name(name):
        return 1
    return -1 if name in present else 0


def _are_number_names(first: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether numbers in the first row are names: 0, 1, 2, ... or years, where values cannot be meant."""
    numbers = [value for cell in first if (value := number_of(cell, ".")) is not None]
    text = [i for i, cell in enumerate(first) if cell and not looks_like_number(cell)]
    counts_up = numbers == list(range(len(numbers)))
    are_years = len(numbers) > 1 and all(1800 <= n <= 2200 for n in numbers) and _are_even(numbers)
    fractions = any(map(_has_fraction, columns))
    if (counts_up and len(numbers) >= 3 and fractions) or (are_years and not _holds_years(columns)):
        return True
    if not text:
        return False
    repeated = all(len(set(columns[i])) < len(columns[i]) for i in text)  # so its word is no value below
    return repeated and (are_years or counts_up) and (len(numbers) > 1 or fractions)


def _are_even(numbers: Sequence[float]) -> bool:
    """Whether numbers go up one by one or, of several, in equal steps, as every ten years."""
    steps = set(np.diff(numbers).tolist())
    return len(steps) == 1 and (steps == {1.0} or (len(numbers) > 2 and min(steps) > 0))


def _holds_years(columns: Sequence[Sequence[str]]) -> bool:
    values = [number_of(cell, ".") for column in columns for cell in column]
    return any(value is not None and 1800 <= value <= 2200 for value in values)


def _count_rows(cells: Sequence[str]) -> bool:
    """Whether cells are whole numbers that count up from 0 or 1, or texts that are all different."""
    numbers = [number_of(cell, ".") for cell in cells]
    if numbers and numbers[0] in (0.0, 1.0):
        return numbers == [numbers[0] + i for i in range(len(numbers))]
    return all(cells) and not any(map(looks_like_number, cells)) and len(set(cells)) == len(cells)


def _has_fraction(cells: Sequence[str]) -> bool:
    return any(looks_like_number(cell) and ("." in cell or "," in cell) for cell in cells)
