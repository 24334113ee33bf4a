"""Every number of a walk is right: each line is worked out again, and compared with the trace."""

import numpy as np
import pytest
import torch
from latex_value import close, sides_of, values_of
from numpy.typing import NDArray
from random_updates import PAIRS, random_case

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer
from nnviz.explain.formulas.step import Depth, Key, Phase, Step
from nnviz.explain.update.case import Case
from nnviz.explain.update.walk import Walk
from nnviz.parts import Bias, Part, Unit, Weight

Floats = NDArray[np.float64]

CASES = [(activation, loss, number + more) for more in (0, 100) for activation, loss, number in PAIRS]


@pytest.mark.parametrize(("activation", "loss", "number"), CASES)
def test_every_line_can_be_worked_out_and_is_what_the_engine_computed(
    activation: str, loss: str, number: int
) -> None:
    case = random_case(activation, loss, number)
    walk = Walk(case)
    for depth in Depth:
        for key in walk.keys(depth):
            step = walk.step(key)
            check_lines(step)
            check_result(step)
            check_values(case, step)


def check_lines(step: Step) -> None:
    for line in step.numbers:
        values = values_of(line)
        assert values, (step.key, sides_of(line))
        assert close(values[0], values[1:]), (step.key, sides_of(line), values)


def check_result(step: Step) -> None:
    """The result is the value of the line that has its name, or of the last one."""
    results = values_of(step.result)
    if not results:
        return
    name = sides_of(step.result)[0]
    lines = [line for line in step.numbers if sides_of(line)[0] == name] or step.numbers[-1:]
    if len(step.result) == 1 and any(line[0].latex == r"\text{right:}" for line in step.numbers):
        lines = step.numbers[:1]
    values = values_of(lines[-1])
    assert close(results[-1], values[-1:]), (step.key, sides_of(step.result), values)


def check_values(case: Case, step: Step) -> None:
    for place, value in step.values:
        expected = engine_value(case, step.key, place)
        if expected is not None:
            assert value == expected, (step.key, place)
    if step.result and len(step.values) == 1 and step.key.phase in SINGLE:
        (_, value), results = step.values[0], values_of(step.result)
        assert close(results[-1], [value])


SINGLE = (Phase.BACKWARD, Phase.GRADIENT, Phase.CHANGE)


def engine_value(case: Case, key: Key, place: Part) -> float | None:
    """Return what the trace has for a number written at a place; None for a product of the walk."""
    if key.part is not None and key.phase in (Phase.FORWARD, Phase.BACKWARD):
        return None
    if isinstance(place, Unit):
        if place.layer == 0:
            return float(case.trace.X[case.sample, place.unit])
        layer = case.trace.layers[place.layer - 1]
        is_sum = key.quantity == "z"
        values = layer.delta if key.phase is Phase.BACKWARD else layer.z if is_sum else layer.a
        return float(values[case.sample, place.unit])
    layer = case.trace.layers[place.layer - 1]
    after = key.phase is Phase.CHANGE
    if isinstance(place, Bias):
        return float((layer.biases_after if after else layer.biases_gradient)[place.unit])
    assert isinstance(place, Weight)
    return float((layer.weights_after if after else layer.weights_gradient)[place.source, place.target])


@pytest.mark.parametrize(("activation", "loss", "number"), PAIRS)
def test_back_is_forward_turned_round(activation: str, loss: str, number: int) -> None:
    walk = Walk(random_case(activation, loss, number))
    for depth in Depth:
        back, key = [], walk.last(depth)
        while True:
            back.append(key)
            previous = walk.before(key, depth)
            if previous is None:
                break
            key = previous
        assert back[::-1] == walk.keys(depth)


def test_lines_are_fit_to_be_read() -> None:
    for activation, loss, number in PAIRS:
        walk = Walk(random_case(activation, loss, number, digits=4))
        for depth in Depth:
            for key in walk.keys(depth):
                step = walk.step(key)
                for line in (*step.symbols, *step.numbers, step.result):
                    text = " ".join(term.latex for term in line)
                    assert "+ -" not in text, text
                    assert "- -" not in text, text
                    assert "0.3000000000" not in text, text
                    assert text.count("{") == text.count("}"), text
                assert step.why.endswith(".")


