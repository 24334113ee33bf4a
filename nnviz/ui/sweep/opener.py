"""Opens the windows of many runs from the main window, and runs of theirs in it.

What that takes is imported when it is first asked for, so that the app starts sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.spec.spec import Spec
from nnviz.ui.document.document import Document
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.exporting.moment import Exporting
from nnviz.ui.looks.look import Look
from nnviz.ui.playing.frame_feed import FrameFeed
from nnviz.worker.remote import Remote

if TYPE_CHECKING:
    from nnviz.ui.sweep.map_window import MapWindow
    from nnviz.ui.sweep.runs_window import RunsWindow
    from nnviz.ui.sweep.window import SweepWindow


class SweepOpener(QObject):
    """Makes each window when it is first asked for."""

    def __init__(
        self,
        document: Document,
        controller: Remote,
        files: ExperimentFiles,
        exporting: Exporting,
        look: Look,
        feed: FrameFeed,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._document, self._controller, self._files = document, controller, files
        self._exporting, self._look, self._feed, self._main = exporting, look, feed, parent
        self.sweep: SweepWindow | None = None
        self.map: MapWindow | None = None

    @Slot()
    def open_sweep(self) -> None:
        """Show the window of sweeps on the present experiment."""
        self._sweep_window()

    @Slot(str, str)
    def vary(self, key: str, where: str = "sweep") -> None:
        """Show the window of sweeps, or the map of trainings, with an axis for a key."""
        if where == "map":
            self._map_window().form.vary(key)
            return
        window = self._sweep_window()
        window.form.vary(key)

    @Slot(str)
    def open_named(self, name: str) -> None:
        """Show a shipped sweep, ready to run."""
        self._sweep_window().form.show_named(name)

    @Slot()
    def open_map(self) -> None:
        """Show the map of trainings on the present experiment."""
        self._map_window()

    @Slot(str)
    def open_named_map(self, name: str) -> None:
        """Show a shipped map, ready to run."""
        self._map_window().form.show_named(name)

    def _sweep_window(self) -> SweepWindow:
        from nnviz.ui.sweep.window import SweepWindow  # noqa: PLC0415

        spec, name = self._document.spec, self._files.location
        if self.sweep is None:
            self.sweep = SweepWindow(spec, name, self._main)
            self._take_in(self.sweep)
        elif not self.sweep.running.is_busy:
            self.sweep.form.show_own(spec, name)
        _bring_up(self.sweep)
        return self.sweep

    def _map_window(self) -> MapWindow:
        from nnviz.ui.sweep.map_window import MapWindow  # noqa: PLC0415

        spec, name = self._document.spec, self._files.location
        if self.map is None:
            self.map = MapWindow(spec, name, lambda: self._feed.latest, self._main)
            self._take_in(self.map)
        elif not self.map.running.is_busy:
            self.map.form.show_own(spec, name)
        _bring_up(self.map)
        return self.map

    def _take_in(self, window: RunsWindow) -> None:
        window.opened.connect(self.open_run)
        window.export_asked.connect(self.export)
        self._look.changed.connect(window.set_styles)
        window.set_styles(self._look.styles())

    @Slot(object, int)
    def open_run(self, spec: Spec, updates: int) -> None:
        """Train a run of theirs in the main window, from its start to where it ended; undo brings back."""
        self._document.start_again(spec, "One run of many")
        if updates:
            self._controller.advance(updates)

    @Slot(object, str, object)
    def export(self, look: object, figure: str, window: QWidget) -> None:
        """Export a picture of many runs over its window."""
        snapshot = self._feed.latest
        if snapshot is not None:
            moment = replace(snapshot, divergence=None).with_looks(look)
            self._exporting.export_figure(moment, figure, window)


def _bring_up(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
