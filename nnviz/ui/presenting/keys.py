"""What the keys of presenters' remotes and of the keyboard ask for while a scene fills the screen."""

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from nnviz.lecture.arrangement import ARRANGEMENTS
from nnviz.ui.panels.record import KeyRow

_Key = Qt.Key


class Asked(Struct, frozen=True):
    """What one can ask for, its keys, and what the help says."""

    name: str
    keys: tuple[Qt.Key, ...]
    shown: str
    tip: str


ASKED = (
    Asked(
        "forward",
        (_Key.Key_PageDown, _Key.Key_Right, _Key.Key_Down, _Key.Key_Return, _Key.Key_Enter),
        "Page Down, Right",
        "Next step, then next scene; a click, too",
    ),
    Asked(
        "back",
        (_Key.Key_PageUp, _Key.Key_Left, _Key.Key_Up, _Key.Key_Backspace),
        "Page Up, Left",
        "Step or scene before; a right click, too",
    ),
    Asked("play", (_Key.Key_Space,), "Space", "Train, or pause"),
    Asked("restore", (_Key.Key_F5, _Key.Key_R), "F5, R", "The scene from its beginning"),
    Asked("first", (_Key.Key_Home,), "Home", "First scene"),
    Asked("last", (_Key.Key_End,), "End", "Last scene"),
    Asked("black", (_Key.Key_Period, _Key.Key_B), "., B", "Black screen, and back"),
    Asked("white", (_Key.Key_W, _Key.Key_Comma), "W", "White screen, and back"),
    Asked("pen", (_Key.Key_P,), "P", "Pen, in three colours; then away"),
    Asked("clear", (_Key.Key_C,), "C", "Wipe the pen's strokes away"),
    Asked("keep_strokes", (_Key.Key_K,), "K", "Keep the strokes with the scene"),
    Asked("laser", (_Key.Key_L,), "L", "Laser dot"),
    Asked("spotlight", (_Key.Key_S,), "S", "Spotlight"),
    Asked("magnifier", (_Key.Key_M,), "M", "Magnifier"),
    Asked("freeze", (_Key.Key_F,), "F", "Freeze the picture, and go on"),
    Asked("keep", (_Key.Key_G,), "G", "Keep this guess, begin the next"),
    Asked("larger", (_Key.Key_Plus, _Key.Key_Equal), "+", "Larger"),
    Asked("smaller", (_Key.Key_Minus,), "-", "Smaller, never too small to read"),
    Asked("theme", (_Key.Key_T,), "T", "Light, dark, projector"),
    Asked("notes", (_Key.Key_N,), "N", "The presenter's window"),
    Asked("display", (_Key.Key_D,), "D", "The next display"),
    Asked("keys", (_Key.Key_Question, _Key.Key_F1), "?, F1", "These keys, where the lecturer looks"),
    Asked("leave", (_Key.Key_Escape,), "Esc", "End the presentation"),
)
_NAMES = {key: asked.name for asked in ASKED for key in asked.keys}


def key_rows() -> list[KeyRow]:
    """Return what the help says of the keys of a presentation."""
    numbers = KeyRow(f"1 to {len(ARRANGEMENTS)}", "Another arrangement of the panels; 0: that of the scene")
    alone = KeyRow("Double click", "One panel alone, and all again")
    return [*(KeyRow(asked.shown, asked.tip) for asked in ASKED), numbers, alone]


class Keys(QObject):
    """Turns the keys of windows into what they ask for.

    Signals
    -------
    asked : str
        A name of `ASKED`.
    arranged : str
        Another arrangement; empty: that of the scene.
    """

    asked = Signal(str)
    arranged = Signal(str)

    def press(self, event: QKeyEvent) -> bool:
        """Take a key; False where it asks for nothing."""
        key = event.key()
        digit = key - _Key.Key_0.value
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if 0 <= digit <= len(ARRANGEMENTS):
            self.arranged.emit(ARRANGEMENTS[digit - 1] if digit else "")
            return True
        name = _NAMES.get(Qt.Key(key))
        if name is not None:
            self.asked.emit(name)
        return name is not None
