"""The largest weight of a run: of all moments that were kept, wherever one stands."""

import gc
import weakref

import numpy as np

from nnviz.experiment.commands import Visit
from nnviz.experiment.look.largest import LargestMaker, LargestWeightWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.largest import LargestWeight
from nnviz.experiment.spec.reading import spec_from_dict


def largest_now(session):
    return max(float(np.abs(array).max()) for group in session.parameters() for array in group)


def test_it_is_that_of_the_whole_run_at_every_moment():
    training = {"learning_rate": 1.0}
    session = Session(
        spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}, "training": training})
    )
    seen = [largest_now(session)]
    for _ in range(30):
        session.advance(21)
        seen.append(largest_now(session))
    assert session.snapshot(LargestWeightWish()).look(LargestWeight).magnitude == max(seen)
    session.apply(Visit(0))
    assert largest_now(session) < max(seen)
    assert session.snapshot(LargestWeightWish()).look(LargestWeight).magnitude == max(seen)


def test_moments_that_the_run_lets_go_are_not_kept_alive():
    session = Session(spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}}))
    session.advance(50)
    moments = session.run.history.trail.moments
    maker = LargestMaker(session.run)
    assert maker.on_the_trail() > 0.0
    gone = weakref.ref(moments[0])
    assert gone() is not None
    del session, moments
    maker._run = None
    gc.collect()
    assert gone() is None
