"""Deltas, gradients, chain rules and differences against PyTorch's autograd, and against one another."""

import numpy as np
import pytest
import torch
from latex_value import close, values_of
from numpy.typing import NDArray
from random_updates import PAIRS, random_case
from torch_reference import TORCH_ACTIVATIONS, torch_losses

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer
from nnviz.explain.chain.chain_rule import SHOWN_PATHS, chain_rule
from nnviz.explain.chain.difference import central_difference, error_curve
from nnviz.explain.update.case import Case
from nnviz.explain.update.right import right_layers
from nnviz.parts import Bias, Part, Unit, Weight

Floats = NDArray[np.float64]


def autograd(case: Case) -> tuple[list[Floats], list[Floats], list[Floats], Floats]:
    """Return own deltas, weight gradients and bias gradients of each layer, and dL_s/dx."""
    X = torch.from_numpy(case.trace.X.copy()).requires_grad_()
    a, sums, parameters, penalty = X, [], [], torch.zeros(())
    for name, layer in zip(case.network.activations, case.trace.layers, strict=True):
        w = torch.from_numpy(layer.weights.copy()).requires_grad_()
        b = torch.from_numpy(layer.biases.copy()).requires_grad_()
        sums.append(a @ w + b)
        sums[-1].retain_grad()
        a = TORCH_ACTIVATIONS[name](sums[-1])
        if layer.dropout_mask is not None:
            a = a * torch.from_numpy(layer.dropout_mask)
        parameters.append((w, b))
        penalty = penalty + case.training.l2 / 2 * (w**2).sum() + case.training.l1 * w.abs().sum()
    losses = torch_losses(case.training.loss, a, torch.from_numpy(case.trace.Y))
    losses.sum().backward(retain_graph=True)
    deltas, inputs = [z.grad.numpy().copy() for z in sums], X.grad.numpy().copy()  # type: ignore[union-attr]
    for pair in parameters:
        for parameter in pair:
            parameter.grad = None
    loss = (losses.mean() if case.training.reduction == "mean" else losses.sum()) + penalty
    assert np.isclose(float(loss.detach()), case.trace.loss, rtol=1e-12, atol=1e-12)
    loss.backward()
    weights, biases = ([pair[i].grad.numpy() for pair in parameters] for i in range(2))  # type: ignore[union-attr]
    return deltas, weights, biases, inputs


