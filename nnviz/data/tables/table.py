"""A table from a file of the user's own, as `[data]` of an experiment names it."""

from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

import msgspec
import numpy as np
from msgspec import Meta

from nnviz.data.base import DataSet, Shape, classification, regression
from nnviz.data.dataset import MAX_SAMPLES, Dataset, Split
from nnviz.data.errors import DataError
from nnviz.data.split import TRAIN, VALIDATION, by_parts
from nnviz.data.tables.understood import Progress, Understood, unheard

_UNSHOWN = {"form": False}
"""Settings that no form of the window shows: they are guessed, and an import says how."""


class Table(DataSet, frozen=True, kw_only=True, tag="table"):
    """A table of text, a workbook or arrays; what is left out is guessed.

    Without `target` a column called "class", "target" or the like is learned, else the last one.
    """

    title: ClassVar[str] = "Table from a file"
    about: ClassVar[str] = (
        "Your own table (CSV, TSV, XLSX, ODS, NPZ): columns to learn from, one to be learned."
    )
    careful: ClassVar[bool] = False

    path: Annotated[
        str,
        Meta(title="File", description="The table's file, relative to the experiment file.", min_length=1),
    ]
    target: Annotated[
        str | int | float,
        Meta(title="Target", description="The column to be learned, by its name; empty: guess."),
    ] = ""
    task: Annotated[
        Literal["guess", "classes", "numbers"],
        Meta(title="Learned as", description="Whether the target is classes, or numbers (regression)."),
    ] = "guess"
    missing: Annotated[
        Literal["refuse", "drop", "mean"],
        Meta(
            title="Missing cells",
            description="Refuse the table; drop their rows; or take the mean of the column, in categories "
            "a class of their own (a row must have its target).",
        ),
    ] = "refuse"
    one_hot: Annotated[
        bool,
        Meta(title="One-hot", description="One input for each value of a category; else its number, from 0."),
    ] = True
    stratify: Annotated[
        bool,
        Meta(title="Stratify", description="Whether all parts of the split get the classes in proportion."),
    ] = True
    split_column: Annotated[
        str | int | float,
        Meta(
            title="Split by",
            description="A column that says train, validation or test of each row (or 0, and 1 for testing); "
            "the shares then say nothing. Empty: at random.",
            extra=_UNSHOWN,
        ),
    ] = ""
    columns: Annotated[
        tuple[str | int | float, ...],
        Meta(
            title="Columns",
            description="Names of the inputs; empty: every other column of numbers or categories.",
            max_length=1000,
            extra=_UNSHOWN,
        ),
    ] = ()
    categories: Annotated[
        tuple[str | int | float, ...],
        Meta(
            title="Categories",
            description="Names of columns whose numbers only name kinds, such as 1 = red, 2 = blue.",
            max_length=1000,
            extra=_UNSHOWN,
        ),
    ] = ()
    rows: Annotated[
        int,
        Meta(
            title="Rows",
            description="At most so many rows are used, drawn at random with the data seed, each class in "
            f"proportion; 0: all, or {MAX_SAMPLES:,} of a larger table.",
            ge=0,
            le=MAX_SAMPLES,
            extra=_UNSHOWN,
        ),
    ] = 0
    encoding: Annotated[
        str,
        Meta(
            title="Encoding",
            description="Of a text file, such as utf-8 or latin-1; empty: guess.",
            extra=_UNSHOWN,
            max_length=40,
        ),
    ] = ""
    delimiter: Annotated[
        str,
        Meta(
            title="Delimiter",
            description="The character between columns of a text file; empty: guess.",
            extra=_UNSHOWN,
            max_length=10,
        ),
    ] = ""
    decimal: Annotated[
        Literal["", ".", ","],
        Meta(title="Decimal sign", description="Of numbers in a text file; empty: guess.", extra=_UNSHOWN),
    ] = ""
    header: Annotated[
        bool | None,
        Meta(
            title="Header", description="Whether the first line has names; left out: guess.", extra=_UNSHOWN
        ),
    ] = None
    sheet: Annotated[
        str | int | float,
        Meta(
            title="Sheet",
            description="Of a workbook; empty: the first with a table.",
            extra=_UNSHOWN,
        ),
    ] = ""
    checksum: Annotated[
        str,
        Meta(
            title="Checksum",
            description="Of the file that the settings were written for; another one is said.",
            extra=_UNSHOWN,
            max_length=64,
        ),
    ] = ""

    @property
    def stratified(self) -> bool:
        """As the setting says."""
        return self.stratify

    def understood(self, progress: Progress = unheard, *, any_seed: bool = False) -> Understood:
        """Return what was understood of the file, and why; may be called in any thread.

        Parameters
        ----------
        progress : callable
            Called with the share that is done; what it raises ends the reading.
        any_seed : bool
            Whether rows of a large file that another seed drew will do, where they are there already.

        Raises
        ------
        DataError
            If the file cannot be read as a table at all.
        """
        from nnviz.data.tables.reading import understood  # noqa: PLC0415 (most experiments have no table)
        from nnviz.data.tables.roles import TableChoices  # noqa: PLC0415

        return understood(
            TableChoices(
                path=self.path,
                encoding=self.encoding,
                delimiter=self.delimiter,
                decimal=self.decimal,
                header=self.header,
                sheet=str(self.sheet),
                columns=tuple(map(str, self.columns)),
                categories=tuple(map(str, self.categories)),
                target=str(self.target),
                task=self.task,
                missing=self.missing,
                one_hot=self.one_hot,
                checksum=self.checksum,
                split_column=str(self.split_column),
                careful=self.careful,
                rows=self.rows,
                seed=self.seed,
            ),
            progress,
            any_seed=any_seed,
        )

    def shape(self) -> Shape:
        """Return what the file holds; it is read once and kept while it does not change.

        Rows that another seed drew of a large file tell it too: a window that changes the seed reads nothing.
        """
        table = self._usable(any_seed=True)
        assert table.target is not None
        inputs, reason = table.X.shape[1], f'column "{table.target.column}": {table.target.reason}'
        if table.target.task == "classes":
            return Shape(inputs=inputs, classes=len(table.target.classes), reason=reason)
        within = bool(((table.y >= 0) & (table.y <= 1)).all())
        return Shape(inputs=inputs, targets=1, probabilities=within, reason=reason)

    def make(self, rng: np.random.Generator) -> Dataset:  # noqa: ARG002  (rows are drawn where they are read)
        """Return the rows, or as many of them as are asked for, in the order of the file."""
        table = self._usable()
        assert table.target is not None
        if table.target.task == "classes":
            return classification(table.X, table.y, table.target.classes, feature_names=table.feature_names)
        return regression(table.X, table.y[:, np.newaxis], feature_names=table.feature_names)

    @property
    def is_divided(self) -> bool:
        """Whether a column says it."""
        return self.split_column != ""

    @property
    def validates(self) -> bool:
        """Whether the column that says it keeps rows for validation, else whether a share is kept."""
        if self.split_column == "":
            return super().validates
        return bool((self._usable(any_seed=True).parts == VALIDATION).any())

    def divided(self, dataset: Dataset, rng: np.random.Generator) -> Split:
        """Divide the rows as their column says, else at random."""
        if self.split_column == "":
            return super().divided(dataset, rng)
        parts = self._usable().parts
        if not (parts == TRAIN).any():
            raise DataError("rows", "none of the rows that were drawn is for training: take more.")
        return by_parts(dataset, parts)

    def asked_for(self, outputs: int, for_classes: bool) -> Self:
        """Return the table read as classes where whole numbers can be, and the network is one for them."""
        if self.task != "guess" or not for_classes:
            return self
        try:
            if not self.shape().targets:
                return self
            as_classes = msgspec.structs.replace(self, task="classes")
            count = as_classes.shape().classes
        except DataError:
            return self
        return as_classes if outputs == count or (outputs == 1 and count == 2) else self

    def written_out(self) -> Self:
        """Return the table with every guess and the file's checksum; itself if it cannot be read."""
        try:
            table = self.understood()
        except DataError:
            return self
        if table.target is None or table.obstacle is not None or self.checksum not in ("", table.checksum):
            return self
        return msgspec.structs.replace(
            self,
            path=str(Path(self.path).expanduser().absolute()),
            encoding=table.encoding or "",
            delimiter=table.delimiter or "",
            decimal=table.decimal if table.delimiter else "",
            header=table.header,
            sheet=table.sheet or "",
            columns=table.inputs,
            target=table.target.column,
            task=table.target.task,
            checksum=table.checksum,
        )

    def remarks(self) -> tuple[str, ...]:
        """Return what is worth knowing about the file, though it can be used."""
        try:
            problems = self.understood().problems
        except DataError:
            return ()
        return tuple(problem.words() for problem in problems if not problem.key)

    def _usable(self, *, any_seed: bool = False) -> Understood:
        table = self.understood(any_seed=any_seed)
        if table.obstacle is not None:
            raise DataError(table.obstacle.key, table.obstacle.words())
        return table


class CsvFile(Table, frozen=True, kw_only=True, tag="csv"):
    """A table as version 0.1.0 read it: the last column is learned unless another is named.

    Whole numbers are classes where they are 0, 1, ..., k-1; else `task` says so.
    """

    title: ClassVar[str] = "CSV file"
    about: ClassVar[str] = "Your own table: numeric columns, and one column to be learned."
    careful: ClassVar[bool] = True
