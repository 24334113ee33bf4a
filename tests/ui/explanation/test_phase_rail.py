"""The phases of the walk are all in sight, whatever the width."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from nnviz.explain.formulas.step import Phase
from nnviz.paint.drawing.theme import Style
from nnviz.ui.explanation.phase_rail import PhaseRail


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("share", [1.0, 0.8, 0.6])
def test_the_last_phase_can_be_clicked(qtbot: QtBot, scale: float, share: float) -> None:
    rail = PhaseRail()
    qtbot.addWidget(rail)
    rail.set_style(Style(text=13.0 * scale, scale=scale))
    hint = rail.sizeHint()
    rail.resize(round(share * hint.width()), hint.height())
    assert rail.minimumSizeHint().width() <= rail.width()
    chosen: list[Phase] = []
    rail.phase_chosen.connect(chosen.append)
    near_the_end = QPointF(0.96 * rail.width(), rail.height() / 2).toPoint()
    qtbot.mouseClick(rail, Qt.MouseButton.LeftButton, pos=near_the_end)
    qtbot.mouseClick(rail, Qt.MouseButton.LeftButton, pos=QPoint(5, rail.height() // 2))
    assert chosen == [Phase.LOSS_AFTER, Phase.INPUT]
