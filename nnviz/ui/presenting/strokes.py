"""What the pen has drawn over a scene: fresh lines, and those that are kept with it panel by panel."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from nnviz.export.handout.strokes import paint_line
from nnviz.lecture.scene import LONGEST_STROKE, MOST_STROKES, PenStroke
from nnviz.paint.drawing.theme import Style

CLOSEST = 0.0015
"""Shares of the stage: points of a line that lie closer to each other are as good as one."""
A_POINT = 14
"""Characters of a point, at most."""
Line = tuple[int, list[QPointF]]
"""A pen, counted from 0, and points as shares of the stage, so that they stay in place at every size."""
PlaceOf = Callable[[str], QRectF | None]
"""From the name of a panel to where it lies now; None where it is not seen. Empty: the whole stage."""


class Strokes:
    """The lines over the present scene."""

    def __init__(self) -> None:
        self.fresh: list[Line] = []
        self.kept: tuple[PenStroke, ...] = ()

    def begin(self, pen: int, point: QPointF) -> None:
        """Begin a line."""
        self.fresh.append((pen, [point]))

    def draw_to(self, point: QPointF) -> None:
        """Go on with the last line."""
        if self.fresh:
            points = self.fresh[-1][1]
            if (point - points[-1]).manhattanLength() >= CLOSEST:
                points.append(point)

    def show(self, kept: Sequence[PenStroke]) -> None:
        """Show what is kept with another scene, and nothing else."""
        self.fresh.clear()
        self.kept = tuple(kept)

    def clear(self) -> None:
        """Wipe everything away."""
        self.show(())

    def keep(self, stage: QRectF, panels: dict[str, QRectF]) -> tuple[PenStroke, ...]:
        """Keep the fresh lines, too, each with the panel it was begun on; return all that are kept."""
        made = [_kept(pen, points, stage, panels) for pen, points in self.fresh]
        self.show([*self.kept, *made][-MOST_STROKES:])
        return self.kept

    def paint(self, painter: QPainter, stage: QRectF, place_of: PlaceOf, style: Style) -> None:
        """Paint all lines."""
        for stroke in self.kept:
            place = place_of(stroke.panel)
            if place is not None:
                paint_line(painter, place, stroke.places(), stroke.pen - 1, style)
        for pen, points in self.fresh:
            paint_line(painter, stage, [(point.x(), point.y()) for point in points], pen, style)


def _kept(pen: int, points: list[QPointF], stage: QRectF, panels: dict[str, QRectF]) -> PenStroke:
    """Return a line as it is kept: in shares of the panel that it begins on, as short as a file wants it."""
    placed = [QPointF(stage.width() * point.x(), stage.height() * point.y()) for point in points]
    panel = next((name for name, place in panels.items() if place.contains(placed[0])), "")
    place = panels.get(panel, stage)
    every = max(1, -(-len(placed) * A_POINT // LONGEST_STROKE))
    shares = [_share(point, place) for point in [*placed[:-1:every], placed[-1]]]
    return PenStroke(points=" ".join(shares), pen=pen + 1, panel=panel)


def _share(point: QPointF, place: QRectF) -> str:
    x = (point.x() - place.left()) / max(1.0, place.width())
    y = (point.y() - place.top()) / max(1.0, place.height())
    return f"{min(max(x, -9.0), 9.0):.4f},{min(max(y, -9.0), 9.0):.4f}"
