"""The panels of the window, one record each: docks, menus, help, export and stored layouts follow."""

from collections.abc import Mapping
from typing import Protocol, TypeVar, cast

from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.images.confusion_panel import ConfusionPanel
from nnviz.ui.images.drawing_panel import DrawingPanel
from nnviz.ui.images.embedding_panel import EmbeddingPanel
from nnviz.ui.images.gallery_panel import GalleryPanel
from nnviz.ui.looks.look import Styles
from nnviz.ui.network.view import NetworkView
from nnviz.ui.panels.dock import CentralPanel, Dock
from nnviz.ui.panels.docks import Docks
from nnviz.ui.panels.keys import action_rows
from nnviz.ui.panels.record import KeyRow, Panel, Place
from nnviz.ui.past.runs_panel import RunsPanel
from nnviz.ui.playing.view import View
from nnviz.ui.scenes.panel import ScenesPanel
from nnviz.ui.settings import Settings
from nnviz.ui.setup.about_panel import AboutPanel
from nnviz.ui.setup.settings_panel import SettingsPanel
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.views.curves_view import CurvesView
from nnviz.ui.views.health_panel import HealthPanel
from nnviz.ui.views.inputs_panel import InputsPanel
from nnviz.ui.views.scatter_view import ScatterView
from nnviz.ui.views.surface_panel import SurfacePanel

_NETWORK_KEYS = (
    KeyRow("Arrows", "Go from neuron to neuron"),
    KeyRow("Enter", "Set what is selected"),
    KeyRow("Esc", "Select nothing"),
    KeyRow("/", "Find a unit"),
)


def _network_look(view: NetworkView) -> Mapping[str, object]:
    canvas = view.canvas
    return {"quantity": view.header.quantity, "limit": canvas.limit, "seen": canvas.seen}


def _boundary_look(view: BoundaryView) -> Mapping[str, object]:
    return {"boundary": view.options}


def _scatter_look(view: ScatterView) -> Mapping[str, object]:
    return {"scatter": view.options}


def _curves_look(view: CurvesView) -> Mapping[str, object]:
    return {"curves": view.options}


def _confusion_look(panel: ConfusionPanel) -> Mapping[str, object]:
    return {"scores": panel.view.options}


def _gallery_look(panel: GalleryPanel) -> Mapping[str, object]:
    return {"gallery": panel.choice()}


def _drawing_look(panel: DrawingPanel) -> Mapping[str, object]:
    return {"drawing": panel.drawing}


def _embedding_look(panel: EmbeddingPanel) -> Mapping[str, object]:
    return {"embedding": panel.view.embedding}


def _surface_look(view: SurfacePanel) -> Mapping[str, object]:
    return {"plane_of": view.plane_maker(), "camera": view.view.shown_from, "surface": view.view.options}


def _health_look(view: HealthPanel) -> Mapping[str, object]:
    return {"health": view.curves.options}


PANELS = (
    Panel(
        "network",
        "Network",
        "Network",
        Place.MIDDLE,
        lambda _settings: NetworkView(),
        settings=True,
        while_explaining=True,
        figure="network",
        look=_network_look,
        own_keys=_NETWORK_KEYS,
    ),
    Panel(
        "settings",
        "Data and training",
        "Settings",
        Place.LEFT,
        SettingsPanel,
        settings=True,
        is_control=True,
    ),
    Panel(
        "about",
        "What to look for",
        "About",
        Place.LEFT_TOP,
        lambda _settings: AboutPanel(),
        at_start=False,
        moments=False,
        settings=True,
        keys=("Ctrl+I",),
        tip="What to look for in this experiment",
        icon="info",
        group="Experiment",
    ),
    Panel(
        "scenes",
        "Scenes of the lecture",
        "Scenes",
        Place.LEFT,
        lambda _settings: ScenesPanel(),
        at_start=False,
        moments=False,
        is_control=True,
        keys=("Ctrl+J",),
        tip="The scenes of a lecture, to be made and changed",
        icon="projector",
        group="Lecture",
    ),
    Panel(
        "boundary",
        "Output",
        "Output",
        Place.RIGHT_TOP,
        lambda _settings: BoundaryView(),
        while_explaining=True,
        figure="boundary",
        look=_boundary_look,
    ),
    Panel(
        "inputs",
        "Inputs",
        "Inputs",
        Place.RIGHT,
        lambda _settings: InputsPanel(),
        at_start=False,
        tip="A point of your own: set its inputs, see the answer; planes through many inputs",
    ),
    Panel(
        "scatter",
        "Scatter plots",
        "Scatter",
        Place.RIGHT,
        lambda _settings: ScatterView(),
        at_start=False,
        tip="Up to six inputs against one another, coloured by class or by answer",
        figure="scatter",
        look=_scatter_look,
    ),
    Panel(
        "curves",
        "Learning curves",
        "Curves",
        Place.RIGHT,
        lambda _settings: CurvesView(),
        figure="curves",
        look=_curves_look,
    ),
    Panel(
        "runs",
        "Branches and runs",
        "Runs",
        Place.RIGHT,
        lambda _settings: RunsPanel(),
        at_start=False,
        is_control=True,
        keys=("Ctrl+H",),
        tip="All that was trained",
        icon="history",
        group="Time",
    ),
    Panel(
        "health",
        "Health",
        "Health",
        Place.RIGHT,
        lambda _settings: HealthPanel(),
        at_start=False,
        figure="health",
        look=_health_look,
    ),
    Panel(
        "surface",
        "Loss surface",
        "Surface",
        Place.RIGHT,
        lambda _settings: SurfacePanel(),
        at_start=False,
        figure="surface",
        look=_surface_look,
    ),
    Panel(
        "confusion",
        "Confusion and scores",
        "Confusion",
        Place.RIGHT_TOP,
        lambda _settings: ConfusionPanel(),
        at_start=False,
        keys=("Ctrl+M",),
        tip="How classes are confused; scores such as F1 or R²",
        figure="scores",
        look=_confusion_look,
    ),
    Panel(
        "gallery",
        "Gallery of samples",
        "Gallery",
        Place.RIGHT,
        lambda _settings: GalleryPanel(),
        at_start=False,
        while_explaining=True,
        keys=("Ctrl+L",),
        tip="Samples, the hardest first",
        figure="gallery",
        look=_gallery_look,
    ),
    Panel(
        "drawing",
        "Drawing pad",
        "Draw",
        Place.RIGHT_TOP,
        lambda _settings: DrawingPanel(),
        at_start=False,
        while_explaining=True,
        keys=("Ctrl+K",),
        tip="Draw a digit: every layer answers, also while it trains",
        figure="drawing",
        look=_drawing_look,
    ),
    Panel(
        "embedding",
        "What each layer sees",
        "Layers",
        Place.RIGHT_TOP,
        lambda _settings: EmbeddingPanel(),
        at_start=False,
        while_explaining=True,
        keys=("Ctrl+B",),
        tip="Samples as points in every layer: t-SNE, PCA or a tour",
        figure="embedding",
        look=_embedding_look,
    ),
)
"""A new panel is one more of these; what else its view says to the others is connected in `wiring.py`."""


