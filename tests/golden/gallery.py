"""Every picture that is kept, by name: figures, what painters do besides, the panels of the window,
the questions of a lecture.

A figure or a panel that is new in its registry is in the gallery by itself, and has to be accepted once:
`.venv/bin/python scripts/goldens.py`.
"""

from kept_figures import FIGURES_KEPT
from kept_painters import PAINTERS_KEPT
from kept_panels import PANELS_KEPT
from kept_questions import QUESTIONS_KEPT
from PySide6.QtGui import QImage


def names() -> list[str]:
    """Return the names of all pictures, those that are kept together beside one another."""
    return [*FIGURES_KEPT, *PAINTERS_KEPT, *PANELS_KEPT, *QUESTIONS_KEPT]


def picture(name: str) -> QImage:
    """Return a picture as the present code paints it."""
    return (FIGURES_KEPT | PAINTERS_KEPT | PANELS_KEPT | QUESTIONS_KEPT)[name]()
