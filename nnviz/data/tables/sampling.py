"""Which rows are used of a table that has more than are taken in: drawn at random, its classes in proportion.

The same file and seed give the same rows. No more rows are kept than are asked for, however many there are.
"""

import math
import random
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.data.dataset import MAX_SAMPLES
from nnviz.data.errors import DataError
from nnviz.data.split import quotas
from nnviz.data.tables.grid import MAX_CELLS, Grid, require_room
from nnviz.data.tables.lines.titles import Row
from nnviz.data.tables.understood import Progress

_SPARE = 1000
"""Rows read beside those that are used: titles and names may be among them."""
_BEGIN, _END = 200, 40
"""Rows at both ends that are kept in any case, for titles, names and sums stand there."""
_MOST_GROUPS = 200
_BETWEEN_LOOKS = 2000


class Draw(msgspec.Struct, frozen=True):
    """How many rows of a table are used at most, and the seed that draws them."""

    size: int = MAX_SAMPLES
    seed: int = 0


class Read(msgspec.Struct, frozen=True, eq=False):
    """What was kept of the rows of a file.

    Attributes
    ----------
    rows : list of Row
        All of them, or those that were drawn, with those at both ends, in the order of the file.
    total : int
        How many there are.
    drawn : frozenset of int or None
        The lines of those that were drawn; None: all are there.
    """

    rows: list[Row]
    total: int
    drawn: frozenset[int] | None = None

    @property
    def unseen(self) -> int:
        """How many rows of the file are not kept."""
        return self.total - len(self.rows)


def read_rows(source: Iterable[Row], seed: int) -> Read:
    """Keep all rows of a file, or as many as there is room for, each with the same chance.

    Raises
    ------
    DataError
        If they have more columns than are allowed.
    """
    left = iter(source)
    rows: list[Row] = []
    cells = 0
    for row in left:
        rows.append(row)
        cells += len(row[1])
        if len(rows) % _BETWEEN_LOOKS == 0:
            require_room(cells // len(rows))
        if len(rows) >= MAX_SAMPLES + _SPARE or cells > MAX_CELLS:
            require_room(cells // len(rows))
            return _drawn(rows, left, cells, random.Random(seed))
    require_room(cells // max(len(rows), 1))
    return Read(rows, len(rows))


def _drawn(rows: list[Row], left: Iterable[Row], cells: int, chance: random.Random) -> Read:
    """Let the rows that are left take the places of those that are kept, so that all had the same chance."""
    begin, end, room, total = rows[:_BEGIN], deque[Row](maxlen=_END), len(rows), len(rows)
    for row in left:
        total += 1
        end.append(row)
        place = int(chance.random() * total)
        if place < room:
            cells += len(row[1]) - len(rows[place][1])
            rows[place] = row
            if cells > 2 * MAX_CELLS:
                raise DataError("path", "some of its rows are far longer than others: mend it.")
    drawn = frozenset(line for line, _ in rows)
    return Read([*{row[0]: row for row in sorted([*begin, *rows, *end])}.values()], total, drawn)


def drawn_grid(
    grid: Grid, rows: list[Row], read: Read, draw: Draw, everything: Callable[[Progress], Iterable[Row]]
) -> Grid:
    """Return a grid with its rows, or with so many of them as are wanted where the file has too many.

    Parameters
    ----------
    rows : list of Row
        Those of `read` that are rows of the table.
    everything : callable
        Reads all rows of the table once more.
    """
    if read.drawn is None and len(rows) <= MAX_SAMPLES:
        return grid.with_rows(rows)
    own = [row for row in rows if read.drawn is None or row[0] in read.drawn]
    some = sorted(random.Random(draw.seed).sample(own, min(draw.size, len(own))))
    grid = msgspec.structs.replace(grid.with_rows(some), drawn_from=read.total - len(read.rows) + len(rows))

    def proportional(places: Sequence[int], progress: Progress) -> Grid:
        told = [[cells[place] for _, cells in some] for place in places]
        chosen = in_proportion(everything(progress), places, told, draw)
        return grid if chosen is None else grid.with_rows(chosen)

    return msgspec.structs.replace(grid, in_proportion=proportional)


def in_proportion(
    rows: Iterable[Row], places: Sequence[int], some: Sequence[Sequence[str]], draw: Draw
) -> list[Row] | None:
    """Draw rows so that each class has its share, and one row at least.

    Parameters
    ----------
    rows : iterable of Row
        All that there are.
    places : sequence of int
        The columns whose cells say the class of a row.
    some : sequence of sequences of str
        The cells of these columns, one entry a column, in rows that were drawn from all: they say about how
        many rows a class has.

    Returns
    -------
    list of Row or None
        None where there are too many different cells for classes.
    """
    size = min(draw.size, len(some[0]))
    told: Iterable[object] = some[0] if len(some) == 1 else zip(*some, strict=True)
    guessed = Counter(told)
    share = size / len(some[0])
    cells_of = itemgetter(*places)
    groups: dict[object, _Group] = {}
    chance = random.Random(draw.seed)
    for row in rows:
        named = cells_of(row[1])
        if named not in groups:
            if len(groups) == _MOST_GROUPS:
                return None
            groups[named] = _Group(_ample(share * guessed[named]))
        groups[named].meet(row, chance)
    wanted = _shares(np.array([group.count for group in groups.values()]), size)
    drawn = [group.some(count, chance) for group, count in zip(groups.values(), wanted, strict=True)]
    return sorted(row for own in drawn for row in own)


class _Group:
    """The rows of one class, of which each has the same chance to be kept."""

    def __init__(self, room: int) -> None:
        self.count = 0
        self._room = room
        self._kept: list[Row] = []

    def meet(self, row: Row, chance: random.Random) -> None:
        """Take the next row of the file, or not."""
        self.count += 1
        if self.count <= self._room:
            self._kept.append(row)
        elif (place := int(chance.random() * self.count)) < self._room:
            self._kept[place] = row

    def some(self, count: int, chance: random.Random) -> list[Row]:
        """Draw so many of those that were kept."""
        return chance.sample(self._kept, min(count, len(self._kept)))


def _ample(expected: float) -> int:
    """Return room for more rows than a class will need, when about so many are expected."""
    return math.ceil(expected + 8 * math.sqrt(expected) + 20)


def places_in_proportion(labels: NDArray[np.int64], draw: Draw) -> list[int]:
    """Return which places are drawn, in order: of each label its share, and one at least.

    Too many labels to be classes are not looked at.
    """
    values, counts = np.unique(labels, return_counts=True)
    chance = random.Random(draw.seed)
    if len(values) > _MOST_GROUPS:
        return sorted(chance.sample(range(len(labels)), draw.size))
    drawn: list[int] = []
    for value, count in zip(values, _shares(counts, draw.size), strict=True):
        own = np.flatnonzero(labels == value)
        drawn += own[chance.sample(range(len(own)), count)].tolist()
    return sorted(drawn)


def _shares(counts: NDArray[np.int64], size: int) -> list[int]:
    """Return how many of each group are drawn: in proportion, and one at least where there is room."""
    shares = np.maximum(quotas(counts, min(size, int(counts.sum()))), 1)
    while shares.sum() > size:
        shares[np.argmax(shares)] -= 1
    return [int(share) for share in shares]
