"""What the pages state in numbers, evaluated."""

from pathlib import Path

import numpy as np
import pytest

from nnviz.engine.kernels.training import Training
from nnviz.engine.tracing import learning_rate_at
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value, with_values
from nnviz.experiment.spec.reading import load_spec, spec_from_dict
from nnviz.experiment.spec.sections import TrainingSpec

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
PAGE = (ROOT / "docs" / "experiment-file.md").read_text(encoding="utf-8")
TORCH_DEFAULTS = {"beta1": 0.9, "beta2": 0.999, "alpha": 0.99, "epsilon": 1e-8}


def test_defaults_are_pytorchs_but_for_momentum():
    assert "so are their defaults but for `momentum`, which is 0.9" in PAGE
    training = TrainingSpec()
    assert {key: getattr(training, key) for key in TORCH_DEFAULTS} == TORCH_DEFAULTS
    assert training.momentum == 0.9


@pytest.mark.parametrize("epoch", [3, 4, 1000])
def test_the_cosine_stays_at_zero_beyond_its_end(epoch):
    assert "Beyond its end, t = E, the cosine stays at 0" in PAGE
    training = Training(learning_rate=0.5, schedule="cosine", schedule_epochs=3, batch_size=1)
    assert learning_rate_at(training, epoch * 10, samples=10) == 0.0
    assert learning_rate_at(training, 15, samples=10) == pytest.approx(0.25, rel=1e-12)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_no_probability_is_rounded_on_its_way_into_a_logarithm(dtype):
    assert "a loss of 800 is 800" in PAGE
    table = {
        "data": {"name": "points", "x": [[1.0]], "y": [0]},
        "network": {"layers": [1, 1], "weights": [[[800.0]]], "dtype": dtype},
        "training": {"loss": "log_loss"},
    }
    assert Session(spec_from_dict(table)).metrics().train.loss == 800.0


def test_a_schedule_may_last_as_long_as_is_stated():
    session = Session(load_spec(CASES / "schedule-epochs-limit.toml"))
    assert "1 to 1,000,000,000" in PAGE
    assert session.advance(1) == 1


def test_a_cross_entropy_of_zero_is_zero():
    session = Session(load_spec(CASES / "loss-null.toml"))
    assert session.advance(2) == 2
    assert session.divergence is None
    assert session.metrics().train.loss == 0.0
    assert session.trace().loss == 0.0


def test_an_infinite_cross_entropy_is_still_a_divergence():
    spec = with_value(load_spec(CASES / "loss-null.toml"), "data.y", (0,))
    session = Session(spec)
    session.advance(1)
    assert session.divergence is not None


def test_stopping_by_validation_needs_validation_points():
    table = {
        "data": {"name": "xor"},
        "network": {"layers": [2, 2, 1]},
        "stop": {"on": "validation", "loss": 0.1},
    }
    with pytest.raises(SpecError, match=r"stop\.on.*validation_fraction"):
        spec_from_dict(table)
    table["data"]["validation_fraction"] = 0.2
    assert spec_from_dict(table).stop.on == "validation"


def test_more_outputs_than_classes_stay_when_something_else_changes():
    spec = load_spec(CASES / "confusion-more-outputs.toml")
    assert with_values(spec, {"training.epochs": 2}).network.layers == spec.network.layers


def test_a_single_update_agrees_with_numpy_to_1e_12():
    session = Session(load_spec(CASES / "negative-targets.toml"))
    X, Y = session.run.problem.part("train").X, session.run.problem.part("train").Y
    (w1, w2), (b1, b2) = session.parameters()
    hidden = 1 / (1 + np.exp(-(X @ w1 + b1)))
    output = 1 / (1 + np.exp(-(hidden @ w2 + b2)))
    delta = (output - Y) * output * (1 - output) / len(X)
    session.advance(1)
    assert session.parameters()[0][1] == pytest.approx(w2 - 0.1 * hidden.T @ delta, rel=1e-12)
