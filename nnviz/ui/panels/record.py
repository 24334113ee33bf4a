"""What is to be said about a panel: everything that the window does with it follows from this one record."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any
from zlib import crc32

import msgspec
from PySide6.QtWidgets import QWidget

from nnviz.ui.settings import Settings


class Place(StrEnum):
    """Where a panel is at the start; those that share a place are tabs, and the middle is always seen."""

    MIDDLE = "middle"
    LEFT_TOP = "left, top"
    LEFT = "left"
    RIGHT_TOP = "right, top"
    RIGHT = "right"


class KeyRow(msgspec.Struct, frozen=True):
    """What some keys do, for the help."""

    keys: str
    tip: str


class Panel(msgspec.Struct, frozen=True):
    """One panel of the window.

    Attributes
    ----------
    name, title, short : str
        By which a stored layout knows it; above it; on its tab and in menus.
    place : Place
        Where it is at the start.
    view : callable
        Makes what is in it: a widget with `set_style`.
    at_start : bool
        Whether it is seen at the first start.
    moments : bool
        Whether its view is shown every moment: it has `show_snapshot`, `wishes` and `frames_apart`.
    settings : bool
        Whether its view has `set_spec`: it is told the settings whenever they change.
    is_control : bool
        Whether it follows the size of controls, not that of contents.
    while_explaining : bool
        Whether it stays while an update is explained; the others make room.
    figure : str
        Name of the figure of what it shows, in `nnviz.export.figures.catalogue.FIGURES`: it is proposed for
        export while the panel is worked on.
    look : callable
        (view) -> the fields of `nnviz.export.shown.Shown` that are chosen in it.
    keys, tip, icon, group
        Of the command that shows or hides it; one without keys is in the menu of panels only.
    own_keys : tuple of KeyRow
        The keys of its view beside those of the view's actions.
    """

    name: str
    title: str
    short: str
    place: Place
    view: Callable[[Settings], QWidget]
    at_start: bool = True
    moments: bool = True
    settings: bool = False
    is_control: bool = False
    while_explaining: bool = False
    figure: str = ""
    look: Callable[[Any], Mapping[str, object]] = lambda _view: {}
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    group: str = "View"
    own_keys: tuple[KeyRow, ...] = ()


def layout_version(panels: Iterable[Panel]) -> int:
    """Return a number that changes when panels are added, renamed or have other places.

    A layout that was stored with another number no longer fits and is not taken up.
    """
    said = ";".join(f"{panel.name}:{panel.place}" for panel in panels)
    return crc32(said.encode()) & 0x7FFF_FFFF
