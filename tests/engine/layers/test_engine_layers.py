"""Layers of every kind: gradients against PyTorch and central differences, training, bits."""

import numpy as np
import pytest
import torch
from random_networks import (
    KINDS,
    avg_pool,
    conv,
    dense,
    max_pool,
    network_of,
    norm,
    random_network,
    torch_loss,
    trainer_of,
)

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.ensemble import train_ensemble
from nnviz.engine.evaluate import forward
from nnviz.engine.kernels.layout import Layout
from nnviz.engine.kernels.measure import measure
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.train import train
from nnviz.engine.kernels.training import Training
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.flatten import Flatten
from nnviz.engine.layers.kinds import LAYERS
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import MaxPool
from nnviz.engine.trainer import Trainer

pytestmark = pytest.mark.usefixtures("compiled_engine")

ALONE = [name for name, record in ACTIVATIONS.items() if not record.output_only]
CONV_NET = (
    conv(5, (3, 3), "relu"),
    max_pool((2, 2), (2, 2)),
    conv(6, (3, 2), "relu", padding="same"),
    avg_pool((2, 2), (1, 1)),
    Flatten,
    dense(4, "relu", dropout=0.5),
    dense(3, "softmax"),
)


def tensors(arrays):
    return [torch.tensor(np.array(array), requires_grad=True) for array in arrays]


def assert_gradient_is_torchs(trainer):
    trace = trainer.trace()
    weights, biases = tensors(trainer.weights()), tensors(trainer.biases())
    loss = torch_loss(trainer, weights, biases, trace.X, torch.tensor(trace.Y))
    loss.backward()
    assert trace.loss == pytest.approx(loss.item(), rel=1e-12)
    gradients = [part.grad.numpy() for part in (*weights, *biases) if part.grad is not None]
    scale = max(np.abs(gradient).max() for gradient in gradients if gradient.size)
    for layer, mine, w, b in zip(trainer.network.layers[1:], trace.layers, weights, biases, strict=True):
        if layer.has_parameters:
            expected = layer.learned(w.grad.numpy())
            found = layer.learned(mine.weights_gradient)
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-13 * scale)
            expected = b.grad.numpy() if layer.bias else np.zeros(b.shape)
            np.testing.assert_allclose(mine.biases_gradient, expected, rtol=1e-12, atol=1e-13 * scale)


def test_every_kind_of_layer_is_among_the_random_networks() -> None:
    assert {*KINDS, "flatten", "dense"} == set(LAYERS)


@pytest.mark.parametrize("activation", ALONE)
@pytest.mark.parametrize("seed", range(6))
def test_gradients_of_random_networks_are_those_of_autograd(activation, seed):
    rng = np.random.default_rng([seed, ALONE.index(activation)])
    network = random_network(rng, activation)
    samples = int(rng.choice([2, 5, 16, 21]))
    training = {"l2": 0.1, "l1": 0.01, "reduction": str(rng.choice(["mean", "sum"]))}
    trainer = trainer_of(rng, network, samples, loss="cross_entropy", **training)
    assert_gradient_is_torchs(trainer)


@pytest.mark.parametrize("channels", [1, 2, 3, 5])
@pytest.mark.parametrize("maps", [1, 3, 4, 6, 9])
def test_sums_over_many_samples_and_rows_are_those_of_autograd(maps, channels):
    """More samples than one block of the workspace has, and taller maps than are summed up at once."""
    rng = np.random.default_rng([maps, channels])
    kernels = conv(maps, (3, 2), "tanh", stride=(1, 2)), conv(maps + 1, (2, 3), "sigmoid", padding="same")
    network = network_of((23, 9, channels), *kernels, Flatten, dense(3, "softmax"))
    assert_gradient_is_torchs(trainer_of(rng, network, 70, loss="cross_entropy", reduction="sum"))


@pytest.mark.parametrize("batch_size", [1, 0])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_shapes_of_a_trace_are_those_of_the_layers(batch_size, dtype):
    rng = np.random.default_rng(1)
    network = network_of((9, 8, 2), *CONV_NET, dtype=dtype)
    trace = trainer_of(rng, network, 5, loss="cross_entropy", batch_size=batch_size).trace()
    samples = len(trace.X)
    for layer, traced in zip(network.layers[1:], trace.layers, strict=True):
        for array in (traced.z, traced.a, traced.delta):
            assert array.shape == (samples, *layer.shape_out)
        assert traced.weights.shape == traced.weights_gradient.shape == layer.weights_shape
    assert [layer.shape_out for layer in network.layers] == [
        (9, 8, 2), (7, 6, 5), (3, 3, 5), (3, 3, 6), (2, 2, 6), (24,), (4,), (3,),
    ]  # fmt: skip


