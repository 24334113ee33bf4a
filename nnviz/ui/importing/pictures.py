"""The import of a folder of pictures: as the network will see them, every guess beside them."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.data.errors import DataError
from nnviz.data.images.image_folder import ImageFolder
from nnviz.data.tables.understood import shown
from nnviz.experiment.spec.own_images import OwnPictures, experiment_of_pictures, pictures_of
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.tasks.task import Task, TaskError, heard_by
from nnviz.tasks.tasks import Tasks
from nnviz.ui.forms.choice import QuietComboBox
from nnviz.ui.importing.class_preview import PreviewOfClasses
from nnviz.ui.looks.look import Styles
from nnviz.ui.widgets.first_size import first_size
from nnviz.ui.widgets.plain_text import make_labels_plain
from nnviz.ui.widgets.scroll_column import ScrollColumn

_LEAST_SIZE = QSize(100 * GRID, 64 * GRID)
SIDES = (8, 16, 28, 32, 48, 64)
SHARES = (0.0, 0.1, 0.2, 0.3, 0.5)
COUNTS = (100, 500, 1000, 5000)


class PicturesDialog(QDialog):
    """Shows the pictures of a folder, reads them again after every choice, and makes an experiment of them.

    Signals
    -------
    imported(Spec)
        An experiment that learns from the pictures, with every choice written out.
    """

    imported = Signal(object)

    def __init__(self, opened: OwnPictures, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(f"Import {shown(Path(opened.data.path).name)}")
        self._guessed = self._own = opened
        self.preview, self.boxes = PreviewOfClasses(), dict[str, QComboBox]()
        self._summary, self.wrong, self._remarks = QLabel(), QLabel(), QLabel()
        self.wrong.setProperty("role", "wrong")
        self._remarks.setProperty("role", "note")
        for label in (self._summary, self.wrong, self._remarks):
            label.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._reading = Tasks(self, "Reading the pictures")
        self._reading.finished.connect(self._arrive)
        self._reading.failed.connect(self._refuse)
        self._reading.progressed.connect(lambda share: self._progress.setValue(round(1000 * share)))
        self._lay_out()
        self.set_style(style)
        self.resize(first_size(_LEAST_SIZE, parent))
        make_labels_plain(self)
        self._show(opened)

    @property
    def data(self) -> ImageFolder:
        """How the pictures are read."""
        return self._own.data

    @property
    def is_busy(self) -> bool:
        """Whether they are being read."""
        return self._reading.is_busy

    @Slot(Styles)
    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self.set_style(styles.controls)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.preview.set_style(style)

    # What the user asks for

    def choose(self, key: str, value: object) -> None:
        """Read the pictures in another way."""
        data = replace(self._own.data, **{key: value})
        self._begin(lambda task: pictures_of(data, heard_by(task), usual=False))

    @Slot()
    def as_guessed(self) -> None:
        """Go back to all guesses."""
        self._reading.give_up()
        self._progress.hide()
        self._show(self._guessed)

    @Slot()
    def take(self) -> None:
        """Make an experiment of the pictures, and close."""
        own = self._own
        self._begin(lambda _task: experiment_of_pictures(own))

    def done(self, result: int) -> None:
        """End what is still being read, however the dialog is closed."""
        self._reading.cancel()
        super().done(result)

    # Reading, beside the window

    def _begin(self, work: Callable[[Task], object]) -> None:
        def guarded(task: Task) -> object:
            try:
                return work(task)
            except DataError as error:
                raise TaskError(error.reason) from None

        self._take_button.setEnabled(False)
        self._progress.setValue(0)
        self._progress.show()
        self._reading.submit(guarded)

    @Slot(object)
    def _arrive(self, result: object) -> None:
        self._progress.hide()
        if isinstance(result, Spec):
            self.imported.emit(result)
            self.accept()
        elif isinstance(result, OwnPictures):
            self._show(result)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        """Say why they cannot be read so; the choices go back to those that are shown."""
        self._show(self._own)
        self.wrong.setText(sentence)
        self.wrong.show()

    # What is seen

    def _show(self, own: OwnPictures) -> None:
        self._own = own
        data, count = own.data, len(own.pictures.labels)
        self._progress.hide()
        self.preview.show_pictures(own)
        colours = "red, green and blue" if data.colour else "grey"
        inputs = data.side * data.side * (3 if data.colour else 1)
        self._summary.setText(
            f"{count:,} pictures in {len(own.found.classes)} classes, named like their folders; each is cut "
            f"to its middle square and scaled to {data.side} x {data.side} pixels, {colours}: "
            f"{inputs:,} inputs.{f' {own.found.said_of_parts()}' if data.split_folders else ''}"
        )
        self._remarks.setText(" ".join(own.found.remarks))
        self._remarks.setVisible(bool(own.found.remarks))
        self.wrong.hide()
        self._take_button.setEnabled(True)
        for key, options in _options(data, count).items():
            self._fill(key, options)
        self._form.setRowVisible(self.boxes["split_folders"], bool(own.found.parts))
        for key in ("test_fraction", "validation_fraction"):
            self._form.setRowVisible(self.boxes[key], not data.split_folders)

    def _fill(self, key: str, options: dict[object, str]) -> None:
        box = self.boxes[key]
        box.clear()
        for value, title in options.items():
            box.addItem(title, value)
        box.setCurrentIndex(list(options).index(getattr(self._own.data, key)))

    # How it is put together

    def _lay_out(self) -> None:
        form = QWidget()
        rows = self._form = QFormLayout(form)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for key, (title, tip) in _FIELDS.items():
            box = self.boxes[key] = QuietComboBox(form)
            box.setAccessibleName(title)
            box.setToolTip(tip)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(lambda at, one=key: self.choose(one, self.boxes[one].itemData(at)))
            rows.addRow(title, box)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(ScrollColumn(self.preview), 1)
        middle.addWidget(ScrollColumn(form))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        whole.setSpacing(GRID)
        whole.addWidget(self._summary)
        whole.addLayout(middle, 1)
        whole.addWidget(self._remarks)
        whole.addWidget(self.wrong)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        guess = _button("As guessed", "Go back to what was guessed at first", self.as_guessed)
        cancel = _button("Cancel", "Import nothing", self.reject)
        self._take_button = _button(
            "Import", "Learn from these pictures, with a network made to fit", self.take
        )
        self._take_button.setProperty("role", "primary")
        self._take_button.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(guess)
        foot.addWidget(self._progress, 1)
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(self._take_button)
        return foot


_FIELDS = {
    "split_folders": ("Divided", "As the folders for training, validation and test say, or at random"),
    "side": ("Size", "Pixels of an edge: each picture is scaled to that"),
    "colour": ("Colours", "One input a pixel, or three"),
    "samples": ("Pictures", "How many are taken; where there are more, at random"),
    "test_fraction": ("Test", "Share that the network is not trained on, and is tested on"),
    "validation_fraction": ("Validation", "Share that the network is not trained on, to watch it by"),
}
"""What is guessed: its title, and what it means."""


def _options(data: ImageFolder, count: int) -> dict[str, dict[object, str]]:
    """Return what can be chosen for each key, with what is in force among it."""
    sides = sorted({*SIDES, data.side})
    counts = sorted({*(each for each in COUNTS if each < count), data.samples} - {0})
    return {
        "split_folders": {True: "As the folders say", False: "At random"},
        "side": {side: f"{side} x {side}" for side in sides},
        "colour": {False: "Grey", True: "Red, green, blue"},
        "samples": {0: f"All {count:,}", **{each: f"At most {each:,}" for each in counts}},
        "test_fraction": _shares(data.test_fraction),
        "validation_fraction": _shares(data.validation_fraction),
    }


def _shares(share: float) -> dict[object, str]:
    return {each: f"{100 * each:.0f} %" if each else "None" for each in sorted({*SHARES, share})}


def _button(text: str, tip: str, does: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(does)
    return button
