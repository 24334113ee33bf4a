"""Going through the units of a layer that has too many to be drawn: by wheel, by keys, or by their number."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.network.captions import count_beside, titles
from nnviz.parts import Unit
from nnviz.ui.network.arrow_keys import Way
from nnviz.ui.network.picture import NetworkPicture
from nnviz.ui.network.sheet import PaperSheet

NOTCH = 120
"""What a wheel says for one notch."""
UNITS = 3
"""Units that a notch goes through."""
KEY = "/"


class UnitScroller(QObject):
    """Scrolls the layers of a picture that has fewer units than the network.

    Signals
    -------
    found : Unit
        A unit was looked for and is drawn now.
    """

    found = Signal(object)

    def __init__(self, picture: NetworkPicture) -> None:
        super().__init__(picture)
        self._picture = picture
        self._turned = 0
        self.finder: UnitFinder | None = None
        picture.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the wheel over a layer with units left out, a click on what says so, and its key."""
        match event:
            case QWheelEvent():
                return self._turn(event)
            case QMouseEvent() if event.type() == QEvent.Type.MouseButtonPress:
                return self._click(event)
            case QKeyEvent() if event.type() == QEvent.Type.KeyPress and event.text() == KEY:
                return self._find_beside_selection()
        return super().eventFilter(watched, event)

    def step(self, way: Way) -> bool:
        """Go one unit beyond those that are drawn, up or down from the selected one; return whether."""
        diagram, at = self._picture.diagram, self._picture.selection
        if diagram is None or not isinstance(at, Unit) or way not in (Way.UP, Way.DOWN):
            return False
        column = diagram.layout.columns[at.layer]
        down = way is Way.DOWN
        beyond = at.unit + (1 if down else -1)
        if at.unit != column.shown[-1 if down else 0] or not 0 <= beyond < column.units:
            return False
        self._picture.scroll_to(at.layer, beyond - len(column.shown) + 1 if down else beyond)
        self.found.emit(Unit(at.layer, beyond))
        return True

    def _turn(self, event: QWheelEvent) -> bool:
        layer = self._layer_at(event.position().toPoint())
        diagram = self._picture.diagram
        if layer is None or diagram is None or event.modifiers():
            return False
        self._turned += event.angleDelta().y()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        column = diagram.layout.columns[layer]
        if notches:
            last = column.units - len(column.shown)
            self._picture.scroll_to(layer, min(max(column.shown[0] - UNITS * notches, 0), last))
        return True

    def _layer_at(self, at: QPoint) -> int | None:
        """Return the layer with units left out in whose column a place is."""
        diagram = self._picture.diagram
        for layer, column in enumerate(diagram.layout.columns) if diagram is not None else ():
            if column.hidden_units and column.caption.left <= at.x() <= column.caption.right:
                return layer
        return None

    def _click(self, event: QMouseEvent) -> bool:
        """Open the finder where it is said how many units are left out."""
        diagram = self._picture.diagram
        if diagram is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        for layer, column in enumerate(diagram.layout.columns):
            counted = count_beside(diagram, layer)
            on_dots = column.gap is not None and QRect(
                round(column.x - GRID), round(column.gap - GRID), 2 * GRID, 2 * GRID
            ).contains(event.position().toPoint())
            if on_dots or (counted is not None and counted[1].contains(event.position())):
                self.find(layer)
                return True
        return False

    def _find_beside_selection(self) -> bool:
        """Open the finder for the layer of what is selected, else for the first that has units left out."""
        diagram, at = self._picture.diagram, self._picture.selection
        columns = diagram.layout.columns if diagram is not None else ()
        layers = [layer for layer, column in enumerate(columns) if column.hidden_units]
        if not layers:
            return False
        self.find(at.layer if at is not None and at.layer in layers else layers[0])
        return True

    def find(self, layer: int) -> None:
        """Open the finder for a layer."""
        diagram = self._picture.diagram
        if diagram is None:
            return
        self.close()
        column, content = diagram.layout.columns[layer], diagram.content
        names = {0: content.input_names, len(content.layers) - 1: content.output_names}.get(layer, ())
        title = titles(layer, len(content.layers))[0]
        self.finder = UnitFinder(layer, title, column.units, names, diagram.style, self._picture)
        self.finder.asked.connect(self._show)
        self.finder.active_asked.connect(self._show_active)
        self.finder.closed.connect(self.close)
        self.finder.open_at(QPoint(round(column.x), round(column.gap or column.ys[0])))
        self._picture.refresh()  # the numbers of what is selected make room

    @Slot(object)
    def _show(self, unit: Unit) -> None:
        self._picture.show_unit(unit)
        self.found.emit(unit)

    @Slot(int)
    def _show_active(self, layer: int) -> None:
        self._picture.scroll_to(layer, None)
        self.close()

    @Slot()
    def close(self) -> None:
        """Close the finder."""
        if self.finder is not None:
            self._picture.window().setFocus()  # hiding what has the focus would give it to the next button
            self.finder.hide()
            self.finder.deleteLater()
            self.finder = None
            self._picture.refresh()


