"""The scale of line widths: as suits the moment, of the whole run, or fixed."""

import pytest
from PySide6.QtWidgets import QInputDialog

from nnviz.experiment.commands import Visit
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.content.record import Quantity
from nnviz.paint.network.legend import legend_key
from nnviz.ui.network.view import NetworkView
from nnviz.ui.network.widths import Widths


@pytest.fixture
def session():
    training = {"learning_rate": 1.0}
    spec = {"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}, "training": training}
    run = Session(spec_from_dict(spec))
    run.advance(21 * 40)
    return run


@pytest.fixture
def view(qtbot, session):
    widget = NetworkView()
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    widget.show()
    widget.show_snapshot(session.snapshot(*widget.wishes()))
    return widget


def choose(view, widths):
    view.header.widths.actions_[widths].trigger()


def test_the_scale_of_the_run_stays_while_one_goes_through_its_past(view, session):
    moments = []
    for widths in (Widths.MOMENT, Widths.RUN):
        choose(view, widths)
        session.apply(Visit(session.length))
        view.show_snapshot(session.snapshot(*view.wishes()))
        end = view.canvas.diagram.limit
        session.apply(Visit(0))
        view.show_snapshot(session.snapshot(*view.wishes()))
        moments.append((end, view.canvas.diagram.limit))
    (end, start), run = moments
    assert start < end
    assert run == (end, end)


def test_a_typed_scale_holds_for_what_it_was_typed_for(view, session, monkeypatch):
    typed, said = iter(("nan", "0", "1e400", "", "1/2")), []

    def answer(_over, _title, words, text):
        said.append((words, text))
        return next(typed), True

    monkeypatch.setattr(QInputDialog, "getText", answer)
    choose(view, Widths.FIXED)
    assert [text for _, text in said[1:]] == ["nan", "0", "1e400", ""]
    assert "above 0" in said[2][0]
    assert view.canvas.diagram.limit == 0.5
    view.header.switch.button(1).click()
    view.show_snapshot(session.snapshot(*view.wishes()))
    assert view.canvas.diagram.content.quantity is Quantity.GRADIENTS
    assert view.canvas.diagram.limit != 0.5
    assert not view.header.widths.actions_[Widths.RUN].isEnabled()
    view.header.switch.button(0).click()
    assert view.canvas.diagram.limit == 0.5
    assert view.header.widths.actions_[Widths.FIXED].isChecked()


def test_giving_the_dialog_up_changes_nothing(view, monkeypatch):
    before = view.canvas.diagram.limit
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("0.5", False))
    choose(view, Widths.FIXED)
    assert view.canvas.diagram.limit == before
    assert view.header.widths.actions_[Widths.MOMENT].isChecked()


def test_the_legend_says_where_numbers_go_beyond_a_fixed_scale(session):
    content = content_of(session.snapshot())
    assert legend_key(content, 0.1) != legend_key(content, 100.0)
    assert legend_key(content, 0.1)[2]
    assert not legend_key(content, 100.0)[2]
