"""What each column of a table is used for, and what changing that means for how the table is read. No Qt."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from nnviz.data.tables.table import Table
from nnviz.data.tables.understood import DataColumn, Understood

Use = Literal["number", "category", "target", "unused"]
WORDS: dict[Use, str] = {
    "number": "Input, a number",
    "category": "Input, a category",
    "target": "To be learned",
    "unused": "Not used",
}
_KINDS = {
    "number": "number",
    "category": "category",
    "date": "date",
    "id": "counts or names the rows",
    "ignored": "cannot be used",
}


def use_of(table: Understood, column: DataColumn) -> Use:
    """Return what a column is used for."""
    if table.target is not None and column.name in (table.target.column, *table.target.members):
        return "target"
    if column.name not in table.inputs:
        return "unused"
    return "category" if column.kind == "category" else "number"


def uses_of(data: Table, column: DataColumn) -> tuple[Use, ...]:
    """Return what a column can be used for."""
    if column.kind == "ignored":
        return ("unused",)
    if column.kind == "id" and column.classes:
        return ("category", "target", "unused")
    if column.kind == "date":
        return ("number", "unused")
    if column.kind == "category" and column.name not in map(str, data.categories):
        return ("category", "target", "unused")
    return ("number", "category", "target", "unused")


def with_use(data: Table, table: Understood, name: str, use: Use) -> Table:
    """Return the table with a column used in another way; the last input stays one."""
    if use == "target":
        return with_target(data, table, name)
    categories = [other for other in map(str, data.categories) if other != name]
    column = next(column for column in table.columns if column.name == name)
    was_told = name in map(str, data.categories)
    if use == "category" and (column.kind != "category" or was_told):
        categories.append(name)
    wanted = set(table.inputs) - {name} if use == "unused" else {*table.inputs, name}
    data = msgspec.structs.replace(
        data, categories=tuple(categories), columns=_in_order(table, wanted) or data.columns
    )
    if table.target is not None and table.target.column == name:
        others = [other.name for other in table.columns if other.name not in wanted]
        usable = [other.name for other in table.columns if other.kind in ("number", "category")]
        candidates = [other for other in reversed(others) if other in usable] or [
            other for other in reversed(usable) if other != name
        ]
        if not candidates:
            return data
        return with_target(data, table, candidates[0])
    return data


def with_target(data: Table, table: Understood, name: str) -> Table:
    """Return the table with another column to be learned, as whatever it seems to be; empty: guess."""
    columns = data.columns
    if columns:
        wanted = set(map(str, columns)) - {name}
        before = str(data.target) if table.target is None else table.target.column
        if before != name:
            wanted |= {before}
        columns = _in_order(table, wanted) if name else ()
    categories = tuple(other for other in map(str, data.categories) if other != name)
    return msgspec.structs.replace(data, target=name, task="guess", columns=columns, categories=categories)


def words_of(table: Understood, column: DataColumn) -> str:
    """Return in a few words what a column holds and what is done with it."""
    use = use_of(table, column)
    target = table.target
    if use == "target" and target is not None:
        what = f"{len(target.classes)} classes" if target.classes else "numbers"
        return f"to be learned: {what}"
    kind = _KINDS[column.kind]
    if column.kind == "category":
        kind = f"category of {len(column.classes)}"
    return f"{kind}, input" if use != "unused" else f"{kind}, not used"


def _in_order(table: Understood, names: set[str]) -> tuple[str, ...]:
    ordered: Sequence[str] = [column.name for column in table.columns if column.name in names]
    return tuple(ordered)
