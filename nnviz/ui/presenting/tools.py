"""What can be asked of the stage alone, whatever scene it shows."""

from collections.abc import Callable

from PySide6.QtGui import QColor

from nnviz.ui.looks.look import SCREEN_THEMES
from nnviz.ui.presenting.overlay import Pointer
from nnviz.ui.presenting.stage import StageWindow


def _next_theme(stage: StageWindow) -> None:
    names = list(SCREEN_THEMES)
    stage.set_theme(names[(names.index(stage.theme) + 1) % len(names)])


def _freeze(stage: StageWindow) -> None:
    stage.overlay.freeze(not stage.overlay.is_frozen)


TOOLS: dict[str, Callable[[StageWindow], None]] = {
    "black": lambda stage: stage.overlay.show_blank(QColor("#000000")),
    "white": lambda stage: stage.overlay.show_blank(QColor("#FFFFFF")),
    "pen": lambda stage: stage.overlay.next_pen(),
    "clear": lambda stage: stage.overlay.clear(),
    "laser": lambda stage: stage.overlay.switch(Pointer.LASER),
    "spotlight": lambda stage: stage.overlay.switch(Pointer.SPOTLIGHT),
    "magnifier": lambda stage: stage.overlay.switch(Pointer.MAGNIFIER),
    "freeze": _freeze,
    "larger": lambda stage: stage.resize_content(+1),
    "smaller": lambda stage: stage.resize_content(-1),
    "theme": _next_theme,
    "keep": lambda stage: stage.asking.keep(),
}
"""By the names of `keys.ASKED`."""
