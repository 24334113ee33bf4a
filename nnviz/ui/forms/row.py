"""One line of a form: a label, a control, and a quiet message when what was typed cannot be."""

from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QSizePolicy, QWidget

from nnviz.experiment.spec.fields import Field
from nnviz.paint.drawing.theme import Style
from nnviz.ui.forms.editors import WORDS, make_editor
from nnviz.ui.forms.elided_label import ElidedLabel
from nnviz.ui.widgets.keyboard import leave_field
from nnviz.ui.widgets.numbers import format_number


class FieldRow(QObject):
    """The label, the editor and the message of one field.

    Signals
    -------
    edited : str, object
        Key and new value.
    grabbed, settled
        A drag begins, a drag has ended.
    vary_asked : str, str
        Its key: it is to be varied, in a "sweep" or on a "map".
    """

    edited = Signal(str, object)
    grabbed = Signal()
    settled = Signal()
    vary_asked = Signal(str, str)

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.editor = make_editor(field, parent)
        tooltip = describe(field)
        self.editor.name(field.title, field.help, tooltip)
        self.label = ElidedLabel(field.title, parent)
        self.label.setProperty("role", "note")
        self.label.setToolTip(tooltip)
        self.label.setBuddy(self.editor)
        self.message = QLabel(parent)
        self.message.setProperty("role", "wrong")
        self.message.setWordWrap(True)
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.message.hide()
        self.editor.edited.connect(self._pass_on)
        self.editor.entered.connect(self._leave)
        self.editor.rejected.connect(self.refuse)
        self.editor.grabbed.connect(self.grabbed)
        self.editor.settled.connect(self.settled)
        for widget in (self.label, self.editor, *self.editor.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer to vary the setting, wherever on the line the menu is asked for."""
        if event.type() != QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return False
        menu = watched.createStandardContextMenu() if isinstance(watched, QLineEdit) else QMenu(self.label)
        if not menu.isEmpty():
            menu.addSeparator()
        title, key = self.field.title.lower(), self.field.key
        menu.addAction(f"Vary {title} in a sweep…", lambda: self.vary_asked.emit(key, "sweep"))
        if self.field.kind in ("int", "float") and not key.startswith("stop."):
            menu.addAction(f"Map of trainings along {title}…", lambda: self.vary_asked.emit(key, "map"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
        return True

    def widgets(self) -> tuple[QWidget, QWidget, QWidget]:
        """Return the three widgets of the line."""
        return self.label, self.editor, self.message

    def refuse(self, sentence: str) -> None:
        """Say why what was typed is not in force."""
        self.message.setText(sentence)
        self.message.show()
        self.editor.mark_wrong(True)

    def accept(self, value: object) -> None:
        """Show `value`, which is in force; a message about an earlier text goes when the value changes."""
        if value != self.editor.value():
            self.clear_message()
        self.editor.set_value(value)

    def clear_message(self) -> None:
        """Hide the message."""
        self.message.hide()
        self.editor.mark_wrong(False)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.editor.set_style(style)

    def _leave(self) -> None:
        """Give the keyboard back to the window, so that Space plays again when a number is done with."""
        focus = QApplication.focusWidget()
        if focus is not None and self.editor.isAncestorOf(focus):
            leave_field(focus)

    def _pass_on(self, value: object) -> None:
        self.edited.emit(self.field.key, value)


def in_words(field: Field, value: object) -> str:
    """Return a value of `field` as people read it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return WORDS.get(field.key, {}).get(value, format_number(value))
    titles: dict[object, str] = dict(zip(field.choices, field.choice_titles, strict=True))
    return WORDS.get(field.key, {}).get(value, titles.get(value, str(value)))


def allowed(field: Field) -> str:
    """Return the range of a number in words, empty where there is none."""
    low, high = field.low, field.high
    words = []
    if low is not None:
        open_end = 0 < low < 1e-300
        words.append("more than 0" if open_end else f"{_plain(low)} or more")
    if high is not None:
        open_end = float(format_number(high)) > high
        words.append(f"less than {_plain(high)}" if open_end else f"at most {_plain(high)}")
    return ", ".join(words)


def _plain(limit: float) -> str:
    return format_number(int(limit) if float(limit).is_integer() and abs(limit) < 1e16 else limit)


def describe(field: Field) -> str:
    """Return the tooltip of a field: title, help, what is allowed, and its key in the experiment file."""
    limits = allowed(field)
    small = [f"Allowed: {limits}"] if limits else []
    small.append(f"In the file: {field.key}")
    lines = [f"<b>{escape(field.title)}</b>", escape(field.help), escape(" · ".join(small))]
    return "<qt>" + "<br>".join(line for line in lines if line) + "</qt>"