def test_a_gradient_is_the_central_difference():
    rng = np.random.default_rng(3)
    makers = (conv(3, (2, 2)), norm("tanh"), max_pool((2, 2), (1, 1)), Flatten, dense(2))
    network = network_of((6, 5, 2), *makers)
    trainer = trainer_of(rng, network, 6)
    trace, weights, biases = trainer.trace(), trainer.weights(), trainer.biases()
    for layer, place in ((0, (1, 0, 1, 2)), (0, (0, 1, 0, 0)), (1, (0, 2)), (4, (7, 1))):
        losses = []
        for change in (1e-6, -1e-6):
            moved = [w.copy() for w in weights]
            moved[layer][place] += change
            trainer.set_parameters(moved, biases)
            losses.append(trainer.trace().loss)
        gradient = trace.layers[layer].weights_gradient[place]
        assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(gradient, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_hundred_updates_of_a_conv_net_lose_what_pytorch_loses(optimizer):
    rng = np.random.default_rng(5)
    makers = (conv(4, (3, 3), "relu"), max_pool((2, 2), (2, 2)), Flatten, norm("relu"), dense(3, "softmax"))
    network = network_of((8, 8, 1), *makers)
    trainer = trainer_of(rng, network, 40, loss="cross_entropy", optimizer=optimizer, batch_size=10)
    weights, biases = tensors(trainer.weights()), tensors(trainer.biases())
    rate = trainer.training.learning_rate
    learned = [part for part in (*weights, *biases) if part.numel()]
    kind = torch.optim.SGD if optimizer == "sgd" else torch.optim.Adam
    torch_optimizer = kind(learned, rate)
    for update in range(100):
        rows = slice(update % 4 * 10, update % 4 * 10 + 10)
        loss = torch_loss(trainer, weights, biases, trainer.X[rows], torch.tensor(trainer.Y[rows]))
        if update % 33 == 0:
            assert trainer.trace().loss == pytest.approx(loss.item(), rel=1e-9, abs=1e-12)
        torch_optimizer.zero_grad()
        loss.backward()
        torch_optimizer.step()
        trainer.run(1)
    assert trainer.trace().loss == pytest.approx(
        torch_loss(trainer, weights, biases, trainer.X[:10], torch.tensor(trainer.Y[:10])).item(),
        rel=1e-9,
        abs=1e-12,
    )


def test_batch_norm_keeps_the_running_mean_and_variance_of_pytorch():
    rng = np.random.default_rng(6)
    network = network_of((4, 4, 3), norm(), Flatten, dense(2))
    trainer = trainer_of(rng, network, 20, batch_size=7)
    other = torch.nn.BatchNorm2d(3, dtype=torch.float64)
    for rows in (slice(0, 7), slice(7, 14), slice(14, 20)):
        other(torch.tensor(trainer.X[rows]).reshape(-1, 4, 4, 3).permute(0, 3, 1, 2))
        trainer.run(1)
    _, mean, variance = trainer.weights()[0]
    assert mean == pytest.approx(other.running_mean.numpy(), rel=1e-12)
    assert variance == pytest.approx(other.running_var.numpy(), rel=1e-12)


def test_batch_norm_takes_the_running_numbers_when_it_is_only_asked():
    rng = np.random.default_rng(7)
    network = network_of((4, 4, 3), norm(), Flatten, dense(2))
    trainer = trainer_of(rng, network, 20, batch_size=7)
    trainer.run(12)
    gamma, mean, variance = trainer.weights()[0]
    alone = forward(network, trainer.weights(), trainer.biases(), trainer.X[:1])[1]
    z = (trainer.X[:1].reshape(-1, 3) - mean) / np.sqrt(variance + 1e-5) * gamma + trainer.biases()[0]
    assert alone.reshape(-1, 3) == pytest.approx(z, rel=1e-12)
    trace = trainer.trace()
    batch = trace.X.reshape(-1, 3)
    assert trace.layers[0].mean == pytest.approx(batch.mean(axis=0), rel=1e-12)
    assert trace.layers[0].variance == pytest.approx(batch.var(axis=0), rel=1e-12)


def test_of_equal_maxima_the_first_gets_the_error():
    network = network_of((2, 2, 1), norm(), max_pool((2, 2), (2, 2)), Flatten, dense(1, "identity"))
    X = [[1.0, 3.0, 3.0, 2.0], [0.0, 0.0, 0.0, 0.0]]
    start = network.zeros()
    start[0][3][:] = 1.0
    trace = Trainer(network, Training(), X, [[0.0], [9.0]], *start).trace()
    assert np.flatnonzero(trace.layers[0].delta[0]).tolist() == [1]
    assert np.flatnonzero(trace.layers[0].delta[1]).tolist() == [0]


def everything(trainer):
    """Return bytes of a trace and of the state after some updates."""
    trace = trainer.trace()
    arrays = [trace.sample_losses, trace.sample_losses_after]
    for layer in trace.layers:
        arrays += [layer.z, layer.a, layer.delta, layer.weights_gradient, layer.biases_gradient]
    trainer.run(2)
    trainer.run(1)
    state = trainer.state()
    return b"".join(np.ascontiguousarray(array).tobytes() for array in (*arrays, state.parameters))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batch_size", [1, 3])
@pytest.mark.parametrize("order", ["right", "update_first"])
def test_compiled_and_interpreted_have_the_same_bits(dtype, batch_size, order, monkeypatch):
    makers = (
        conv(3, (2, 2), "tanh", padding="same", dropout=0.25),
        norm("relu"),
        max_pool((2, 2), (1, 1)),
        conv(5, (2, 1), "tanh", stride=(1, 2)),
        avg_pool((1, 1), (1, 1)),
        Flatten,
        dense(2, "softmax"),
    )
    network = network_of((4, 4, 1), *makers, dtype=dtype)
    settings = {"loss": "cross_entropy", "batch_size": batch_size, "optimizer": "momentum", "order": order}
    compiled = trainer_of(np.random.default_rng(9), network, 4, **settings)
    interpreted = trainer_of(np.random.default_rng(9), network, 4, **settings)
    fast = everything(compiled)
    for entry in (train, measure):
        monkeypatch.setattr(entry, "ready", frozenset())
    assert everything(interpreted) == fast


def test_any_slicing_has_the_same_bits():
    network = network_of((9, 8, 2), *CONV_NET)
    settings = {"loss": "cross_entropy", "batch_size": 4, "optimizer": "adam", "shuffle": True}
    one, other = (trainer_of(np.random.default_rng(2), network, 21, **settings) for _ in range(2))
    one.run(50)
    for slice_ in (1, 2, 30, 17):
        other.run(slice_)
    assert one.state().parameters.tobytes() == other.state().parameters.tobytes()


def test_networks_side_by_side_have_the_same_bits_as_alone():
    makers = (conv(3, (2, 2), "tanh", padding="same"), max_pool((2, 2), (2, 2)), Flatten, dense(2, "sigmoid"))
    network = network_of((5, 4, 1), *makers)
    starts = [np.random.default_rng(0) for _ in range(3)]
    side, alone = (
        [trainer_of(rng, network, 6, seed=seed, batch_size=1) for seed, rng in enumerate(starts_)]
        for starts_ in (starts, [np.random.default_rng(0) for _ in range(3)])
    )
    train_ensemble(side, 13)
    for one, other in zip(side, alone, strict=True):
        other.run(13)
        assert one.state().parameters.tobytes() == other.state().parameters.tobytes()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv((4,), (2, 2), units=1), "needs maps"),
        (lambda: Conv((4, 4, 1), (5, 2), units=1), "does not fit into maps of 4 x 4"),
        (lambda: Conv((4, 4, 1), (2, 2), units=1, padding="full"), "valid, same"),
        (lambda: MaxPool((4, 4, 1), (2, 2), (0, 1)), "from 1 on"),
        (lambda: BatchNorm((4,), epsilon=0.0), "above 0"),
        (lambda: network_of((4, 4, 1), Flatten, conv(1, (1, 1))), "needs maps"),
    ],
)
def test_impossible_layers_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_dense_networks_take_no_more_room_than_before():
    layout = Layout(Network((2, 4, 1), ("tanh", "tanh")), train.tags[1])
    assert layout.block == 3 * (2 + 4 + 1) + 2 + 1
    assert layout.scratch == 0
