"""Walks through updates that went wrong, or are large, still say what there is, without an error."""

import re

import numpy as np
import pytest

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer
from nnviz.explain.chain.chain_rule import chain_rule
from nnviz.explain.chain.difference import central_difference
from nnviz.explain.documents.latex import latex_document
from nnviz.explain.formulas.step import Depth
from nnviz.explain.update.case import Case
from nnviz.explain.update.functions import loss_numbers, loss_value
from nnviz.explain.update.walk import Walk
from nnviz.parts import Bias, Unit, Weight


def traced(network: Network, training: Training, size: float) -> Case:
    rng = np.random.default_rng(3)
    weights, biases = initial_parameters(network, "glorot_uniform", rng)
    X = rng.normal(0, 1, (3, network.inputs))
    Y = np.eye(3, network.outputs)
    trainer = Trainer(network, training, X, Y, [w * size for w in weights], biases, seed=0)
    return Case(trainer.trace(), network, training)


@pytest.mark.parametrize("size", [0.0, 1e3, 1e100, 1e200, 1e308])
@pytest.mark.parametrize("activation", ["identity", "softmax", "sigmoid", "gelu"])
@pytest.mark.parametrize("loss", ["half_squared_error", "log_loss"])
def test_overflow_and_saturation(activation: str, loss: str, size: float) -> None:
    network = Network((2, 3, 2), ("relu", activation))
    case = traced(network, Training(loss=loss, optimizer="adam", l2=0.1, order="update_first"), size)
    assert latex_document(Walk(case), Depth.PRODUCT)
    for place in (Weight(1, 0, 1), Bias(2, 1), Unit(1, 0), Unit(0, 1)):
        rule = chain_rule(case, place)
        assert rule.sum_line(case)
        assert central_difference(case, place).digits >= 0


@pytest.mark.parametrize("z", [-800.0, -38.0, -20.0, 0.5, 20.0, 38.0, 800.0])
@pytest.mark.parametrize(
    ("activation", "loss", "y"),
    [
        ("sigmoid", "log_loss", [0.0]),
        ("sigmoid", "log_loss", [1.0, 0.3]),
        ("sigmoid", "cross_entropy", [1.0]),
        ("softmax", "cross_entropy", [0.0, 1.0]),
        ("softmax", "cross_entropy", [1.0, 0.0, 0.0]),
        ("softmax", "log_loss", [0.0, 1.0]),
        ("softmax", "log_loss", [0.0, 1.0, 0.0]),
    ],
)
def test_outputs_that_are_as_good_as_0_or_1(activation: str, loss: str, y: list[float], z: float) -> None:
    """What is said of each output adds up to the loss that is trained, which is taken from z."""
    network, training = Network((1, len(y)), (activation,)), Training(loss=loss, batch_size=1)
    weights = [np.array([[z] + [0.0] * (len(y) - 1)])]
    trainer = Trainer(network, training, [[1.0]], [y], weights, [np.zeros(len(y))], seed=0)
    case = Case(trainer.trace(), network, training)
    terms = [loss_value(case, unit) for unit in range(len(y))]
    assert sum(terms) == pytest.approx(case.trace.loss, rel=1e-14, abs=1e-15)
    assert not any(re.search(r"nan|\\ln \(?0\b(?!\.)", loss_numbers(case, unit)) for unit in range(len(y)))
    if abs(z) < 700.0:  # beyond, slopes by an output of softmax are infinite
        rule = chain_rule(case, Weight(1, 0, 0))
        assert sum(path.value for path in rule.paths) == pytest.approx(rule.own, rel=1e-9, abs=1e-300)


def test_single_precision() -> None:
    network = Network((2, 3, 2), ("tanh", "softmax"), dtype="float32")
    case = traced(network, Training(loss="cross_entropy", batch_size=2), 1.0)
    assert latex_document(Walk(case), Depth.PRODUCT)
    rule = chain_rule(case, Weight(1, 0, 1))
    assert sum(path.value for path in rule.paths) == pytest.approx(rule.own, rel=1e-5)
    assert central_difference(case, Weight(1, 0, 1), 1e-2).estimate == pytest.approx(rule.gradient, rel=1e-2)


def test_long_sums_and_large_matrices_are_elided() -> None:
    network = Network((40, 30, 1), ("relu", "sigmoid"))
    walk = Walk(traced(network, Training(loss="log_loss", batch_size=1), 1.0))
    for depth in (Depth.PHASE, Depth.LAYER, Depth.NEURON):
        for key in walk.keys(depth):
            step = walk.step(key)
            assert all(len(line) < 80 for line in (*step.symbols, *step.numbers)), key
            assert all(len(term.latex) < 1500 for line in step.numbers for term in line), key


def test_without_biases_no_step_speaks_of_them() -> None:
    walk = Walk(traced(Network((2, 3, 2), ("tanh", "sigmoid"), bias=False), Training(), 1.0))
    steps = [walk.step(key) for depth in Depth for key in walk.keys(depth)]
    assert steps
    assert [step.title for step in steps if "bias" in f"{step.title} {step.why}"] == []
