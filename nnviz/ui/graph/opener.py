"""Opens the window of computational graphs from the main window, and hands it the network shown there.

What that takes is imported when it is first asked for, so that the app starts sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from nnviz.assets import assets
from nnviz.numerals import counted
from nnviz.ui.looks.look import Look
from nnviz.ui.playing.frame_feed import FrameFeed

if TYPE_CHECKING:
    from nnviz.ui.graph.window import GraphWindow


class GraphOpener(QObject):
    """Makes the window when it is first asked for."""

    def __init__(self, look: Look, feed: FrameFeed, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._feed, self._main = look, feed, parent
        self.window: GraphWindow | None = None

    @Slot()
    def open(self) -> None:
        """Show the window."""
        if self.window is None:
            from nnviz.explain.graph.examples import load_examples  # noqa: PLC0415
            from nnviz.ui.graph.window import GraphWindow  # noqa: PLC0415

            self.window = GraphWindow(load_examples(assets() / "graphs"), self._main)
            self.window.network_asked.connect(self._show_network)
            self._look.changed.connect(self.window.set_styles)
            self.window.set_styles(self._look.styles())
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    @Slot(bool)
    def _show_network(self, by_neurons: bool) -> None:
        snapshot = self._feed.latest
        if self.window is None or snapshot is None:
            return
        from nnviz.explain.graph.of_run import graph_of, telling_example  # noqa: PLC0415

        try:
            index = telling_example(snapshot)
            graph = graph_of(snapshot, index, by_neurons)
            when = counted(snapshot.update, "update")
            about = f"{snapshot.spec.title}: training sample {index + 1}, after {when}."
            if isinstance(graph, str):
                self.window.open_text(graph, "x1" if by_neurons else "W1", about)
            else:
                self.window.open_graph(graph, "W1", f"{about} A node for each layer.")
        except ValueError as error:
            self.window.say(str(error))
