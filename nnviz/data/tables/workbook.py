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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nnviz.data.errors import DataError
from nnviz.data.tables.grid import Grid, default_names, require_room
from nnviz.data.tables.lines.header import is_header
from nnviz.data.tables.lines.headings import with_headings
from nnviz.data.tables.lines.titles import without_titles
from nnviz.data.tables.understood import CellProblem, Progress, shown

MAX_UNPACKED = 200_000_000
TIMEOUT = 60.0
_BETWEEN_LOOKS = 0.02
_READER = Path(__file__).with_name("workbook_reader.py")


def workbook_grid(content: bytes, sheet: str, header: bool | None, progress: Progress) -> Grid:
    """Return the cells of a sheet: the one of a name, or the first that holds a table.

    Raises
    ------
    DataError
        If the workbook is damaged, too large or locked, or has no such sheet.
    """
    _require_modest(content)
    answer = _read_elsewhere(content, sheet, progress)
    if "refusal" in answer:
        raise DataError(answer.get("key", "path"), answer["refusal"])
    name, first = answer["sheet"], answer["first"]
    rows = [(first + i, row) for i, row in enumerate(answer["rows"]) if any(row)]
    if not rows:
        raise DataError("path", f'the sheet "{shown(name)}" is empty.')
    rows, notes = without_titles(_without_empty_columns(rows))
    rows = _without_empty_columns(rows)
    width = len(rows[0][1])
    require_room(len(rows), width)
    cells = [row for _, row in rows]
    has_names = is_header(cells) if header is None else header
    names, body = default_names(width), rows
    if has_names:
        names, body, more = with_headings(cells[0], rows[1:])
        notes += more
    return Grid(
        names=names,
        columns=tuple(zip(*(row for _, row in body), strict=True)) if body else ((),) * width,
        lines=[line for line, _ in body],
        header=has_names,
        problems=(*notes, *_remarks(answer)),
        decimal=".",
        sheet=name,
        sheets=tuple(answer["sheets"]),
    )


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


def _without_empty_columns(rows: Sequence[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Take away columns at both ends that hold nothing."""
    filled = [i for i, column in enumerate(zip(*(row for _, row in rows), strict=True)) if any(column)]
    return [(line, row[filled[0] : filled[-1] + 1]) for line, row in rows]


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


def _read_elsewhere(content: bytes, sheet: str, progress: Progress) -> dict[str, Any]:
    """Return what the second process says: {sheet, others, merged, first, rows} or {refusal}."""
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
        loaded: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return loaded


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
