"""What a hand does on the picture of the network: pointing, selecting, walking with the keys."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent

from nnviz.paint.network.regions import pixel_at
from nnviz.paint.network.words import sentence
from nnviz.parts import Part, Unit, Weight
from nnviz.ui.network.arrow_keys import Way, walk
from nnviz.ui.network.copies import DiagramCopies
from nnviz.ui.network.picture import NetworkPicture
from nnviz.ui.pictures.copying import open_copy_menu

_WAYS = {
    Qt.Key.Key_Left: Way.LEFT,
    Qt.Key.Key_Right: Way.RIGHT,
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
}
_EDIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
REACH = 5.0
"""So near the mouse must come to a line at 1x."""


class NetworkHand(QObject):
    """Says what is pointed at, selected and clicked on a picture, and has it marked there.

    Signals
    -------
    hovered, selected : Unit, Weight, Bias or None
        What is under the mouse; what is selected.
    edit_asked : Unit, Weight or Bias
        This was clicked, or Enter was pressed on it.
    chosen : Unit, Weight, Bias or None
        What was clicked; None for a click on empty space.
    menu_asked : Weight or Bias, QPoint
        A context menu of this was asked for, there on screen.
    pixel_chosen : Unit, int, int
        A map was clicked, at this row and column.
    beyond_asked : Way
        What is selected is the first or last that is drawn of its layer, and a key leads beyond.
    """

    hovered = Signal(object)
    selected = Signal(object)
    edit_asked = Signal(object)
    chosen = Signal(object)
    menu_asked = Signal(object, object)
    pixel_chosen = Signal(object, int, int)
    beyond_asked = Signal(object)

    def __init__(self, picture: NetworkPicture) -> None:
        super().__init__(picture)
        self._picture = picture
        picture.setMouseTracking(True)
        picture.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click the window keeps its keys
        picture.setAccessibleName("Network diagram")
        picture.installEventFilter(self)
        picture.moved.connect(self._let_go)
        self._first: Unit | None = None  # what was selected because Tab came here

    def select(self, part: Part | None) -> None:
        """Select a part, or nothing."""
        picture, part = self._picture, self._numbered(part)
        if part != picture.selection:
            if part is not None and picture.diagram is not None:
                picture.setAccessibleDescription(sentence(part, picture.diagram.content))
            picture.mark_selection(part)
            self.selected.emit(part)

    def _numbered(self, part: Part | None) -> Part | None:
        """Return the part where there is something to be said of it: a line that stands for weights."""
        diagram = self._picture.diagram
        if diagram is None or diagram.content.dense or not isinstance(part, Weight):
            return part
        learns = diagram.content.is_sum(part.layer)
        return part if learns and diagram.content.joins(part.layer, part.source, part.target) else None

    def _hover(self, part: Part | None) -> None:
        part = self._numbered(part)
        if part != self._picture.under_mouse:
            hand = part is not None and not isinstance(part, Unit)
            shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
            self._picture.setCursor(shape)
            self._picture.mark_under_mouse(part)
            self.hovered.emit(part)

    @Slot()
    def _let_go(self) -> None:
        """Point at and select nothing that is gone."""
        picture = self._picture
        assert picture.diagram is not None
        if picture.selection is not None and not picture.diagram.layout.shows(picture.selection):
            self.select(None)
        if picture.under_mouse is not None and not picture.diagram.layout.shows(picture.under_mouse):
            self._hover(None)

    # Qt's events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what a hand does on the picture; whether nobody else need hear of it."""
        match event:
            case QMouseEvent() if event.type() == QEvent.Type.MouseMove:
                self._hover(self._part_at(event))
            case QMouseEvent() if event.type() in _PRESSES:
                return self._click(event)
            case QKeyEvent() if event.type() == QEvent.Type.ShortcutOverride:
                return self._keep_key(event)
            case QKeyEvent() if event.type() == QEvent.Type.KeyPress:
                return self._press(Qt.Key(event.key()))
            case QContextMenuEvent():
                return self._ask_menu(event)
            case QFocusEvent():
                self._change_focus(event)
            case _ if event.type() == QEvent.Type.Leave:
                self._hover(None)
        return super().eventFilter(watched, event)

    def _part_at(self, event: QMouseEvent) -> Part | None:
        diagram, place = self._picture.diagram, event.position()
        if diagram is None:
            return None
        return diagram.layout.part_at(place.x(), place.y(), REACH * diagram.style.scale)

    def _click(self, event: QMouseEvent) -> bool:
        """Select what is clicked; a number is edited at once."""
        if event.button() != Qt.MouseButton.LeftButton or self._picture.diagram is None:
            return True
        part = self._part_at(event)
        if not self._picture.is_lit or not isinstance(part, Unit):
            self.select(part)
        part = self._numbered(part)
        self.chosen.emit(part)
        if part is not None and not isinstance(part, Unit):
            self.edit_asked.emit(part)
        elif isinstance(part, Unit):
            self._tell_pixel(part, event)
        return True

    def _ask_menu(self, event: QContextMenuEvent) -> bool:
        """Ask for the menu of what is under the mouse; with the keyboard, of what is selected.

        Where it has none there is that of what can be copied.
        """
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        part = self._picture.under_mouse if by_mouse else self._picture.selection
        diagram = self._picture.diagram
        if part is None or isinstance(part, Unit) or diagram is None or not diagram.content.is_number(part):
            open_copy_menu(DiagramCopies(self._picture), event)
            return True
        self.menu_asked.emit(part, event.globalPos())
        return True

    def _tell_pixel(self, unit: Unit, event: QMouseEvent) -> None:
        """Say which pixel of a map was clicked."""
        diagram, at = self._picture.diagram, event.position()
        pixel = None if diagram is None else pixel_at(diagram, unit.layer, unit.unit, at.x(), at.y())
        if pixel is not None:
            self.pixel_chosen.emit(unit, *pixel)

    def _keep_key(self, event: QKeyEvent) -> bool:
        """Keep the keys that work the diagram from the window's shortcuts, while it has the focus."""
        key = Qt.Key(event.key())
        if (key in _WAYS or key in _EDIT_KEYS) and not event.modifiers():
            event.accept()
            return True
        return False

    def _press(self, key: Qt.Key) -> bool:
        """Walk with the arrow keys; Enter edits, Escape selects nothing."""
        diagram, start = self._picture.diagram, self._picture.selection
        if diagram is None:
            return False
        if key in _WAYS:
            first = Unit(0, diagram.layout.columns[0].shown[0])
            there = first if start is None else walk(start, _WAYS[key], diagram.layout)
            if there == start:
                self.beyond_asked.emit(_WAYS[key])
            else:
                self.select(there)
        elif key in _EDIT_KEYS and start is not None:
            self.edit_asked.emit(start)
        elif key == Qt.Key.Key_Escape and start is not None:
            self.select(None)
        else:
            return False
        return True

    def _change_focus(self, event: QFocusEvent) -> None:
        """Start at the first input when reached by Tab; what only Tab selected is not selected without it."""
        picture = self._picture
        if event.gotFocus():
            if _is_by_tab(event) and picture.selection is None and picture.diagram is not None:
                diagram = picture.diagram
                self._first = Unit(0, diagram.layout.columns[0].shown[0])
                self.select(self._first)
            picture.refresh()  # with the numbers of a line that was selected before
            return
        if picture.selection == self._first and _is_by_tab(event):
            self.select(None)
        self._first = None
        picture.refresh()


def _is_by_tab(event: QFocusEvent) -> bool:
    return event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
