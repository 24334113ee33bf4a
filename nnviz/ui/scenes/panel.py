"""The list of scenes with what can be done with them, and the form of the one that is chosen."""

from PySide6.QtCore import QModelIndex, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from nnviz.lecture.scene import Lecture
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.scenes.form import SceneForm
from nnviz.ui.widgets.buttons import small_button
from nnviz.ui.widgets.scroll_column import ScrollColumn

_EMPTY = "No lecture is open. Add scene begins one with the present moment."
_ROWS = 7


class ScenesPanel(ScrollColumn):
    """Shows the lecture that is open.

    Signals
    -------
    add_asked
        A scene of the present moment, after the chosen one.
    chosen, duplicate_asked, remove_asked : int
        What is to be done with which scene.
    moved(int, int)
        A scene is to have another place.
    edited(int, Scene)
        A scene is to be another.
    """

    add_asked = Signal()
    chosen = Signal(int)
    duplicate_asked = Signal(int)
    remove_asked = Signal(int)
    moved = Signal(int, int)
    edited = Signal(int, object)

    def __init__(self) -> None:
        self._about = QLabel(_EMPTY)
        self._about.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Scenes")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.form = SceneForm()
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.addWidget(self._about)
        column.addWidget(self.list)
        column.addWidget(self._buttons(top))
        super().__init__(top, self.form)
        self.add.clicked.connect(self.add_asked)
        self.copy.clicked.connect(lambda: self.duplicate_asked.emit(self.row))
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self.row))
        self.up.clicked.connect(lambda: self.moved.emit(self.row, self.row - 1))
        self.down.clicked.connect(lambda: self.moved.emit(self.row, self.row + 1))
        self.list.currentRowChanged.connect(self._choose)
        self.list.model().rowsMoved.connect(self._tell_moved)
        self.form.edited.connect(self._tell_edited)
        self.show_lecture(None, 0)

    def _buttons(self, parent: QWidget) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.add = small_button("plus", "Add a scene of the present moment", parent)
        self.copy = small_button("columns-2", "Duplicate this scene", parent)
        self.up = small_button("chevron-up", "Move this scene up", parent)
        self.down = small_button("chevron-down", "Move this scene down", parent)
        self.remove = small_button("minus", "Remove this scene", parent)
        for button in (self.add, self.copy, self.up, self.down, self.remove):
            line.addWidget(button)
        line.addStretch()
        return row

    @property
    def row(self) -> int:
        """The scene that is chosen, counted from 0; -1 for none."""
        return self.list.currentRow()

    def show_lecture(self, lecture: Lecture | None, number: int) -> None:
        """Show a lecture at one of its scenes; None: there is none."""
        scenes = () if lecture is None else lecture.scene
        with QSignalBlocker(self.list):
            titles = [f"{place}  {scene.title or 'Scene'}" for place, scene in enumerate(scenes, start=1)]
            if titles != [self.list.item(row).text() for row in range(self.list.count())]:
                self.list.clear()
                self.list.addItems(titles)
            self.list.setCurrentRow(number if scenes else -1)
        self._about.setText(_EMPTY if lecture is None else lecture.title or "Lecture")
        self.list.setVisible(bool(scenes))
        self.form.setVisible(bool(scenes))
        if scenes:
            self.form.show_scene(scenes[number])
        for button, on in (
            (self.copy, bool(scenes)),
            (self.remove, len(scenes) > 1),
            (self.up, number > 0),
            (self.down, number + 1 < len(scenes)),
        ):
            button.setEnabled(on)

    def set_style(self, style: Style) -> None:
        """Give the list the height of some scenes."""
        self.list.setFixedHeight(round(_ROWS * 1.9 * style.text))

    @Slot(int)
    def _choose(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(row)

    @Slot(QModelIndex, int, int, QModelIndex, int)
    def _tell_moved(self, _of: QModelIndex, first: int, _last: int, _to: QModelIndex, row: int) -> None:
        self.moved.emit(first, row - 1 if row > first else row)

    @Slot(object)
    def _tell_edited(self, scene: object) -> None:
        self.edited.emit(self.row, scene)
