"""Every number of a walk through layers of maps is right: each line is worked out again."""

from dataclasses import replace

import numpy as np
import pytest
from latex_value import close, sides_of, values_of
from random_networks import avg_pool, conv, dense, max_pool, network_of, norm, random_network, trainer_of

from nnviz.engine.layers.flatten import Flatten
from nnviz.explain.documents.markdown import markdown
from nnviz.explain.documents.outline import TELLING
from nnviz.explain.formulas.step import Depth, Key, Phase
from nnviz.explain.update.case import Case
from nnviz.explain.update.maps.pooling import winner
from nnviz.explain.update.right import right_layers
from nnviz.explain.update.walk import Walk
from nnviz.parts import Weight

MOST = 150
"""Steps of one depth that are looked at, drawn from all of them."""


def flatten():
    return Flatten


def random_maps_case(seed: int) -> Case:
    rng = np.random.default_rng(seed)
    network = random_network(rng, str(rng.choice(["relu", "tanh", "sigmoid"])))
    if rng.random() < 0.3:
        layers = [replace(layer, dropout=0.3) if layer.kind == "conv" else layer for layer in network.layers]
        network = replace_layers(network, layers)
    trainer = trainer_of(
        rng,
        network,
        4,
        loss="cross_entropy",
        batch_size=int(rng.integers(1, 5)),
        optimizer=str(rng.choice(["sgd", "adam", "momentum"])),
        l1=float(rng.choice([0.0, 0.03])),
        l2=float(rng.choice([0.0, 0.02])),
        weight_decay=float(rng.choice([0.0, 0.05])),
        reduction=str(rng.choice(["mean", "sum"])),
        order=str(rng.choice(["right", "right", "update_first"])),
    )
    trainer.run(2)
    trace = trainer.trace()
    return Case(trace, network, trainer.training, seed % len(trace.X), 17, whole=True)


def replace_layers(network, layers):
    return type(network)(tuple(layers), dtype=network.dtype)


def steps_of(walk: Walk, depth: Depth, seed: int):
    keys = walk.keys(depth)
    chosen = np.random.default_rng(seed).permutation(len(keys))[:MOST]
    return [walk.step(keys[at]) for at in sorted(chosen)]


def check(step) -> int:
    """Work out every line, and what the result says; return how many sides were compared."""
    compared = 0
    for line in step.numbers:
        values = values_of(line)
        elided = any("dots" in term.latex for term in line)
        assert values or elided, (step.key, sides_of(line))
        assert close(values[0], values[1:], 1e-9) if values else True, (step.key, sides_of(line), values)
        compared += len(values)
    results = values_of(step.result)
    if results:
        name = sides_of(step.result)[0]
        lines = [line for line in step.numbers if sides_of(line)[0] == name] or step.numbers[-1:]
        if len(step.result) == 1 and any(line[0].latex == r"\text{right:}" for line in step.numbers):
            lines = step.numbers[:1]
        values = values_of(lines[-1])
        assert close(results[-1], values[-1:], 1e-9), (step.key, step.title, values, results)
    return compared


@pytest.mark.parametrize("seed", range(24))
def test_every_line_can_be_worked_out(seed: int) -> None:
    walk = Walk(random_maps_case(seed))
    assert sum(check(step) for depth in walk.depths for step in steps_of(walk, depth, seed)) > 20


