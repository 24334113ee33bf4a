"""The loss surface around the present weights: along which directions, and the picture."""

from collections.abc import Callable
from enum import IntEnum

import numpy as np
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from nnviz.engine.kernels.network import Network
from nnviz.experiment.look.surface import (
    LEVELS,
    plane_of_path,
    plane_of_random_directions,
    plane_of_weights,
    surfaces,
)
from nnviz.experiment.look.terrain import TerrainWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.surface import LossSurface, WeightPlane
from nnviz.experiment.snapshot.terrain import Terrain, weight_names
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.surface.options import Window
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks
from nnviz.ui.views.surface_view import SurfaceView
from nnviz.ui.widgets.buttons import tool_button
from nnviz.ui.widgets.choices import choice_box
from nnviz.ui.widgets.flow_layout import FlowLayout


class Kind(IntEnum):
    """Which directions; the place in the list of them."""

    PATH = 0
    RANDOM = 1
    WEIGHTS = 2


KINDS = ("Along the path", "Random directions", "Two weights")
WHILE_TRAINING = (33,)
"""Points a side while training goes on: each surface is soon an old one."""
AT_REST = 200
"""Milliseconds without zooming after which the part that is shown is computed by itself."""
MOST_NAMED = 1000
"""Weights that can be chosen: the first ones of larger networks."""


class SurfacePanel(QWidget):
    """Has the surface computed anew whenever the weights, the data or the directions are others."""

    frames_apart = 4

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Loss surface")
        self.view = SurfaceView()
        self.tasks = Tasks(self, "The loss surface")
        self.tasks.published.connect(self._show)
        self.tasks.failed.connect(self.view.say)
        self.kind = choice_box("Directions", KINDS)
        self.first, self.second = choice_box("First weight"), choice_box("Second weight")
        self.other = tool_button("dices", "Other random directions")
        self.solid = QToolButton()
        self.solid.setDefaultAction(self.view.solid)
        self.solid.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._seed = 0
        self._snapshot: Instant | None = None
        self._ordered: Terrain | None = None
        self._network: Network | None = None
        self._levels: tuple[int, ...] = LEVELS
        controls = QWidget()
        row = FlowLayout(controls, close=True)
        row.setContentsMargins(GRID, GRID // 2, GRID, 0)
        for widget in (self.kind, self.first, self.second, self.other, self.solid):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(controls)
        column.addWidget(self.view, 1)
        self.kind.activated.connect(self._choose)
        self.first.activated.connect(self.renew)
        self.second.activated.connect(self.renew)
        self.other.clicked.connect(self._draw_again)
        self._at_rest = QTimer(self)
        self._at_rest.setSingleShot(True)
        self._at_rest.setInterval(AT_REST)
        self._at_rest.timeout.connect(self.renew)
        self.view.window_chosen.connect(self._wait_for_rest)
        self._choose()

    def wishes(self) -> Wishes:
        """Return what the panel needs."""
        return (TerrainWish(),)

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Have the surface around the weights of this moment computed, unless it is known."""
        self._snapshot = snapshot
        terrain = snapshot.look(Terrain)
        self.view.show_snapshot(snapshot)
        if terrain is None:
            self.tasks.cancel()
            self.view.show_surface(None)
            self._ordered = None
            return
        self._name_weights(terrain)
        if snapshot.running and self.tasks.is_busy and _same_problem(self._ordered, terrain):
            return  # the next one will be of a later moment
        if not _same_point(self._ordered, terrain) or (not snapshot.running and self._is_coarse()):
            self._order(terrain, WHILE_TRAINING if snapshot.running else LEVELS)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.view.set_style(style)

    @Slot()
    def renew(self) -> None:
        """Compute the surface anew, along the directions that are chosen now."""
        terrain = None if self._snapshot is None else self._snapshot.look(Terrain)
        if terrain is not None:
            self._order(terrain, LEVELS)

    def hideEvent(self, event: QHideEvent) -> None:
        """Compute nothing that nobody sees."""
        super().hideEvent(event)
        self.tasks.cancel()
        self._ordered = None

    def _is_coarse(self) -> bool:
        """Whether the finest surface is neither shown nor on its way."""
        surface = self.view.surface
        return self._levels != LEVELS or (
            not self.tasks.is_busy and surface is not None and surface.side < LEVELS[-1]
        )

    def _order(self, terrain: Terrain, levels: tuple[int, ...]) -> None:
        if not _same_problem(self._ordered, terrain):
            self.view.show_surface(None)
        self._ordered, self._levels = terrain, levels
        plane_of, window = self.plane_maker(), self.view.options.window

        def compute(task: Task) -> None:
            for surface in surfaces(terrain, plane_of(terrain).part(window), levels, task.cancelled):
                task.publish(surface)

        self.tasks.submit(compute)

    def plane_maker(self) -> Callable[[Terrain], WeightPlane]:
        """Return what lays the plane that is chosen through a moment, for figures that show the same."""
        first, second, seed = self.first.currentIndex(), self.second.currentIndex(), self._seed
        match self.kind.currentIndex():
            case Kind.RANDOM:
                return lambda terrain: plane_of_random_directions(terrain, seed)
            case Kind.WEIGHTS:
                return lambda terrain: plane_of_weights(terrain, first, second)
        return plane_of_path

    @Slot(object)
    def _show(self, surface: LossSurface) -> None:
        self.view.show_surface(surface)

    @Slot(object)
    def _wait_for_rest(self, _part: Window | None) -> None:
        self._at_rest.start()

    @Slot()
    def _choose(self) -> None:
        kind = self.kind.currentIndex()
        self.first.setVisible(kind == Kind.WEIGHTS)
        self.second.setVisible(kind == Kind.WEIGHTS)
        self.other.setVisible(kind == Kind.RANDOM)
        self.view.follow()
        self.renew()

    @Slot()
    def _draw_again(self) -> None:
        self._seed += 1
        self.renew()

    def _name_weights(self, terrain: Terrain) -> None:
        """Offer the weights of this network."""
        if terrain.network != self._network:
            self._network = terrain.network
            names = weight_names(terrain.network)[:MOST_NAMED]
            for place, combo in enumerate((self.first, self.second)):
                combo.clear()
                combo.addItems(names)
                combo.setCurrentIndex(min(place, len(names) - 1))


def _same_problem(one: Terrain | None, other: Terrain) -> bool:
    return one is not None and one.X is other.X and one.network == other.network and one.loss == other.loss


def _same_point(one: Terrain | None, other: Terrain) -> bool:
    return one is not None and _same_problem(one, other) and np.array_equal(one.present, other.present)
