"""The context menus of the diagram: what it shows can be varied, in a sweep or on a map of trainings."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.parts import Bias, Weight, symbol

SWEEP, MAP = "sweep", "map"
"""Where a setting is varied."""

Ask = Callable[[str, str], object]
"""Told the key, and where."""


def offer_to_vary(widget: QWidget, title: str, key: str, ask: Ask, *, on_map: bool = False) -> None:
    """Offer, in the context menu of a control, to vary what it changes."""
    widget.addAction(f"Vary {title} in a sweep…", lambda: ask(key, SWEEP))
    if on_map:
        widget.addAction(f"Map of trainings along {title}…", lambda: ask(key, MAP))
    offered = widget.actions()[-2 if on_map else -1 :]  # a button with a menu has that among its actions
    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    widget.customContextMenuRequested.connect(lambda at: _menu(widget, offered).popup(widget.mapToGlobal(at)))


def show_menu_of(
    part: Weight | Bias, at: QPoint, parent: QWidget, ask: Ask, copies: Sequence[QAction] = ()
) -> QMenu:
    """Open the context menu of a weight or bias at a place on screen, with what can be copied there."""
    menu, key = _menu(parent), key_of(part)
    menu.addAction(f"Map of trainings along {symbol(part)} at the start…", lambda: ask(key, MAP))
    for action in copies:
        action.setParent(menu)
    menu.addActions(copies)
    menu.popup(at)
    return menu


def _menu(parent: QWidget, actions: Sequence[QAction] = ()) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions(actions)
    return menu


def key_of(part: Weight | Bias) -> str:
    """Return the axis of a map that a weight or a bias is."""
    if isinstance(part, Weight):
        return f"network.weights.{part.layer}.{part.source + 1}.{part.target + 1}"
    return f"network.biases.{part.layer}.{part.unit + 1}"
