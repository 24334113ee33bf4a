"""The second process that reads a workbook, with little memory; run by `workbook.py`.

It imports nothing of nnviz:

python workbook_reader.py WORKBOOK RESULT SHEET
"""

import contextlib
import json
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

DAMAGED = (
    "the workbook is damaged or not complete: open it in a spreadsheet and save it again, or as CSV (UTF-8)."
)
MEMORY = 1_500_000_000
SECONDS = 60
MAX_SHEETS = 100
MAX_MERGED = 1_000_000  # cells
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 1_048_576, 1000, 10_000_000  # rows: as many as a sheet of Excel has


def main(workbook: str, result: str, sheet: str) -> None:
    """Write what there is to say of a sheet, or why there is none, and a line for each row, as JSON."""
    _limit()
    answer = _answer(workbook, sheet)
    rows = answer.pop("rows", [])
    with Path(result).open("w", encoding="utf-8") as file:
        file.write(json.dumps(answer) + "\n")
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _limit() -> None:
    """Take no more memory and time than this; not every system can be told."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 (there is none on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(path: str, wanted: str) -> dict[str, Any]:
    import python_calamine  # noqa: PLC0415 (after the limits)

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        return {"refusal": "the workbook is locked by a password: save it without one."}
    except Exception:  # whatever is wrong with it
        return {"refusal": DAMAGED}
    names = book.sheet_names
    if wanted and wanted not in names:
        return {"key": "sheet", "refusal": f"the sheets are {', '.join(names[:20])}."}
    for name in [wanted] if wanted else _visible_first(book):
        sheet = book.get_sheet_by_name(name)
        if wanted or (sheet.height >= 2 and sheet.width >= 2):
            others = [] if wanted else [other for other in _visible(book) if other != name][:MAX_SHEETS]
            return {"sheets": names[:MAX_SHEETS], "others": others, **_of_sheet(sheet, name)}
    return {"refusal": "no sheet of the workbook holds a table of 2 or more rows and columns."}


def _visible(book: Any) -> list[str]:
    return [sheet.name for sheet in book.sheets_metadata if str(sheet.visible).endswith("Visible")]


def _visible_first(book: Any) -> list[str]:
    """Return the names of all sheets, those that a spreadsheet shows before the hidden ones."""
    visible = [name for name in _visible(book) if name in book.sheet_names]
    return visible + [name for name in book.sheet_names if name not in visible]


def _of_sheet(sheet: Any, name: str) -> dict[str, Any]:
    height, width = sheet.height, sheet.width
    if height > MAX_ROWS or width > MAX_COLUMNS or height * width > MAX_CELLS:
        return {"refusal": f"the sheet has {height:,} rows and {width:,} columns: take a part of them."}
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    first = sheet.start[0] + 1 if sheet.start else 1
    return {"sheet": name, "first": first, "merged": _fill_merged(sheet, rows), "rows": rows}


def _fill_merged(sheet: Any, rows: list[list[str]]) -> bool:
    """Put what stands in cells merged over several rows into each of them; return whether there were any."""
    if not sheet.start:
        return False
    top, left = sheet.start
    found, room = False, MAX_MERGED
    for (begin, column), (end, _) in (sheet.merged_cell_ranges or [])[:MAX_ROWS]:
        upper, lower, place = max(begin - top, 0), min(end - top, len(rows) - 1), column - left
        room -= max(lower - upper, 0)
        if room < 0:
            break
        if lower > upper and 0 <= place < len(rows[upper]) and rows[upper][place]:
            found = True
            for row in rows[upper + 1 : lower + 1]:
                row[place] = row[place] or rows[upper][place]
    return found


def _text(cell: object) -> str:
    """Return a cell as the text of a CSV would have it."""
    match cell:
        case bool():
            return str(cell)
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return repr(cell.total_seconds() / 86_400)
    return str(cell).strip()


if __name__ == "__main__":
    main(*sys.argv[1:4])
