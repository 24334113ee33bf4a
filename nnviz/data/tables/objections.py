"""What is wrong with a cell of a table, and what to do about it."""

from nnviz.data.tables.cells.values import number_of
from nnviz.data.tables.columns import Content
from nnviz.data.tables.understood import shown


def objection(column: Content, cell: str, is_missing: bool, decimal: str | None) -> str:
    """Return why a cell cannot be used, and what to do; `decimal` is the sign of the table's numbers."""
    if is_missing:
        what = (
            f"{shown(cell)} is no {'class' if column.kind == 'category' else 'number'}"
            if cell
            else "the cell is empty"
        )
        return f'{what}; fill it, or set data.missing = "drop".'
    other = "," if decimal != "," else "."
    if number_of(cell, other) is not None:
        sign = decimal
        return f'"{shown(cell)}" is no number with "{sign}" for decimals; try data.decimal = "{other}".'
    remedy = 'mend it, or set data.missing = "drop".'
    return f'"{shown(cell)}" is not a finite number, as other cells of the column are; {remedy}'
