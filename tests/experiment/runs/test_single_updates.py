"""Curves update by update: trained again, to the bits of the run."""

import numpy as np
import pytest

from nnviz.experiment.commands import SetSpec, Visit
from nnviz.experiment.runs.single_updates import single_updates
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import MOST_SINGLE
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict

DATA = {"name": "circles", "samples": 60, "test_fraction": 0.3, "validation_fraction": 0.2}
SPEC = spec_from_dict(
    {"data": DATA, "network": {"layers": [2, 4, 1]}, "training": {"batch_size": 7, "shuffle": True}}
)


def the_copy(session):
    return next(copy for copy in session.copies() if copy.is_present).saved


def stepped(spec, first, last, change=None):
    """Return the scores of a run that is stepped by hand."""
    session = Session(spec)
    session.advance(first if change is None else min(first, change[0]))
    scores = []
    for update in range(session.update, last + 1):
        if change is not None and update == change[0]:
            session.apply(SetSpec(change[1]))
        if update >= first:
            scores.append((session.epoch, session.update, session.metrics()))
        session.advance(1)
    return scores


def rows(curves):
    return [
        (
            epoch,
            update,
            *(curves.loss[part][k] for part in curves.loss),
            *(curves.accuracy[part][k] for part in curves.accuracy),
        )
        for k, (epoch, update) in enumerate(zip(curves.epochs.tolist(), curves.updates.tolist(), strict=True))
    ]


def expected(scores):
    parts = ("train", "validation", "test")
    return [
        (epoch, update, *(getattr(m, p).loss for p in parts), *(getattr(m, p).accuracy for p in parts))
        for epoch, update, m in scores
    ]


@pytest.mark.parametrize("first", [0, 13, 200])
def test_they_have_the_bits_of_a_run_that_is_stepped(first):
    session = Session(SPEC)
    session.advance(260)
    *_, curves = single_updates(the_copy(session), first, first + 25)
    assert rows(curves) == expected(stepped(SPEC, first, first + 25))


def test_changes_on_the_way_are_made_again():
    session, faster = Session(SPEC), with_value(SPEC, "training.learning_rate", 2.0)
    session.advance(40)
    session.apply(SetSpec(faster))
    session.advance(60)
    *_, curves = single_updates(the_copy(session), 30, 55)
    assert rows(curves) == expected(stepped(SPEC, 30, 55, (40, faster)))


def test_the_run_itself_stays_where_it_is():
    session = Session(SPEC)
    session.advance(100)
    session.apply(Visit(20))
    session.advance(0)  # arrives
    before = session.parameters()[0][0].copy()
    *_, curves = single_updates(the_copy(session), 0, 100)
    assert curves.updates.tolist() == list(range(101))
    assert session.update == 20
    assert (session.parameters()[0][0] == before).all()


def test_no_more_than_so_many_and_none_when_nobody_waits():
    session = Session(SPEC)
    session.advance(MOST_SINGLE + 50)
    *_, curves = single_updates(the_copy(session), 0, MOST_SINGLE + 50)
    assert curves.updates[-1] == MOST_SINGLE
    stopped = [part.updates[-1] for part in single_updates(the_copy(session), 0, 900, lambda: True)]
    assert stopped == [0]
    assert np.isfinite(curves.loss["train"]).all()
