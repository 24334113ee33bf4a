"""Workbooks (.xlsx, .xls, .xlsb, .ods) as grids, read by python-calamine in a process of its own.

A few hundred bytes can promise billions of cells, and the reader cannot be asked to stop: so it works where
its memory and its time are limited, where it can be ended, and where the window does not wait for it.
"""

import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nnviz.data.errors import DataError
from nnviz.data.tables.grid import Grid, default_names
from nnviz.data.tables.lines.header import is_header
from nnviz.data.tables.lines.headings import with_headings
from nnviz.data.tables.lines.preface import without_settings
from nnviz.data.tables.lines.titles import Row, without_titles
from nnviz.data.tables.sampling import Draw, drawn_grid, read_rows
from nnviz.data.tables.understood import CellProblem, Progress, shown

MAX_UNPACKED = 200_000_000
TIMEOUT = 60.0
_BETWEEN_LOOKS = 0.02
_BETWEEN_REPORTS = 2000
_READER = Path(__file__).with_name("workbook_reader.py")


def workbook_grid(content: bytes, sheet: str, header: bool | None, draw: Draw, progress: Progress) -> Grid:
    """Return the cells of a sheet: the one of a name, or the first that holds a table.

    Raises
    ------
    DataError
        If the workbook is damaged, too large or locked, or has no such sheet.
    """
    _require_modest(content)
    answer, cells = _read_elsewhere(content, sheet, lambda share: progress(0.8 * share))
    if "refusal" in answer:
        raise DataError(answer.get("key", "path"), answer["refusal"])
    name, begin = answer["sheet"], answer["first"]
    read = read_rows(_rows(cells, begin, lambda share: progress(0.8 + 0.2 * share)), draw.seed)
    if not read.rows:
        raise DataError("path", f'the sheet "{shown(name)}" is empty.')
    left = _filled(read.rows)
    rows, settings = without_settings(_cropped(read.rows, left))
    rows, notes = without_titles(rows)
    notes = settings + notes
    right = _filled(rows)
    rows = _cropped(rows, right)
    first = rows[0][1]
    has_names = is_header([row for _, row in rows]) if header is None else header
    names = default_names(len(first))
    if has_names:
        names, rows, more = with_headings(first, rows[1:])
        notes += more
    grid = Grid(
        names=names,
        columns=(),
        lines=(),
        header=has_names,
        problems=(*notes, *_remarks(answer)),
        decimal=".",
        sheet=name,
        sheets=tuple(answer["sheets"]),
    )
    around = {line for line, _ in read.rows} - {line for line, _ in rows}

    def everything(progress: Progress) -> Iterator[Row]:
        for line, row in _rows(cells, begin, progress):
            own = row[left][right]
            if line not in around and any(own) and not (has_names and own == first):
                yield line, own

    return drawn_grid(grid, rows, read, draw, everything)


def _rows(cells: bytes, first: int, progress: Progress) -> Iterator[Row]:
    """Yield the rows of a sheet that hold something, and say how far it is read."""
    done = 0
    for i, line in enumerate(io.BytesIO(cells)):
        row = json.loads(line)
        if any(row):
            yield first + i, row
        done += len(line)
        if i % _BETWEEN_REPORTS == 0:
            progress(done / len(cells))


def _remarks(answer: dict[str, Any]) -> list[CellProblem]:
    """Return what is worth knowing about a workbook: more sheets, cells of several rows."""
    said = []
    if answer["others"]:
        names = ", ".join(f'"{shown(name)}"' for name in answer["others"][:5])
        more = ", ..." if len(answer["others"]) > 5 else ""
        said.append(f"the workbook has other sheets, too: {names}{more}; data.sheet says which is read.")
    if answer["merged"]:
        said.append("what stands in merged cells is taken for each of their rows.")
    return [CellProblem(None, None, sentence) for sentence in said]


def _filled(rows: Sequence[Row]) -> slice:
    """Return the columns from the first to the last that holds something."""
    filled = [i for i, column in enumerate(zip(*(row for _, row in rows), strict=True)) if any(column)]
    return slice(filled[0], filled[-1] + 1)


def _cropped(rows: Sequence[Row], columns: slice) -> list[Row]:
    return [(line, row[columns]) for line, row in rows]


def _require_modest(content: bytes) -> None:
    """Refuse an archive that unpacks to more than is allowed; the old formats are no archives."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED or len(entries) > 10_000:
                raise DataError("path", f"the workbook unpacks to more than {MAX_UNPACKED // 1_000_000} MB.")
            if any(entry.flag_bits & 1 for entry in entries):
                raise DataError("path", "the workbook is locked by a password: save it without one.")
    except DataError:
        raise
    except Exception:  # whatever a damaged archive makes zipfile raise
        raise DataError("path", "the workbook is damaged.") from None


def _read_elsewhere(content: bytes, sheet: str, progress: Progress) -> tuple[dict[str, Any], bytes]:
    """Return what the second process says, {sheet, others, merged, first} or {refusal}, and the rows."""
    with tempfile.TemporaryDirectory(prefix="nnviz-") as folder:
        source, result = Path(folder, "workbook"), Path(folder, "cells.json")
        source.write_bytes(content)
        process = _started([str(source), str(result), sheet])
        try:
            _wait(process, progress)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        if process.returncode or not result.exists():
            raise DataError("path", "the workbook is damaged, or its sheet promises too much to be read.")
        told, _, rows = result.read_bytes().partition(b"\n")
        return json.loads(told), rows


def _started(arguments: list[str]) -> subprocess.Popen[bytes]:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        [sys.executable, "-P", str(_READER), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
    )


def _wait(process: subprocess.Popen[bytes], progress: Progress) -> None:
    begin = time.monotonic()
    while process.poll() is None:
        passed = time.monotonic() - begin
        if passed > TIMEOUT:
            raise DataError("path", f"the workbook takes more than {TIMEOUT:.0f} s to read: save it as CSV.")
        progress(passed / (passed + 1.0))  # how long it takes is not known: ever more slowly
        time.sleep(_BETWEEN_LOOKS)
