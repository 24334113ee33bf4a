"""The tools for painting points: what the hand does, with which class or target, how broad, and functions."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from nnviz.data.painting import Answer
from nnviz.paint.drawing.colours import class_colours
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.points.canvas import FRESH, MOST_CLASSES, Canvas
from nnviz.ui.points.controls import choice_list, class_chip, row_part, text_field, toggle_button
from nnviz.ui.points.hand import Tool
from nnviz.ui.widgets.buttons import tool_button
from nnviz.ui.widgets.flow_layout import FlowLayout
from nnviz.ui.widgets.numbers import NumberError, format_number, parse_number

_BRUSHES = {"One point": 0.0, "Small brush": 16.0, "Medium brush": 32.0, "Large brush": 64.0}
_TIPS = {
    Tool.PAINT: "Put new points where the mouse is drawn",
    Tool.ERASE: "Take away the points under the brush",
    Tool.MOVE: "Drag a point to another place",
    Tool.RELABEL: "Give the points under the brush the chosen class or target",
}
LARGEST_TARGET = 1e6
_LEAST_WIDTH = 40 * GRID
_ROOMY = 44 * GRID
"""Height of the window at text size 1 from which on there is room for everything."""


class PointsBar(QWidget):
    """One row, or more where it does not fit.

    Signals
    -------
    function_typed(str)
        The points are to follow this.
    scatter_asked(str)
        New points at random places, following this where it is not empty.
    fresh_asked(str)
        Another canvas is wanted, of `FRESH`.
    leave_asked
        It is done.
    tool_changed
        Another tool, brush, class or target.
    """

    function_typed = Signal(str)
    scatter_asked = Signal(str)
    fresh_asked = Signal(str)
    leave_asked = Signal()
    tool_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._style = Style()
        self._classes: tuple[int, bool] = (2, True)
        self._target = 0.0
        row = FlowLayout(self, close=True)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self._make_tools())
        self.brush = choice_list("Brush", tuple(_BRUSHES), "How broad a stroke is")
        self.brush.currentIndexChanged.connect(self.tool_changed)
        row.addWidget(self.brush)
        row.addWidget(self._make_answers())
        row.addWidget(self._make_function())
        self._fresh = self._make_fresh()
        row.addWidget(self._fresh)
        done = QPushButton("Done")
        done.setToolTip("Leave painting  (P)")
        done.setAutoDefault(False)
        done.clicked.connect(self.leave_asked)
        row.addWidget(done)
        self.message = QLabel()
        self.message.setProperty("role", "wrong")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self.message)
        self.message.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def event(self, event: QEvent) -> bool:
        """Be no higher than the rows need once it is known which tools are there."""
        done = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_height()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the rows need: a toolbar does not ask for the height at a width."""
        super().resizeEvent(event)
        self._fit_height()

    def _make_room(self) -> None:
        """Leave typed functions and new canvases out where large text would leave no room for the picture."""
        has_room = self.window().height() >= _ROOMY * self._style.scale
        for part in (self._function_part, self._fresh):
            part.setVisible(has_room)
        self._fit_height()

    def _fit_height(self) -> None:
        layout = self.layout()
        if layout is not None and self.width() > _LEAST_WIDTH:
            self.setFixedHeight(layout.heightForWidth(self.width()))

    # What is chosen

    @property
    def tool(self) -> Tool:
        """What the hand does."""
        chosen = self._tools.checkedButton()
        return Tool(chosen.text()) if chosen is not None else Tool.PAINT

    @property
    def radius(self) -> float:
        """How broad the brush is, at text size 1."""
        return _BRUSHES[self.brush.currentText()]

    def answer(self, outputs: int = 1) -> Answer:
        """Return the class that points get, or their target."""
        if self._classes[1]:
            return max(self._chips.checkedId(), 0)
        return (self._target,) * outputs

    def choose_class(self, label: int) -> None:
        """Give new points another class."""
        button = self._chips.button(label)
        if button is not None and button.isVisibleTo(self):
            button.setChecked(True)
            self.tool_changed.emit()

    def choose_tool(self, tool: Tool) -> None:
        """Take another tool."""
        next(button for button in self._tools.buttons() if button.text() == tool).setChecked(True)
        self.tool_changed.emit()

    # What is shown

    def show_canvas(self, canvas: Canvas | None) -> None:
        """Offer what can be done with these points."""
        is_classes = canvas is not None and canvas.is_classes
        self._classes = (canvas.classes if canvas is not None else 2, is_classes or canvas is None)
        self._show_chips()
        is_number = canvas is not None and not is_classes
        self._number.setVisible(is_number and canvas is not None and not canvas.has_height)
        self.function.setPlaceholderText("" if canvas is None else canvas.hint)
        for part in (self.brush, self._function_part):
            part.setEnabled(canvas is not None)
        self._make_room()

    def say(self, sentence: str) -> None:
        """Say what cannot be; empty: nothing."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
        self._fit_height()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.function.setMinimumWidth(round(20 * GRID * style.scale))
        self._show_chips()

    def _show_chips(self) -> None:
        count, is_classes = self._classes
        offered = min(count + 1, MOST_CLASSES) if is_classes else 0
        colours = class_colours(self._style.theme, count)
        several = class_colours(self._style.theme, count + 1)
        for label, button in enumerate(self._chips.buttons()):
            button.setVisible(label < offered)
            if label < offered:
                is_new = label >= count
                colour = several[label] if is_new else colours[label]
                button.setIcon(class_chip(label, colour, self._style))
                button.setText("+" if is_new else "")
                tip = f"A new class, {label}" if is_new else f"Class {label}"
                button.setToolTip(f"{tip}: points that are painted or relabelled get it")
                button.setAccessibleName(tip)
        if is_classes and self._chips.checkedId() >= offered:
            self._chips.button(0).setChecked(True)
        self._fit_height()

    # How it is put together

    def _make_tools(self) -> QWidget:
        self._tools = QButtonGroup(self)
        part, row = row_part()
        for tool in Tool:
            button = toggle_button(str(tool), _TIPS[tool])
            self._tools.addButton(button)
            row.addWidget(button)
        self._tools.buttons()[0].setChecked(True)
        self._tools.buttonToggled.connect(lambda _button, on: self.tool_changed.emit() if on else None)
        return part

    def _make_answers(self) -> QWidget:
        self._chips = QButtonGroup(self)
        part, row = row_part()
        for label in range(MOST_CLASSES):
            button = toggle_button("", f"Class {label}")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self._chips.addButton(button, label)
            row.addWidget(button)
        self._chips.button(1).setChecked(True)
        self._chips.idToggled.connect(lambda _label, on: self.tool_changed.emit() if on else None)
        self._number = QWidget()
        inner = QHBoxLayout(self._number)
        inner.setContentsMargins(0, 0, 0, 0)
        self.target = text_field("Target", "The target that points get when they are painted or relabelled")
        self.target.setText("0")
        self.target.editingFinished.connect(self._take_target)
        inner.addWidget(QLabel("Target"))
        inner.addWidget(self.target)
        row.addWidget(self._number)
        return part

    def _make_function(self) -> QWidget:
        self._function_part, row = row_part()
        self.function = text_field(
            "Function", "A function of the inputs, with + - * / **, sin, exp, sqrt, tanh …"
        )
        self.function.returnPressed.connect(lambda: self.function_typed.emit(self.function.text()))
        apply = QPushButton("Apply")
        apply.setToolTip("Classes above and below the curve, targets from the function, or points along it")
        apply.clicked.connect(lambda: self.function_typed.emit(self.function.text()))
        scatter = QPushButton("Scatter")
        scatter.setToolTip(
            "Points at random places in their stead; the function, if there is one, says which"
        )
        scatter.clicked.connect(lambda: self.scatter_asked.emit(self.function.text()))
        for widget in (self.function, apply, scatter):
            row.addWidget(widget)
        for button in (apply, scatter):
            button.setAutoDefault(False)
        return self._function_part

    def _make_fresh(self) -> QToolButton:
        button = tool_button("plus", "New canvas: two points to begin with")
        button.setText("New canvas")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        menu = QMenu(button)
        for kind, title in FRESH.items():
            menu.addAction(title).triggered.connect(lambda _on=False, one=kind: self.fresh_asked.emit(one))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _take_target(self) -> None:
        try:
            value = parse_number(self.target.text())
        except NumberError as error:
            self.say(f"Target: {error}")
            return
        if abs(value) > LARGEST_TARGET:
            self.say(f"Target: at most {LARGEST_TARGET:,.0f}.")
            return
        self._target = value
        self.target.setText(format_number(value))
        self.say("")
        self.tool_changed.emit()
