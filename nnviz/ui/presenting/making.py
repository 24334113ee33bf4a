"""What shows each panel of a scene on the stage."""

from PySide6.QtWidgets import QWidget

from nnviz.lecture.scene import Scene
from nnviz.ui.pictures.pixmap_layer import PixmapLayer
from nnviz.ui.presenting.explained import ExplainedPanel
from nnviz.ui.presenting.map_panel import KnownMaps, MapPanel
from nnviz.ui.presenting.panel import PICTURES, ScenePanel
from nnviz.ui.presenting.words import WordsPanel
from nnviz.ui.views.health_panel import HealthPanel
from nnviz.ui.views.surface_panel import SurfacePanel

MOST_KEPT = 12
"""Pictures of the points of scenes, which seldom change and take long to paint."""


def kept_points() -> PixmapLayer:
    """Return what keeps the points of several scenes."""
    return PixmapLayer(MOST_KEPT)


def made_panels(scene: Scene, maps: KnownMaps | None, points: PixmapLayer, stage: QWidget) -> list[QWidget]:
    """Return what shows the panels of a scene, shown."""
    return [_made(name, scene, maps, points, stage) for name in dict.fromkeys(scene.panels)]


def _made(name: str, scene: Scene, maps: KnownMaps | None, points: PixmapLayer, stage: QWidget) -> QWidget:
    panel: QWidget
    if name in PICTURES:
        panel = ScenePanel(name, points, stage)
    elif name == "explanation":
        panel = ExplainedPanel(stage)
    elif name == "about":
        panel = WordsPanel(stage)
    elif name == "map":
        panel = MapPanel(scene.map, maps, stage)
    else:
        panel = HealthPanel() if name == "health" else SurfacePanel()
        panel.setParent(stage)
    panel.show()
    return panel
