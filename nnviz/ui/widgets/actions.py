"""Commands as actions of Qt: for menus, buttons and keys."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence, QPalette

from nnviz.ui.looks.icons import icon

Target = TypeVar("Target")


class Command(msgspec.Struct, Generic[Target], frozen=True):
    """One thing the user can ask for, and what does it.

    Attributes
    ----------
    name, group : str
        By which it is found; the menu it belongs to.
    text, keys, tip, icon
        In menus and on buttons.
    does : callable, optional
        (target) -> the slot that carries it out; None where whoever owns the action connects it.
    checkable : bool
        Whether it is on or off.
    repeats : bool
        Whether it is done again and again while its key is held down.
    """

    name: str
    group: str
    text: str
    keys: tuple[str, ...]
    tip: str
    icon: str = ""
    does: Callable[[Target], Callable[..., object]] | None = None
    checkable: bool = False
    repeats: bool = False


class Actions(QObject):
    """One QAction a command, found by the command's name."""

    def __init__(self, parent: QObject, commands: Sequence[Command[Any]]) -> None:
        super().__init__(parent)
        self.commands = tuple(commands)
        self._actions = {command.name: self._action(command) for command in commands}

    def connect_to(self, target: Target, commands: Iterable[Command[Target]]) -> None:
        """Let each of these commands do to a target what its record says."""
        for command in commands:
            if command.does is not None:
                self[command.name].triggered.connect(command.does(target))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> list[QAction]:
        """Return every action in the order of the table."""
        return list(self._actions.values())

    def names(self, group: str) -> list[str]:
        """Return the names of the commands of a group."""
        return [command.name for command in self.commands if command.group == group]

    def groups(self) -> list[str]:
        """Return the groups in the order in which they come first in the table."""
        return list(dict.fromkeys(command.group for command in self.commands))

    def show_running(self, running: bool) -> None:
        """Turn the play button into a pause button, or back."""
        play, text = self["play"], "Pause" if running else "Play"
        if play.text() != text:
            play.setText(text)
            play.setIcon(_play_icon(running))

    def show_theme_icon(self, icon_name: str) -> None:
        """Show the present theme on the theme button."""
        self["theme"].setIcon(icon(icon_name))

    def _action(self, command: Command[Any]) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(command.checkable)
        action.setAutoRepeat(command.repeats)
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
