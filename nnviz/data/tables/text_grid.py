"""Text files as grids: encoding, delimiter, header and decimal sign are guessed unless they are given."""

import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from nnviz.data.errors import DataError
from nnviz.data.tables.cells.values import decimal_evidence, looks_like_number, may_be_thousands
from nnviz.data.tables.dialect import Dialect, Records, dialect_of, is_comment, lines_of
from nnviz.data.tables.encoding import decoded, is_doubtful
from nnviz.data.tables.grid import Grid, default_names, require_room
from nnviz.data.tables.lines.header import is_header
from nnviz.data.tables.lines.headings import with_headings, without_sizes
from nnviz.data.tables.lines.preface import without_preface, without_settings
from nnviz.data.tables.lines.titles import Row, without_drawn_lines, without_titles
from nnviz.data.tables.lines.typeset import plain
from nnviz.data.tables.sampling import Draw, drawn_grid, read_rows
from nnviz.data.tables.understood import MAX_PROBLEMS, CellProblem, Progress, shown

_BETWEEN_REPORTS = 2000
_LOOKED_AT, _LEAST_LOOKED_AT, _MOST_CELLS = 2000, 200, 40_000


def text_grid(
    content: bytes,
    encoding: str,
    delimiter: str,
    decimal: str,
    header: bool | None,
    draw: Draw,
    progress: Progress,
) -> Grid:
    """Return the cells of a text file; of a large one, those of the rows that were drawn.

    Parameters
    ----------
    encoding, delimiter, decimal : str
        Empty: guess.
    header : bool or None
        None: guess.

    Raises
    ------
    DataError
        If it is no text, or no table.
    """
    given = encoding
    text, encoding = decoded(content, given)
    if not text.strip():
        raise DataError("path", "the file is empty.")
    _require_cells(text)
    text, described = without_preface(plain(text))
    text, dialect, wrapped = _cut(text, delimiter)
    has_blanks = _BLANK.search(text) is not None
    records = Records(lines_of(text), dialect, has_blanks=has_blanks)
    read = read_rows(_heard(records, len(text), progress), draw.seed)
    drawn = without_drawn_lines(read.rows)
    begun = _without_empty_begin(drawn)
    rows, settings = without_settings(begun)
    rows, problems = without_titles(rows)
    problems = described + settings + problems
    if not rows:
        raise DataError("path", "the file is empty.")
    _require_closed_quote(text, rows)
    rows, sizes = without_sizes(rows, read.unseen)
    problems += sizes
    first, rows, width = _named(rows, records.last_comment, dialect, header)
    rows, ragged = _even(rows, width)
    problems += ragged
    if wrapped:
        problems.append(
            CellProblem(None, None, "each line is in quotation marks as a whole: they are taken away.")
        )
    named = first
    if first is not None:
        named, rows, notes = with_headings(first, rows)
        problems += notes
    if not given and is_doubtful(content, encoding):
        sentence = (
            f"its encoding looks like {encoding}; where letters are wrong, data.encoding says which it is."
        )
        problems.append(CellProblem(None, None, sentence))
    require_room(width)
    if not decimal:
        decimal, doubts = _decimal(rows, dialect.delimiter)
        problems += doubts
    grid = Grid(
        names=named or default_names(width),
        columns=((),) * width,
        lines=(),
        header=named is not None,
        problems=tuple(problems),
        encoding=encoding,
        delimiter=dialect.delimiter,
        decimal=decimal,
    )
    around = {line for line, _ in read.rows} - {line for line, _ in rows}
    edge = int(begun is not drawn)
    copy = None if first is None else list(first)

    def everything(progress: Progress) -> Iterator[Row]:
        again = Records(lines_of(text), dialect, has_blanks=has_blanks)
        for line, cells in _heard(again, len(text), progress):
            own = cells[edge : edge + width]
            if len(own) == width and line not in around and not any(cells[edge + width :]) and own != copy:
                yield line, own

    return drawn_grid(grid, rows, read, draw, everything)


def _heard(records: Records, length: int, progress: Progress) -> Iterator[Row]:
    """Yield the rows of a text, and say how far it is read."""
    for count, row in enumerate(records, start=1):
        yield row
        if count % _BETWEEN_REPORTS == 0:
            progress(records.position / length)


def _cut(text: str, delimiter: str) -> tuple[str, Dialect, bool]:
    """Return a text, how it is cut into cells, and whether each of its lines was one quoted cell before."""
    try:
        return text, dialect_of(text, delimiter), False
    except DataError:
        lines = [line.rstrip("\r\n") for line in lines_of(text)]
        if not all(_WHOLE_QUOTED.fullmatch(line) for line in lines if line):
            raise
    bare = "\n".join(line[1:-1].replace('""', '"') for line in lines)
    return bare, dialect_of(bare, delimiter), True


def _require_cells(text: str) -> None:
    """Refuse a format whose lines have their own way of naming columns, and a file without any rows."""
    if all(map(_REMARK.match, filter(str.strip, lines_of(text)))):
        raise DataError(
            "path", "all of its lines are comments (they begin with #, % or //): there are no rows to read."
        )
    lines = [line for line in text[:5000].splitlines() if line.strip()][:5]
    if lines and all(map(_LIBSVM.fullmatch, lines)):
        raise DataError("path", "the file is in the format of LIBSVM (1:0.5 2:0.25): save the table as CSV.")


def _require_closed_quote(text: str, rows: list[Row]) -> None:
    """Refuse a last row that runs to the end of the file because its quotation mark is never closed."""
    line, cells = rows[-1]
    breaks = sum(cell.count("\n") + cell.count("\r") for cell in cells)
    if breaks and text.count('"') % 2:
        raise DataError("path", f"line {line:,}: a quotation mark is never closed.")


