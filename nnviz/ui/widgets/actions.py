"""Commands as actions of Qt: for menus, buttons and keys."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence, QPalette

from nnviz.ui.looks.icons import icon


class Command(msgspec.Struct, frozen=True):
    """One thing the user can ask for."""

    name: str
    group: str
    text: str
    keys: tuple[str, ...]
    tip: str
    icon: str = ""
    checkable: bool = False


class Actions(QObject):
    """One QAction a command, found by the command's name."""

    def __init__(self, parent: QObject, commands: Sequence[Command]) -> None:
        super().__init__(parent)
        self._commands = tuple(commands)
        self._actions = {command.name: self._action(command) for command in commands}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> list[QAction]:
        """Return every action in the order of the table."""
        return list(self._actions.values())

    def names(self, group: str) -> list[str]:
        """Return the names of the commands of a group."""
        return [command.name for command in self._commands if command.group == group]

    def show_running(self, running: bool) -> None:
        """Turn the play button into a pause button, or back."""
        play, text = self["play"], "Pause" if running else "Play"
        if play.text() != text:
            play.setText(text)
            play.setIcon(_play_icon(running))

    def show_theme_icon(self, icon_name: str) -> None:
        """Show the present theme on the theme button."""
        self["theme"].setIcon(icon(icon_name))

    def _action(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(command.checkable)
        action.setToolTip(with_key(command.tip, command.keys))
        action.setStatusTip(command.tip)
        action.setIconVisibleInMenu(False)
        if command.name == "play":
            action.setIcon(_play_icon(running=False))
        elif command.icon:
            action.setIcon(icon(command.icon))
        return action


def _play_icon(running: bool) -> QIcon:
    """Return the icon of the one filled button: play, or pause while it runs."""
    return icon("pause" if running else "play", QPalette.ColorRole.HighlightedText)


def with_key(tip: str, keys: tuple[str, ...]) -> str:
    """Return a tooltip that ends with the first of the keys."""
    if not keys:
        return tip
    key = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{tip}  ({key})"
