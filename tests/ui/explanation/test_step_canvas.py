"""The picture of a step scrolls where it is too large, and each step is read from its beginning."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.explain.formulas.step import Key, Phase, Step, Term
from nnviz.ui.explanation.step_canvas import StepCanvas, StepScroller

MANY = tuple((Term(f"x = {row}"),) for row in range(40))


def test_another_step_begins_at_its_beginning(qtbot: QtBot) -> None:
    canvas = StepCanvas()
    scroller = StepScroller(canvas)
    qtbot.addWidget(scroller)
    scroller.resize(600, 200)
    scroller.show()
    step = Step(Key(Phase.CHANGE), "The new weights", (), MANY, (), "Why.")
    canvas.show_step(step)
    down = scroller.verticalScrollBar()
    qtbot.waitUntil(lambda: down.maximum() > 0, timeout=10_000)
    scroller.read(+1)
    read = down.value()
    assert read > 0
    canvas.show_step(replace(step, numbers=tuple(reversed(MANY))))  # the next sample, or more digits
    assert down.value() == read
    canvas.show_step(replace(step, key=Key(Phase.LOSS_AFTER)))
    assert down.value() == 0
    assert scroller.focusPolicy() is Qt.FocusPolicy.NoFocus  # keys lead the walk