def _named(
    rows: list[Row], comment: str, dialect: Dialect, header: bool | None
) -> tuple[tuple[str, ...] | None, list[Row], int]:
    """Return the names of the columns (None: there are none), the rows below them, and their width."""
    counts = Counter(len(cells) for _, cells in rows)
    width = max(counts, key=lambda length: (counts[length], length))
    rows, width = _without_empty_end(rows, width)
    first = rows[0][1]
    if len(first) > width and not any(first[width:]):
        first = first[:width]  # only the names end with a delimiter
        rows = [(rows[0][0], first), *rows[1:]]
    if len(first) == width + 1 and _REMARKS.fullmatch(first[-1]):
        first = first[:width]  # LabVIEW names a column of remarks, of which there may be none
        rows = [(rows[0][0], first), *rows[1:]]
    if len(first) == width - 1 and len(rows) > 1 and not looks_like_number(first[0]):
        first = ["", *first]  # as R writes it: the names of rows have no name
        rows = [(rows[0][0], first), *rows[1:]]
    even = [cells for _, cells in rows[: 1 + _LOOKED_AT] if len(cells) == width]
    above = _from_comment(comment, dialect, width)
    if header is None:
        header = len(first) == width and is_header(even)
    elif header and above is not None:
        header = not all(map(looks_like_number, first))  # the names that are asked for stand above
    if header and len(first) == width:
        return tuple(first), rows[1:], width
    return above, rows, width


def _without_empty_end(rows: list[Row], width: int) -> tuple[list[Row], int]:
    """Take away the empty cell at the end of lines that all end with a delimiter."""
    if width < 2 or any(len(cells) >= width and any(cells[width - 1 :]) for _, cells in rows):
        return rows, width
    return [(line, cells[: width - 1]) for line, cells in rows], width - 1


def _without_empty_begin(rows: list[Row]) -> list[Row]:
    """Take away the empty cell that all lines begin with, as those of a drawn table | a | b | do."""
    if not rows or any(len(cells) > 1 and cells[0] for _, cells in rows) or max(len(c) for _, c in rows) < 3:
        return rows
    return [(line, cells[1:] if len(cells) > 1 else cells) for line, cells in rows]


def _from_comment(comment: str, dialect: Dialect, width: int) -> tuple[str, ...] | None:
    """Return the names that stand in the comment above the rows, as NumPy writes them."""
    if not comment or not is_comment(comment, dialect.delimiter):
        return None
    bare = comment.lstrip("#%/; \t")
    cells = next((cells for _, cells in Records(iter([bare]), dialect)), [])
    if len(cells) != width or all(map(looks_like_number, cells)):
        return None
    return tuple(cells)


def _even(rows: list[Row], width: int) -> tuple[list[Row], list[CellProblem]]:
    """Return the rows that have the right number of cells, and what is wrong with the others."""
    even: list[Row] = []
    problems: list[CellProblem] = []
    for line, cells in rows:
        if len(cells) > width and not any(cells[width:]):
            even.append((line, cells[:width]))
        elif len(cells) == width:
            even.append((line, cells))
        elif len(problems) < MAX_PROBLEMS:
            what = f"{len(cells):,} cell{'s' * (len(cells) != 1)}"
            hint = "; a delimiter inside a cell needs quotation marks around it" if len(cells) > width else ""
            hint += '; mend it, or set data.missing = "drop"'
            problems.append(
                CellProblem(line, None, f"it has {what} where the others have {width:,}{hint}.", "path")
            )
    return even, problems


_WHOLE_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_REMARKS = re.compile(r"comments?|remarks?|notes?|kommentare?|bemerkung(?:en)?", re.IGNORECASE)
_REMARK = re.compile(r"[ \t]*(?:#+|%+|//+)(?:[ \t!]|\s*$)")
_LIBSVM = re.compile(r"[+-]?\d\S*(?: +\d+:[-+.\deE]+)+\s*(?:#.*)?")
_BLANK = re.compile(r'[^\S\r\n]|"')
_HAS_SIGN = re.compile(r"[.,]")


class _Votes(msgspec.Struct):
    strong: int = 0
    weak: int = 0

    def add(self, evidence: int) -> None:
        self.strong += evidence == 2
        self.weak += evidence == 1


def _decimal(rows: list[Row], delimiter: str) -> tuple[str, list[CellProblem]]:
    """Return the decimal sign, and where it is in doubt."""
    point, comma = _Votes(), _Votes()
    doubtful: tuple[int, str] | None = None
    width = len(rows[0][1]) if rows else 1
    for line, cells in rows[: max(_LEAST_LOOKED_AT, min(_LOOKED_AT, _MOST_CELLS // width))]:
        for cell in cells:
            if _HAS_SIGN.search(cell):
                for votes, evidence in zip((point, comma), decimal_evidence(cell), strict=True):
                    votes.add(evidence)
                if doubtful is None and (may_be_thousands(cell, ".") or may_be_thousands(cell, ",")):
                    doubtful = line, cell
    if comma.strong != point.strong:
        return ("," if comma.strong > point.strong else "."), []
    if not comma.strong and comma.weak and not point.weak:
        chosen = "." if delimiter == "," else ","
        assert doubtful is not None
        read = "decimals" if chosen == "," else "thousands"
        cell = shown(doubtful[1])
        sentence = f'the comma of "{cell}" is read as the sign of {read}; data.decimal can say otherwise.'
        return chosen, [CellProblem(doubtful[0], None, sentence)]
    if point.weak and not point.strong and delimiter != ",":
        assert doubtful is not None
        cell = shown(doubtful[1])
        sentence = f'the point of "{cell}" is read as the decimal sign; data.decimal can say otherwise.'
        return ".", [CellProblem(doubtful[0], None, sentence)]
    return ".", []
