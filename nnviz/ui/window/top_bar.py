"""The bar across the top: menu and experiment, transport, counters, and tools as far as there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.playing.counters import Counters
from nnviz.ui.playing.transport import Transport
from nnviz.ui.setup.picker import PickerButton
from nnviz.ui.widgets.actions import Actions
from nnviz.ui.widgets.buttons import action_button, tool_button
from nnviz.ui.widgets.flow_layout import FlowLayout

_TOOL_GAP = GRID // 8


class TopBar(QWidget):
    """Four groups side by side; in more than one row where the text is large.

    The tools take what is left of the rows of the others, so that large text leaves room for the pictures;
    all they do is in the menu, too.
    """

    def __init__(self, actions: Actions, panels: Sequence[QAction], recent: Sequence[QMenu]) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.picker = PickerButton()
        self.transport = Transport(actions)
        self.counters = Counters()
        self.menu = _main_menu(actions, panels, recent, self)
        menu_button = _menu_button("menu", "Menu", self.menu)
        menu_button.setShortcut("Alt+M")
        self.tools = _tools(actions, panels, self)
        self._tool_row = _row(*self.tools)
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        self.picker.title_changed.connect(self._fit_tools)
        self._picker_row = _row(menu_button, self.picker)
        for group in (self._picker_row, self.transport, self.counters, self._tool_row):
            self._flow.addWidget(group)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the tools that there is room for."""
        super().resizeEvent(event)
        self._fit_tools()

    def event(self, event: QEvent) -> bool:
        """Find out anew how many tools there is room for when a group needs more or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_tools()
        return super().event(event)

    def _fit_tools(self) -> None:
        layout = self._picker_row.layout()
        if layout is not None:
            layout.activate()  # else its width is that from before the title's last change
        spare = self._flow.spare_widths(self.width(), leave_out=self._tool_row)
        in_one_row = len(spare) == 1
        room = spare[0] + self.picker.extra if in_one_row else max(spare)  # tools come before long titles
        used, fits = 0, True
        for tool in self.tools:  # in the order of their importance, which is that of their places
            width = tool.sizeHint().width() + _TOOL_GAP
            fits = fits and used + width <= room + _TOOL_GAP
            used += width if fits else 0
            tool.setVisible(fits)
        self.picker.take_room(room - used if in_one_row else 0)
        self._tool_row.setVisible(any(not tool.isHidden() for tool in self.tools))


def _tools(actions: Actions, panels: Sequence[QAction], parent: QWidget) -> list[QToolButton]:
    """Return the tools, those first that are missed most."""
    panels_menu = QMenu("Panels", parent)
    panels_menu.addActions(panels)
    panels_menu.addSeparator()
    panels_menu.addActions([actions["maximise"], actions["reset_layout"]])
    look_menu = QMenu("Look", parent)
    names = ("larger", "smaller", "larger_controls", "smaller_controls", "normal")
    look_menu.addActions([actions[name] for name in names])
    look_menu.addSeparator()
    look_menu.addActions([actions["theme"], actions["full_screen"]])
    return [
        action_button(actions["explain"]),
        action_button(actions["undo"]),
        action_button(actions["redo"]),
        action_button(actions["compare"]),
        action_button(actions["export"]),
        _menu_button("a-large-small", "Sizes and theme", look_menu),
        _menu_button("panels-top-left", "Panels", panels_menu),
        action_button(actions["keys"]),
    ]


def _main_menu(
    actions: Actions, panels: Sequence[QAction], recent: Sequence[QMenu], parent: QWidget
) -> QMenu:
    menu = QMenu(parent)
    for group in actions.groups():
        part = menu.addMenu(group)
        part.setToolTipsVisible(True)
        part.addActions([actions[name] for name in actions.names(group)])
        if group == "View":
            part.addSeparator()
            part.addActions(panels)
        if group == "Experiment":
            for each in recent:
                part.insertMenu(actions["save"], each)
            part.insertSeparator(actions["quit"])
    return menu


def _menu_button(icon_name: str, name: str, menu: QMenu) -> QToolButton:
    button = tool_button(icon_name, name)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def _row(*widgets: QWidget) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(_TOOL_GAP)
    for widget in widgets:
        row.addWidget(widget)
    return group
