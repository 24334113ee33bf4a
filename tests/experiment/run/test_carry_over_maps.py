"""What was learned stays when maps and layers of a convolutional network come and go."""

from typing import Any

import numpy as np

from nnviz.engine.kernels.network import Network
from nnviz.experiment.commands import SetSpec
from nnviz.experiment.run.carry_over_maps import carried_over_maps
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict

POOL, FLAT = {"kind": "max_pool", "size": 2}, {"kind": "flatten"}


def conv(units: int, size: int = 3) -> dict[str, Any]:
    return {"kind": "conv", "units": units, "size": size, "padding": "same"}


def network_of(*layers: object) -> Network:
    table = {"data": {"name": "digits"}, "network": {"layers": [[8, 8, 1], *layers, 10]}}
    return spec_from_dict(table | {"training": {"loss": "mean_squared_error"}}).network.built


def drawn(network: Network, seed: int):
    rng = np.random.default_rng(seed)
    layers = network.layers[1:]
    return tuple(
        [rng.normal(size=shape) for shape in shapes]
        for shapes in ([each.weights_shape for each in layers], [each.biases_shape for each in layers])
    )


def change(before: Network, after: Network):
    old, fresh = drawn(before, 1), drawn(after, 2)
    return old, fresh, carried_over_maps(old, fresh, (before, after), ((), ()))


def test_a_new_map_leaves_all_others_and_the_pixels_of_their_own() -> None:
    before, after = network_of(conv(4), POOL, FLAT, 6), network_of(conv(5), POOL, FLAT, 6)
    old, fresh, (weights, biases) = change(before, after)
    np.testing.assert_array_equal(weights[0][..., :4], old[0][0])
    np.testing.assert_array_equal(weights[0][..., 4], fresh[0][0][..., 4])
    np.testing.assert_array_equal(biases[0][:4], old[1][0])
    of_pixels = weights[3].reshape(4, 4, 5, 6)
    np.testing.assert_array_equal(of_pixels[:, :, :4], old[0][3].reshape(4, 4, 4, 6))
    np.testing.assert_array_equal(of_pixels[:, :, 4], fresh[0][3].reshape(4, 4, 5, 6)[:, :, 4])
    np.testing.assert_array_equal(weights[4], old[0][4])

    back = carried_over_maps((weights, biases), drawn(before, 3), (after, before), ((), ()))
    for kept, was in zip((*back[0], *back[1]), (*old[0], *old[1]), strict=True):
        np.testing.assert_array_equal(kept, was)  # taken away again, everything is as it was


def test_of_a_kernel_of_another_size_only_what_is_around_it_stays() -> None:
    old, fresh, (weights, biases) = change(
        network_of(conv(3, 3), conv(4), FLAT), network_of(conv(3, 5), conv(4), FLAT)
    )
    np.testing.assert_array_equal(weights[0], fresh[0][0])
    np.testing.assert_array_equal(biases[0], old[1][0])
    for k in (1, 3):
        np.testing.assert_array_equal(weights[k], old[0][k])


def test_a_layer_that_comes_leaves_what_is_in_front_and_behind() -> None:
    old, fresh, (weights, _) = change(network_of(conv(4), FLAT, 6), network_of(conv(4), conv(4), FLAT, 6))
    np.testing.assert_array_equal(weights[0], old[0][0])
    np.testing.assert_array_equal(weights[1], fresh[0][1])
    np.testing.assert_array_equal(weights[3], old[0][2])  # the same maps of the same size
    np.testing.assert_array_equal(weights[4], old[0][3])
    old, fresh, (weights, _) = change(network_of(conv(4), FLAT, 6), network_of(conv(4), POOL, FLAT, 6))
    np.testing.assert_array_equal(weights[3], fresh[0][3])  # other pixels than before
    np.testing.assert_array_equal(weights[4], old[0][3])


def test_what_normalises_flattened_maps_goes_with_its_pixels() -> None:
    norm = {"kind": "batch_norm"}
    old, _, (weights, biases) = change(
        network_of(conv(2), norm, FLAT, norm, 5), network_of(conv(3), norm, FLAT, norm, 5)
    )
    np.testing.assert_array_equal(weights[1][:, :2], old[0][1])
    np.testing.assert_array_equal(weights[3].reshape(3, 8, 8, 3)[..., :2], old[0][3].reshape(3, 8, 8, 2))
    np.testing.assert_array_equal(biases[3].reshape(8, 8, 3)[..., :2], old[1][3].reshape(8, 8, 2))
    np.testing.assert_array_equal(weights[4].reshape(8, 8, 3, 5)[:, :, :2], old[0][4].reshape(8, 8, 2, 5))


def test_a_run_goes_on_with_what_it_has_learned() -> None:
    layers = [[4, 4, 1], conv(2), POOL, FLAT, 2]
    rng = np.random.default_rng(0)
    table = {
        "data": {"name": "points", "x": rng.normal(size=(4, 16)).tolist(), "y": [0, 1, 0, 1]},
        "network": {"layers": layers, "activation": ["relu", "softmax"]},
        "training": {"loss": "cross_entropy", "optimizer": "adam", "learning_rate": 0.01},
    }
    session = Session(spec_from_dict(table))
    session.advance(3)
    learned = session.snapshot()
    more = {**table, "network": {**table["network"], "layers": [layers[0], conv(3), *layers[2:]]}}
    for changed in (more, table):
        session.apply(SetSpec(spec_from_dict(changed)))
    for kept, was in zip(session.snapshot().weights, learned.weights, strict=True):
        np.testing.assert_array_equal(kept, was)
