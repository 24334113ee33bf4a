"""Undoing what began another run leads back to the run that was left, bit for bit."""

import numpy as np
import pytest

from nnviz.experiment.commands import Fork, Reset, SetBookmark, SetSpec, TakeBack, Undoably
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec

SPEC = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 4, 1]}, "training": {"seed": 3}})
OTHER_SEED = with_value(SPEC, "training.seed", 4)


def trained(updates: int = 50, spec: Spec = SPEC) -> Session:
    session = Session(spec)
    session.advance(updates)
    return session


@pytest.mark.parametrize("change", [Reset(), SetSpec(OTHER_SEED), Reset(OTHER_SEED)])
def test_back_to_the_same_weights(change: SetSpec | Reset) -> None:
    session, same = trained(), trained()
    session.apply(Undoably(change, 1))
    session.advance(7)
    session.apply(TakeBack(1, SPEC))
    assert (session.target, session.spec) == (50, SPEC)
    assert session.advance(20) == same.advance(20) == 20
    for left, right in zip(session.snapshot().weights, same.snapshot().weights, strict=True):
        np.testing.assert_array_equal(left, right)


def test_of_one_drag_the_run_before_it_comes_back() -> None:
    session = trained()
    for seed in (4, 5, 6):
        session.apply(Undoably(SetSpec(with_value(SPEC, "training.seed", seed)), 1))
    session.apply(TakeBack(1, SPEC))
    assert session.target == 50


def test_a_change_that_began_no_run_is_changed_back_and_the_run_goes_on() -> None:
    session = trained()
    session.apply(Undoably(SetSpec(with_value(SPEC, "training.learning_rate", 0.01)), 1))
    session.advance(10)
    session.apply(TakeBack(1, SPEC))
    assert (session.update, session.spec) == (60, SPEC)


def test_a_run_that_never_began_begins_again() -> None:
    session = trained(0)
    session.apply(Undoably(Reset(), 1))
    session.advance(10)
    session.apply(TakeBack(1, SPEC))
    assert session.update == 0


def test_branches_and_bookmarks_of_a_run_that_never_began_come_back() -> None:
    session = trained(0)
    session.apply(Fork())
    session.apply(SetBookmark("here", 0, 1))
    session.apply(Undoably(Reset(), 1))
    session.apply(TakeBack(1, SPEC))
    view = session.snapshot(TimelineWish()).look(TimelineView)
    assert view is not None
    assert (view.present.id, view.present.bookmarks) == (1, ((0, "here"),))
