"""What stands between the columns of a text file: guessed from many lines, by what it would make of them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import dropwhile

import msgspec

from nnviz.data.errors import DataError
from nnviz.data.tables.cells.dates import date_format
from nnviz.data.tables.cells.values import is_missing, looks_like_number
from nnviz.data.tables.grid import ONE_COLUMN

DELIMITERS = (",", ";", "\t", "|", " ")
_WIDE = ("\uff0c", "\uff1b", "\u060c", "\u061b", "\u3001", "\uff5c")
"""Commas, semicolons and bars of other scripts: where they make a table, they are meant as usual ones."""
_RARE = (":", "^", "~", "!", "&", "*")
"""Taken only where no usual delimiter makes a table, and these make one of at least three columns."""
_DIVIDE = (",", ";", "\t", "|", *_WIDE)
_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "blank": " ", "space": " "}
_SAMPLE_LINES = 150
_SAMPLE_CHARACTERS = 60_000
_SEP = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)
_IN_SINGLE_QUOTES = re.compile(r"(?:^|[,;\t| ])'[^']*'(?:[,;\t| \r\n]|$)")
_UNIT_SEPARATOR = "\x1f"
_PIECE = 1_000_000
"""Characters that are cut into lines at once."""
_NEEDED = 0.5
"""The share of lines that must have the same number of columns."""


class Dialect(msgspec.Struct, frozen=True):
    """How the lines of a text file are cut.

    Attributes
    ----------
    delimiter : str
        One character.
    runs : bool
        Whether several delimiters in a row count as one, as in columns aligned by blanks or tabs.
    gap : int
        How many blanks there are at least between columns: 2 where cells have blanks inside.
    comments : bool
        Whether lines that begin with #, %, // or ; say something about the table and are none of its rows.
    sep_line : bool
        Whether the first line is Excel's "sep=;".
    quote : str
        What stands around cells that hold a delimiter: " or '.
    """

    delimiter: str
    runs: bool = False
    gap: int = 1
    comments: bool = True
    sep_line: bool = False
    quote: str = '"'


class Records:
    """The rows of a text, an iterator of (line number, cells); comments and empty lines are left out.

    Parameters
    ----------
    has_blanks : bool
        Whether there may be blanks around cells, which are taken away.

    Attributes
    ----------
    last_comment : str
        The last comment before the first row: NumPy writes the names of columns there.
    position : int
        Characters read so far.
    """

    def __init__(self, lines: Iterator[str], dialect: Dialect, *, has_blanks: bool = True) -> None:
        self._lines = lines
        self._has_blanks = has_blanks
        self._dialect = dialect
        self._number = 0
        self._first = 0
        self._at_start = True
        self._has_rows = False
        self.last_comment = ""
        self.position = 0
        self._runs = _between(dialect) if dialect.runs else None
        self._sign = _UNIT_SEPARATOR if dialect.gap > 1 else dialect.delimiter

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        quote = self._dialect.quote
        reader = csv.reader(self._cut(), delimiter=self._sign, quotechar=quote, skipinitialspace=True)
        try:
            for cells in reader:
                self._at_start = True
                if any(cells):
                    self._has_rows = True
                    yield self._first, [cell.strip() for cell in cells] if self._has_blanks else cells
        except csv.Error as error:
            raise DataError("path", self._in_words(str(error))) from None

    def _cut(self) -> Iterator[str]:
        """Yield the lines that the reader is to see."""
        for line in self._lines:
            self._number += 1
            self.position += len(line)
            if self._at_start:
                if not line.strip() or (self._number == 1 and self._dialect.sep_line):
                    continue
                if self._dialect.comments and is_comment(line, self._dialect.delimiter):
                    self.last_comment = self.last_comment if self._has_rows else line.strip()
                    continue
                self._first, self._at_start = self._number, False
            if self._runs is not None and (self._dialect.quote not in line or self._dialect.gap > 1):
                yield self._runs.sub(self._sign, line.strip(" \r\n"))
            else:
                yield line

    def _in_words(self, error: str) -> str:
        if "field larger" in error:
            return f"line {self._first:,}: a cell goes on for too long, as if a quotation mark were open."
        return f"line {self._first:,} cannot be divided into cells ({error})."


def _between(dialect: Dialect) -> re.Pattern[str]:
    if dialect.gap > 1:
        return re.compile(rf" *\t+ *| {{{dialect.gap},}}")
    return re.compile(re.escape(dialect.delimiter) + "+")


def lines_of(text: str) -> Iterator[str]:
    r"""Yield lines with their ends, which are \n, \r\n or \r; nothing else ends a line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield from io.StringIO(text[start:end], newline="")  # far sooner than a pattern
        start = end


