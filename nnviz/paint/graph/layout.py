"""Where everything of a computational graph goes: nodes and the labels of arrows are boxes in columns.

Everything is placed as if arrows ran to the right. A graph that runs downwards is laid out with all boxes on
their sides, and its picture is then mirrored about the diagonal; what boxes hold stays upright.
"""

from itertools import pairwise

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

from nnviz.explain.graph.either import AnyWalk
from nnviz.explain.graph.graph import Edge, Node
from nnviz.paint.graph.layered import LayeredCell, arrange, columns_of, straighten
from nnviz.paint.graph.narrowing import draw_together, raised
from nnviz.paint.mathematics.typeset import Typeset, typeset

SIZE, SMALL = 17.0, 13.5
"""Font sizes of nodes, and of derivatives and labels."""
PADDING, LINE, GAP, COLUMN = 9.0, 6.0, 20.0, 17.0
"""Inside a box, between its rows, between boxes below and beside one another."""
WIDEST_DEFINITION = 330.0
ARROW = 9.0


class GraphRow(msgspec.Struct, frozen=True):
    """A formula on a line of its own; `x` and `baseline` are measured from the top left of its box."""

    outline: Typeset
    x: float
    baseline: float
    size: float


class NodeBox(msgspec.Struct, frozen=True):
    """A node: its box, and the rows that are shown as they become known."""

    node: Node
    box: QRectF
    name: GraphRow
    value: GraphRow
    derivative: GraphRow


class EdgeLine(msgspec.Struct, frozen=True):
    """An arrow: its line, its head, and its label in a box on the line."""

    edge: Edge
    line: QPainterPath
    head: QPolygonF
    label: QRectF
    rows: tuple[GraphRow, ...]


class GraphLayout(msgspec.Struct, frozen=True):
    """The picture of a graph in units of its own, from (0, 0)."""

    nodes: tuple[NodeBox, ...]
    edges: tuple[EdgeLine, ...]
    size: QSizeF

    def node_at(self, point: QPointF) -> NodeBox | None:
        """Return the node at a point."""
        return next((placed for placed in self.nodes if placed.box.contains(point)), None)


def lay_out_graph(walk: AnyWalk, *, downwards: bool = False) -> GraphLayout:
    """Return where the nodes and arrows of a walk's graph go, with room for all that will be shown."""
    graph = walk.graph
    turn = QTransform(0.0, 1.0, 1.0, 0.0, 0.0, 0.0) if downwards else QTransform()
    contents = [_node_rows(walk, node) for node in graph.nodes]
    labels = [_label_rows(walk, edge) for edge in graph.edges]
    parents = [node.parents for node in graph.nodes]
    columns = columns_of(parents)
    if downwards:
        columns = raised(columns, parents, [_width(rows) for rows in contents], GAP)
    cells = [
        _cell(_width(rows), _height(rows), 2 * column, turn)
        for rows, column in zip(contents, columns, strict=True)
    ]
    ways = []
    for edge, rows in zip(graph.edges, labels, strict=True):
        first, target = 2 * columns[edge.source] + 1, 2 * columns[edge.target]
        ways.append(_passage(cells, edge, first, target, rows, turn))
    order = arrange(cells, GAP)
    for way in ways:
        if not straighten(cells, order, way[2:-1], GAP):
            straighten(cells, order, way[2:-2], GAP)
    if downwards:
        draw_together(cells, order)
    lefts, total = _columns(cells, order)
    top = min(cell.y - cell.height / 2 for cell in cells) - GAP
    boxes = [_box(cell, lefts, order, cells, top) for cell in cells]
    spans = [_span(cell, lefts, order, cells, box) for cell, box in zip(cells, boxes, strict=True)]
    nodes = tuple(
        _node_box(node, rows, turn.mapRect(boxes[node.index]))
        for node, rows in zip(graph.nodes, contents, strict=True)
    )
    ports = _ports(ways, boxes)
    edges = tuple(
        _edge_line(edge, rows, [boxes[k] for k in way], [spans[k] for k in way], port, turn)
        for edge, rows, way, port in zip(graph.edges, labels, ways, ports, strict=True)
    )
    bottom = max(box.bottom() for box in boxes) + GAP
    return GraphLayout(nodes, edges, turn.mapRect(QRectF(0.0, 0.0, total, bottom)).size())


# What boxes hold

_Rows = list[tuple[Typeset, float]]


def formulas_of(walk: AnyWalk) -> list[str]:
    """Return everything that will be typeset, so that it can be done little by little beforehand."""
    nodes = [latex for node in walk.graph.nodes for latex in walk.terms.node_formulas(node)]
    return nodes + [latex for edge in walk.graph.edges for latex in walk.terms.label_formulas(edge)]


def _node_rows(walk: AnyWalk, node: Node) -> _Rows:
    name, defined, value, derivative = (typeset(latex) for latex in walk.terms.node_formulas(node))
    fits = defined.extent(SIZE)[0] <= WIDEST_DEFINITION
    return [(defined if fits else name, SIZE), (value, SIZE), (derivative, SMALL)]


def _label_rows(walk: AnyWalk, edge: Edge) -> _Rows:
    outlines = [typeset(latex) for latex in walk.terms.label_formulas(edge)]
    if len(outlines) > 1 and outlines[0].extent(SMALL)[0] > WIDEST_DEFINITION:
        outlines = outlines[1:]
    return [(outline, SMALL) for outline in outlines]


