"""The questions of a lecture: as they are asked, and with the answer laid over a guess."""

from functools import partial

import numpy as np
from kept_figures import branched
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from nnviz.lecture.predict.truths import BoundaryTruth, CurveTruth, SignsTruth, Truth, WinnerTruth
from nnviz.ui.application import make_application
from nnviz.ui.asking.question import QuestionPanel
from nnviz.ui.looks.look import Look

SIZE = (380, 300)
FLAT = np.linspace(0.0, 10.0, 11)
TRUTHS: dict[str, Truth] = {
    "curve": CurveTruth(FLAT, 1.0 / (1.0 + FLAT), "epoch", "loss"),
    "boundary": BoundaryTruth(np.array([[0.0, 0.2], [0.5, 0.6], [1.0, 0.4]]), (-0.1, 1.1, -0.1, 1.1)),
    "signs": SignsTruth(("w₁₁⁽¹⁾", "w₁₂⁽¹⁾", "w₂₁⁽¹⁾"), (1, -1, 0), 9),
    "winner": WinnerTruth(
        ("slow", "fast", "wild"), tuple((FLAT, np.exp(-k * FLAT / 9)) for k in (1, 4, 2)), (1, 2, 0), "wins"
    ),
}
KEYS = {"signs": "+-0", "winner": "2"}
"""A guess by the keyboard; elsewhere a line is drawn."""


def _question(name: str, *, answered: bool) -> QImage:
    parent = QWidget()
    panel = QuestionPanel("What comes out?", parent)
    try:
        panel.set_style(Look(make_application()).style())
        panel.resize(*SIZE)
        panel.show_truth(TRUTHS[name], branched())
        panel.grab()  # places are known once it has been painted
        if answered:
            _guess(panel, KEYS.get(name, ""))
            panel.answer()
        return panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    finally:
        parent.deleteLater()


def _guess(panel: QuestionPanel, keys: str) -> None:
    panel.keyPressEvent = panel.key  # type: ignore[assignment]
    for key in keys:
        QTest.keyClick(panel, Qt.Key(ord(key)))
    if not keys:
        width, height = SIZE
        panel.press(QPointF(0.2 * width, 0.3 * height))
        for x in np.linspace(0.2, 0.9, 8):
            panel.move_to(QPointF(x * width, (0.3 + 0.4 * x) * height))
        panel.release()


QUESTIONS_KEPT = {
    f"question-{name}{'-answered' if answered else ''}": partial(_question, name, answered=answered)
    for name in TRUTHS
    for answered in (False, True)
}