class _Styled(Protocol):
    def set_style(self, style: Style) -> None: ...


class _WithSettings(Protocol):
    def set_spec(self, spec: Spec) -> None: ...


_Kind = TypeVar("_Kind", bound=QWidget)


class Panels:
    """The views of all panels, made."""

    def __init__(self, settings: Settings) -> None:
        self.views = {panel.name: panel.view(settings) for panel in PANELS}
        self.network = self._view("network", NetworkView)
        self.boundary = self._view("boundary", BoundaryView)
        self.curves = self._view("curves", CurvesView)
        self.inputs = self._view("inputs", InputsPanel)
        self.settings = self._view("settings", SettingsPanel)
        self.runs = self._view("runs", RunsPanel)
        self.health = self._view("health", HealthPanel)
        self.confusion = self._view("confusion", ConfusionPanel)
        self.gallery = self._view("gallery", GalleryPanel)
        self.drawing = self._view("drawing", DrawingPanel)
        self.embedding = self._view("embedding", EmbeddingPanel)
        self.scenes = self._view("scenes", ScenesPanel)
        self.about = self._view("about", AboutPanel)

    def _view(self, name: str, kind: type[_Kind]) -> _Kind:
        view = self.views[name]
        assert isinstance(view, kind)
        return view

    @property
    def of_moments(self) -> tuple[View, ...]:
        """Those that want to be shown every moment."""
        return tuple(cast("View", self.views[panel.name]) for panel in PANELS if panel.moments)

    def show_spec(self, spec: Spec) -> None:
        """Show the settings in all views that have to do with them."""
        for panel in PANELS:
            if panel.settings:
                cast("_WithSettings", self.views[panel.name]).set_spec(spec)

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        for panel in PANELS:
            style = styles.controls if panel.is_control else styles.contents
            cast("_Styled", self.views[panel.name]).set_style(style)

    def look(self) -> dict[str, object]:
        """Return what is chosen in all views of what figures show."""
        chosen: dict[str, object] = {}
        for panel in PANELS:
            chosen.update(panel.look(self.views[panel.name]))
        return chosen

    def key_rows(self) -> dict[str, list[KeyRow]]:
        """Return the keys of each panel that has some of its own, by the panel's title."""
        rows = {panel.title: [*panel.own_keys, *action_rows(self.views[panel.name])] for panel in PANELS}
        return {title: found for title, found in rows.items() if found}

    def make_docks(self, window: QMainWindow, above: QWidget, below: QWidget) -> Docks:
        """Put the views into panels of the window; `above` and `below` go around the one in the middle."""
        (middle,) = (panel for panel in PANELS if panel.place is Place.MIDDLE)
        centre = CentralPanel(middle, _stack(above, self.network, below), self.network.header)
        around = [panel for panel in PANELS if panel is not middle]
        return Docks(window, centre, [Dock(panel, self.views[panel.name]) for panel in around])


def _stack(above: QWidget, network: QWidget, below: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID // 2)
    column.addWidget(above)
    column.addWidget(network, 1)
    column.addWidget(below)
    return whole
