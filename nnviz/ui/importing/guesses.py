"""The guesses of an import as choices, a record each: how it is called, what there is to choose. No Qt."""

from collections.abc import Callable, Sequence

import msgspec

from nnviz.data.dataset import MAX_SAMPLES
from nnviz.data.tables.split_column import says_parts
from nnviz.data.tables.table import Table
from nnviz.data.tables.understood import Understood
from nnviz.experiment.spec.own_table import delimiter_words
from nnviz.ui.forms.choice import Option
from nnviz.ui.importing.uses import with_target

_ENCODINGS = (
    "utf-8", "utf-16", "latin-1", "cp1252", "cp850", "mac_roman", "cp1250", "iso8859_2", "cp852", "cp1257",
    "cp1251", "koi8_u", "cp866", "cp1253", "cp1254", "cp1255", "cp1256", "cp874",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip
_SHARES = (0.0, 0.1, 0.2, 0.3, 0.5)
_ROWS = (0, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
_YES_NO = ((True, "Yes"), (False, "No"))
_KNOWN_DELIMITERS = (",", ";", "\t", "|", " ")
DECIMALS = {".": "Point: 1.5", ",": "Comma: 1,5"}
TASKS = {"classes": "Classes", "numbers": "Numbers"}
MISSING = {
    "refuse": "Do not import",
    "drop": "Leave their rows out",
    "mean": "Mean, or a class of their own",
}


class Guess(msgspec.Struct, frozen=True):
    """One guess of an import.

    Attributes
    ----------
    key : str
        Of the table's settings.
    title, help : str
    options : callable
        (data, table) -> what there is to choose; nothing where the kind of file has no such thing.
    """

    key: str
    title: str
    help: str
    options: Callable[[Table, Understood], Sequence[Option]]

    def chosen(self, data: Table, table: Understood, value: object) -> Table:
        """Return the table read with this value."""
        if self.key == "target":
            return with_target(data, table, str(value))
        if self.key in ("sheet", "header", "delimiter"):  # other columns, perhaps
            data = msgspec.structs.replace(
                data, columns=(), categories=(), target="", task="guess", split_column=""
            )
        if self.key == "split_column":
            kept = tuple(name for name in data.columns if name != value)
            data = msgspec.structs.replace(data, columns=kept)
        changes: dict[str, object] = {self.key: value}
        return msgspec.structs.replace(data, **changes)


def _of_text(make: Callable[[Table, Understood], Sequence[Option]]) -> Callable[..., Sequence[Option]]:
    return lambda data, table: make(data, table) if table.delimiter is not None else ()


def _guess_words(in_force: object, given: object, words: str) -> str:
    """Return the words for "guess": with what was guessed, while it is what is in force."""
    return f"{words} (guessed)" if given == in_force else "Guess"


def _encodings(data: Table, table: Understood) -> Sequence[Option]:
    names = dict.fromkeys((*_ENCODINGS, *([data.encoding] if data.encoding else ())))
    return [Option("", _guess_words("", data.encoding, table.encoding or "")), *(Option(n, n) for n in names)]


def _delimiters(data: Table, table: Understood) -> Sequence[Option]:
    signs = dict.fromkeys((*_KNOWN_DELIMITERS, *([data.delimiter] if data.delimiter else ())))
    words = {sign: _capital(delimiter_words(sign).removesuffix(" between columns")) for sign in signs}
    guess = _capital(delimiter_words(table.delimiter or "").removesuffix(" between columns"))
    return [Option("", _guess_words("", data.delimiter, guess)), *(Option(s, words[s]) for s in signs)]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _decimals(data: Table, table: Understood) -> Sequence[Option]:
    guess = DECIMALS.get(table.decimal or "", "")
    return [Option("", _guess_words("", data.decimal, guess)), *(Option(s, w) for s, w in DECIMALS.items())]


def _headers(data: Table, table: Understood) -> Sequence[Option]:
    if table.delimiter is None and table.sheet is None:
        return ()
    words = {True: "Names", False: "Values"}
    return [
        Option(None, _guess_words(None, data.header, words[table.header])),
        *(Option(value, words[value]) for value in (True, False)),
    ]


def _sheets(data: Table, table: Understood) -> Sequence[Option]:
    if table.sheet is None:
        return ()
    return [Option("", _guess_words("", data.sheet, table.sheet)), *(Option(s, s) for s in table.sheets)]


def _targets(data: Table, table: Understood) -> Sequence[Option]:
    guessed = "" if table.target is None else table.target.column
    names = [column.name for column in table.columns if column.kind not in ("ignored", "date")]
    if table.target is not None and table.target.members:
        names.append(guessed)  # several columns are one class
    return [Option("", _guess_words("", data.target, guessed)), *(Option(name, name) for name in names)]


def _tasks(data: Table, table: Understood) -> Sequence[Option]:
    guess = "" if table.target is None else TASKS[table.target.task]
    return [
        Option("guess", _guess_words("guess", data.task, guess)),
        *(Option(k, w) for k, w in TASKS.items()),
    ]


def _missing(data: Table, table: Understood) -> Sequence[Option]:
    del data, table
    return [Option(value, words) for value, words in MISSING.items()]


def _row_counts(data: Table, table: Understood) -> Sequence[Option]:
    there = table.drawn_from or table.rows
    whole = f"All {there:,}" if there <= MAX_SAMPLES else f"{MAX_SAMPLES:,} of {there:,}"
    sizes = sorted({*(size for size in _ROWS if size < there), data.rows})
    return [Option(size, f"At most {size:,}" if size else whole) for size in sizes]


def _dividers(data: Table, table: Understood) -> Sequence[Option]:
    """Return the columns that say train and test; nothing where there is none."""
    learned = "" if table.target is None else table.target.column
    names = [
        column.name
        for column in table.columns
        if column.name != learned and says_parts(column.kind, column.name, column.classes)
    ]
    names = list(dict.fromkeys((*names, *([str(data.split_column)] if data.split_column != "" else ()))))
    return [Option("", "At random"), *(Option(name, f"By {name}") for name in names)] if names else ()


def _shares(data: Table, table: Understood, key: str) -> Sequence[Option]:
    if data.split_column != "":
        return ()
    del table
    sizes = sorted({*_SHARES, getattr(data, key)})
    return [Option(size, f"{100 * size:g} %" if size else "None") for size in sizes]


def _switch(data: Table, table: Understood) -> Sequence[Option]:
    del data, table
    return [Option(value, words) for value, words in _YES_NO]


SECTIONS: dict[str, tuple[Guess, ...]] = {
    "File": (
        Guess("encoding", "Encoding", "How the bytes of the file stand for letters", _of_text(_encodings)),
        Guess("delimiter", "Between columns", "What separates the cells of a row", _of_text(_delimiters)),
        Guess("decimal", "Decimal sign", "Of numbers in the file", _of_text(_decimals)),
        Guess("header", "First line", "Whether it names the columns", _headers),
        Guess("sheet", "Sheet", "Of the workbook", _sheets),
    ),
    "Learn": (
        Guess("target", "Column", "What the network is to learn from the other columns", _targets),
        Guess("task", "As", "Classes are told apart; numbers are come near to (regression)", _tasks),
    ),
    "Rows": (
        Guess("missing", "Missing cells", "What is done where a cell holds nothing", _missing),
        Guess(
            "rows",
            "Rows",
            "All, or some drawn at random with the data seed, classes in proportion",
            _row_counts,
        ),
        Guess("split_column", "Divided", "At random, or by a column that says train and test", _dividers),
        Guess(
            "test_fraction",
            "For testing",
            "Share of the rows that is never trained on",
            lambda data, table: _shares(data, table, "test_fraction"),
        ),
        Guess(
            "validation_fraction",
            "For validation",
            "Share of the rows kept to compare settings",
            lambda data, table: _shares(data, table, "validation_fraction"),
        ),
        Guess("stratify", "Stratified", "Whether every part gets the classes in proportion", _switch),
    ),
    "Inputs": (
        Guess("standardize", "Standardised", "Each input gets mean 0 and deviation 1", _switch),
        Guess("one_hot", "One-hot", "An input for each value of a category; else its number", _switch),
    ),
}
"""All of them, by heading."""
