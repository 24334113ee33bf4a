"""The panels of the window: which views there are, and the docks that hold them.

A new panel is a view here, a `Dock` in `make_docks`, and its signals in `wiring.py`.
"""

from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.network.view import NetworkView
from nnviz.ui.past.runs_panel import RunsPanel
from nnviz.ui.settings import Settings
from nnviz.ui.setup.about_panel import AboutPanel
from nnviz.ui.setup.data_panel import DataPanel
from nnviz.ui.setup.training_panel import TrainingPanel
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.views.curves_view import CurvesView
from nnviz.ui.views.health_panel import HealthPanel
from nnviz.ui.views.surface_panel import SurfacePanel
from nnviz.ui.widgets.scroll_column import ScrollColumn
from nnviz.ui.window.docks import Docks
from nnviz.ui.window.panel import CentralPanel, Dock


class Panels:
    """All views that sit in panels."""

    def __init__(self, settings: Settings) -> None:
        self.network = NetworkView()
        self.boundary = BoundaryView()
        self.curves = CurvesView()
        self.data = DataPanel(settings)
        self.training = TrainingPanel(settings)
        self.about = AboutPanel()
        self.runs = RunsPanel()
        self.health = HealthPanel()
        self.surface = SurfacePanel()
        self.of_moments = (
            self.network,
            self.boundary,
            self.curves,
            self.training,
            self.runs,
            self.health,
            self.surface,
        )
        """Those that want to be shown every moment."""
        self.with_settings = (self.network, self.data, self.training, self.about)
        """Those that show or change the settings."""

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        for view in (*self.of_moments, self.data, self.about):
            view.set_style(style)

    def make_docks(self, window: QMainWindow, above: QWidget, below: QWidget) -> Docks:
        """Put the views into panels of the window; `above` and `below` go around the network."""
        middle = _stack(above, self.network, below)
        return Docks(
            window,
            CentralPanel("network", "Network", middle, self.network.header),
            left=Dock("settings", "Data and training", "Settings", ScrollColumn(self.data, self.training)),
            about=Dock("about", "What to look for", "About", self.about),
            right_top=Dock("boundary", "Output", "Output", self.boundary),
            right_bottom=Dock("curves", "Learning curves", "Curves", self.curves),
            more=[
                Dock("runs", "Branches and runs", "Runs", self.runs),
                Dock("health", "Health", "Health", self.health),
                Dock("surface", "Loss surface", "Surface", self.surface),
            ],
        )


def _stack(above: QWidget, network: QWidget, below: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID // 2)
    column.addWidget(above)
    column.addWidget(network, 1)
    column.addWidget(below)
    return whole
