"""A look is one file: here is one that the app does not know, and it is found all the same."""

import pytest
from own_look import Largest, LargestWish, largest

from nnviz.experiment.commands import SetSpec
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.wish import combined, wishes_on_paper
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec

XOR = load_spec(find("lab-a-xor"))


def test_a_new_look_is_wished_and_found_without_anybody_naming_it() -> None:
    session = Session(XOR)
    assert session.snapshot().look(Largest) is None
    session.advance(5)
    first, second = (session.snapshot(LargestWish(), LargestWish(3)).look(Largest) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.weights == largest(session.parameters()[0], 3)
    assert (first.looks, second.looks) == (1, 2)


def test_wishes_are_joined_one_of_a_kind_whatever_their_order() -> None:
    wishes = [ScoresWish(), LargestWish(4), MapsWish(boundary=9), MapsWish(3, 5), LargestWish(2)]
    joined = combined(wishes)
    assert set(joined) == {ScoresWish(), LargestWish(4), MapsWish(9, 5)}
    assert joined == combined(wishes[::-1])


def test_answers_and_scores_of_one_snapshot_come_of_one_evaluation(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(XOR)
    run = session.run
    asked, evaluation = [], run.evaluation
    monkeypatch.setattr(run, "evaluation", lambda: asked.append(1) or evaluation())
    snapshot = session.snapshot(ScoresWish(), PredictionsWish())
    assert snapshot.look(Metrics) == session.metrics()
    assert len(asked) == 2  # once for both, and once for `session.metrics`


def test_scores_follow_another_loss_also_while_training_runs() -> None:
    session = Session(XOR)
    session.advance(10)
    assert session.snapshot(ScoresWish(), running=True).look(Metrics) == session.metrics()
    session.apply(SetSpec(with_value(XOR, "training.loss", "mean_squared_error")))
    assert session.snapshot(ScoresWish(), running=True).look(Metrics) == session.metrics()


def test_paper_wishes_every_look_that_figures_show_and_only_the_finest_once() -> None:
    wishes = wishes_on_paper()
    assert MapsWish(boundary=240, responses=96) in wishes
    assert len({type(wish) for wish in wishes}) == len(wishes)
    assert LargestWish() not in wishes  # it does not say that paper shows it
    assert MapsWish(160, 64) in [wish.coarser(2 / 3) for wish in wishes]
