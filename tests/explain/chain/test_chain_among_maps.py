"""The chain rule of kernels' weights, gains, pixels and inputs, checked by central differences."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from latex_value import values_of
from random_networks import conv, dense, network_of, norm, trainer_of

from nnviz.explain.chain.chain_rule import chain_rule
from nnviz.explain.chain.difference import central_difference
from nnviz.explain.chain.inspected import inspect, path_step
from nnviz.explain.formulas.step import Key, Phase
from nnviz.explain.update.case import Case
from nnviz.explain.update.forward_steps import DROPOUT_WHY, SILENCED_WHY
from nnviz.explain.update.walk import Walk
from nnviz.parts import Bias, Gain, KernelWeight, Pixel, Unit, Weight, learned_of

sys.path.append(str(Path(__file__).parents[1] / "update"))
from test_walk_of_maps import flatten, random_maps_case, replace_layers


def right_case(seed: int) -> Case:
    while True:
        case = random_maps_case(seed)
        smooth = "relu" not in case.network.activations
        if case.training.order == "right" and smooth:
            return case
        seed += 100


def places_of(case: Case, rng: np.random.Generator):
    """Go through some places of every kind that a network has."""
    for layer, record in enumerate(case.network.layers):
        index = tuple(int(rng.integers(n)) for n in record.shape_out)
        yield Pixel(layer, *index) if len(index) == 3 else Unit(layer, *index)
        learned = learned_of(case.network.layers, layer)
        biases = [part for part in learned if isinstance(part, Bias)] if record.bias else []
        for parts in ([part for part in learned if not isinstance(part, Bias)], biases):
            yield from (parts[int(rng.integers(len(parts)))],) if parts else ()


@pytest.mark.parametrize("seed", range(12))
def test_paths_add_up_to_what_the_check_confirms(seed: int) -> None:
    case = right_case(seed)
    checked = 0
    for place in places_of(case, np.random.default_rng(seed)):
        rule = chain_rule(case, place)
        if not rule.rest_count:
            assert sum(path.value for path in rule.paths) == pytest.approx(rule.own, rel=1e-8, abs=1e-12)
        found = central_difference(case, place, 1e-5)
        assert found.gradient == pytest.approx(rule.gradient, rel=1e-8, abs=1e-12), place
        assert found.estimate == pytest.approx(found.gradient, rel=2e-4, abs=2e-7), (place, case.network)
        checked += 1
    assert checked > 3


@pytest.mark.parametrize("kinds", ["dense", "maps"])
def test_in_single_precision_the_check_is_made_in_double(kinds: str) -> None:
    rng = np.random.default_rng(4)
    front = (conv(3, (3, 3), "tanh"), flatten()) if kinds == "maps" else ()
    network = network_of(*([(5, 5, 1)] if front else [(4,)]), *front, dense(5, "tanh"), dense(3, "softmax"))
    network = type(network)(network.layers, dtype="float32")
    trainer = trainer_of(rng, network, 4, loss="cross_entropy", batch_size=4)
    case = Case(trainer.trace(), network, trainer.training, 1, 17)
    for place in places_of(case, rng):
        found = central_difference(case, place, 1e-5)
        assert found.estimate == pytest.approx(found.gradient, rel=1e-4, abs=1e-6), place


def test_where_batch_norm_and_dropout_meet_the_check_keeps_the_masks() -> None:
    rng = np.random.default_rng(3)
    layers = conv(3, (3, 3), "tanh"), norm("tanh"), flatten(), dense(6, "tanh"), dense(3, "softmax")
    network = network_of((5, 5, 1), *layers)
    network = replace_layers(
        network, [replace(layer, dropout=0.5) if layer.kind == "dense" and layer.size_out == 6 else layer
                  for layer in network.layers]
    )  # fmt: skip
    trainer = trainer_of(rng, network, 4, loss="cross_entropy", batch_size=4)
    case = Case(trainer.trace(), network, trainer.training, 1, 17, whole=True)
    assert 0 < np.count_nonzero(case.layer(4).dropout_mask[1]) < 6
    for place in (KernelWeight(1, 1, 1, 0, 2), Gain(2, 1), Weight(4, 3, int(case.mask(4).argmax()))):
        found = central_difference(case, place, 1e-5)
        assert abs(found.gradient) > 1e-6
        assert found.estimate == pytest.approx(found.gradient, rel=2e-4)
    whys = {mask > 0: Walk(case).step(Key(Phase.FORWARD, 4, unit, quantity="a")).why
            for unit, mask in enumerate(case.mask(4))}  # fmt: skip
    assert whys == {True: DROPOUT_WHY, False: SILENCED_WHY}


def test_of_a_kernel_the_weight_with_most_effect_is_inspected() -> None:
    case = next(
        case
        for case in map(right_case, range(50))
        if case.network.layers[1].kind == "conv" and case.network.layers[1].pixels > 3
    )
    gradient = np.abs(case.layer(1).weights_gradient[:, :, 0, 0])
    found = inspect(case, Weight(1, 0, 0), "A kernel", 1e-5)
    place = found.rule.place
    assert isinstance(place, KernelWeight)
    assert gradient[place.row, place.column] == gradient.max()
    assert found.place == Weight(1, 0, 0)
    assert found.difference.digits >= 4
    assert "most effect" in found.step.title
    own = values_of(path_step(case, found, 0).numbers[0])
    assert own[-1] == pytest.approx(found.rule.paths[0].value, rel=1e-9)
    assert isinstance(inspect(case, Unit(1, 0), "A map", 1e-5).rule.place, Pixel)
    assert isinstance(inspect(case, Unit(0, 0), "The image", 1e-5).rule.place, Pixel)
