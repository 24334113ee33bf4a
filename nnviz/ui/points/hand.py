"""The hand on the output picture while points are painted: strokes become points, one step of undo each."""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from nnviz.data.painting import Answer, Reach, with_answers, with_more, with_moved, without
from nnviz.data.points import Points, Row
from nnviz.paint.drawing.axes import Axes
from nnviz.ui.points.canvas import Canvas
from nnviz.ui.views.boundary_view import BoundaryView

_TOUCH = 14.0
"""How near to a point one must grasp to move it, and the reach of the finest brush, at text size 1."""
_APART = 0.55
"""Points painted in one stroke are so far apart, in radii of the brush."""


class Tool(StrEnum):
    """What the hand does."""

    PAINT = "Paint"
    ERASE = "Erase"
    MOVE = "Move"
    RELABEL = "Relabel"


class Stroke:
    """One stroke from press to release: the points as they will be, and what has become of the old ones.

    Attributes
    ----------
    points : Points
        As they are after the stroke so far.
    fresh : list of (row, answer)
        Painted, moved or relabelled ones.
    gone : ndarray of bool
        Which of those before are no longer as they were.
    """

    def __init__(self, canvas: Canvas, tool: Tool, answer: Answer) -> None:
        self.canvas, self.tool, self.answer = canvas, tool, answer
        self.fresh: list[tuple[Row, Answer]] = []
        self.gone = np.zeros(len(canvas.points.x), dtype=bool)
        self._places = canvas.places()
        self._held: int | None = None
        self._last: QPointF | None = None
        self._rng = np.random.default_rng(len(canvas.points.x))

    def touch(self, at: QPointF, axes: Axes, radius: float, finest: float) -> None:
        """Take in that the hand is at a place of the picture.

        Parameters
        ----------
        radius, finest : float
            Of the brush in the picture's units, 0 for single points; and how near a point counts as meant.
        """
        if self.tool is Tool.PAINT:
            self._paint(at, axes, radius)
        elif self.tool is Tool.MOVE:
            self._move(at, axes, finest)
        else:
            self.gone |= _reach(at, axes, max(radius, finest)).covers(self._places)
            if self.tool is Tool.RELABEL:
                x = self.canvas.points.x
                self.fresh = [(x[i], self.answer) for i in np.flatnonzero(self.gone).tolist()]

    def result(self) -> Points:
        """Return the points after the stroke."""
        points, answer = self.canvas.points, self.answer
        if self.tool is Tool.PAINT:
            return with_more(points, [row for row, _ in self.fresh], [each for _, each in self.fresh])
        if self.tool is Tool.ERASE:
            return without(points, self.gone)
        if self.tool is Tool.RELABEL:
            return with_answers(points, self.gone, answer)
        if self._held is None or not self.fresh:
            return points
        return with_moved(points, self._held, *self.fresh[0])

    def _paint(self, at: QPointF, axes: Axes, radius: float) -> None:
        if self._last is not None:
            way = at - self._last
            if np.hypot(way.x(), way.y()) < max(_APART * radius, 6.0):
                return
        self._last = at
        for _ in range(_count(radius)):
            turn, out = 2 * np.pi * self._rng.random(), radius * np.sqrt(self._rng.random())
            spot = at + QPointF(out * np.cos(turn), out * np.sin(turn))
            if axes.plot.contains(spot):
                self.fresh.append(self.canvas.row_and_answer(_place(spot, axes), self.answer))

    def _move(self, at: QPointF, axes: Axes, finest: float) -> None:
        if self._held is None:
            if self._last is not None:
                return  # nothing was grasped where the button went down
            self._last = at
            self._held = self._nearest(at, axes, finest)
            if self._held is None:
                return
        self.gone[self._held] = True
        self.fresh = [self._moved(self._held, _place(at, axes))]

    def _moved(self, index: int, place: Row) -> tuple[Row, Answer]:
        old = self.canvas.points.y[index]
        answer = old if isinstance(old, tuple) else int(old)
        row, said = self.canvas.row_and_answer(place, answer)
        if isinstance(answer, tuple) and isinstance(said, tuple):
            said = (*said, *answer[len(said) :])
        return row, said

    def _nearest(self, at: QPointF, axes: Axes, finest: float) -> int | None:
        away = _reach(at, axes, finest).distances(self._places)
        nearest = int(np.argmin(away))
        return nearest if away[nearest] <= 1.0 else None


