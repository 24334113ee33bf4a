"""Painting points of one's own on the output picture; whatever is painted is a change that can be undone."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QMainWindow

from nnviz.data.painting import Answer
from nnviz.data.points import Points
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.explain.graph.expression_tree import ExpressionError
from nnviz.ui.document.document import Document
from nnviz.ui.looks.look import Styles
from nnviz.ui.modes.mode import Mode
from nnviz.ui.modes.points_room import PointsRoom
from nnviz.ui.panels.dock import BottomBar
from nnviz.ui.panels.docks import Docks
from nnviz.ui.points.bar import PointsBar
from nnviz.ui.points.canvas import Canvas, Fresh, canvas_of, fresh_spec
from nnviz.ui.points.hand import PointsHand
from nnviz.ui.points.overlay import PointsOverlay
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.widgets.actions import Command
from nnviz.ui.widgets.keyboard import focus_by_tab_only

_NO_PLANE = "There is no plane to paint on: choose New canvas."


class PointsMode(Mode):
    """While it is on, the mouse on the output picture paints, erases, moves and relabels points.

    The first stroke makes the points of any other data set the experiment's own; entering changes nothing.
    """

    def __init__(
        self,
        window: QMainWindow,
        document: Document,
        boundary: BoundaryView,
        moment: Callable[[], DataInstant | None],
        docks: Docks,
    ) -> None:
        super().__init__(window)
        self._document, self._moment = document, moment
        self._window, self._docks = window, docks
        self._styles: Styles | None = None
        self.hand = PointsHand(boundary, self.canvas, self)
        self.hand.answers = self._answer
        self.overlay = PointsOverlay(boundary, self.hand)
        self.hand.stroked.connect(self._take_points)
        self._document.changed.connect(self._show_canvas)

    @cached_property
    def bar(self) -> PointsBar:
        """The tools, made when they are first wanted."""
        bar = PointsBar()
        bar.tool_changed.connect(self._take_tool)
        bar.leave_asked.connect(self.leave)
        bar.function_typed.connect(self._follow_function)
        bar.scatter_asked.connect(self._scatter)
        bar.fresh_asked.connect(self._begin_afresh)
        self.hand.refused.connect(bar.say)
        if self._styles is not None:
            bar.set_style(self._styles.controls)
        return bar

    @cached_property
    def _row(self) -> BottomBar:
        row = BottomBar("pointsBar", "Paint points", self.bar)
        row.toggleViewAction().setVisible(False)
        row.hide()
        self._window.addToolBar(Qt.ToolBarArea.TopToolBarArea, row)
        focus_by_tab_only(row)
        return row

    @cached_property
    def _room(self) -> PointsRoom:
        return PointsRoom(self._window, self._docks, self._row)

    def canvas(self) -> Canvas | None:
        """Return what is painted on now."""
        snapshot, spec = self._moment(), self._document.spec
        if isinstance(spec.data, Points) and spec.data.domain:
            return Canvas(spec, spec.data) if len(spec.data.domain) <= 2 else None
        return None if snapshot is None else canvas_of(spec, snapshot.split)

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self._styles = styles
        self.hand.scale = styles.contents.scale
        if "bar" in self.__dict__:
            self.bar.set_style(styles.controls)
        self.overlay.set_style(styles.contents)

    def enter(self) -> None:
        """Show the tools, and take the mouse on the picture."""
        self._switch(True)
        self._show_canvas()
        self._take_tool()

    def leave(self) -> None:
        """Put the tools away; the points stay."""
        if self.is_on:
            self._switch(False)

    def _switch(self, on: bool) -> None:
        self.is_on = on
        self.hand.hold(on)
        if not on:
            self._room.close()
        self._row.setVisible(on)
        if on:
            self._room.open(self.hand.scale)
        self.overlay.setVisible(on)
        self.switched.emit(on)

    @Slot()
    def _take_tool(self) -> None:
        self.hand.tool, self.hand.radius = self.bar.tool, self.bar.radius
        self.overlay.update()

    @Slot()
    def _show_canvas(self) -> None:
        if self.is_on:
            canvas = self.canvas()
            self.bar.show_canvas(canvas)
            self.bar.say("" if canvas is not None else _NO_PLANE)

    def _answer(self) -> Answer:
        canvas = self.canvas()
        first = canvas.points.y[0] if canvas is not None else 0
        return self.bar.answer(len(first) if isinstance(first, tuple) else 1)

    @Slot(object, str)
    def _take_points(self, points: Points, text: str) -> None:
        canvas = self.canvas()
        if canvas is not None:
            self._edit(lambda: canvas.with_points(points), text)

    @Slot(str)
    def _follow_function(self, text: str) -> None:
        self._make(lambda canvas: canvas.with_function(text), "Points by a function")

    @Slot(str)
    def _scatter(self, text: str) -> None:
        self._make(lambda canvas: canvas.scattered(self._answer(), text), "Scatter points")

    def _make(self, points: Callable[[Canvas], Points], text: str) -> None:
        canvas = self.canvas()
        if canvas is None:
            self.bar.say(_NO_PLANE)
            return
        self._edit(lambda: canvas.with_points(points(canvas)), text)

    @Slot(str)
    def _begin_afresh(self, kind: Fresh) -> None:
        self._edit(lambda: fresh_spec(self._document.spec, kind), "New canvas")

    def _edit(self, made: Callable[[], Spec], text: str) -> None:
        """Change the experiment, or say why that cannot be."""
        try:
            spec = made()
        except ExpressionError as error:
            self.bar.say(_sentence(error.sentence))
            return
        except SpecError as error:
            self.bar.say(str(error))
            return
        self.bar.say("")
        self._document.edit(spec, text)

    commands = (
        Command(
            "points",
            "Edit",
            "Paint points",
            ("P",),
            "Paint, erase, drag and relabel points on the output picture",
            does=lambda mode: mode.toggle,
        ),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
