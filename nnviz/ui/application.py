"""Starting the app: Qt, the look, the experiment, the window."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from nnviz.assets import assets
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.run_file.kind import is_run_file
from nnviz.experiment.run_file.reading import read_run
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import fields_of
from nnviz.experiment.spec.own_images import pictures_at
from nnviz.experiment.spec.own_table import is_table_file, table_at
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at, is_weights_file
from nnviz.files import is_folder
from nnviz.lecture.file import find_lecture
from nnviz.lecture.packing import is_lecture_file, read_lecture
from nnviz.paint.drawing.fonts import load_fonts
from nnviz.ui import changed_settings
from nnviz.ui.ending import Ending
from nnviz.ui.failures import LOGGER, first_line, log_file, report_failures, start_log
from nnviz.ui.garbage import GarbageCollection
from nnviz.ui.looks.look import Look
from nnviz.ui.navigation import loading
from nnviz.ui.settings import Settings
from nnviz.ui.window.main_window import MainWindow
from nnviz.worker.controller import close_all_ending

FIRST_EXPERIMENT = "xor-quickstart"
"""What the very first start shows: learns within two seconds of Play."""


AFTER_FIRST_PAINT = 250
"""Milliseconds after which the hand over the plots is loaded, when the window is there."""


class Beginning(NamedTuple):
    """What the window begins with.

    Attributes
    ----------
    spec : Spec
        The experiment.
    location : str
        Its name, or the path of its file.
    changed : Spec, optional
        What had been made of it when the app was closed.
    problem : str
        What of the last time could not be taken up, in words; empty if everything could.
    is_unsaved : bool
        Whether its file cannot be read any more, and these are the settings as they were left.
    table : str
        The path of a table, a lecture or a folder of pictures that was asked for: it is opened over that;
        empty if none was.
    """

    spec: Spec
    location: str
    changed: Spec | None = None
    problem: str = ""
    is_unsaved: bool = False
    table: str = ""


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
    beginning = choose_experiment(experiment, settings)
    text_size = settings.number("look/text_size", 1.0)
    content_size = settings.number("look/content_size", text_size)  # there was one size for both once
    look = Look(app, settings.text("look/theme", "light"), text_size, content_size)
    window = MainWindow(beginning.spec, beginning.location, look, settings)
    if is_run_file(beginning.location):
        window.files.open(beginning.location)
    if beginning.table:
        window.files.open(beginning.table)
    take_up(window, beginning)
    if settings.problem:
        window.tell(settings.problem)
    report_failures(window.trouble.tell, log_file())
    show_on_screen(window)
    window.painted.connect(
        lambda: QTimer.singleShot(AFTER_FIRST_PAINT, window, lambda: loading.begin(window.tell))
    )
    QTimer.singleShot(0, lambda: start_log(log_file()))
    QTimer.singleShot(0, window.recovery.offer)
    QTimer.singleShot(0, GarbageCollection(app).begin)
    Ending(app, close=window.close, keep=window.keep_in_need).listen()
    code = app.exec()
    close_all_ending()
    return int(code)


def take_up(window: MainWindow, beginning: Beginning) -> None:
    """Go on where the user left, and say what is no longer there."""
    if beginning.changed is not None:
        window.go_on_with(beginning.changed)
    if beginning.problem:
        window.tell(beginning.problem)
    if beginning.problem or beginning.is_unsaved:
        window.files.stand_in(beginning.is_unsaved)


def make_application() -> QApplication:
    """Return the QApplication, its style and fonts set."""
    app = QApplication.instance() or QApplication(["nnviz"])
    assert isinstance(app, QApplication)
    QCoreApplication.setApplicationName("nnviz")
    app.setStyle("Fusion")
    load_fonts()
    QGuiApplication.setDesktopFileName("nnviz")
    app.setWindowIcon(QIcon(str(assets() / "icons" / "nnviz.svg")))
    return app


def show_on_screen(window: QWidget) -> None:
    """Show a window; where the screen has no room for it with its title bar, let it fill the screen.

    Otherwise its lowest row would hang below the edge of a projector of 1280 x 720.
    """
    title_bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    room = window.screen().availableGeometry().size()
    if window.width() > room.width() or window.height() + title_bar > room.height():
        window.resize(window.size().boundedTo(room))  # where nobody manages windows, none is maximised
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
    window.show()
    window.activateWindow()  # where nobody manages windows, keys would wait for a click


def choose_experiment(asked: str | None, settings: Settings) -> Beginning:
    """Return what to open: what was asked for, else what was open the last time.

    Raises
    ------
    SpecError, RunFileError
        When the experiment that was asked for cannot be read; one that is only remembered is passed over.
    """
    if asked is not None:
        return _asked_for(asked, settings)
    location = changed_settings.last_location(settings, FIRST_EXPERIMENT)
    changed, problem = None, ""
    try:
        changed = changed_settings.remembered(settings)
    except SpecError as error:
        problem = f"What was changed the last time cannot be taken up: {error}"
    if changed is not None and is_table_file(Path(location)):  # it was imported as the settings say
        return Beginning(changed, location, is_unsaved=True)
    try:
        spec = _spec_at(location)
    except (SpecError, RunFileError) as error:
        return _without_its_file(location, changed, str(error))
    except Exception as error:  # whatever a file does that was open the last time, the app starts
        LOGGER.error("Unexpected error in %s", location, exc_info=error)
        return _without_its_file(location, changed, f"{location} cannot be opened ({first_line(error)}).")
    return Beginning(spec, location, changed if changed != spec else None, problem)


def _asked_for(asked: str, settings: Settings) -> Beginning:
    """Return what to open for a name or a file; lectures and tables open over what was open last."""
    lecture = find_lecture(asked)
    if is_lecture_file(lecture):
        read_lecture(lecture)  # what is no lecture after all is refused on the command line
        return choose_experiment(None, settings)._replace(table=str(lecture.absolute()))
    location = _found_from_anywhere(asked)
    if is_folder(Path(location)) and pictures_at(Path(location)) is not None:
        return choose_experiment(None, settings)._replace(table=location)
    if is_table_file(Path(location)):
        table_at(Path(location))  # what is no table at all is refused on the command line
        return choose_experiment(None, settings)._replace(table=location)
    return Beginning(_spec_at(location), location)


def _without_its_file(location: str, changed: Spec | None, reason: str) -> Beginning:
    if changed is not None:
        problem = f"{reason} The settings are those that you left; they are in no file until you save them."
        return Beginning(changed, location, problem=problem, is_unsaved=True)
    spec = load_spec(find(FIRST_EXPERIMENT))
    return Beginning(spec, FIRST_EXPERIMENT, problem=f'{reason} "{spec.title}" is open instead.')


def _spec_at(location: str) -> Spec:
    """Return the experiment at a place, of which the forms of the window can be made."""
    spec = read_run(Path(location)).spec if is_run_file(location) else experiment_at(location)
    fields_of(spec)
    return spec


def _found_from_anywhere(location: str) -> str:
    """Return a shipped experiment's name as it is, and a path so that it holds in every folder.

    So do the paths of data in it, which are taken from its own folder.
    """
    is_path = is_run_file(location) or is_weights_file(location) or find(location) == Path(location)
    return str(Path(location).absolute()) if is_path else location
