"""How a sweep stands at a moment: its runs, their scores and curves."""

import numpy as np
import pytest
from planned_sweeps import plan, swept

from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.results.standing import Standing
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.axes import parse_axis, proposed_values, varied_keys
from nnviz.experiment.sweeps.standings import Standings
from nnviz.experiment.sweeps.sweep import Sweep

CRITERION = parse_criterion("0.9")


@pytest.fixture(scope="module")
def standing() -> Standing:
    planned = plan("xor-truth-table", "training.learning_rate=0.1,3", seeds=3, training__epochs=40)
    return Standings(swept(planned), CRITERION).now()


def test_scores_are_those_of_the_outcomes(standing: Standing) -> None:
    for place, outcome in enumerate(standing.outcomes):
        assert outcome is not None
        assert outcome.train is not None
        assert standing.score(place, "train_loss") == outcome.train.loss
    assert standing.cells_of(1) == (3, 4, 5)
    losses = [standing.score(place, "train_loss") for place in standing.cells_of(1)]
    assert standing.median(1, "train_loss") == sorted(losses)[1]
    middle = standing.middle_cell(1)
    assert middle is not None
    assert standing.score(middle, "train_loss") == sorted(losses)[1]


def test_the_band_goes_through_the_curves_of_the_seeds(standing: Standing) -> None:
    band = standing.bands[0]["loss", "train"]
    curves = [np.array(standing.outcomes[place].curve.loss["train"]) for place in standing.cells_of(0)]
    np.testing.assert_array_equal(band.middle, np.sort(curves, axis=0)[1])


def test_before_the_first_run_there_is_nothing_but_rows() -> None:
    sweep = Sweep(plan("xor-truth-table", "training.learning_rate=0.1,3"))
    standing = Standings(sweep, CRITERION).now()
    assert standing.scores == {}
    assert standing.bands == ({}, {})
    assert standing.middle_cell(0) is None
    assert standing.median(0, "train_loss") is None


@pytest.mark.parametrize("name", ["lab-b-xor", "xor-truth-table", "lab-e-moons-tanh"])
def test_what_is_proposed_for_a_setting_is_an_axis_that_can_run(name: str) -> None:
    spec = experiment_at(name)
    proposed = {key: proposed_values(spec, key) for key in varied_keys(spec)}
    assert proposed["training.learning_rate"]
    for key, values in proposed.items():
        if values:
            axis = parse_axis(f"{key}={values}", spec)
            assert axis.values
    hidden = parse_axis(f"network.activation={proposed['network.activation']}", spec).values
    assert len(hidden) > 2