@pytest.mark.parametrize("seed", range(12))
def test_what_comes_down_by_numpy_is_what_the_engine_computed(seed: int) -> None:
    case = random_maps_case(seed)
    training = replace(case.training, order="update_first")  # so that it is computed anew
    if case.training.order == "update_first":
        return
    for mine, engine in zip(right_layers(case.trace, case.network, training), case.trace.layers, strict=True):
        np.testing.assert_allclose(mine.delta, engine.delta, rtol=1e-9, atol=1e-13)
        np.testing.assert_allclose(mine.weights_gradient, engine.weights_gradient, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(mine.biases_gradient, engine.biases_gradient, rtol=1e-9, atol=1e-12)


@pytest.fixture(scope="module")
def case() -> Case:
    rng = np.random.default_rng(5)
    network = network_of(
        (6, 6, 2),
        conv(3, (3, 3), "relu", padding="same"),
        norm("relu"),
        max_pool((2, 2), (2, 2)),
        conv(4, (2, 2), "tanh"),
        avg_pool((2, 2), (1, 1)),
        flatten(),
        dense(3, "softmax"),
    )
    trainer = trainer_of(rng, network, 4, loss="cross_entropy", batch_size=3)
    return Case(trainer.trace(), network, trainer.training, 1, 4)


@pytest.mark.parametrize("phase", [Phase.FORWARD, Phase.BACKWARD, Phase.GRADIENT])
def test_a_pixel_is_gone_into_at_its_largest_product(case: Case, phase: Phase) -> None:
    walk = Walk(case)
    layer = 3 if phase is Phase.BACKWARD else 4
    pixel = walk.telling(Key(phase, layer, 1, quantity="z" if phase is Phase.FORWARD else ""))
    assert pixel is not None
    parts = [walk.step(key) for key in walk.children(pixel) if "bias" not in walk.step(key).title]
    sizes = [abs(values_of(step.symbols and step.numbers[0])[-1]) for step in parts]
    chosen = walk.telling(pixel)
    assert chosen is not None
    assert abs(values_of(walk.step(chosen).numbers[0])[-1]) == max(sizes) > 0.0
    kernels = [region for region in walk.step(chosen).regions if isinstance(region.unit, Weight)]
    assert len(kernels) == 1  # the number of the kernel is marked, too


def test_the_new_biases_of_a_convolution_are_said(case: Case) -> None:
    walk, values = Walk(case), case.layer(4)
    whole = values_of(walk.step(Key(Phase.CHANGE, 4)).numbers[-1])
    np.testing.assert_allclose(whole[-1].ravel(), values.biases_after, rtol=1e-3)
    of_map = walk.step(Key(Phase.CHANGE, 4, 2)).numbers[-1]
    assert of_map[0].latex == r"b^{(4)}_{3}"
    assert values_of(of_map)[-1] == pytest.approx(values.biases_after[2], rel=1e-3)


def test_no_slope_is_met_where_there_is_no_activation(case: Case) -> None:
    walk = Walk(case)
    for key in (Key(Phase.BACKWARD, 6), Key(Phase.BACKWARD, 6, 2)):
        step = walk.step(key)
        assert "slope" not in step.why
        assert not any("f'" in term.latex for line in (*step.symbols, *step.numbers) for term in line)
    flattened = walk.step(Key(Phase.BACKWARD, 5, 1, pixel=0))
    assert [term.latex for term in flattened.symbols[0]][-1] == r"\delta^{(6)}_{2}"


def test_a_pixel_is_its_window_times_the_kernel(case: Case) -> None:
    walk = Walk(case)
    step = walk.step(Key(Phase.FORWARD, 4, 2, quantity="z", pixel=3))
    assert step.title == "Layer 4, convolution, map 3, pixel [2,2]: the sum"
    below, weights = case.a(3)[1:3, 1:3], case.layer(4).weights[..., 2]
    assert step.values[0][1] == pytest.approx((below * weights).sum() + case.layer(4).biases[2], rel=1e-12)
    assert {(r.unit.layer, r.top, r.left, r.height, r.width) for r in step.regions} == {
        (3, 1, 1, 2, 2),
        (4, 1, 1, 1, 1),
    }


def test_a_kernel_weight_is_pulled_by_every_output_pixel(case: Case) -> None:
    walk = Walk(case)
    weight = Key(Phase.GRADIENT, 4, 1, pixel=5)
    pulls = [walk.step(key) for key in walk.children(weight)]
    assert len(pulls) == 4
    own = sum(values_of(step.result)[-1] for step in map(rounded_off, [case] * 4, walk.children(weight)))
    rest = sum(
        case.layer(4).delta[s, v, u, 1] * case.a_of_batch(3)[s, v + 0, u + 1, 2]
        for s in (0, 2)
        for v in range(2)
        for u in range(2)
    )
    i, j, c = np.unravel_index(5, (2, 2, 3))
    assert (i, j, c) == (0, 1, 2)
    assert (own + rest) / 3 == pytest.approx(case.layer(4).weights_gradient[0, 1, 2, 1], rel=1e-9)


def rounded_off(case: Case, key: Key):
    exact = Case(case.trace, case.network, case.training, case.sample, 17)
    return Walk(exact).step(key)


def test_the_error_goes_back_to_the_maximum_alone(case: Case) -> None:
    walk = Walk(case)
    i, j = winner(case, 3, (1, 2, 0))
    for row, column in np.ndindex(2, 2):
        at = (2 + row, 4 + column)
        step = walk.step(Key(Phase.BACKWARD, 2, 0, pixel=at[0] * 6 + at[1]))
        won = (row, column) == (i, j)
        assert ("It was the largest" in step.why) == won
        if not won:
            assert step.values[0][1] == 0.0


def test_levels_lead_in_and_out_again(case: Case) -> None:
    walk = Walk(case)
    assert Depth.PIXEL in walk.depths
    key = walk.first(Depth.PHASE)
    seen = []
    for depth in (Depth.LAYER, Depth.MAP, Depth.PIXEL, Depth.PRODUCT):
        key = walk.at_depth(Key(Phase.FORWARD, 4, quantity="z"), depth)
        seen.append(key.depth)
        assert walk.step(key).title
    assert seen == [Depth.LAYER, Depth.NEURON, Depth.PIXEL, Depth.PRODUCT]
    while (parent := walk.parent(key)) is not None:
        assert key in walk.children(parent)
        key = parent
    assert key == Key(Phase.FORWARD)
    for depth in walk.depths:
        keys = walk.keys(depth)
        assert len(set(keys)) == len(keys)
        assert walk.before(keys[5], depth) == keys[4]


def test_the_pixel_that_says_most_comes_first_when_going_in(case: Case) -> None:
    walk = Walk(case)
    for quantity in ("z", "a"):  # what stands out from the background, in both the same
        key = walk.telling(Key(Phase.FORWARD, 1, 0, quantity=quantity))
        assert key is not None
        assert key.pixel == int(case.a(1)[..., 0].argmax())
    key = walk.telling(Key(Phase.BACKWARD, 1, 0))
    assert key is not None
    assert key.pixel == int(abs(case.delta(1)[..., 0]).argmax())


def test_a_document_has_one_pixel_of_each_map_where_all_would_be_too_many() -> None:
    rng = np.random.default_rng(1)
    network = network_of(
        (28, 28, 1), conv(6, (3, 3), "relu"), max_pool((2, 2), (2, 2)), flatten(), dense(2, "softmax")
    )
    trainer = trainer_of(rng, network, 2, loss="cross_entropy", batch_size=1)
    text = markdown(Walk(Case(trainer.trace(), network, trainer.training)), Depth.PIXEL)
    assert TELLING.strip() in text
    assert "convolution 3 × 3 to 6 maps of 26 × 26 (ReLU)" in text
