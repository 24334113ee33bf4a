"""Starting the app: Qt, the look, the experiment, the window."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from nnviz.experiment.catalogue import find
from nnviz.experiment.run_file import RunFileError, is_run_file
from nnviz.experiment.run_reading import read_run
from nnviz.experiment.spec import Spec, SpecError, load_spec
from nnviz.experiment.weights_file import experiment_at
from nnviz.paint.fonts import load_fonts
from nnviz.ui import changed_settings
from nnviz.ui.failures import log_file, report_failures, start_log
from nnviz.ui.garbage import GarbageCollection
from nnviz.ui.icons import icon
from nnviz.ui.look import Look
from nnviz.ui.main_window import MainWindow
from nnviz.ui.settings import Settings
from nnviz.worker.controller import close_all_ending

FIRST_EXPERIMENT = "xor-quickstart"
"""What the very first start shows: learns within two seconds of Play."""


def run(experiment: str | None = None) -> int:
    """Open the window on an experiment and return the exit code when it is closed.

    Parameters
    ----------
    experiment : str, optional
        Name of a shipped experiment, or a file. Without one, the experiment of the last time is opened, with
        what was changed in it, and at the very first start a small XOR.

    Raises
    ------
    SpecError, RunFileError
        When the experiment that was asked for cannot be read.
    """
    app = make_application()
    settings = Settings()
    spec, location = choose_experiment(experiment, settings)
    look = Look(app, settings.text("look/theme", "light"), settings.number("look/text_size", 1.0))
    window = MainWindow(spec, location, look, settings)
    if is_run_file(location):
        window.files.open(location)
    changed = changed_settings.remembered(settings) if experiment is None else None
    if changed is not None and changed != spec:
        window.go_on_with(changed)
    report_failures(window.tell, log_file())
    show_on_screen(window)
    QTimer.singleShot(0, lambda: start_log(log_file()))
    QTimer.singleShot(0, GarbageCollection(app).begin)
    code = app.exec()
    close_all_ending()
    return int(code)


def make_application() -> QApplication:
    """Return the QApplication, its style and fonts set."""
    app = QApplication.instance() or QApplication(["nnviz"])
    assert isinstance(app, QApplication)
    QCoreApplication.setApplicationName("nnviz")
    app.setStyle("Fusion")
    load_fonts()
    app.setWindowIcon(QIcon(icon("brain-circuit").pixmap(64, 64)))
    return app


def show_on_screen(window: QWidget) -> None:
    """Show a window; where the screen has no room for it with its title bar, let it fill the screen.

    Otherwise its lowest row would hang below the edge of a projector of 1280 x 720.
    """
    title_bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    room = window.screen().availableGeometry().size()
    if window.width() > room.width() or window.height() + title_bar > room.height():
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
    window.show()


def choose_experiment(asked: str | None, settings: Settings) -> tuple[Spec, str]:
    """Return the experiment to open and where it came from.

    Raises
    ------
    SpecError, RunFileError
        When the experiment that was asked for cannot be read; one that is only remembered is passed over.
    """
    if asked is not None:
        return _spec_at(asked), asked
    remembered = settings.text("experiment/last", FIRST_EXPERIMENT)
    try:
        return _spec_at(remembered), remembered
    except (SpecError, RunFileError):
        return load_spec(find(FIRST_EXPERIMENT)), FIRST_EXPERIMENT


def _spec_at(location: str) -> Spec:
    if is_run_file(location):
        return read_run(Path(location)).spec
    return experiment_at(location)
