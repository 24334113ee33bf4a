"""Parts of a picture that seldom change: views keep their pixels, on paper they are painted like the rest."""

from collections.abc import Callable

from PySide6.QtGui import QPainter

Keep = Callable[[QPainter, object, Callable[[QPainter], None]], None]
"""Called with a painter, what the part depends on (compared with ==), and what paints it."""


def paint_now(painter: QPainter, key: object, paint: Callable[[QPainter], None]) -> None:  # noqa: ARG001
    """Keep nothing."""
    paint(painter)
