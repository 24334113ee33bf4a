"""Classes that stand in columns of 0 and 1, one column a class: the last columns together are the target."""

from collections.abc import Sequence

import msgspec
import numpy as np

from nnviz.data.dataset import MAX_CLASSES
from nnviz.data.tables.columns import Content


class OneHot(msgspec.Struct, frozen=True, eq=False):
    """Columns that say one class together.

    Attributes
    ----------
    column : Content
        The category that they are.
    members : tuple of str
        The names of the columns, which are the classes.
    """

    column: Content
    members: tuple[str, ...]


def one_hot_classes(columns: Sequence[Content]) -> OneHot | None:
    """Return what the last columns say together: each row has a single 1 there; None if they do not.

    At least one column before them must be left to learn from.
    """
    sums, begin = np.zeros(0), len(columns)
    for place in range(len(columns) - 1, 0, -1):
        values = columns[place].numbers
        if columns[place].kind != "number" or not np.isin(values, (0.0, 1.0)).all() or not values.any():
            break
        sums = values if not len(sums) else sums + values
        if (sums > 1).any():
            break
        begin = place
    group = columns[begin:]
    if not 2 < len(group) <= MAX_CLASSES or not _is_complete(group):
        return None
    if all(column.kind in ("id", "ignored", "date") for column in columns[:begin]):
        return None
    members = tuple(column.name for column in group)
    chosen = np.argmax([column.numbers for column in group], axis=0)
    cells = [members[i] for i in chosen]
    name = f"{members[0]} to {members[-1]}"
    missing = np.zeros(len(cells), dtype=bool)
    category = Content(name, name, "category", np.zeros(0), cells, missing, members)
    return OneHot(category, members)


def _is_complete(group: Sequence[Content]) -> bool:
    return bool((np.sum([column.numbers for column in group], axis=0) == 1.0).all())
