"""The picture of a computational graph: zoomed, moved, pointed at; inputs are edited where they stand."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnviz.explain.graph.expression import value_text
from nnviz.explain.graph.walk import GraphStep
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.graph.layout import GraphLayout, NodeBox
from nnviz.paint.graph.picture import paint_graph
from nnviz.ui.graph.value_field import ValueField

LARGEST_FIT = 1.6
"""Scale beyond which a small graph is not blown up, at text size 1."""
LEAST_FIT = 0.6
"""Scale below which letters cannot be read; a larger graph is shown in part, and follows what is lit."""
ZOOM_RANGE = (0.2, 12.0)
_ZOOM_STEP = 1.2
_CLICK = 4.0
"""Pixels that the mouse may move in a click."""


class GraphCanvas(QWidget):
    """Shows one step of a walk.

    Signals
    -------
    node_chosen : Node
        A node was clicked.
    value_typed : str, str
        An input's name and what was typed for its value.
    """

    node_chosen = Signal(object)
    value_typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._layout: GraphLayout | None = None
        self._step: GraphStep | None = None
        self._chosen = self._hovered = -1
        self._zoom, self._shift = 1.0, QPointF()
        self._pressed: QPointF | None = None
        self._dragged = self._by_hand = False
        self.editable = True
        """Whether values of inputs can be typed."""
        self.field = ValueField(self)
        self.field.typed.connect(self.value_typed)
        self.setMouseTracking(True)
        self.setMinimumSize(32 * GRID, 20 * GRID)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Computational graph")

    def show_graph(self, layout: GraphLayout, step: GraphStep, chosen: int) -> None:
        """Show a graph at a step; `chosen` is the node whose paths are walked."""
        is_new, is_other = step != self._step, self._layout is None or layout.size != self._layout.size
        self._layout, self._step, self._chosen = layout, step, chosen
        self._by_hand = self._by_hand and not is_other
        if is_new or is_other:
            self._follow()
        self.setAccessibleDescription(f"{step.title}. {step.why}")
        self.update()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self._follow()
        self.update()

    def fit(self) -> None:
        """Show the whole graph."""
        self._by_hand = True
        self._zoom, self._shift = 1.0, QPointF()
        self.update()

    def _fit_readably(self) -> None:
        """Show the whole graph, or as much of a large one as can still be read."""
        self._zoom, self._shift = 1.0, QPointF()
        fitted = self.transform().m11()
        self._zoom = min(max(1.0, LEAST_FIT * self._style.scale / fitted), ZOOM_RANGE[1])

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Enlarge about a point of the widget, which stays where it is."""
        point = about if about is not None else QRectF(self.rect()).center()
        low, high = ZOOM_RANGE
        self._by_hand = True
        factor = min(max(self._zoom * factor, low), high) / self._zoom
        self._shift = point - (point - self._shift) * factor
        self._zoom *= factor
        self.field.close_field()
        self.update()

    def _follow(self) -> None:
        """Move what is lit into the middle where not all of it can be seen; make it smaller to fit."""
        if self._layout is None or self._step is None:
            return
        if not self._by_hand:
            self._fit_readably()
        lit = QRectF()
        for placed in self._layout.nodes:
            if placed.node.index in self._step.nodes:
                lit = lit.united(placed.box)
        seen, room = self.transform().mapRect(lit), QRectF(self.rect())
        if not self._by_hand:
            share = min(room.width() / seen.width(), room.height() / seen.height(), 1.0)
            self._zoom = max(1.0, 0.96 * share * self._zoom) if share < 1.0 else self._zoom
            seen = self.transform().mapRect(lit)
        if self._zoom > 1.0 and not room.contains(seen):
            self._shift += room.center() - seen.center()

    def larger(self) -> None:
        """Enlarge a little."""
        self.zoom(_ZOOM_STEP)

    def smaller(self) -> None:
        """Make a little smaller."""
        self.zoom(1 / _ZOOM_STEP)

    def transform(self) -> QTransform:
        """Return how the picture's units become pixels of the widget."""
        if self._layout is None:
            return QTransform()
        size, room = self._layout.size, QRectF(self.rect())
        scale = min(
            room.width() / size.width(), room.height() / size.height(), LARGEST_FIT * self._style.scale
        )
        left, top = (room.width() - scale * size.width()) / 2, (room.height() - scale * size.height()) / 2
        fitted = QTransform(scale, 0.0, 0.0, scale, left, top)
        return fitted * QTransform(self._zoom, 0.0, 0.0, self._zoom, self._shift.x(), self._shift.y())

    def node_at(self, point: QPointF) -> NodeBox | None:
        """Return the node at a point of the widget."""
        inverse, possible = self.transform().inverted()
        return self._layout.node_at(inverse.map(point)) if self._layout is not None and possible else None

    def edit(self, placed: NodeBox) -> None:
        """Let the value of an input be typed where it stands."""
        if placed.node.is_input and self.editable:
            box: QRect = self.transform().mapRect(placed.box).toAlignedRect()
            self.field.open_at(placed.node.name, value_text(placed.node.value), box, self._style)

    def edit_chosen(self) -> None:
        """Let the value of the chosen node be typed, if it is an input."""
        if self._layout is not None and self._chosen >= 0:
            self.edit(self._layout.nodes[self._chosen])

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return QSize(960, 420)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the graph."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._style.theme.paper))
            if self._layout is not None and self._step is not None:
                painter.setTransform(self.transform(), True)
                paint_graph(painter, self._layout, self._step, self._style, self._chosen, self._hovered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the graph anew; close the field, as the node under it moves."""
        super().resizeEvent(event)
        self.field.close_field()
        self._follow()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self.zoom(_ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False
            self.window().setFocus()
            self.field.close_field()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture while the button is down; mark the node under the mouse."""
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way = event.position() - self._pressed
            if self._dragged or way.manhattanLength() > _CLICK:
                self._dragged = self._by_hand = True
                self._pressed = event.position()
                self._shift += way
                self.update()
            return
        self._hover(self.node_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the node that was clicked."""
        if self._pressed is not None and not self._dragged:
            placed = self.node_at(event.position())
            if placed is not None:
                self.node_chosen.emit(placed.node)
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit an input; beside the nodes, show the whole graph."""
        placed = self.node_at(event.position())
        if placed is None:
            self.fit()
        else:
            self.edit(placed)

    def leaveEvent(self, event: QEvent) -> None:
        """Mark nothing."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, placed: NodeBox | None) -> None:
        index = placed.node.index if placed is not None else -1
        if index == self._hovered:
            return
        self._hovered = index
        hand = Qt.CursorShape.PointingHandCursor if placed is not None else Qt.CursorShape.OpenHandCursor
        self.setCursor(hand)
        hint = "Click: the paths to this node."
        self.setToolTip(
            ""
            if placed is None
            else hint + (" Double click: its value." if placed.node.is_input and self.editable else "")
        )
        self.update()
