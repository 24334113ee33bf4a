"""Matrices: elided honestly, or written out on request."""

import numpy as np
from latex_value import value_of

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.explain.formulas.matrices import LARGEST, matrix
from nnviz.explain.formulas.step import Key, Phase
from nnviz.explain.update.case import Case
from nnviz.explain.update.walk import Walk


def test_matrices_are_elided_unless_all_is_asked_for() -> None:
    session = Session(load_spec(find("digits-8x8")))
    coming = session.snapshot(ComingUpdateWish()).look(ComingUpdate)
    assert coming is not None
    key = Key(Phase.CHANGE, 1)
    for whole in (False, True):
        case = Case(coming.trace, coming.network, coming.training, whole=whole)
        weights = Walk(case).step(key).numbers[0][-1].latex
        assert (r"\cdots" in weights) is not whole
        if whole:
            np.testing.assert_allclose(value_of(weights), coming.trace.layers[0].weights_after.T, rtol=1e-3)


def test_a_matrix_beyond_the_largest_stays_elided() -> None:
    values = np.arange(2.0 * (LARGEST + 1)).reshape(2, -1)
    latex = matrix(values, 4, most=LARGEST).latex
    assert r"\cdots" in latex
    assert latex.count(r"\\") == 1
