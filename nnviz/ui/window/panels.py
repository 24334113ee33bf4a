"""The views of all panels, made when they are wanted, and what all of them are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.looks.look import Styles
from nnviz.ui.network.view import NetworkView
from nnviz.ui.panels.dock import CentralPanel, Dock
from nnviz.ui.panels.docks import Docks
from nnviz.ui.panels.keys import action_rows
from nnviz.ui.panels.record import KeyRow, Panel, Place
from nnviz.ui.playing.view import View
from nnviz.ui.settings import Settings
from nnviz.ui.setup.settings_panel import SettingsPanel
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.views.curves_view import CurvesView
from nnviz.ui.window.panel_records import PANELS

if TYPE_CHECKING:
    from nnviz.ui.images.confusion_panel import ConfusionPanel
    from nnviz.ui.images.drawing_panel import DrawingPanel
    from nnviz.ui.images.embedding_panel import EmbeddingPanel
    from nnviz.ui.images.gallery_panel import GalleryPanel
    from nnviz.ui.past.runs_panel import RunsPanel
    from nnviz.ui.scenes.panel import ScenesPanel
    from nnviz.ui.setup.about_panel import AboutPanel
    from nnviz.ui.views.health_panel import HealthPanel
    from nnviz.ui.views.inputs_panel import InputsPanel


class _Styled(Protocol):
    def set_style(self, style: Style) -> None: ...


class _WithSettings(Protocol):
    def set_spec(self, spec: Spec) -> None: ...


_Kind = TypeVar("_Kind", bound=QWidget)


class Panels:
    """The views of all panels; those that are closed at the start are made when they are first wanted."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: dict[str, QWidget] = {}
        self._waiting: dict[str, list[Callable[[Any], None]]] = {}
        self.made: Callable[[QWidget], None] = lambda _view: None
        """Called with each view that is made while the window is there."""
        self._spec: Spec | None = None
        self._styles: Styles | None = None
        self.network = self._view("network", NetworkView)
        self.boundary = self._view("boundary", BoundaryView)
        self.curves = self._view("curves", CurvesView)
        self.settings = self._view("settings", SettingsPanel)

    @property
    def inputs(self) -> InputsPanel:
        """The panel that chooses a point."""
        return cast("InputsPanel", self.view("inputs"))

    @property
    def runs(self) -> RunsPanel:
        """The panel of branches and runs."""
        return cast("RunsPanel", self.view("runs"))

    @property
    def health(self) -> HealthPanel:
        """The panel of health."""
        return cast("HealthPanel", self.view("health"))

    @property
    def confusion(self) -> ConfusionPanel:
        """The panel of confusion and scores."""
        return cast("ConfusionPanel", self.view("confusion"))

    @property
    def gallery(self) -> GalleryPanel:
        """The panel of samples."""
        return cast("GalleryPanel", self.view("gallery"))

    @property
    def drawing(self) -> DrawingPanel:
        """The pad to draw on."""
        return cast("DrawingPanel", self.view("drawing"))

    @property
    def embedding(self) -> EmbeddingPanel:
        """The panel of what each layer sees."""
        return cast("EmbeddingPanel", self.view("embedding"))

    @property
    def scenes(self) -> ScenesPanel:
        """The scenes of the lecture."""
        return cast("ScenesPanel", self.view("scenes"))

    @property
    def about(self) -> AboutPanel:
        """The panel that says what to look for."""
        return cast("AboutPanel", self.view("about"))

    def view(self, name: str) -> QWidget:
        """Return the view of a panel; it is made if this is the first time that it is wanted."""
        if name not in self._made:
            (panel,) = (panel for panel in PANELS if panel.name == name)
            self._made[name] = view = panel.view(self._settings)
            for connect in self._waiting.pop(name, ()):
                connect(view)
            self._prepare(panel, view)
            self.made(view)
        return self._made[name]

    def when_made(self, name: str, connect: Callable[[Any], None]) -> None:
        """Call `connect` with the view of a panel: at once, or as soon as there is one."""
        if name in self._made:
            connect(self._made[name])
        else:
            self._waiting.setdefault(name, []).append(connect)

    def _view(self, name: str, kind: type[_Kind]) -> _Kind:
        view = self.view(name)
        assert isinstance(view, kind)
        return view

    def _prepare(self, panel: Panel, view: QWidget) -> None:
        """Show a view that is made late what the others were shown before."""
        if self._spec is not None and panel.settings:
            cast("_WithSettings", view).set_spec(self._spec)
        if self._styles is not None:
            styles = self._styles
            cast("_Styled", view).set_style(styles.controls if panel.is_control else styles.contents)

    @property
    def _there(self) -> list[tuple[Panel, QWidget]]:
        return [(panel, self._made[panel.name]) for panel in PANELS if panel.name in self._made]

    @property
    def of_moments(self) -> tuple[View, ...]:
        """Those that want to be shown every moment, as far as they are made."""
        return tuple(cast("View", view) for panel, view in self._there if panel.moments)

    @property
    def pictures(self) -> tuple[QWidget, ...]:
        """Those of them that show a moment and have no settings to be changed."""
        return tuple(view for panel, view in self._there if panel.moments and not panel.is_control)

    def is_of_moments(self, view: QWidget) -> bool:
        """Return whether a view is one of those."""
        return any(each is view and panel.moments for panel, each in self._there)

    def show_spec(self, spec: Spec) -> None:
        """Show the settings in all views that have to do with them."""
        self._spec = spec
        for panel, view in self._there:
            if panel.settings:
                cast("_WithSettings", view).set_spec(spec)

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self._styles = styles
        for panel, view in self._there:
            cast("_Styled", view).set_style(styles.controls if panel.is_control else styles.contents)

    def look(self) -> dict[str, object]:
        """Return what is chosen in all views of what figures show; in one that is not made, nothing is."""
        chosen: dict[str, object] = {}
        for panel, view in self._there:
            chosen.update(panel.look(view))
        return chosen

    def make_another(self) -> bool:
        """Make one of the views that nobody has wanted so far; return whether there was one."""
        name = next((panel.name for panel in PANELS if panel.name not in self._made), None)
        if name is not None:
            self.view(name)
        return name is not None

    def key_rows(self) -> dict[str, list[KeyRow]]:
        """Return the keys of each panel that has some of its own, by the panel's title."""
        rows = {panel.title: [*panel.own_keys, *action_rows(self.view(panel.name))] for panel in PANELS}
        return {title: found for title, found in rows.items() if found}

    def make_docks(self, window: QMainWindow, above: QWidget, below: QWidget) -> Docks:
        """Put the views into panels of the window; `above` and `below` go around the one in the middle."""
        (middle,) = (panel for panel in PANELS if panel.place is Place.MIDDLE)
        centre = CentralPanel(middle, _stack(above, self.network, below), self.network.header)
        around = [panel for panel in PANELS if panel is not middle]
        return Docks(window, centre, [Dock(panel, partial(self.view, panel.name)) for panel in around])


def _stack(above: QWidget, network: QWidget, below: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID // 2)
    column.addWidget(above)
    column.addWidget(network, 1)
    column.addWidget(below)
    return whole
