"""What shows each panel of a scene on the stage."""

from PySide6.QtWidgets import QWidget

from nnviz.lecture.scene import Scene
from nnviz.ui.presenting.explained import ExplainedPanel
from nnviz.ui.presenting.map_panel import KnownMaps, MapPanel
from nnviz.ui.presenting.panel import PICTURES, ScenePanel
from nnviz.ui.presenting.words import WordsPanel
from nnviz.ui.views.health_panel import HealthPanel
from nnviz.ui.views.surface_panel import SurfacePanel


def made_panel(name: str, scene: Scene, maps: KnownMaps | None, stage: QWidget) -> QWidget:
    """Return what shows the panel of this name, shown."""
    panel: QWidget
    if name in PICTURES:
        panel = ScenePanel(name, stage)
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
