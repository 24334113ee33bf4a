"""What a scene says, to be changed: title, text, notes, panels, question, how it plays."""

from typing import get_args

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from nnviz.lecture.scene import MOST_PANELS, PANELS, Arrangement, Question, Scene
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.widgets.combo_box import ComboBox

_ARRANGEMENTS = {"as it fits": "", **{name: name for name in get_args(Arrangement) if name}}
_QUESTIONS = {"nothing": None, **{name: name for name in get_args(Question)}}
_LINES = 4
_NONE = "–"


class SceneForm(QWidget):
    """Shows one scene; `edited` says that it is to be another.

    Signals
    -------
    edited(Scene)
        What the scene is to be.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self.title, self.at, self.until, self.speed = (QLineEdit() for _ in range(4))
        self.text, self.notes = _several_lines("Text"), _several_lines("Notes")
        self.panels = [_choice({_NONE: "", **{name: name for name in PANELS}}) for _ in range(MOST_PANELS)]
        self.arrangement, self.ask = _choice(_ARRANGEMENTS), _choice(_QUESTIONS)
        self.until.setPlaceholderText("key, epoch 20, accuracy > 0.99 …")
        self.speed.setPlaceholderText("updates a second; 0: flat out")
        self._lay_out()
        for line in (self.title, self.at, self.until, self.speed):
            line.editingFinished.connect(self._tell)
        for area in (self.text, self.notes):
            area.textChanged.connect(self._tell)
        for box in (*self.panels, self.arrangement, self.ask):
            box.activated.connect(self._tell)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(GRID, GRID, GRID, GRID)
        form.setSpacing(GRID // 2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows: list[tuple[str, QWidget, str]] = [
            ("Title", self.title, "What the scene is called"),
            ("Text", self.text, "What the hall reads, in Markdown"),
            ("Notes", self.notes, "What the lecturer reads, in Markdown"),
            *(
                (f"Panel {number}", box, "What the scene shows; the first panel is the largest")
                for number, box in enumerate(self.panels, start=1)
            ),
            ("Arrangement", self.arrangement, "How the panels lie"),
            ("Begins at", self.at, "The moment it begins at: an update such as 40, or epoch 40"),
            ("Plays until", self.until, "When it stops playing; empty: it does not play"),
            ("Speed", self.speed, "Updates a second while it plays; 0: flat out"),
            ("Asks", self.ask, "What the hall predicts before it is shown"),
        ]
        for name, widget, tip in rows:
            widget.setAccessibleName(f"{name} of the scene")
            widget.setToolTip(tip)
            form.addRow(QLabel(name), widget)

    def show_scene(self, scene: Scene) -> None:
        """Show a scene; a text that is being typed stays as it is where it says the same."""
        self._scene = scene
        blockers = [QSignalBlocker(widget) for widget in self._widgets]
        lines = (self.title, scene.title), (self.until, scene.until), (self.at, str(scene.at))
        for line, value in (*lines, (self.speed, f"{scene.speed:g}")):
            if line.text() != value:
                line.setText(value)
                line.setCursorPosition(0)
        for area, value in ((self.text, scene.text), (self.notes, scene.notes)):
            if area.toPlainText() != value:
                area.setPlainText(value)
        for place, box in enumerate(self.panels):
            box.setCurrentIndex(box.findData(scene.panels[place] if place < len(scene.panels) else ""))
        self.arrangement.setCurrentIndex(self.arrangement.findData(scene.arrangement))
        self.ask.setCurrentIndex(self.ask.findData(scene.ask))
        del blockers

    @property
    def _widgets(self) -> tuple[QWidget, ...]:
        fields = self.title, self.at, self.until, self.speed, self.text, self.notes
        return (*fields, *self.panels, self.arrangement, self.ask)

    @property
    def scene(self) -> Scene:
        """The scene as the fields say it; whether that is allowed is looked at by whoever takes it."""
        panels = tuple(dict.fromkeys(box.currentData() for box in self.panels if box.currentData()))
        at = self.at.text().strip() or "0"
        return replace(
            self._scene,
            title=self.title.text().strip(),
            text=self.text.toPlainText(),
            notes=self.notes.toPlainText(),
            panels=panels,
            arrangement=self.arrangement.currentData(),
            at=int(at) if at.isdecimal() and len(at) < 12 else at,
            until=self.until.text().strip(),
            speed=_number(self.speed.text()),
            ask=self.ask.currentData(),
        )

    @Slot()
    def _tell(self) -> None:
        if self.scene != self._scene:
            self.edited.emit(self.scene)


def _several_lines(name: str) -> QPlainTextEdit:
    area = QPlainTextEdit()
    area.setTabChangesFocus(True)
    area.setPlaceholderText(f"{name}, in Markdown")
    area.setFixedHeight(round(_LINES * area.fontMetrics().lineSpacing() + 2 * GRID))
    return area


def _choice(values: dict[str, str] | dict[str, str | None]) -> QComboBox:
    box = ComboBox()
    for title, value in values.items():
        box.addItem(title, value)
    return box


def _number(text: str) -> float:
    try:
        return max(0.0, min(float(text.replace(",", ".")), 1e9))
    except ValueError:
        return 0.0
