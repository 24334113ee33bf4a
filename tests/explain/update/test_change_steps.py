"""The update is shown as what it is: old weight minus learning rate times a number is the new weight."""

import re

import numpy as np
import pytest
from latex_value import close, sides_of, value_of

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer
from nnviz.explain.formulas.step import Depth, Formula, Key, Phase
from nnviz.explain.update.case import Case
from nnviz.explain.update.change_steps import before_and_after
from nnviz.explain.update.parameters import parameter_place
from nnviz.explain.update.walk import Walk
from nnviz.parts import Bias, Weight

OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam")


def case_after(updates: int, digits: int = 17, **settings: float | str) -> Case:
    rng = np.random.default_rng(2)
    network = Network((2, 3, 1), ("tanh", "sigmoid"), bias=(True, True))
    training = Training(**({"loss": "log_loss", "learning_rate": 0.05} | settings))  # type: ignore[arg-type]
    X, Y = rng.normal(0.0, 1.0, (4, 2)), rng.integers(0, 2, (4, 1)).astype(float)
    trainer = Trainer(network, training, X, Y, *initial_parameters(network, "glorot_uniform", rng), seed=0)
    trainer.run(updates)
    return Case(trainer.trace(), network, training, digits=digits)


def text_of(formula: Formula) -> str:
    return " ".join(term.latex for term in formula)


@pytest.mark.parametrize("weight_decay", [0.0, 0.01])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_old_weight_minus_rate_times_step_is_the_new_weight(optimizer: str, weight_decay: float) -> None:
    case = case_after(3, optimizer=optimizer, weight_decay=weight_decay)
    walk = Walk(case)
    for layer in (1, 2):
        for unit in range(case.units(layer)):
            for part, line in enumerate(walk.step(Key(Phase.CHANGE, layer, unit)).numbers):
                place = parameter_place(case, layer, unit, part)
                before, after = before_and_after(case, place)
                _, middle, last = sides_of(line)
                assert close(value_of(middle), [after])
                assert close(value_of(last), [after])
                first, *subtrahends = middle.split(r" - 0.05 \cdot ")
                assert close(value_of(first), [before])
                decays = weight_decay > 0.0 and isinstance(place, Weight)
                assert len(subtrahends) == 1 + decays


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_matrices_are_subtracted_as_well(optimizer: str) -> None:
    case = case_after(3, optimizer=optimizer, weight_decay=0.02)
    for layer in (1, 2):
        weights, biases = Walk(case).step(Key(Phase.CHANGE, layer)).numbers
        for line, after in (
            (weights, case.layer(layer).weights_after.T),
            (biases, case.layer(layer).biases_after[:, None]),
        ):
            _, middle, last = sides_of(line)
            assert r"- 0.05 \cdot \begin" in middle
            assert close(value_of(middle), [after, value_of(last)])


def test_the_sign_of_the_gradient_is_not_moved() -> None:
    case = case_after(0, digits=4)
    for key in Walk(case).keys(Depth.NEURON):
        if key.phase is Phase.CHANGE:
            for part, line in enumerate(Walk(case).step(key).numbers):
                g = case.gradient(parameter_place(case, key.layer or 0, key.unit or 0, part))
                assert (r"\cdot \left(-" in text_of(line)) == (g < 0.0)


def test_one_weight_shows_the_pieces_of_its_gradient() -> None:
    case = case_after(1, l1=0.01, l2=0.1)
    weight, bias = (Walk(case).step(Key(Phase.CHANGE, 1, 0, part)) for part in (0, 2))
    w = float(case.layer(1).weights[0, 0])
    sides = sides_of(weight.numbers[0])
    assert re.search(r"0\.1 \\cdot", sides[1])
    assert re.search(r"0\.01 \\cdot", sides[1])
    g = case.gradient(Weight(1, 0, 0))
    assert close(value_of(sides[1]), [g, value_of(sides[2])])
    assert close(value_of(sides[1].split(" + ")[0].split(" - 0.")[0]), [g - 0.1 * w - 0.01 * np.sign(w)])
    assert sides_of(bias.numbers[0])[1:] == [repr(case.gradient(Bias(1, 0)))]
