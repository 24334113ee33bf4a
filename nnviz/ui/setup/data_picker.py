"""The choice of a data set: a button with its picture that opens a sheet of all pictures."""

from html import escape

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.data.base import DataSet
from nnviz.data.catalogue import DATA_SETS
from nnviz.data.dataset import Dataset
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.looks.icons import icon
from nnviz.ui.setup.data_thumbnails import Thumbnails, default_data_sets

COLUMNS = 4
CELL = QSize(14 * GRID, 11 * GRID)
"""Room of one picture with its title in the sheet, at text size 1."""


_LONGEST_LINE = 26


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


class DataSheet(QFrame):
    """A sheet of pictures with titles; a click or Enter picks one, Escape closes it."""

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.list = QListWidget(self)
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("role", "sheet")
        self.list.setAccessibleName("Data sets")
        self.list.itemClicked.connect(self._pick)
        self.list.itemActivated.connect(self._pick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        layout.addWidget(self.list)

    def fill(self, names: list[str], current: str, thumbnails: Thumbnails, scale: float) -> None:
        """Show these data sets, `current` chosen."""
        cell = QSize(round(CELL.width() * scale), round(CELL.height() * scale))
        self.list.clear()
        self.list.setIconSize(thumbnails.size())
        self.list.setGridSize(cell)
        for name in names:
            item = QListWidgetItem(thumbnails.icon(name), DATA_SETS[name].title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(cell)
            item.setToolTip(DATA_SETS[name].about)
            self.list.addItem(item)
            if name == current:
                self.list.setCurrentItem(item)

    def update_icon(self, name: str, thumbnails: Thumbnails) -> None:
        """Show the picture of `name` that has just arrived."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == name:
                item.setIcon(thumbnails.icon(name))

    def open_at(self, corner: QPoint) -> None:
        """Show the sheet with its upper left corner at `corner`, moved to stay on the screen."""
        cell = self.list.gridSize()
        rows = -(-self.list.count() // COLUMNS)
        screen = self.screen().availableGeometry()
        width = COLUMNS * cell.width() + 4 * GRID
        height = min(rows * cell.height() + 3 * GRID, screen.height() - 4 * GRID)
        self.resize(width, height)
        x = min(corner.x(), screen.right() - width)
        y = min(corner.y(), screen.bottom() - height)
        self.move(max(x, screen.left()), max(y, screen.top()))
        self.show()
        self.list.setFocus()

    def _pick(self, item: QListWidgetItem) -> None:
        if self.isVisible():  # Enter sends two signals
            self.hide()
            self.picked.emit(item.data(Qt.ItemDataRole.UserRole))


class DataPicker(QToolButton):
    """Shows the current data set; `picked` carries the name of another one."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._name = ""
        self._is_own = False
        self._lines = [""]
        self._dataset: Dataset | None = None
        self._available = default_data_sets()
        self.thumbnails = Thumbnails(self)
        self.sheet = DataSheet(self)
        self.setProperty("role", "picker")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.thumbnails.ready.connect(self._show_icon)
        self.sheet.picked.connect(self.picked)
        self.clicked.connect(self.open_sheet)

    def show_data(self, data: DataSet) -> None:
        """Show `data` as the current data set."""
        if data.name != self._name:
            self._name, self._dataset = data.name, None
        self.thumbnails.ask(data.name, self._available.get(data.name, data))
        self._is_own = data.called != data.title
        # What stands in brackets goes below the rest: the panel keeps its width.
        self._lines = [f"  {_short(line)}" for line in data.called.replace(" (", "\n(").split("\n")]
        self.setText("\n".join(self._lines))
        self.setToolTip(
            f"<qt><b>{escape(data.called)}</b><br>{escape(data.described)}<br>Click for other data sets.</qt>"
        )
        self.setAccessibleName(f"Data set: {data.called}")
        self._show_icon(data.name)

    def show_dataset(self, dataset: Dataset) -> None:
        """Show the very points of the current data set, as they come from its parameters."""
        self._dataset = dataset
        self._show_icon(self._name)
        if dataset.image is not None and self._is_own:
            height, width, _ = dataset.image
            first, *more = self._lines
            self.setText("\n".join((f"{first} {height} x {width}", *more)))

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.thumbnails.set_style(style)
        self.setIconSize(self.thumbnails.size())
        self._show_icon(self._name)

    def open_sheet(self) -> None:
        """Show all data sets to choose from."""
        for name, data in self._available.items():
            self.thumbnails.ask(name, data)
        names = list(self._available)
        if self._name not in self._available:
            names.append(self._name)
        self.sheet.fill(names, self._name, self.thumbnails, self._style.scale)
        self.sheet.open_at(self.mapToGlobal(QPoint(0, self.height() + GRID // 2)))

    def sizeHint(self) -> QSize:
        """Return the size with room for the chevron."""
        hint = super().sizeHint()
        padding = round(GRID * self._style.scale)
        return QSize(hint.width() - padding + self._chevron_side() + 3 * GRID // 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: nothing is cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and a chevron at its right, as a sign that it opens."""
        super().paintEvent(event)
        side = self._chevron_side()
        with QPainter(self) as painter:
            chevron = QRect(self.width() - side - GRID, (self.height() - side) // 2, side, side)
            icon("chevron-down", QPalette.ColorRole.PlaceholderText).paint(painter, chevron)

    def _chevron_side(self) -> int:
        return round(2 * GRID * self._style.scale)

    def _show_icon(self, name: str) -> None:
        if name == self._name:
            own = self._dataset
            self.setIcon(self.thumbnails.icon(name) if own is None else self.thumbnails.icon_of(own))
        if self.sheet.isVisible():
            self.sheet.update_icon(name, self.thumbnails)
