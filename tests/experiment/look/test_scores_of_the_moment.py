import pytest

from nnviz.experiment.commands import Visit
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import MeasuredAtWish, ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.scores import MeasuredAt, Now
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec

WISHES = (MapsWish(boundary=20), MeasuredAtWish(), PredictionsWish(), ScoresWish(), TimelineWish())


@pytest.fixture
def session():
    made = Session(load_spec(find("lab-a-xor")))
    made.advance(100)  # in the middle of an epoch
    return made


def test_single_steps_move_the_scores(session):
    seen = []
    for _ in range(5):
        session.advance(1)
        now = Now.of(session.snapshot(*WISHES))
        assert (now.update, now.metrics) == (session.update, session.metrics())
        seen.append(now.metrics.train.loss)
    assert len(set(seen)) == 5


def test_curves_reach_the_moment_shown_and_no_further_than_they_were_recorded(session):
    snapshot = session.snapshot(*WISHES)
    curves = Now.of(snapshot).continued(snapshot.curves)
    assert curves.updates[-1] == 100
    assert curves.loss["train"][-1] == session.metrics().train.loss
    end = len(snapshot.curves.updates)
    assert curves.loss["train"][:end].tolist() == snapshot.curves.loss["train"].tolist()
    session.advance(session.updates_in("epoch") * 3)
    session.apply(Visit(101))
    session.approach_for(60.0)
    past = session.snapshot(*WISHES)
    assert past.update == 101
    now = Now.of(past)
    assert now.update == 101
    assert now.continued(past.curves) is past.curves


def test_while_measuring_lags_behind_it_says_of_which_update_it_is(session, monkeypatch):
    first = session.snapshot(*WISHES, running=True)
    monkeypatch.setattr(Budget, "allows", lambda _self: False)
    before = session.metrics()
    session.advance(7)
    late = session.snapshot(*WISHES, running=True)
    assert late.update == first.update + 7
    assert late.look(MeasuredAt).update == first.update
    assert Now.of(late).metrics == before
    assert Now.of(late).epoch == first.epoch


def test_maps_and_answers_are_made_together_while_training_runs(session, monkeypatch):
    session.snapshot(*WISHES, running=True)
    monkeypatch.setattr("nnviz.experiment.look.evaluations.CHEAP", 10.0)  # however slow this machine is
    allowed = iter([True, False, True] * 100)
    monkeypatch.setattr(Budget, "allows", lambda _self: next(allowed))
    maps, measured = None, None
    for _ in range(12):
        session.advance(3)
        snapshot = session.snapshot(*WISHES, running=True)
        new_maps = any(kind.__name__ == "Maps" and look is not maps for kind, look in snapshot.looks.items())
        maps = next(look for kind, look in snapshot.looks.items() if kind.__name__ == "Maps")
        update = Now.of(snapshot).update
        assert new_maps == (update != measured)
        measured = update
