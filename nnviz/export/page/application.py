"""Qt for painting without a window."""

import os

from PySide6.QtGui import QGuiApplication

from nnviz.paint.drawing.fonts import load_fonts


def ensure_application() -> None:
    """Have an application that paints: the window's own, or one that needs no screen."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication(["nnviz"]))
        load_fonts()


_kept: list[QGuiApplication] = []
"""Keeps the application alive: Qt has one for the life of the process."""
