"""Updates of random small networks with every kind of training, for tests that walk through them."""

import itertools

import numpy as np

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer
from nnviz.explain.update.case import Case

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
    hidden = tuple(str(name) for name in rng.choice(HIDDEN, depth - 1))
    network = Network(
        layers,
        (*hidden, activation),
        bias=tuple(bool(answer) for answer in rng.random(depth) < 0.8),
        dropout=(0.3,) * (depth - 1) + (0.0,) if rng.random() < 0.3 else (),
    )
    choices: dict[str, object] = {
        "optimizer": str(rng.choice(list(OPTIMIZERS))),
        "reduction": str(rng.choice(["mean", "sum"])),
        "order": str(rng.choice(["right", "update_first"])),
        "batch_size": int(rng.integers(1, 5)),
        "l1": float(rng.choice([0.0, 0.03])),
        "l2": float(rng.choice([0.0, 0.02])),
        "weight_decay": float(rng.choice([0.0, 0.05])),
        "learning_rate": 0.07,
        "schedule": str(rng.choice(["constant", "exponential"])),
        "schedule_epochs": 1,
    }
    training = Training(loss=loss, **(choices | fixed))  # type: ignore[arg-type]
    X = rng.normal(0, 1, (4, layers[0]))
    Y = rng.uniform(0.1, 0.9, (4, outputs)) if rng.random() < 0.5 else np.eye(4, outputs)
    weights, _ = initial_parameters(network, "glorot_uniform", rng)
    biases = [rng.normal(0, 0.3, n) * has for n, has in zip(layers[1:], network.has_bias, strict=True)]
    trainer = Trainer(network, training, X, Y, weights, biases, seed=number)
    trainer.run(2)
    return Case(trainer.trace(), network, training, number % trainer.trace().X.shape[0], digits)
