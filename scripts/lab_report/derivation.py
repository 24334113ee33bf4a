"""A derivation by a computational graph: its picture, and what each path adds to the derivative."""

from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter

from lab_report.pictures import MARGIN, SCALE, STYLE, WIDTH, save_small
from nnviz.assets import assets
from nnviz.explain.graph.examples import load_examples
from nnviz.explain.graph.expression import parse
from nnviz.explain.graph.graph import build
from nnviz.explain.graph.walk import GraphWalk
from nnviz.paint.graph.layout import lay_out_graph
from nnviz.paint.graph.picture import paint_graph

DIGITS = 4


def walk_of(name: str) -> GraphWalk:
    """Return the walk through a shipped graph, towards the input that its file names."""
    folder = assets() / "graphs"
    number = [path.stem for path in sorted(folder.glob("*.toml"))].index(name)
    example = load_examples(folder)[number]
    graph = build(parse(example.expression))
    node = graph.node(example.by)
    assert node is not None  # its file would be wrong
    return GraphWalk(graph, node.index, DIGITS)


def paint_derivation(walk: GraphWalk, path: Path) -> None:
    """Paint the last step into a PNG file as wide as the others: values and derivatives, all paths lit."""
    step = walk.step(len(walk) - 1)
    layout = lay_out_graph(walk)
    width, height = layout.size.width() + 2 * MARGIN, layout.size.height() + 2 * MARGIN
    scale = SCALE * (WIDTH + 2 * MARGIN) / width
    image = QImage(int(scale * width), int(scale * height), QImage.Format.Format_RGB32)
    image.fill(QColor(STYLE.theme.paper))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.translate(MARGIN, MARGIN)
        paint_graph(painter, layout, step, STYLE)
    finally:
        painter.end()
    save_small(image, path)


def path_lines(walk: GraphWalk) -> list[str]:
    """Return the table of the paths: local derivatives, and their product; the last line is the sum."""
    lines = ["| path | local derivatives, from the output down | product |", "|---|---|---:|"]
    for path in walk.paths:
        names = [walk.graph.output.name, *(walk.graph.nodes[edge.source].name for edge in path.edges)]
        factors = " · ".join(_number(edge.jacobian.item()) for edge in path.edges)
        lines.append(f"| {' → '.join(names)} | {factors} | {_number(path.product.item())} |")
    total = sum(path.product.item() for path in walk.paths)
    return [*lines, f"| sum | | {_number(total)} |"]


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")
