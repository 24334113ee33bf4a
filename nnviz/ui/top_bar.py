"""The bar across the top: menu and experiment, transport, counters, and the look."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from nnviz.paint.theme import GRID
from nnviz.ui.commands import COMMANDS, GROUPS, Actions
from nnviz.ui.counters import Counters
from nnviz.ui.flow_layout import FlowLayout
from nnviz.ui.icons import icon
from nnviz.ui.picker import PickerButton
from nnviz.ui.transport import Transport


class TopBar(QWidget):
    """Four groups side by side; in more than one row where the text is large."""

    def __init__(self, actions: Actions, panels: Sequence[QAction]) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.picker = PickerButton()
        self.transport = Transport(actions)
        self.counters = Counters()
        self.menu = _main_menu(actions, panels, self)
        menu_button = _menu_button("menu", "Menu", self.menu)
        menu_button.setShortcut("Alt+M")
        panels_menu = QMenu("Panels", self)
        panels_menu.addActions(panels)
        panels_menu.addSeparator()
        panels_menu.addActions([actions["maximise"], actions["reset_layout"]])
        text_menu = QMenu("Text size", self)
        text_menu.addActions([actions["larger"], actions["smaller"], actions["normal"]])
        tools = [
            _action_button(actions["explain"]),
            _action_button(actions["undo"]),
            _action_button(actions["redo"]),
            _action_button(actions["export"]),
            _action_button(actions["theme"]),
            _menu_button("a-large-small", "Text size", text_menu),
            _menu_button("panels-top-left", "Panels", panels_menu),
            _action_button(actions["keys"]),
        ]
        flow = FlowLayout(self)
        flow.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        for group in (_row(menu_button, self.picker), self.transport, self.counters, _row(*tools)):
            flow.addWidget(group)


def _main_menu(actions: Actions, panels: Sequence[QAction], parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    for group in GROUPS:
        part = menu.addMenu(group)
        part.setToolTipsVisible(True)
        part.addActions([actions[command.name] for command in COMMANDS if command.group == group])
        if group == "View":
            part.addSeparator()
            part.addActions(panels)
    return menu


def _menu_button(icon_name: str, name: str, menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def _action_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName(f"{action.objectName()}_button")
    return button


def _row(*widgets: QWidget) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID // 8)
    for widget in widgets:
        row.addWidget(widget)
    return group