def test_the_result_of_a_softmax_step_is_also_reached_the_long_way() -> None:
    case = random_case("softmax", "cross_entropy", 7)
    step = Walk(case).step(Key(Phase.BACKWARD, case.depth, 0))
    long_way = [line for line in step.numbers if line[0].latex == r"\text{the long way:}"]
    assert len(long_way) == 1
    assert np.isclose(values_of(long_way[0])[0], case.delta(case.depth)[0], rtol=0, atol=1e-12)


@pytest.mark.parametrize(("activation", "loss", "number"), PAIRS)
def test_overviews_show_the_trace(activation: str, loss: str, number: int) -> None:
    case = random_case(activation, loss, number)
    walk = Walk(case)
    layers = range(1, case.depth + 1)
    if case.training.order == "right":
        deltas = walk.step(Key(Phase.BACKWARD)).numbers
        for line, layer in zip(deltas, reversed(layers), strict=True):
            assert same(values_of(line)[0][:, 0], case.delta(layer))
    for line, layer in zip(walk.step(Key(Phase.FORWARD)).numbers, layers, strict=True):
        assert same(values_of(line)[0][:, 0], case.a(layer))
    for layer in layers:
        weights, *biases = walk.step(Key(Phase.GRADIENT, layer)).numbers
        assert same(values_of(weights)[-1], case.layer(layer).weights_gradient.T)
        if case.has_bias(layer):
            assert same(values_of(biases[0])[-1][:, 0], case.layer(layer).biases_gradient)
        weights, *biases = walk.step(Key(Phase.CHANGE, layer)).numbers
        assert same(values_of(weights)[-1], case.layer(layer).weights_after.T)
    assert values_of(walk.step(Key(Phase.LOSS)).result) == [case.trace.loss]


def same(shown: Floats, computed: Floats) -> bool:
    """Return whether numbers are the same, but for the rounding of times ten to a power."""
    return np.allclose(shown, computed, rtol=1e-15, atol=0.0)


OPTIMIZER_CLASSES = {
    "sgd": lambda p, t: torch.optim.SGD(p, lr=t.learning_rate),
    "momentum": lambda p, t: torch.optim.SGD(p, lr=t.learning_rate, momentum=t.momentum),
    "nesterov": lambda p, t: torch.optim.SGD(p, lr=t.learning_rate, momentum=t.momentum, nesterov=True),
    "rmsprop": lambda p, t: torch.optim.RMSprop(p, lr=t.learning_rate, alpha=t.alpha, eps=t.epsilon),
    "adam": lambda p, t: torch.optim.Adam(p, lr=t.learning_rate, betas=(t.beta1, t.beta2), eps=t.epsilon),
}


@pytest.mark.parametrize("order", ["right", "update_first"])
@pytest.mark.parametrize("optimizer", OPTIMIZER_CLASSES)
def test_new_weights_are_shown_as_torch_computes_them(optimizer: str, order: str) -> None:
    """From the gradients that each of three updates used: PyTorch keeps the optimizer's state by itself."""
    rng = np.random.default_rng(5)
    network = Network((2, 3, 1), ("tanh", "sigmoid"), bias=(True, True))
    training = Training(
        loss="log_loss", optimizer=optimizer, order=order, learning_rate=0.05, l1=0.01, l2=0.02
    )
    X, Y = rng.normal(0.0, 1.0, (4, 2)), rng.integers(0, 2, (4, 1)).astype(float)
    weights, biases = initial_parameters(network, "glorot_uniform", rng)
    trainer = Trainer(network, training, X, Y, weights, biases, seed=0)
    parameters = [torch.tensor(array.copy(), requires_grad=True) for array in (*weights, *biases)]
    torch_optimizer = OPTIMIZER_CLASSES[optimizer](parameters, training)  # type: ignore[no-untyped-call]
    for _ in range(3):
        trace = trainer.trace()
        gradients = [layer.weights_gradient for layer in trace.layers]
        gradients += [layer.biases_gradient for layer in trace.layers]
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.grad = torch.tensor(gradient.copy())
        torch_optimizer.step()
        trainer.run(1)
    walk = Walk(Case(trace, network, training, digits=17))
    for key in walk.keys(Depth.PRODUCT):
        if key.phase is not Phase.CHANGE:
            continue
        layer, unit, part = key.layer or 0, key.unit or 0, key.part or 0
        is_bias = part == network.layers[layer].size_in
        expected = parameters[layer + 1][unit] if is_bias else parameters[layer - 1][part, unit]
        step = walk.step(key)
        for line in (step.result, step.numbers[-1]):
            assert close(values_of(line)[-1], [float(expected.detach())]), (key, sides_of(line))
