"""Qt for painting without a window."""

import os

from PySide6.QtGui import QGuiApplication

from nnviz.paint.drawing.fonts import load_fonts

_SCREENS = ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_QPA_PLATFORMTHEME")
"""Environment variables about screens: figures have sizes of their own."""


def ensure_application() -> None:
    """Have an application that paints: the window's own, or one that needs no screen.

    What the shell says about screens is not for it: over a network or in a timed job there is none, and Qt
    aborts the process where it cannot have the one it is told to take.
    """
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        for name in _SCREENS:
            os.environ.pop(name, None)
        _kept.append(QGuiApplication(["nnviz"]))
        load_fonts()


_kept: list[QGuiApplication] = []
"""Keeps the application alive: Qt has one for the life of the process."""
