"""Fetching all of MNIST or Fashion-MNIST: the window asks nothing else of a network, and this when told."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.config_folder import data_folder
from nnviz.data.errors import DataError
from nnviz.files import WriteError
from nnviz.paint.drawing.theme import GRID
from nnviz.tasks.task import Task, TaskError, heard_by
from nnviz.tasks.tasks import Tasks
from nnviz.ui.forms.choice import QuietComboBox
from nnviz.ui.widgets.plain_text import make_labels_plain

TITLES = {"mnist": "MNIST: handwritten digits", "fashion-mnist": "Fashion-MNIST: clothes"}
_TO_COME = (
    "60,000 images for training and 10,000 for the test come from OpenML (openml.org), about 120 MB, and are "
    "checked. Nothing else is asked for or sent. They are kept in"
)
_KEPT = "They were fetched before, and are in"
FETCH, USE = "Fetch", "Use it"


class FetchDialog(QDialog):
    """Asks which images, fetches them unless they are there already, and says where they are kept.

    Signals
    -------
    fetched(str)
        The file with the images.
    """

    fetched = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("All of MNIST")
        self.choice = QuietComboBox(self)
        self.choice.setAccessibleName("Images")
        for name, title in TITLES.items():
            self.choice.addItem(title, name)
        self.said, self.wrong = QLabel(), QLabel()
        self.wrong.setProperty("role", "wrong")
        for label in (self.said, self.wrong):
            label.setWordWrap(True)
            label.setMinimumWidth(56 * GRID)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How much is there")
        self.take_button, self._cancel = QPushButton(FETCH), QPushButton("Cancel")
        self.take_button.setProperty("role", "primary")
        self.take_button.setDefault(True)
        self._cancel.setAutoDefault(False)
        self._fetching = Tasks(self, "Fetching the images")
        self._fetching.progressed.connect(self._say_how_far)
        self._fetching.finished.connect(self._take)
        self._fetching.failed.connect(self._refuse)
        self.choice.currentIndexChanged.connect(self._show)
        self.take_button.clicked.connect(self.take)
        self._cancel.clicked.connect(self.reject)
        self._lay_out()
        make_labels_plain(self)
        self._show()

    @property
    def path(self) -> Path:
        """The file that the chosen images are kept in."""
        return data_folder() / f"{self.choice.currentData()}.npz"

    @property
    def is_busy(self) -> bool:
        """Whether images are being fetched."""
        return self._fetching.is_busy

    @Slot()
    def take(self) -> None:
        """Fetch the images, unless they are there, and read them."""
        path, name = self.path, str(self.choice.currentData())
        self.wrong.hide()
        self.progress.setValue(0)
        self.progress.show()
        self.take_button.setEnabled(False)
        self.choice.setEnabled(False)
        self._fetching.submit(lambda task: _there(path, name, task))

    def done(self, result: int) -> None:
        """End what is still being fetched, however the dialog is closed."""
        self._fetching.cancel()
        super().done(result)

    @Slot()
    def _show(self) -> None:
        is_there = self.path.is_file()
        self.take_button.setText(USE if is_there else FETCH)
        self.take_button.setEnabled(True)
        self.choice.setEnabled(True)
        self.progress.hide()
        self.wrong.hide()
        self.said.setText(f"{_KEPT if is_there else _TO_COME} {self.path}")

    @Slot(float)
    def _say_how_far(self, share: float) -> None:
        self.progress.setValue(round(1000 * share))

    @Slot(object)
    def _take(self, path: object) -> None:
        self.fetched.emit(str(path))
        self.accept()

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._show()
        self.wrong.setText(sentence)
        self.wrong.show()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("Images", self.choice)
        foot = QHBoxLayout()
        foot.addWidget(self.progress, 1)
        foot.addStretch()
        foot.addWidget(self._cancel)
        foot.addWidget(self.take_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        whole.setSpacing(2 * GRID)
        whole.addLayout(form)
        whole.addWidget(self.said)
        whole.addWidget(self.wrong)
        whole.addLayout(foot)


def _there(path: Path, name: str, task: Task) -> Path:
    """Return the path of the images when they are there and in order; they stay in memory for the run."""
    from nnviz.data.images.digits_files import images_at  # noqa: PLC0415 (as everything about a network)
    from nnviz.data.images.openml import DownloadError, fetch_into  # noqa: PLC0415

    try:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            fetch_into(path, name, heard_by(task))
        images_at(str(path))
    except (DownloadError, DataError) as error:
        raise TaskError(str(error)) from None
    except (WriteError, OSError) as error:
        raise TaskError(f"They cannot be kept: {error}") from None
    return path
