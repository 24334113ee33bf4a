"""A table from a CSV file: numeric columns are inputs, one column is the target."""

import csv
import math
from functools import lru_cache
from pathlib import Path
from typing import Annotated, ClassVar

import msgspec
import numpy as np
from msgspec import Meta

from nnviz.arrays import Floats
from nnviz.data.base import MAX_SAMPLES, DataError, DataSet, Shape, classification, regression
from nnviz.data.dataset import Dataset

MAX_BYTES = 50_000_000
MAX_COLUMNS = 1000
MAX_CLASSES = 100
WHOLE_NUMBER_CLASSES = 20
"""A target of whole numbers 0, 1, ..., fewer than this many, is read as classes."""


class CsvFile(DataSet, frozen=True, kw_only=True, tag="csv"):
    """A text file of numbers with comma, semicolon or tab between columns, with or without a header line.

    Text in the target column, or whole numbers 0, 1, ..., k-1, are classes; anything else is a real target.
    """

    title: ClassVar[str] = "CSV file"
    about: ClassVar[str] = "Your own table: numeric columns, and one column to be learned."

    path: Annotated[
        str, Meta(title="File", description="A .csv file, relative to the experiment file.", min_length=1)
    ]
    target: Annotated[
        str, Meta(title="Target", description="The column to be learned, by its name; empty: the last one.")
    ] = ""

    def shape(self) -> Shape:
        """Return what the file holds; the file is read once and kept while it does not change."""
        table = _table(self)
        if table.classes:
            return Shape(inputs=table.X.shape[1], classes=len(table.classes))
        return Shape(inputs=table.X.shape[1], targets=1)

    def make(self, rng: np.random.Generator) -> Dataset:  # noqa: ARG002  (nothing is left to chance)
        """Return the rows in the order of the file."""
        table = _table(self)
        if table.classes:
            return classification(table.X, table.y, table.classes, feature_names=table.columns)
        return regression(table.X, table.y[:, np.newaxis], feature_names=table.columns)


class _Table(msgspec.Struct, frozen=True, eq=False):
    X: Floats
    y: Floats
    columns: tuple[str, ...]
    classes: tuple[str, ...]


def _table(data: CsvFile) -> _Table:
    path = Path(data.path).expanduser()
    try:
        status = path.stat()
    except (OSError, ValueError):
        raise DataError("path", "there is no such file.") from None
    if not path.is_file():
        raise DataError("path", "it must be a file.")
    if status.st_size > MAX_BYTES:
        raise DataError("path", f"the file is larger than {MAX_BYTES // 1_000_000} MB.")
    return _read(path, data.target, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, target: str, _modified: int, _size: int) -> _Table:
    header, rows = _header_and_rows(_lines(path))
    chosen = _target_column(header, target)
    inputs = [i for i in range(len(header)) if i != chosen]
    X = np.array([[_number(row[i], line, header[i]) for i in inputs] for line, row in rows])
    y, classes = _targets([row[chosen] for _, row in rows])
    return _Table(X, y, tuple(header[i] for i in inputs), classes)


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Return (line number, cells) of every line that is not empty."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DataError("path", "the file is not UTF-8 text.") from None
    except OSError as error:
        raise DataError("path", f"the file cannot be read ({error.strerror}).") from None
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=delimiter, skipinitialspace=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                lines.append((reader.line_num, [cell.strip() for cell in row]))
            if len(lines) > MAX_SAMPLES + 1:
                raise DataError("path", f"the file has more than {MAX_SAMPLES:,} rows.")
    except csv.Error as error:
        raise DataError("path", f"line {reader.line_num} is not CSV ({error}).") from None
    return lines


def _header_and_rows(lines: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    if not lines:
        raise DataError("path", "the file is empty.")
    width = len(lines[0][1])
    if not 2 <= width <= MAX_COLUMNS:
        raise DataError(
            "path",
            f"it needs 2 to {MAX_COLUMNS} columns, separated by commas, semicolons or tabs; it has {width}.",
        )
    for line, row in lines:
        if len(row) != width:
            raise DataError("path", f"line {line} has {len(row)} columns where the first has {width}.")
    has_header = all(not _is_number(cell) for cell in lines[0][1])
    header = lines[0][1] if has_header else [*(f"x{i + 1}" for i in range(width - 1)), "y"]
    rows = lines[1:] if has_header else lines
    if len(rows) < 2:
        raise DataError("path", "it needs at least 2 rows of numbers.")
    return header, rows


def _target_column(header: list[str], target: str) -> int:
    if not target:
        return len(header) - 1
    if target not in header:
        raise DataError("target", f"the columns are {', '.join(header[:20])}.")
    return header.index(target)


def _targets(cells: list[str]) -> tuple[Floats, tuple[str, ...]]:
    """Return the target column as numbers, and the names of the classes (empty for real targets)."""
    if all(_is_number(cell) for cell in cells):
        values = np.array([float(cell) for cell in cells])
        found = np.unique(values)
        whole = np.array_equal(found, np.arange(len(found)))
        if not (whole and 2 <= len(found) <= WHOLE_NUMBER_CLASSES):
            return values, ()
        return values, tuple(str(k) for k in range(len(found)))
    names = sorted(set(cells))
    if not 2 <= len(names) <= MAX_CLASSES:
        raise DataError("target", f"the column holds {len(names)} classes; 2 to {MAX_CLASSES} are allowed.")
    return np.array([float(names.index(cell)) for cell in cells]), tuple(names)


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def _number(cell: str, line: int, column: str) -> float:
    if not _is_number(cell):
        raise DataError("path", f'line {line}, column "{column}": "{cell[:40]}" is not a finite number.')
    return float(cell)
