"""Updates of random small networks with every kind of training, for tests that walk through them."""

import itertools

import numpy as np

from nnviz.engine import ACTIVATIONS, LOSSES, OPTIMIZERS, Network, Trainer, Training, initial_parameters
from nnviz.explain.case import Case

PAIRS = [
    (activation, loss, number)
    for number, (activation, loss) in enumerate(itertools.product(ACTIVATIONS, LOSSES))
]
"""Every output activation with every loss, and a number that chooses the rest."""

HIDDEN = [name for name, record in ACTIVATIONS.items() if not record.output_only]


def random_case(activation: str, loss: str, number: int, digits: int = 17, **fixed: object) -> Case:
    """Return the third update of a random network; `number` chooses all that is not given."""
    rng = np.random.default_rng(number)
    depth = int(rng.integers(1, 4))
    outputs = int(rng.integers(1, 4)) if activation != "softmax" else int(rng.integers(2, 4))
    layers = (*(int(n) for n in rng.integers(1, 5, depth)), outputs)
    hidden = tuple(HIDDEN[(number + layer) % len(HIDDEN)] for layer in range(depth - 1))
    dropping = number % 3 == 0
    network = Network(
        layers,
        (*hidden, activation),
        bias=bool(number % 4),
        dropout=(0.3,) * (depth - 1) + (0.0,) if dropping else (),
    )
    choices: dict[str, object] = {
        "optimizer": list(OPTIMIZERS)[number % len(OPTIMIZERS)],
        "reduction": ("mean", "sum")[number // 2 % 2],
        "order": ("right", "update_first")[number // 3 % 2],
        "batch_size": 1 + number % 4,
        "l1": 0.03 * (number % 2),
        "l2": 0.02 * (number // 2 % 2),
        "weight_decay": 0.05 * (number // 4 % 2),
        "learning_rate": 0.07,
        "schedule": ("constant", "exponential")[number % 2],
        "schedule_epochs": 1,
    }
    training = Training(loss=loss, **(choices | fixed))  # type: ignore[arg-type]
    X = rng.normal(0, 1, (4, layers[0]))
    Y = rng.uniform(0.1, 0.9, (4, outputs)) if number % 2 else np.eye(4, outputs)
    weights, _ = initial_parameters(network, "glorot_uniform", rng)
    biases = [rng.normal(0, 0.3, n) * network.has_bias[0] for n in layers[1:]]
    trainer = Trainer(network, training, X, Y, weights, biases, seed=number)
    trainer.run(2)
    return Case(trainer.trace(), network, training, number % trainer.trace().X.shape[0], digits)
