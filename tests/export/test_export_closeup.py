"""Completing a snapshot for paper: it can be called off before anything takes long."""

import numpy as np
import pytest
from exporting import trained
from own_look import Largest, LargestWish, largest

from nnviz.data.dataset import PARTS
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.wish import wishes_on_paper
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.export.closeup import Closeup
from nnviz.export.run import SCORES
from nnviz.paint.output.points import answers_of
from nnviz.tasks.task import CancelledError, Task


def test_a_cancelled_closeup_computes_nothing() -> None:
    snapshot = Session(load_spec(find("lab-a-xor"))).snapshot(*SCORES)
    with pytest.raises(CancelledError):
        Closeup().complete(snapshot, wishes_on_paper(), Task(cancelled=lambda: True))


def test_the_points_of_all_parts_have_their_own_answers() -> None:
    snapshot = trained(epochs=5, validation_fraction=0.25, test_fraction=0.25).snapshot
    answers, metrics = answers_of(snapshot), snapshot.look(Metrics)
    assert metrics is not None
    for name in PARTS:
        part = getattr(snapshot.split, name)
        right = np.mean(predicted_classes(answers[name]) == part.y)
        assert right == getattr(metrics, name).accuracy


def test_a_new_look_is_completed_for_paper_from_the_weights_alone() -> None:
    session = Session(load_spec(find("lab-a-xor")))
    session.advance(3)
    wishes = [MapsWish(boundary=4), LargestWish(2), PredictionsWish(), ScoresWish()]
    fine = Closeup().complete(session.snapshot(), wishes)
    assert fine.look(Largest) == Largest(largest(session.parameters()[0], 2))
    assert fine.look(Maps).boundary.outputs.shape == (4, 4, 1)
    assert fine.look(Metrics) == session.metrics()
    points = np.concatenate([fine.split.train.X, fine.split.validation.X, fine.split.test.X])
    assert np.array_equal(fine.look(Predictions).outputs, session.outputs(points))
