"""Completing a snapshot for paper: it can be called off before anything takes long."""

import pytest

from nnviz.experiment.catalogue import find
from nnviz.experiment.session import Session
from nnviz.experiment.spec import load_spec
from nnviz.export.closeup import Closeup
from nnviz.export.errors import CancelledError
from nnviz.export.options import Task
from nnviz.export.run import EVERYTHING, SCORES


def test_a_cancelled_closeup_computes_nothing() -> None:
    snapshot = Session(load_spec(find("lab-a-xor"))).snapshot(SCORES)
    with pytest.raises(CancelledError):
        Closeup().complete(snapshot, EVERYTHING, Task(cancelled=lambda: True))
