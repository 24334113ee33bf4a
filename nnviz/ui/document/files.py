"""Opening and saving experiments: shipped ones by name, the user's own by path."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from nnviz.data.images.mnist import Mnist
from nnviz.experiment.run_file.kept_work import KeptWork
from nnviz.experiment.run_file.kind import SUFFIX, is_run_file
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.own_images import OwnPictures
from nnviz.experiment.spec.own_table import TABLE_SUFFIXES, OwnTable
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at, is_weights_file
from nnviz.files import WriteError, is_file, written_whole
from nnviz.lecture.file import find_lecture
from nnviz.lecture.packing import SUFFIX as PACKED
from nnviz.lecture.packing import OpenLecture
from nnviz.numerals import percent
from nnviz.tasks.tasks import Tasks
from nnviz.ui import changed_settings
from nnviz.ui.document.document import Document
from nnviz.ui.document.paths import is_path, read
from nnviz.ui.settings import Settings
from nnviz.ui.widgets.banner import Banner
from nnviz.ui.widgets.save_dialog import ask_where_to_save
from nnviz.worker.remote import Remote

_KINDS = {f"Run with its past (*{SUFFIX})": SUFFIX, "Experiment (*.toml)": ".toml"}
_TABLES = " ".join(f"*{suffix}" for suffix in (*sorted(TABLE_SUFFIXES), ".txt", ".data", ".gz", ".zip"))
_IMAGES = "*ubyte *ubyte.gz"
_READABLE = ";;".join(
    (
        f"Whatever opens here (*.toml *{PACKED} *{SUFFIX} *.npz {_TABLES} {_IMAGES})",
        f"Experiments, runs and weights (*.toml *{SUFFIX} *.npz)",
        f"Tables (*.npz {_TABLES})",
        f"Images in MNIST's format (*.npz {_IMAGES})",
    )
)

PATIENCE = 300
"""Milliseconds of reading after which it is said, and can be given up."""
READERS = 2
"""So that another file need not wait for one that nobody wants any more."""


class ExperimentFiles(QObject):
    """Knows which experiment is open; every failure is one sentence in the banner.

    Signals
    -------
    saved : str
        The run, or the settings alone, are in this file now.
    located : str
        What is open now is this shipped experiment, or is in this file.
    table_read : OwnTable
        A table of the user's own was read; how it is to be imported is asked for.
    pictures_read : OwnPictures
        The same of a folder of pictures.
    lecture_read : OpenLecture
        A lecture was opened.
    """

    saved = Signal(str)
    located = Signal(str)
    table_read = Signal(object)
    pictures_read = Signal(object)
    lecture_read = Signal(object)

    def __init__(
        self,
        document: Document,
        controller: Remote,
        location: str,
        banner: Banner,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._controller = controller
        self._window = window
        self._banner = banner
        self._unchanged: Spec | None = document.spec
        self.location = location
        """The name of a shipped experiment, or the path of a file."""
        self._before: tuple[str, Spec | None] = (location, document.spec)
        self._stand_in: tuple[str, Spec] | None = None
        self._asked = ""
        self._called = ""
        self._asked_work: KeptWork | None = None
        self._reading = Tasks(self, "Opening the file", READERS)
        self._reading.finished.connect(self._take)
        self._reading.failed.connect(self._refuse)
        self._reading.progressed.connect(self._say_how_far)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._say_that_it_takes_long)

    @property
    def is_modified(self) -> bool:
        """Whether the settings differ from those that were opened or saved."""
        return self._document.spec != self._unchanged

    @property
    def changed(self) -> Spec | None:
        """The settings where they differ from those of an experiment that is no saved run."""
        return self._document.spec if self.is_modified and not is_run_file(self.location) else None

    def stand_in(self, is_unsaved: bool) -> None:
        """Take what is open for something else that cannot be opened: that is not forgotten because of it.

        Parameters
        ----------
        is_unsaved : bool
            Whether the settings are in no file.
        """
        self._stand_in = self.location, self._document.spec
        if is_unsaved:
            self._unchanged = None
            self._document.changed.emit(self._document.spec)

    def remember(self, settings: Settings) -> None:
        """Keep what is open for the next start, unless it is what stands in for that, as it was."""
        if (self.location, self._document.spec) != self._stand_in:
            changed_settings.remember(settings, self.location, self.changed)

    @property
    def is_reading(self) -> bool:
        """Whether a file of the user's own is being read."""
        return self._reading.is_busy

    @Slot(str)
    def open(self, location: str, called: str = "") -> None:
        """Open a shipped experiment by name, or a file, which takes its time.

        A file may come with a table of any size, so it is read beside the window, a saved run by the worker.

        Parameters
        ----------
        called : str
            What the user knows it by, if not by its path.
        """
        self._reading.give_up()
        self._patience.stop()
        self._asked_work = None
        self._called = called
        if is_run_file(location):
            self._controller.open_file(Path(location))
            return
        self._asked = location = str(find_lecture(location))
        if is_weights_file(location) or is_path(location):
            self._patience.start()
            self._reading.submit(lambda task: read(location, task))
            return
        try:
            self._take(experiment_at(location))
        except SpecError as error:
            self._refuse(str(error))

    @Slot(object)
    def open_work(self, work: KeptWork) -> None:
        """Open a run that is in no file of the user's."""
        self.open(str(work.path))
        self._asked_work = work

    @Slot()
    def _say_that_it_takes_long(self) -> None:
        if self.is_reading:
            self._banner.say(
                f"Loading {Path(self._asked).name} …",
                "Cancel",
                self._reading.give_up,
                tip="Go on with what is open",
                quiet=True,
            )

    @Slot(float)
    def _say_how_far(self, share: float) -> None:
        loading = f"Loading {Path(self._asked).name} …"
        if self._banner.sentence.startswith(loading):
            self._banner.amend(f"{loading} {percent(share, 0)}")

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._patience.stop()
        self._banner.say(sentence.replace(self._asked, self._called) if self._called else sentence)

    @Slot()
    def ask_open(self) -> None:
        """Let the user choose a file to open."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, "Open an experiment or a lecture", self._folder(), _READABLE
        )
        self._window.activateWindow()  # where nobody manages windows, the keys would stay with the dialog
        if path:
            self.open(path)

    @Slot()
    def ask_open_folder(self) -> None:
        """Let the user choose a folder of images to open."""
        path = QFileDialog.getExistingDirectory(
            self._window, "Open a folder of images: one folder a class, or MNIST's files", self._folder()
        )
        self._window.activateWindow()
        if path:
            self.open(path)

    @Slot()
    def ask_save(self) -> None:
        """Let the user choose where to save the run with its past, or the present settings alone."""
        proposed = Path(self._folder()) / f"{Path(self.location).stem}{SUFFIX}"
        chosen = ask_where_to_save(self._window, "Save", proposed, _KINDS)
        if chosen is not None:
            self.save(chosen[0])

    def save(self, path: Path) -> None:
        """Write a run or, with the suffix .toml, the present settings alone."""
        if path.suffix.lower() == ".toml":
            self._save_settings(path)
        else:
            self._controller.save_file(path)

    def _save_settings(self, path: Path) -> None:
        try:
            with written_whole(path, replace=True) as partial:
                partial.write_text(self._document.spec.with_guesses().to_toml(), encoding="utf-8")
        except WriteError as error:
            self._banner.say(str(error))
            return
        self.take_saved(str(path))

    @Slot(str)
    def take_saved(self, path: str) -> None:
        """Take up that the settings, alone or with their run, are in a file now."""
        self.location = path
        self._stand_in = None
        self._unchanged = self._document.spec
        self._document.changed.emit(self._document.spec)
        self.saved.emit(path)
        self.located.emit(path)

    def run_opened(self, path: str, spec: Spec) -> None:
        """Take up the settings of a run that the worker has read."""
        self._banner.hide()
        work, self._asked_work = self._asked_work, None
        is_work = work is not None and str(work.path) == path
        self.location = work.summary.location if work is not None and is_work else path
        self._unchanged = None if is_work else spec
        self._document.take_over(spec)
        self.located.emit(self.location)

    def go_back(self) -> None:
        """Forget the experiment opened last: it could not be run."""
        self.location, self._unchanged = self._before

    def take_imported(self, spec: Spec) -> None:
        """Take up the experiment that an import has made of a table; it is in no file yet."""
        self._asked = str(getattr(spec.data, "path", ""))
        self._take(spec)
        self._unchanged = None
        self._document.changed.emit(spec)

    @Slot(str)
    def take_images(self, path: str) -> None:
        """Learn from images that were fetched, or open them where the experiment learns something else."""
        spec = self._document.spec
        if isinstance(spec.data, Mnist):
            try:
                self._document.edit(with_value(spec, "data.path", path), "Files")
            except SpecError as error:
                self._banner.say(str(error))
        else:
            self.open(path)

    def take_scene(self, experiment: str, folder: Path, spec: Spec, *, is_changed: bool) -> None:
        """Take up the settings of a scene's run, which the worker has been given.

        Parameters
        ----------
        experiment : str
            As the lecture, which lies in the `folder`, names it.
        is_changed : bool
            Whether the scene changes settings of it.
        """
        self._banner.hide()
        self._before = (self.location, self._unchanged)
        beside = folder / experiment
        self.location = str(beside) if is_file(beside) else experiment
        self._unchanged = None if is_changed else spec
        self._document.take_over(spec)

    @Slot(object)
    def _take(self, read: Spec | OwnTable | OwnPictures | OpenLecture) -> None:
        self._patience.stop()
        self._banner.hide()
        if isinstance(read, OpenLecture):
            self.located.emit(self._asked)
            self.lecture_read.emit(read)
        elif isinstance(read, OwnTable):
            self.table_read.emit(read)
        elif isinstance(read, OwnPictures):
            self.pictures_read.emit(read)
        else:
            self._take_experiment(read)

    def _take_experiment(self, spec: Spec) -> None:
        self._before = (self.location, self._unchanged)
        self.location = self._asked
        self._unchanged = spec
        self._document.open(spec)
        for sentence in spec.data.remarks()[:1]:  # known since it was read: nothing is read again
            self._banner.say(f"{Path(self.location).name}: {sentence}")
        self.located.emit(self.location)

    def _folder(self) -> str:
        own_file = Path(self.location)
        return str(own_file.parent if own_file.is_absolute() else Path.home())
