"""Completing a snapshot for paper: it can be called off before anything takes long."""

import numpy as np
import pytest
from exporting import trained

from nnviz.data.dataset import PARTS
from nnviz.engine import predicted_classes
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.spec import load_spec
from nnviz.export.closeup import Closeup
from nnviz.export.errors import CancelledError
from nnviz.export.options import Task
from nnviz.export.run import EVERYTHING, SCORES
from nnviz.paint.output.points import answers_of


def test_a_cancelled_closeup_computes_nothing() -> None:
    snapshot = Session(load_spec(find("lab-a-xor"))).snapshot(SCORES)
    with pytest.raises(CancelledError):
        Closeup().complete(snapshot, EVERYTHING, Task(cancelled=lambda: True))


def test_the_points_of_all_parts_have_their_own_answers() -> None:
    snapshot = trained(epochs=5, validation_fraction=0.25, test_fraction=0.25).snapshot
    answers, metrics = answers_of(snapshot), snapshot.metrics
    assert metrics is not None
    for name in PARTS:
        part = getattr(snapshot.split, name)
        right = np.mean(predicted_classes(answers[name]) == part.y)
        assert right == getattr(metrics, name).accuracy
