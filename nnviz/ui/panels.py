"""The panels of the window: which views there are, and the docks that hold them.

A new panel is a view here, a `Dock` in `make_docks`, and its signals in `wiring.py`.
"""

from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from nnviz.paint.theme import GRID, Style
from nnviz.ui.about_panel import AboutPanel
from nnviz.ui.boundary_view import BoundaryView
from nnviz.ui.curves_view import CurvesView
from nnviz.ui.data_panel import DataPanel
from nnviz.ui.docks import Docks
from nnviz.ui.health_panel import HealthPanel
from nnviz.ui.network_view import NetworkView
from nnviz.ui.panel import CentralPanel, Dock
from nnviz.ui.runs_panel import RunsPanel
from nnviz.ui.scroll_column import ScrollColumn
from nnviz.ui.settings import Settings
from nnviz.ui.surface_panel import SurfacePanel
from nnviz.ui.training_panel import TrainingPanel


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
