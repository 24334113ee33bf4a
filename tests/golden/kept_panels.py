"""The panels of the window as they stand at text size 1, each of its own, with a moment of a run."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from kept_figures import branched
from PySide6.QtCore import QDeadlineTimer, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.tasks.tasks import Tasks
from nnviz.ui.application import make_application
from nnviz.ui.looks.look import Look
from nnviz.ui.panels.record import Panel
from nnviz.ui.settings import Settings
from nnviz.ui.window.panels import PANELS

SIZES = {"network": (560, 400), "settings": (290, 560)}
USUAL_SIZE = (360, 340)
PATIENCE = 60_000
"""Milliseconds for what a panel has computed in the background."""


def _panel(panel: Panel, theme: str) -> QImage:
    look = Look(make_application(), theme)
    with TemporaryDirectory() as folder:
        view = panel.view(Settings(Path(folder) / "settings.toml"))
    try:
        view.set_style(look.style())
        view.resize(*SIZES.get(panel.name, USUAL_SIZE))
        if panel.settings:
            view.set_spec(branched().spec)
        if panel.moments:
            view.show_snapshot(branched())
        view.show()
        _wait_for(view)
        return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    finally:
        view.close()
        view.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        Look(make_application())


def _wait_for(view: QWidget) -> None:
    """Let Qt lay everything out, and let what is computed in the background arrive."""
    patience = QDeadlineTimer(PATIENCE)
    QApplication.processEvents()
    while any(tasks.is_busy for tasks in view.findChildren(Tasks)) and not patience.hasExpired():
        QApplication.processEvents()
    QApplication.processEvents()


PANELS_KEPT = {f"panel-{panel.name}": partial(_panel, panel, "light") for panel in PANELS}
PANELS_KEPT |= {
    f"panel-{panel.name}-dark": partial(_panel, panel, "dark") for panel in PANELS if panel.moments
}
