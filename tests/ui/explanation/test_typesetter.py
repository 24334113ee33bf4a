"""Typesetting between the events of the window: nothing waits for it, and nothing is lost."""

from collections import OrderedDict

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.explain.formulas.step import Key, Phase, Step, Term
from nnviz.paint.mathematics.outlines import outlines
from nnviz.paint.mathematics.typeset import typeset
from nnviz.ui.explanation import typesetter
from nnviz.ui.explanation.step_canvas import StepCanvas
from nnviz.ui.explanation.typesetter import Typesetter, formulas_of


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no time for anything to be typeset at once, and remember nothing of the tests before."""
    typeset("0")
    monkeypatch.setattr(typeset, "_kept", OrderedDict())
    monkeypatch.setattr(typeset, "_taken", 0)
    monkeypatch.setattr(Typesetter, "_is_prepared", True)
    monkeypatch.setattr(typesetter, "AT_ONCE", 0.0)


def step_with(*formulas: str) -> Step:
    return Step(Key(Phase.LOSS), "A title", (tuple(map(Term, formulas)),), (), (), "A sentence.")


def test_the_first_of_all_formulas_is_not_waited_for(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Typesetter, "_is_prepared", False)
    worker = Typesetter()
    with qtbot.waitSignal(worker.ready, timeout=20_000):
        assert not worker.want([r"\Xi_{first}"])
    assert worker.want([r"\Xi_{first}", r"\Xi_{first}"])


@pytest.mark.usefixtures("no_time")
def test_words_come_first_and_formulas_when_they_are_ready(qtbot: QtBot) -> None:
    canvas = StepCanvas()
    qtbot.addWidget(canvas)
    canvas.show_step(step_with("p", "=", r"\frac{q}{r}"))
    assert canvas.layout_ is not None
    assert canvas.layout_.words
    assert not canvas.layout_.terms
    with qtbot.waitSignal(canvas.typesetter.ready, timeout=20_000):
        pass
    assert [placed.term.latex for placed in canvas.layout_.terms] == ["p", "=", r"\frac{q}{r}"]


@pytest.mark.usefixtures("no_time")
def test_a_newer_wish_takes_the_place_of_an_older_one(qtbot: QtBot) -> None:
    worker = Typesetter()
    heard = []
    worker.ready.connect(lambda: heard.append(True))
    assert not worker.want(["u", "v"])
    assert not worker.want(["k"])
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    qtbot.wait(50)
    assert heard == [True]


def test_what_comes_next_is_typeset_while_nothing_else_is_to_do(qtbot: QtBot) -> None:
    typeset("0")
    Typesetter._is_prepared = True
    worker = Typesetter()
    ahead = step_with(r"\Omega_{abc}", "+", r"\Theta_{abc}")
    before = outlines.made
    worker.prepare_ahead(formulas_of(ahead))
    qtbot.waitUntil(lambda: not worker.is_busy, timeout=20_000)
    assert outlines.made > before
    known = outlines.made
    assert worker.want(formulas_of(ahead))
    assert outlines.made == known
    QApplication.processEvents()
