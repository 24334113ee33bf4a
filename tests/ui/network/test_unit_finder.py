"""The finder of a unit beside the numbers of what is selected: neither covers the other."""

import pytest
from pytestqt.qtbot import QtBot

from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.drawing.theme import Style
from nnviz.parts import Unit
from nnviz.ui.network.facts_sheet import FactsSheet
from nnviz.ui.network.view import NetworkView

LAYER = 1


@pytest.fixture(params=[1.0, 1.5, 2.0])
def view(qtbot: QtBot, request: pytest.FixtureRequest) -> NetworkView:
    session = Session(spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 90, 3, 1]}}))
    made = NetworkView()
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.set_style(Style(scale=request.param))
    made.show()
    made.show_snapshot(session.snapshot(ScoresWish(), MapsWish(responses=16)))
    return made


def shown(view: NetworkView) -> tuple[int, ...]:
    assert view.canvas.diagram is not None
    return view.canvas.diagram.layout.columns[LAYER].shown


def numbers(view: NetworkView) -> FactsSheet:
    facts = view.canvas.findChild(FactsSheet)
    assert isinstance(facts, FactsSheet)
    return facts


def test_the_finder_covers_no_numbers_whatever_is_selected(view: NetworkView) -> None:
    facts, moved = numbers(view), 0
    for unit in shown(view):
        view.hand.select(Unit(LAYER, unit))
        before = facts.geometry()
        alone = facts.grab().toImage()
        view.scroller.find(LAYER)
        finder = view.scroller.finder
        assert finder is not None
        assert facts.isVisible()
        assert not facts.geometry().intersects(finder.geometry())
        assert view.canvas.rect().contains(facts.geometry())
        assert facts.grab().toImage() == alone  # all of it, wherever it went
        moved += facts.geometry() != before
        view.scroller.close()
        assert facts.geometry() == before
    assert moved


def test_numbers_of_a_unit_that_was_found_stay_clear_of_the_finder(view: NetworkView, qtbot: QtBot) -> None:
    view.scroller.find(LAYER)
    finder = view.scroller.finder
    assert finder is not None
    for number in ("1", "45", "90", "900"):
        finder.line.clear()
        qtbot.keyClicks(finder.line, number)
        assert numbers(view).isVisible()
        assert not numbers(view).geometry().intersects(finder.geometry())