class UnitFinder(PaperSheet):
    """A small sheet in which the number or the name of a unit is typed; it is shown as it is typed.

    Signals
    -------
    asked : Unit
        This one is to be seen.
    active_asked : int
        The most active units of this layer are to be seen.
    """

    asked = Signal(object)
    active_asked = Signal(int)

    def __init__(
        self, layer: int, title: str, units: int, names: tuple[str, ...], style: Style, parent: NetworkPicture
    ) -> None:
        super().__init__(style, parent)
        self._picture = parent
        self._layer, self._units, self._names = layer, units, names
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(f"1 to {units:,}" + (", or a name" if names else ""))
        self.line.setAccessibleName(f"Unit of {title} to be shown")
        self.line.setClearButtonEnabled(False)
        self.message = QLabel(self)
        self.message.setProperty("role", "wrong")
        self.message.hide()
        active = QPushButton("Most active", self)
        active.setToolTip("Draw the units that are most active for the sample that is shown")
        done = QPushButton("Close", self)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(f"{title}: {units:,} units", self))
        column.addWidget(self.line)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addWidget(active)
        row.addWidget(done)
        column.addLayout(row)
        self.line.textEdited.connect(self._look_for)
        self.line.returnPressed.connect(self.closed)
        active.clicked.connect(self._ask_active)
        done.clicked.connect(self.closed)

    def open_at(self, at: QPoint) -> None:
        """Show beside a place of the picture, inside it."""
        self.adjustSize()
        room = self._picture.rect().adjusted(GRID, GRID, -GRID, -GRID)
        left = min(max(at.x() + 2 * GRID, room.left()), room.right() - self.width())
        top = min(max(at.y() - self.height() // 2, room.top()), room.bottom() - self.height())
        self.move(max(left, 0), max(top, 0))
        self.lay_down(self.line)

    @Slot(str)
    def _look_for(self, text: str) -> None:
        unit = self._unit_of(text.strip())
        self.message.setVisible(unit is None and bool(text.strip()))
        if unit is not None:
            self.asked.emit(Unit(self._layer, unit))
        elif text.strip():
            self.message.setText(f"Units have the numbers 1 to {self._units:,}.")
            self.adjustSize()
            self._picture.refresh()

    def _unit_of(self, text: str) -> int | None:
        """Return the unit of a number or of a name that begins so."""
        if text.isdecimal() and len(text) < 10 and 1 <= int(text) <= self._units:
            return int(text) - 1
        found = [k for k, name in enumerate(self._names) if text and name.lower().startswith(text.lower())]
        return found[0] if found else None

    @Slot()
    def _ask_active(self) -> None:
        self.active_asked.emit(self._layer)
