"""The moments of a run along the way: evenly spread, bounded, of their own for each branch."""

import dataclasses

import numpy as np
import pytest
from msgspec.structs import replace

from nnviz.experiment.commands import SetSpec
from nnviz.experiment.run.history import History
from nnviz.experiment.run.trail import Trail
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict

SPEC = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 2, 1]}})


def trail_of(session):
    return session.run.history.trail


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


@pytest.mark.usefixtures("compiled_engine")
@pytest.mark.parametrize("slice_", [1, 7])
def test_a_network_that_became_smaller_leaves_the_same_trail_in_any_slicing(slice_, monkeypatch):
    monkeypatch.setattr(History.__init__, "__defaults__", (8,))
    monkeypatch.setattr(Trail.__init__, "__defaults__", (128, 16_000))  # of at most 250 numbers
    trails = []
    for updates in (40, slice_):
        session = Session(with_value(SPEC, "network.layers", (2, 100, 1)))
        session.advance(20)
        assert trail_of(session).epochs == []
        session.apply(SetSpec(SPEC))
        while session.update < 60:
            session.advance(min(updates, 60 - session.update))
        trails.append(trail_of(session).epochs)
    assert trails[0] == trails[1] != []


def test_a_trail_of_one_moment_beyond_the_budget_is_kept():
    moment = trail_of(Session(SPEC)).moments[0]
    assert Trail.of_moments(1, [0], [replace(moment, state=with_parameters(moment, 10**7))]).epochs == [0]


def with_parameters(moment, count):
    return dataclasses.replace(moment.state, parameters=np.zeros(count))
