"""The panels of the window as they stand at text size 1, each of its own, with a moment of a run."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from kept_figures import branched
from PySide6.QtCore import QDeadlineTimer, QEvent, Qt
from PySide6.QtGui import QCursor, QImage
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from nnviz.tasks.tasks import Tasks
from nnviz.ui.application import make_application
from nnviz.ui.looks.look import Look
from nnviz.ui.panels.record import Panel
from nnviz.ui.settings import Settings
from nnviz.ui.window.panel_records import PANELS

SIZES = {"network": (560, 400), "settings": (290, 560)}
USUAL_SIZE = (360, 340)
PATIENCE = 60_000
"""Milliseconds for what a panel has computed in the background."""


def _panel(panel: Panel, theme: str) -> QImage:
    look = Look(make_application(), theme)
    look.apply_sheet()
    with TemporaryDirectory() as folder:
        view = panel.view(Settings(Path(folder) / "settings.toml"))
    window = QMainWindow()  # whose ground is seen where a panel paints none
    window.setCentralWidget(view)
    try:
        view.set_style(look.style())
        window.resize(*SIZES.get(panel.name, USUAL_SIZE))
        if panel.settings:
            view.set_spec(branched().spec)
        if panel.moments:
            view.show_snapshot(branched())
        _show_untouched(window)
        _wait_for(view)
        return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    finally:
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        Look(make_application()).apply_sheet()


def _show_untouched(window: QMainWindow) -> None:
    """Show a window with neither mouse nor keyboard in it, wherever tests before have left them."""
    QCursor.setPos(0, 0)
    window.move(50, 50)
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.show()
    QApplication.processEvents()
    for widget in window.findChildren(QWidget):
        widget.clearFocus()


def _wait_for(view: QWidget) -> None:
    """Let Qt lay everything out, and let what is computed in the background arrive."""
    patience = QDeadlineTimer(PATIENCE)
    QApplication.processEvents()
    while any(tasks.is_busy for tasks in view.findChildren(Tasks)) and not patience.hasExpired():
        QApplication.processEvents()
    QApplication.processEvents()


SAME_EVERYWHERE = [panel for panel in PANELS if panel.name != "embedding"]
"""Not t-SNE: it goes its own way from the last digit on, which another processor rounds otherwise."""
PANELS_KEPT = {f"panel-{panel.name}": partial(_panel, panel, "light") for panel in SAME_EVERYWHERE}
PANELS_KEPT |= {
    f"panel-{panel.name}-dark": partial(_panel, panel, "dark") for panel in SAME_EVERYWHERE if panel.moments
}