def _width(rows: _Rows) -> float:
    return max(outline.extent(size)[0] for outline, size in rows) + 2 * PADDING


def _height(rows: _Rows) -> float:
    return sum(_row_height(*row) for row in rows) + LINE * (len(rows) - 1) + 1.4 * PADDING


def _row_height(outline: Typeset, size: float) -> float:
    _, ascent, descent = outline.extent(size)
    return max(ascent, 0.7 * size) + max(descent, 0.05 * size)


def _placed(rows: _Rows, width: float) -> list[GraphRow]:
    """Return the rows below one another, each in the middle."""
    top, placed = 0.7 * PADDING, []
    for outline, size in rows:
        wide, ascent, _ = outline.extent(size)
        placed.append(GraphRow(outline, (width - wide) / 2, top + max(ascent, 0.7 * size), size))
        top += _row_height(outline, size) + LINE
    return placed


# Where boxes stand


def _cell(width: float, height: float, column: int, turn: QTransform) -> LayeredCell:
    box = turn.mapRect(QRectF(0.0, 0.0, width, height))
    return LayeredCell(box.width(), box.height(), column)


def _passage(
    cells: list[LayeredCell], edge: Edge, first: int, target: int, label: _Rows, turn: QTransform
) -> list[int]:
    """Add the cells of an arrow: its label beside the source, empty places up to the target."""
    way = [edge.source]
    for column in range(first, target):
        way.append(len(cells))
        if column == first:
            cells.append(_cell(_width(label) - PADDING, _height(label), column, turn))
        else:
            cells.append(LayeredCell(0.0, 4.0, column))
    way.append(edge.target)
    for left, right in pairwise(way):
        cells[left].after.append(right)
        cells[right].before.append(left)
    return way


def _columns(cells: list[LayeredCell], order: list[list[int]]) -> tuple[list[float], float]:
    """Return the left edges of the columns, and the width of all."""
    lefts, x = [], GAP
    for column in order:
        lefts.append(x)
        x += max(cells[index].width for index in column) + COLUMN
    return lefts, x - COLUMN + GAP


def _box(
    cell: LayeredCell, lefts: list[float], order: list[list[int]], cells: list[LayeredCell], top: float
) -> QRectF:
    room = max(cells[index].width for index in order[cell.column])
    width = cell.width or room  # an arrow crosses a column in a straight line
    left = lefts[cell.column] + (room - width) / 2
    return QRectF(left, cell.y - cell.height / 2 - top, width, cell.height)


def _node_box(node: Node, rows: _Rows, box: QRectF) -> NodeBox:
    name, value, derivative = _placed(rows, box.width())
    return NodeBox(node, box, name, value, derivative)


def _ports(ways: list[list[int]], boxes: list[QRectF]) -> list[tuple[float, float]]:
    """Return for each arrow the heights at which it leaves and arrives, spread over the sides of boxes."""
    ports = []
    for way in ways:
        leaving = [other[1] for other in ways if other[0] == way[0]]
        arriving = [other[-2] for other in ways if other[-1] == way[-1]]
        ports.append(
            (_port(boxes[way[0]], way[1], leaving, boxes), _port(boxes[way[-1]], way[-2], arriving, boxes))
        )
    return ports


def _port(box: QRectF, neighbour: int, neighbours: list[int], boxes: list[QRectF]) -> float:
    order = sorted(neighbours, key=lambda other: boxes[other].center().y())
    share = (order.index(neighbour) + 0.5) / len(order) - 0.5
    return box.center().y() + share * min(0.7 * box.height(), 26.0 * len(order))


def _span(
    cell: LayeredCell, lefts: list[float], order: list[list[int]], cells: list[LayeredCell], box: QRectF
) -> tuple[float, float]:
    """Return from where to where an arrow stays level: past wider boxes of the column, it does not bend."""
    left, room = lefts[cell.column], max(cells[index].width for index in order[cell.column])
    return (left, left + room) if room - box.width() > 2 * COLUMN else (box.left(), box.right())


def _edge_line(
    edge: Edge,
    rows: _Rows,
    way: list[QRectF],
    spans: list[tuple[float, float]],
    port: tuple[float, float],
    turn: QTransform,
) -> EdgeLine:
    """Return a smooth line through the places of an arrow."""
    line = QPainterPath(QPointF(way[0].right(), port[0]))
    line.lineTo(spans[0][1], port[0])
    for box, (left, right) in zip(way[1:-1], spans[1:-1], strict=True):
        _curve(line, QPointF(left, box.center().y()))
        line.lineTo(right, box.center().y())
    tip = QPointF(way[-1].left(), port[1])
    end = tip - QPointF(0.7 * ARROW, 0.0)
    _curve(line, QPointF(min(spans[-1][0], end.x()), port[1]))
    line.lineTo(end)
    label = turn.mapRect(way[1])
    return EdgeLine(
        edge, turn.map(line), turn.map(_arrow_head(tip)), label, tuple(_placed(rows, label.width()))
    )


def _arrow_head(tip: QPointF) -> QPolygonF:
    return QPolygonF([tip, tip + QPointF(-ARROW, -0.45 * ARROW), tip + QPointF(-ARROW, 0.45 * ARROW)])


def _curve(line: QPainterPath, end: QPointF) -> None:
    """Go on to a point, horizontal at both ends."""
    start = line.currentPosition()
    bend = QPointF(0.5 * (end.x() - start.x()), 0.0)
    line.cubicTo(start + bend, end - bend, end)
