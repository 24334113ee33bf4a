"""One kind of picture that a snapshot can be painted as."""

from collections.abc import Callable, Iterable

import msgspec
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import Style

Paint = Callable[[QPainter, QRectF, RunInstant, Style, Shown], None]


def in_proportion(share: float) -> Callable[[float], float]:
    """Return the heights that are a share of the width."""
    return lambda width: share * width


class Figure(msgspec.Struct, frozen=True):
    """One kind of picture.

    Attributes
    ----------
    name, title : str
        On the command line and in the window.
    height_for : callable
        (width) -> height where no height is asked for, in the painters' units at normal text.
    paint : callable
        (painter, rect, snapshot, style, shown) -> None, on any device.
    missing : callable
        (snapshot) -> one sentence on why there is no such picture of it; empty where there is one.
    grows : bool
        Whether it fills any room that it gets; else more room makes it no larger.
    moves : bool
        Whether it is another one at other moments of a run: only then can it be an animation.
    holding_all : callable, optional
        (shown, moments) -> what is shown, with axes that hold all moments of an animation; None where its
        last one tells them.
    smallest_text : callable
        (snapshot, size, style, shown) -> size of its smallest text in a room, in the painters' units.
    """

    name: str
    title: str
    height_for: Callable[[float], float]
    paint: Paint
    missing: Callable[[RunInstant], str] = lambda _snapshot: ""
    grows: bool = True
    moves: bool = True
    holding_all: Callable[[Shown, Iterable[RunInstant]], Shown] | None = None
    smallest_text: Callable[[RunInstant, QSizeF, Style, Shown], float] = (
        lambda _snapshot, _size, style, _shown: style.text
    )
