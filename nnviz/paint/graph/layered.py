"""Layered drawings of acyclic graphs, left to right: who stands in which column, in which order, how high.

After Sugiyama, Tagawa & Toda (1981): arrows that skip columns get an empty place in each of them; columns are
reordered so that neighbours stand near one another and few arrows cross; then heights are relaxed.
"""

from collections.abc import Sequence

import msgspec

_SWEEPS = 12
_SUPPLY = 0.1
"""Weight of what depends on one input alone: it makes room, so that the main line stays straight."""


class LayeredCell(msgspec.Struct):
    """A box, or an empty place that an arrow passes through.

    Attributes
    ----------
    width, height : float
        The width is 0 for empty places.
    column : int
    before, after : list of int
        Neighbours to the left and to the right.
    y : float
        Of the middle.
    """

    width: float
    height: float
    column: int
    before: list[int] = msgspec.field(default_factory=list)
    after: list[int] = msgspec.field(default_factory=list)
    y: float = 0.0


def columns_of(parents: Sequence[Sequence[int]]) -> list[int]:
    """Return the column of each node: after all its parents; nodes without parents just before a child."""
    columns: list[int] = []
    for before in parents:
        columns.append(1 + max((columns[parent] for parent in before), default=-1))
    children: list[list[int]] = [[] for _ in parents]
    for node, before in enumerate(parents):
        for parent in before:
            children[parent].append(node)
    for node, before in enumerate(parents):
        if not before and children[node]:
            columns[node] = min(columns[child] for child in children[node]) - 1
    return columns


def arrange(cells: Sequence[LayeredCell], gap: float) -> list[list[int]]:
    """Set the height of every cell; return the columns, each from top to bottom.

    Parameters
    ----------
    cells : sequence of LayeredCell
        Every neighbour stands in the next column.
    gap : float
        Least room between two cells of a column.
    """
    columns: list[list[int]] = [[] for _ in range(1 + max(cell.column for cell in cells))]
    for index, cell in enumerate(cells):
        columns[cell.column].append(index)
    best, fewest = columns, _crossings(cells, columns)
    for sweep in range(_SWEEPS):
        columns = _reordered(cells, columns, rightwards=sweep % 2 == 0)
        crossings = _crossings(cells, columns)
        if crossings < fewest:
            best, fewest = columns, crossings
    _relax(cells, best, gap)
    return best


def straighten(
    cells: Sequence[LayeredCell], columns: Sequence[Sequence[int]], passages: Sequence[int], gap: float
) -> bool:
    """Give empty places of one arrow the same height, the nearest that is free; False if none is near."""
    if len(passages) < 2:
        return bool(passages)
    heights = [cells[index].y for index in passages]
    middle = sum(heights) / len(heights)
    others = [cells[k] for index in passages for k in columns[cells[index].column] if k != index]
    taken = [(other.y, other.height / 2 + 0.5 * gap) for other in others]
    edges = (y + side * room for y, room in taken for side in (-1, 1))
    farthest = max(abs(height - middle) for height in heights) + gap
    near = [level for level in {*heights, *edges} if abs(level - middle) <= farthest]
    for level in sorted(near, key=lambda y: abs(y - middle)):
        if all(abs(y - level) >= room - 1e-9 for y, room in taken):
            for index in passages:
                cells[index].y = level
            return True
    return False


def _places(columns: Sequence[Sequence[int]]) -> dict[int, float]:
    """Return where each cell stands in its column, from -1/2 at the top to 1/2."""
    return {
        cell: (place + 0.5) / len(column) - 0.5 for column in columns for place, cell in enumerate(column)
    }


def _reordered(cells: Sequence[LayeredCell], columns: list[list[int]], rightwards: bool) -> list[list[int]]:
    """Order each column by the mean place of its cells' neighbours in the column before it."""
    places = _places(columns)
    order = range(len(columns)) if rightwards else reversed(range(len(columns)))
    made = [list(column) for column in columns]
    for k in order:
        means = {}
        for cell in made[k]:
            near = cells[cell].before if rightwards else cells[cell].after
            means[cell] = sum(places[other] for other in near) / len(near) if near else places[cell]
        made[k].sort(key=means.__getitem__)
        places |= _places([made[k]])
    return made


def _crossings(cells: Sequence[LayeredCell], columns: Sequence[Sequence[int]]) -> int:
    places = _places(columns)
    count = 0
    for column in columns:
        arrows = [(places[cell], places[other]) for cell in column for other in cells[cell].after]
        count += sum(
            (a[0] - b[0]) * (a[1] - b[1]) < 0.0 for k, a in enumerate(arrows) for b in arrows[k + 1 :]
        )
    return count


def _relax(cells: Sequence[LayeredCell], columns: Sequence[Sequence[int]], gap: float) -> None:
    """Move cells towards their neighbours, without overlap and in their order."""
    supplies = _supplies(cells, columns)
    weights = [_SUPPLY if index in supplies else 1.0 for index in range(len(cells))]
    for column in columns:
        _stack(cells, column, [0.0] * len(column), gap, weights)
    for sweep in range(8 * _SWEEPS):
        order = columns if sweep % 2 == 0 else list(reversed(columns))
        for column in order:
            wanted = []
            for index in column:
                cell = cells[index]
                wanted.append(_pull(cells, cell, supplies))
            _stack(cells, column, wanted, gap, weights)


def _supplies(cells: Sequence[LayeredCell], columns: Sequence[Sequence[int]]) -> set[int]:
    """Return the cells that depend on one input alone, through nothing but one another."""
    supplies: set[int] = set()
    for column in columns:
        supplies.update(
            k for k in column if len(cells[k].before) < 2 and supplies.issuperset(cells[k].before)
        )
    return supplies


def _pull(cells: Sequence[LayeredCell], cell: LayeredCell, supplies: set[int]) -> float:
    """Return the height that a cell's neighbours draw it to; long arrows are to be straight."""
    weights = {other: _weight(cell, cells[other]) for other in (*cell.before, *cell.after)}
    if not supplies.issuperset(cell.before):
        for other in supplies.intersection(cell.before):
            weights[other] *= _SUPPLY
    if not weights:
        return cell.y
    return sum(cells[other].y * weight for other, weight in weights.items()) / sum(weights.values())


def _weight(first: LayeredCell, second: LayeredCell) -> float:
    return (1.0, 3.0, 12.0)[(first.width == 0.0) + (second.width == 0.0)]


def _stack(
    cells: Sequence[LayeredCell],
    column: Sequence[int],
    wanted: Sequence[float],
    gap: float,
    weights: Sequence[float],
) -> None:
    """Put the cells of a column as near as possible to where they want to be (least squares, in blocks)."""
    blocks: list[tuple[list[int], float, float, float]] = []  # cells, their weight, top, height
    for index, aim in zip(column, wanted, strict=True):
        members, weight, height = [index], weights[index], cells[index].height
        top = aim - height / 2
        while blocks and blocks[-1][2] + blocks[-1][3] + gap > top:
            above, above_weight, above_top, above_height = blocks.pop()
            joined = above_height + gap
            top = (above_top * above_weight + (top - joined) * weight) / (above_weight + weight)
            members, weight, height = [*above, *members], above_weight + weight, joined + height
        blocks.append((members, weight, top, height))
    for members, _, top, _ in blocks:
        y = top
        for index in members:
            cells[index].y = y + cells[index].height / 2
            y += cells[index].height + gap
