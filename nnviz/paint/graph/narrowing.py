"""A graph that runs downwards made narrow, so that its text is larger in a column of a journal.

Words are those of `layered.py`, where arrows run to the right: what stands in one column lies in a row of a
picture that runs downwards, and the height of a column is the width of that row.
"""

from collections.abc import Sequence

from nnviz.paint.graph.layered import LayeredCell


def raised(
    columns: Sequence[int], parents: Sequence[Sequence[int]], heights: Sequence[float], gap: float
) -> list[int]:
    """Return the columns, with inputs taken to earlier ones as long as the highest column gets lower.

    Parameters
    ----------
    columns : sequence of int
        As `columns_of` returns them.
    parents : sequence of sequences of int
    heights : sequence of float
        Of the nodes.
    gap : float
        Room that an arrow takes in each column that it crosses, and room between two nodes.
    """
    best = list(columns)
    tallest = _tallest(best, parents, heights, gap)
    while True:
        moves = [
            [*best[:node], column, *best[node + 1 :]]
            for node, before in enumerate(parents)
            if not before
            for column in range(best[node])
        ]
        if not moves:
            return best
        move = min(moves, key=lambda moved: _tallest(moved, parents, heights, gap))
        height = _tallest(move, parents, heights, gap)
        if height >= tallest:
            return best
        best, tallest = move, height


def _tallest(
    columns: Sequence[int], parents: Sequence[Sequence[int]], heights: Sequence[float], gap: float
) -> float:
    totals = [0.0] * (1 + max(columns))
    for node, (column, before) in enumerate(zip(columns, parents, strict=True)):
        totals[column] += heights[node] + gap
        for parent in before:
            for crossed in range(columns[parent] + 1, columns[node]):
                totals[crossed] += gap
    return max(totals)


def draw_together(cells: Sequence[LayeredCell], order: Sequence[Sequence[int]]) -> None:
    """Shift whole columns so that none stands out beyond the highest one."""
    ends = [
        (
            min(cells[k].y - cells[k].height / 2 for k in column),
            max(cells[k].y + cells[k].height / 2 for k in column),
        )
        for column in order
    ]
    top, bottom = max(ends, key=lambda end: end[1] - end[0])
    for column, (first, last) in zip(order, ends, strict=True):
        shift = max(top - first, 0.0) + min(bottom - last, 0.0)
        for index in column:
            cells[index].y += shift
