"""The panels of the window, one record each: docks, menus, help, export and stored layouts follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pkgutil import resolve_name
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from nnviz.ui.network.view import NetworkView
from nnviz.ui.panels.record import KeyRow, Panel, Place
from nnviz.ui.settings import Settings
from nnviz.ui.setup.settings_panel import SettingsPanel
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.views.curves_view import CurvesView

if TYPE_CHECKING:
    from nnviz.ui.images.confusion_panel import ConfusionPanel
    from nnviz.ui.images.drawing_panel import DrawingPanel
    from nnviz.ui.images.embedding_panel import EmbeddingPanel
    from nnviz.ui.images.gallery_panel import GalleryPanel
    from nnviz.ui.views.health_panel import HealthPanel
    from nnviz.ui.views.scatter_view import ScatterView
    from nnviz.ui.views.surface_panel import SurfacePanel

_NETWORK_KEYS = (
    KeyRow("Arrows", "Go from neuron to neuron"),
    KeyRow("Enter", "Set what is selected"),
    KeyRow("Esc", "Select nothing"),
    KeyRow("/", "Find a unit"),
)


def _later(where: str) -> Callable[[Settings], QWidget]:
    """Return what makes a view whose module is imported only then: most panels are closed at the start."""
    return lambda _settings: cast("QWidget", resolve_name(where)())


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
    return {"embedding": panel.view.embedding, "layers": panel.view.options}


def _surface_look(view: SurfacePanel) -> Mapping[str, object]:
    return {"plane_of": view.plane_maker(), "camera": view.view.shown_from, "surface": view.view.options}


def _health_look(view: HealthPanel) -> Mapping[str, object]:
    histograms = view.histograms.options
    shown = replace(view.curves.options, zooms=histograms.zooms, log_counts=histograms.log_counts)
    return {"health": shown}


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
        _later("nnviz.ui.setup.about_panel:AboutPanel"),
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
        _later("nnviz.ui.scenes.panel:ScenesPanel"),
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
        _later("nnviz.ui.views.inputs_panel:InputsPanel"),
        at_start=False,
        tip="A point of your own: set its inputs, see the answer; planes through many inputs",
    ),
    Panel(
        "scatter",
        "Scatter plots",
        "Scatter",
        Place.RIGHT,
        _later("nnviz.ui.views.scatter_view:ScatterView"),
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
        _later("nnviz.ui.past.runs_panel:RunsPanel"),
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
        _later("nnviz.ui.views.health_panel:HealthPanel"),
        at_start=False,
        figure="health",
        look=_health_look,
    ),
    Panel(
        "surface",
        "Loss surface",
        "Surface",
        Place.RIGHT,
        _later("nnviz.ui.views.surface_panel:SurfacePanel"),
        at_start=False,
        figure="surface",
        look=_surface_look,
    ),
    Panel(
        "confusion",
        "Confusion and scores",
        "Confusion",
        Place.RIGHT_TOP,
        _later("nnviz.ui.images.confusion_panel:ConfusionPanel"),
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
        _later("nnviz.ui.images.gallery_panel:GalleryPanel"),
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
        _later("nnviz.ui.images.drawing_panel:DrawingPanel"),
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
        _later("nnviz.ui.images.embedding_panel:EmbeddingPanel"),
        at_start=False,
        while_explaining=True,
        keys=("Ctrl+B",),
        tip="Samples as points in every layer: t-SNE, PCA or a tour",
        figure="embedding",
        look=_embedding_look,
    ),
)
"""A new panel is one more of these; what else its view says to the others is connected in `wiring.py`."""
