"""The moments of a run along the way: evenly spread, bounded, of their own for each branch."""

import numpy as np

from nnviz.experiment.session import Session
from nnviz.experiment.spec import spec_from_dict

SPEC = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 2, 1]}})


def trail_of(session):
    return session._run.history.trail


def test_moments_are_those_of_the_run():
    session, other = Session(SPEC), Session(SPEC)
    session.advance(400)
    trail = trail_of(session)
    for place in (0, 3, len(trail.moments) - 1):
        moment = trail.moments[place]
        other.advance(moment.update - other.update)
        assert np.array_equal(moment.state.parameters, other.state().parameters)


def test_a_long_run_keeps_a_bounded_number_evenly_spread():
    session = Session(SPEC)
    session.advance(40 * session.updates_in("100 epochs"))
    epochs = trail_of(session).epochs
    assert 64 <= len(epochs) <= 128
    assert set(np.diff(epochs)) == {trail_of(session).stride}
    assert [moment.epochs.epoch(moment.update) for moment in trail_of(session).moments] == epochs


def test_a_part_of_a_trail_is_its_own():
    session = Session(SPEC)
    session.advance(400)
    whole = trail_of(session)
    middle = whole.moments[10].update
    part = whole.until(middle)
    assert [moment.update for moment in part.moments] == [m.update for m in whole.moments[:11]]
    part.record(part.epochs[-1] + 1, whole.moments[11])
    assert len(part.moments) == 12
    assert whole.moments[-1].update > middle


def test_networks_too_large_leave_no_trail():
    session = Session(SPEC)
    assert not trail_of(session).wants(10, 1_000_000)
    assert trail_of(session).wants(10, 1000)
