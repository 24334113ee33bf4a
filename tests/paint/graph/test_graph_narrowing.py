"""A graph that runs downwards gets narrow: wide inputs go to rows of their own."""

from nnviz.paint.graph.layered import LayeredCell
from nnviz.paint.graph.narrowing import draw_together, raised

PARENTS = ((), (), (0, 1), (2,), (), (), (3, 4, 5))
"""x and W1 to z1, a1; W2 and b2 with it to z2."""
COLUMNS = [0, 0, 1, 2, 2, 2, 3]
HEIGHTS = (100.0, 100.0, 100.0, 100.0, 250.0, 100.0, 100.0)


def test_inputs_are_raised_as_long_as_the_widest_row_gets_narrower() -> None:
    columns = raised(COLUMNS, PARENTS, HEIGHTS, 20.0)
    assert columns[4] == 1
    assert [columns[k] for k in (0, 1, 2, 3, 6)] == [0, 0, 1, 2, 3]
    for node, before in enumerate(PARENTS):
        assert all(columns[parent] < columns[node] for parent in before)


def test_a_graph_that_cannot_get_narrower_stays_as_it_is() -> None:
    assert raised([0, 0, 1], ((), (), (0, 1)), (50.0, 50.0, 50.0), 20.0) == [0, 0, 1]


def test_no_row_stands_out_beyond_the_widest() -> None:
    cells = [
        LayeredCell(1.0, 100.0, 0, y=0.0),
        LayeredCell(1.0, 300.0, 1, y=500.0),
        LayeredCell(1.0, 60.0, 2, y=600.0),
    ]
    draw_together(cells, [[0], [1], [2]])
    assert [cell.y for cell in cells] == [400.0, 500.0, 600.0]