@pytest.mark.parametrize(("activation", "loss", "number"), PAIRS)
def test_right_derivatives_are_those_of_autograd(activation: str, loss: str, number: int) -> None:
    case = random_case(activation, loss, number)
    deltas, weights, biases, _ = autograd(case)
    layers = right_layers(case.trace, case.network, case.training)
    for layer, delta, w, b, has_bias in zip(
        layers, deltas, weights, biases, case.network.has_bias, strict=True
    ):
        np.testing.assert_allclose(layer.delta, delta, rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(layer.weights_gradient, w, rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(layer.biases_gradient, b * has_bias, rtol=1e-11, atol=1e-12)


def places_of(case: Case) -> list[Part]:
    places: list[Part] = [Unit(0, i) for i in range(case.units(0))]
    for layer in range(1, case.depth + 1):
        for j in range(case.units(layer)):
            places += [Unit(layer, j), *(Weight(layer, i, j) for i in range(case.units(layer - 1)))]
            places += [Bias(layer, j)] if case.has_bias(layer) else []
    return places


@pytest.mark.parametrize(("activation", "loss", "number"), PAIRS)
def test_paths_add_up_to_the_derivative(activation: str, loss: str, number: int) -> None:
    case = random_case(activation, loss, number)
    deltas, weights, biases, inputs = autograd(case)
    for place in places_of(case):
        rule = chain_rule(case, place)
        shown = sum(path.value for path in rule.paths) + rule.rest
        assert shown == pytest.approx(rule.own, rel=1e-11, abs=1e-13)
        if isinstance(place, Unit):
            at = case.sample, place.unit
            expected = float(inputs[at] if place.layer == 0 else deltas[place.layer - 1][at])
            assert rule.own == rule.gradient == pytest.approx(expected, rel=1e-11, abs=1e-12)
        else:
            scale = case.scale
            total = sum(rule.parts) * scale + rule.penalty
            assert total == pytest.approx(rule.gradient, rel=1e-11, abs=1e-13)
            used, right = (
                (case.layer(place.layer).weights_gradient, weights)
                if isinstance(place, Weight)
                else (case.layer(place.layer).biases_gradient, biases)
            )
            index = (place.source, place.target) if isinstance(place, Weight) else (place.unit,)
            assert rule.used == used[index]
            assert rule.gradient == pytest.approx(float(right[place.layer - 1][index]), rel=1e-11, abs=1e-12)
        for line in (rule.sum_line(case), rule.batch_line(case), *(p.numbers(case) for p in rule.paths)):
            values = values_of(line)
            assert not line or close(values[0], values[1:]), line


def test_a_path_passes_what_its_factors_say() -> None:
    case = random_case("identity", "half_squared_error", 4, order="right")
    assert case.depth > 1
    rule = chain_rule(case, Weight(1, 0, 0))
    for path in rule.paths:
        assert [unit.layer for unit in path.units] == list(range(case.depth, -1, -1))
        assert len(path.weights) == case.depth
        assert path.weights[-1] == Weight(1, 0, 0)
        lines = [factor.value for factor in path.factors if isinstance(factor.place, Weight)]
        weights = [case.layer(w.layer).weights[w.source, w.target] for w in path.weights[:-1]]
        assert lines == weights
        assert len(path.symbols()) == 2 * len(path.factors) - 1


def test_of_many_paths_the_largest_are_shown_and_the_rest_summed() -> None:
    rng = np.random.default_rng(5)
    network = Network((3, 6, 5, 4, 3), ("tanh",) * 3 + ("softmax",))
    training = Training(loss="mean_squared_error")
    weights, biases = initial_parameters(network, "glorot_uniform", rng)
    X, Y = rng.normal(0, 1, (2, 3)), np.eye(3)[[0, 2]]
    case = Case(Trainer(network, training, X, Y, weights, biases, seed=0).trace(), network, training, 1)
    rule = chain_rule(case, Weight(1, 1, 2))
    assert rule.path_count == 5 * 4 * 3 * 3
    assert len(rule.paths) == SHOWN_PATHS
    assert rule.rest_count == 180 - SHOWN_PATHS

    slopes = [case.slopes(layer) for layer in (1, 2, 3)]
    y_hat, w = case.a(4), [layer.weights for layer in case.trace.layers]
    products = [
        2 / 3 * (y_hat[k] - case.trace.Y[1, k]) * y_hat[j] * ((j == k) - y_hat[k])
        * w[3][c, j] * slopes[2][c] * w[2][b, c] * slopes[1][b] * w[1][2, b] * slopes[0][2] * X[1, 1]
        for k in range(3) for j in range(3) for c in range(4) for b in range(5)
    ]  # fmt: skip
    largest = sorted((float(value) for value in products), key=abs, reverse=True)
    np.testing.assert_allclose([path.value for path in rule.paths], largest[:SHOWN_PATHS], rtol=1e-12)
    assert rule.rest == pytest.approx(sum(largest[SHOWN_PATHS:]), abs=1e-12)
    assert any("156 more paths" in term.latex for term in rule.sum_line(case))


@pytest.mark.parametrize(("activation", "loss", "number"), PAIRS)
def test_central_differences_agree_with_the_derivatives(activation: str, loss: str, number: int) -> None:
    case = random_case(activation, loss, number)
    if near_a_kink(case):
        return
    for place in places_of(case):
        difference = central_difference(case, place, 1e-5)
        assert difference.error < 1e-7 * max(1.0, abs(difference.gradient)), (place, difference)


def near_a_kink(case: Case) -> bool:
    """Return whether a rectifier or a clamped probability makes the loss bend within the step."""
    bent = any(
        name in ("relu", "leaky_relu", "elu") and np.abs(layer.z).min() < 1e-3
        for name, layer in zip(case.network.activations, case.trace.layers, strict=True)
    )
    outputs = case.trace.layers[-1].a
    needs = case.training.loss in ("log_loss", "cross_entropy")
    return bent or (needs and bool((outputs < 1e-2).any() or (outputs > 1 - 1e-2).any()))


def test_epsilon_can_be_too_large_and_too_small() -> None:
    case = random_case("sigmoid", "half_squared_error", 1, order="right")
    curve = error_curve(case, Weight(case.depth, 0, 0))
    epsilons = [difference.epsilon for difference in curve]
    assert epsilons[0] == pytest.approx(1e-1, rel=1e-9, abs=0)
    assert epsilons[-1] == pytest.approx(1e-14, rel=1e-9, abs=0)
    assert epsilons == [10.0 ** (-1 - half / 2) for half in range(27)]  # powers of ten exactly, and between
    best = min(curve, key=lambda difference: difference.error)
    assert 1e-8 < best.epsilon < 1e-3
    assert curve[0].error > 100 * best.error
    assert curve[-1].error > 100 * best.error
    assert best.digits >= 8
    assert curve[-1].digits < best.digits


@pytest.mark.parametrize("epsilon", [0.0, -1.0, float("nan"), float("inf")])
def test_an_impossible_epsilon_is_refused(epsilon: float) -> None:
    case = random_case("sigmoid", "log_loss", 1)
    with pytest.raises(ValueError, match="epsilon is a number above 0"):
        central_difference(case, Bias(1, 0), epsilon)
