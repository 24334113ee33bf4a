"""Every optimizer, penalty and schedule against PyTorch's, over twenty updates."""

import numpy as np
import pytest
import torch

from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.tracing import learning_rate_at
from nnviz.engine.trainer import Trainer

UPDATES = 20
SAMPLES = 3


def torch_optimizer(training, weights, biases):
    rate = training.learning_rate
    decayed = {"params": weights, "weight_decay": training.weight_decay}
    groups = [decayed, {"params": biases, "weight_decay": 0.0}]
    betas = (training.beta1, training.beta2)
    if training.weight_decay:
        return torch.optim.AdamW(groups, lr=rate, betas=betas, eps=training.epsilon)
    return {
        "sgd": lambda: torch.optim.SGD(groups, lr=rate),
        "momentum": lambda: torch.optim.SGD(groups, lr=rate, momentum=training.momentum),
        "nesterov": lambda: torch.optim.SGD(groups, lr=rate, momentum=training.momentum, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop(groups, lr=rate, alpha=training.alpha, eps=training.epsilon),
        "adam": lambda: torch.optim.Adam(groups, lr=rate, betas=betas, eps=training.epsilon),
    }[training.optimizer]()


def torch_training(training, weights, biases, X, Y, scheduler=None):
    weights = [torch.tensor(w, requires_grad=True) for w in weights]
    biases = [torch.tensor(b, requires_grad=True) for b in biases]
    X, Y = torch.tensor(X), torch.tensor(Y)
    optimizer = torch_optimizer(training, weights, biases)
    schedule = scheduler(optimizer) if scheduler else None
    for _ in range(UPDATES):
        optimizer.zero_grad()
        outputs = torch.sigmoid(torch.tanh(X @ weights[0] + biases[0]) @ weights[1] + biases[1])
        losses = 0.5 * ((outputs - Y) ** 2).sum(1)
        loss = losses.mean() if training.reduction == "mean" else losses.sum()
        for w in weights:
            loss = loss + training.l1 * w.abs().sum() + training.l2 / 2 * (w**2).sum()
        loss.backward()
        optimizer.step()
        if schedule is not None:
            schedule.step()
    return [w.detach().numpy() for w in weights], [b.detach().numpy() for b in biases]


def both(training, scheduler=None):
    rng = np.random.default_rng(7)
    network = Network((2, 3, 2), ("tanh", "sigmoid"))
    X = rng.normal(0, 1, (SAMPLES, 2))
    Y = rng.uniform(0, 1, (SAMPLES, 2))
    start = initial_parameters(network, "normal", rng)
    trainer = Trainer(network, training, X, Y, *start)
    assert trainer.run(UPDATES) == UPDATES
    return trainer, torch_training(training, *start, X, Y, scheduler)


def assert_same(trainer, expected):
    for ours, theirs in zip((trainer.weights(), trainer.biases()), expected, strict=True):
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_optimizer_matches_torch(optimizer):
    assert_same(*both(Training(optimizer=optimizer, learning_rate=0.05)))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_optimizer_with_penalties_and_summed_loss_matches_torch(optimizer):
    training = Training(optimizer=optimizer, learning_rate=0.02, l1=0.01, l2=0.1, reduction="sum")
    assert_same(*both(training))


def test_other_settings_of_the_optimizers_matter_as_in_torch():
    settings = {"momentum": 0.7, "alpha": 0.8, "beta1": 0.6, "beta2": 0.9, "epsilon": 0.01}
    for optimizer in OPTIMIZERS:
        assert_same(*both(Training(optimizer=optimizer, learning_rate=0.1, **settings)))


def test_weight_decay_is_that_of_adamw_on_weights_alone():
    assert_same(*both(Training(optimizer="adam", learning_rate=0.05, weight_decay=0.3)))


@pytest.mark.parametrize(
    ("schedule", "make"),
    [
        ("step", lambda o: torch.optim.lr_scheduler.StepLR(o, 4, 0.5)),
        ("exponential", lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.5)),
        ("cosine", lambda o: torch.optim.lr_scheduler.LambdaLR(o, cosine_then_zero)),
        ("warmup", lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda e: min(1.0, (e + 1) / 4))),
        ("constant", None),
    ],
)
def test_schedule_matches_torch(schedule, make):
    training = Training(schedule=schedule, schedule_epochs=4, schedule_factor=0.5, learning_rate=0.5)
    trainer, expected = both(training, make)
    assert_same(trainer, expected)


def cosine_then_zero(epoch):
    return 0.5 * (1 + np.cos(np.pi * min(epoch, 4) / 4))


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_factor_depends_on_the_update_alone_and_stays_between_0_and_1(schedule):
    training = Training(schedule=schedule, learning_rate=1.0, schedule_epochs=3, batch_size=5)
    rates = [learning_rate_at(training, update, samples=20) for update in range(40)]
    assert all(0.0 <= rate <= 1.0 for rate in rates)
    assert rates == [learning_rate_at(training, update, samples=20) for update in range(40)]
    if schedule in ("step", "exponential"):  # whole epochs of four updates
        assert all(len(set(rates[e : e + 4])) == 1 for e in range(0, 40, 4))
    if schedule != "constant":
        assert len(set(rates)) > 1


def test_running_powers_of_adam_do_not_become_subnormal():
    rng = np.random.default_rng(1)
    network = Network((1, 1), ("identity",))
    trainer = Trainer(
        network,
        Training(optimizer="adam", beta1=1e-12, batch_size=1),
        [[1.0]],
        [[2.0]],
        *initial_parameters(network, "normal", rng),
    )
    trainer.run(5)
    assert trainer.state().powers[0] == 0.0
    assert np.isfinite(trainer.weights()[0]).all()


@pytest.mark.parametrize("beta2", [0.999, 0.99999999])
def test_the_first_step_of_adam_in_single_precision_is_the_learning_rate(beta2):
    network = Network((1, 1), ("identity",), bias=False, dtype="float32")
    training = Training("mean_squared_error", optimizer="adam", learning_rate=0.125, beta2=beta2)
    trainer = Trainer(network, training, [[1.0]], [[0.0]], [np.array([[2.0]])], [np.zeros(1)])
    trainer.run(1)
    assert trainer.weights()[0][0, 0] == 2.0 - 0.125
