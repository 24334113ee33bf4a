"""Networks with kernels that do not learn: the cause is named, and the first advice helps if followed."""

import numpy as np
import pytest

from nnviz.experiment.look.health_report import diagnosis_report, why_stuck
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run.problem import load
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import spec_from_dict


def bars() -> tuple[list[list[float]], list[int]]:
    """Return upright and lying bars, which kernels of 3 x 3 tell apart at once."""
    rng, images, classes = np.random.default_rng(0), [], []
    for k in range(40):
        image = rng.normal(0, 0.15, (6, 6)) - 0.5
        image[(slice(None), 1 + k % 4) if k % 2 else (1 + k % 4, slice(None))] += 1.5
        images.append(image.ravel().round(3).tolist())
        classes.append(k % 2)
    return images, classes


def spec_with(kernel: dict[str, object] | None = None, **changes: object):
    x, y = bars()
    table = {
        "data": {"name": "points", "x": x, "y": y},
        "network": {
            "layers": [
                [6, 6, 1],
                {"kind": "conv", "units": 4, "size": 3, "activation": "relu"} | (kernel or {}),
                {"kind": "max_pool", "size": 4},
                {"kind": "flatten"},
                {"kind": "dense", "units": 2, "activation": "softmax"},
            ],
        },
        "training": {
            "loss": "cross_entropy", "learning_rate": 0.3, "batch_size": 20, "shuffle": True, "epochs": 40,
        },
    }  # fmt: skip
    return with_values(spec_from_dict(table), changes) if changes else spec_from_dict(table)


def weights(scale: float, bias: float = 0.0) -> dict[str, object]:
    rng = np.random.default_rng(1)
    drawn = [scale * rng.normal(0, 0.3, (3, 3, 1, 4)), [], [], rng.normal(0, 0.5, (4, 2))]
    return {
        "network.weights": [np.asarray(w).tolist() for w in drawn],
        "network.biases": [[bias] * 4, [], [], [0.0, 0.0]],
    }


@pytest.fixture(scope="module", autouse=True)
def engine():
    wait_until_compiled(spec_with())


CASES = {
    "zero_weights": {"network.init": "zeros"},
    "small_steps": {"training.learning_rate": 1e-6},
    "penalty": {"training.l2": 5.0},
}


@pytest.mark.parametrize("kind", CASES)
def test_the_cause_is_named_and_the_advice_helps(kind: str) -> None:
    spec = spec_with(**CASES[kind])
    report = diagnosis_report(spec, load(spec), "bars")
    kinds = [callout["kind"] for callout in report["callouts"]]
    assert kind in kinds
    first = report["callouts"][0]["advice"][0]
    session = Session(with_values(spec, first["changes"]))
    session.advance(first["epochs"] * session.updates_in("epoch"))
    reached = session.metrics().train
    assert reached.accuracy > 0.9
    assert reached.loss == pytest.approx(first["after"]["loss"], rel=1e-9)


def test_dead_maps_are_called_maps() -> None:
    spec = spec_with(**weights(1.0, bias=-20.0), **{"training.epochs": 2})
    said = [c["sentence"] for c in diagnosis_report(spec, load(spec), "bars")["callouts"]]
    assert any("Layer 1: 4 of 4 maps are dead (maps 1, 2, 3, 4)" in sentence for sentence in said)


def test_what_learns_gets_no_advice_whatever_its_layers_lack() -> None:
    spec = spec_with()
    assert diagnosis_report(spec, load(spec), "bars")["callouts"] == []
    normed = spec_with({"activation": "identity", "bias": False})
    layers = list(normed.network.layers)
    plain = [{"kind": "batch_norm", "activation": "relu"}, *layers[2:]]
    normed = with_values(normed, {"network.layers": [*layers[:2], *plain]})
    assert diagnosis_report(normed, load(normed), "bars")["callouts"] == []


def test_a_run_that_ends_no_better_than_a_constant_answer_says_why() -> None:
    spec = spec_with(**CASES["small_steps"])
    run = TrainingRun(spec, load(spec))
    run.advance(80)
    callout = why_stuck(run)
    assert callout is not None
    assert callout.kind == "small_steps"