class PointsHand(QObject):
    """Turns the mouse on the picture into strokes while it is held there.

    Signals
    -------
    moved
        What is about to happen is another, or the cursor is elsewhere.
    stroked(Points, str)
        A stroke has ended: the points are now these; what was done.
    refused(str)
        Nothing can be painted here, in one sentence.
    """

    moved = Signal()
    stroked = Signal(object, str)
    refused = Signal(str)

    def __init__(self, view: BoundaryView, canvas: Callable[[], Canvas | None], parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._canvas = view, canvas
        self.tool = Tool.PAINT
        self.answers: Callable[[], Answer] = lambda: 0
        self.radius, self.scale = 0.0, 1.0
        self.stroke: Stroke | None = None
        self.cursor: QPointF | None = None

    def hold(self, on: bool) -> None:
        """Take the mouse, or give it back to the picture."""
        self.stroke = self.cursor = None
        self._view.is_painted_on = on
        self._view.hover(None)
        if on:
            self._view.installEventFilter(self)
        else:
            self._view.removeEventFilter(self)

    @property
    def finest(self) -> float:
        """How near a point counts as meant."""
        return _TOUCH * self.scale

    def axes(self) -> Axes | None:
        """Return the axes under the cursor."""
        return None if self.cursor is None else self._view.axes_at(self.cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take moves, and clicks and drags of the left button; a readout would hide what is painted."""
        kind = event.type()
        if kind == QEvent.Type.Leave and self.stroke is None:
            self.cursor = None
            self.moved.emit()
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        self.cursor = event.position()
        left = event.button() == Qt.MouseButton.LeftButton
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick) and left:
            self._begin()
            return True
        if kind == QEvent.Type.MouseMove:
            self._touch()
            self.moved.emit()
            return True
        if kind == QEvent.Type.MouseButtonRelease and left:
            self._end()
            return True
        return False

    def _begin(self) -> None:
        canvas, axes = self._canvas(), self.axes()
        if canvas is None or axes is None:
            self.refused.emit("There is no plane to paint on: choose New canvas.")
            return
        if self.cursor is not None and axes.plot.contains(self.cursor):
            self.stroke = Stroke(canvas, self.tool, self.answers())
            self._touch()
            self.moved.emit()

    def _touch(self) -> None:
        axes = self.axes()
        if self.stroke is not None and axes is not None and self.cursor is not None:
            inside = QPointF(
                min(max(self.cursor.x(), axes.plot.left()), axes.plot.right()),
                min(max(self.cursor.y(), axes.plot.top()), axes.plot.bottom()),
            )
            self.stroke.touch(inside, axes, self.radius * self.scale, self.finest)

    def _end(self) -> None:
        stroke, self.stroke = self.stroke, None
        if stroke is not None:
            points = stroke.result()
            if points != stroke.canvas.points:
                self.stroked.emit(points, f"{stroke.tool} points")
            elif stroke.tool is Tool.PAINT:
                self.refused.emit("There is no room for more points: erase some.")
            elif stroke.tool is Tool.ERASE and stroke.gone.any():
                self.refused.emit("One point stays: a network needs something to learn.")
        self.moved.emit()


def _place(at: QPointF, axes: Axes) -> Row:
    return axes.x.value(at.x()), axes.y.value(at.y())


def _reach(at: QPointF, axes: Axes, radius: float) -> Reach:
    """Return the ellipse in the data's units that is a circle on screen."""
    place, beside = _place(at, axes), _place(at + QPointF(radius, radius), axes)
    radii = tuple(max(abs(b - a), 1e-300) for a, b in zip(place, beside, strict=True))
    return Reach(place, radii)


def _count(radius: float) -> int:
    """Return how many points a brush puts down at once."""
    return 1 if radius <= 0 else max(2, round(radius / 9))