def is_comment(line: str, delimiter: str = ";") -> bool:
    """Whether a line begins as a comment does; with a semicolon only where that divides no cells."""
    begin = line.lstrip()
    return begin.startswith(("#", "%", "//")) or (delimiter != ";" and begin.startswith(";"))


def dialect_of(text: str, delimiter: str) -> Dialect:
    """Return how a text is cut into cells.

    Parameters
    ----------
    delimiter : str
        What the user says stands between columns; empty: guess.

    Raises
    ------
    DataError
        If nothing divides the lines into the same number of columns.
    """
    sample = _sample(text)
    named = _SEP.match(sample[0]) if sample else None
    rest = sample[1:] if named else sample
    below = list(dropwhile(is_comment, rest)) or rest  # however long a description stands first
    comments = 2 * sum(map(is_comment, below)) <= max(len(below), 2)
    quote = _quote(rest)
    if delimiter:
        chosen = _given(delimiter)
    elif named:
        chosen = named[1]
    else:
        return _best(rest, comments, quote)
    ways = _ways(chosen, comments, quote)
    fits = [_fit(rest, way) for way in ways]
    return msgspec.structs.replace(ways[fits.index(max(fits))], sep_line=bool(named))


def _ways(sign: str, comments: bool, quote: str) -> list[Dialect]:
    """Return how lines can be cut at a sign, the usual way first."""
    if sign == " ":
        return [Dialect(sign, True, gap, comments, quote=quote) for gap in (1, 2)]
    one = Dialect(sign, False, comments=comments, quote=quote)
    return [one, msgspec.structs.replace(one, runs=True)] if sign == "\t" else [one]


def _quote(sample: list[str]) -> str:
    """Return the single quote where it stands around cells in most lines, and the double one nowhere."""
    if any('"' in line for line in sample):
        return '"'
    return "'" if 2 * sum(bool(_IN_SINGLE_QUOTES.search(line)) for line in sample) > len(sample) else '"'


def _given(delimiter: str) -> str:
    chosen = _NAMES.get(delimiter.lower(), delimiter)
    if len(chosen) != 1 or chosen in '"\r\n\x00' or chosen.isalnum():
        raise DataError("delimiter", 'it must be one character, such as "," ";" "|" " " or "\\t" (a tab).')
    return chosen


def _sample(text: str) -> list[str]:
    lines: list[str] = []
    for line in lines_of(text[:_SAMPLE_CHARACTERS]):
        if line.strip():
            lines.append(line)
        if len(lines) == _SAMPLE_LINES:
            break
    return lines[:-1] if len(text) > _SAMPLE_CHARACTERS and len(lines) > 3 else lines


def _best(sample: list[str], comments: bool, quote: str) -> Dialect:
    wide = [sign for sign in _WIDE if any(sign in line for line in sample)]
    candidates = [way for sign in (*DELIMITERS, *wide) for way in _ways(sign, comments, quote)]
    fits = [_fit(sample, candidate) for candidate in candidates]
    best = max(fits)
    if best <= 0:
        candidates = [way for sign in _RARE for way in _ways(sign, comments, quote)]
        fits = [_fit(sample, candidate, least=3) for candidate in candidates]
        best = max(fits)
    if best <= 0 and not any(sign in line.strip() for line in sample for sign in (*DELIMITERS, *_RARE)):
        raise DataError("path", ONE_COLUMN)
    if best <= 0:
        raise DataError(
            "path",
            "it is no table with 2 or more columns: neither commas, semicolons, tabs, bars nor blanks divide "
            "its lines into the same number of cells (data.delimiter says what does).",
        )
    return candidates[fits.index(best)]


def _fit(sample: list[str], dialect: Dialect, least: int = 2) -> float:
    """Return how well a way of cutting suits: equal lengths, and cells that mean something; else 0."""
    try:
        rows = [cells for _, cells in Records(iter(sample), dialect)]
    except DataError:
        return 0.0
    if not rows:
        return 0.0
    widths = Counter(len(_without_empty_end(cells)) for cells in rows)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = count / len(rows)
    if width < least:
        wider = [(n, w) for w, n in widths.items() if w >= least]
        if not wider or max(wider)[0] < _NEEDED * len(rows):
            return 0.0
        count, width = max(wider)
        share = count / len(rows)
    if share < _NEEDED:
        return 0.0
    cells = [cell for row in rows for cell in row]
    return share**2 * sum(map(_sense, cells)) / len(cells)


def _without_empty_end(cells: list[str]) -> list[str]:
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells


def _sense(cell: str) -> float:
    """Return how likely it is that this was meant to be one cell."""
    if looks_like_number(cell):
        return 1.0
    if is_missing(cell):
        return 0.7
    if any(sign in cell for sign in _DIVIDE):
        return 0.9 if date_format([cell]) else 0.15
    return 0.9 if " " not in cell or date_format([cell]) else 0.8
