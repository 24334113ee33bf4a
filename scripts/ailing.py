"""Networks that do not learn, drawn at random: one cause each, and otherwise like those that do."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec

Table = dict[str, dict[str, Any]]

CLASSES: tuple[tuple[dict[str, Any], tuple[int, int]], ...] = (
    ({"name": "circles", "samples": 120}, (4, 10)),
    ({"name": "moons", "samples": 120, "noise": 0.1}, (4, 10)),
    ({"name": "xor", "positions": 8}, (4, 8)),
    ({"name": "circle", "samples": 120}, (4, 10)),
    ({"name": "gauss", "samples": 120}, (2, 6)),
)
"""Data with two classes, and how many hidden units learn them easily."""
CLEAR = 0.1
"""What lies nearer to a boundary than this is left out, where the boundary is to be found soon."""


def healthy(chance: random.Random, *, squared: bool = False) -> Table:
    """Return an experiment that learns: data of two classes, some hidden units, usual settings."""
    data, (fewest, most) = chance.choice(CLASSES)
    loss = "half_squared_error" if squared else "log_loss"
    return {
        "data": {**data, "seed": chance.randrange(1000)},
        "network": {
            "layers": [2, chance.randint(fewest, most), 1],
            "activation": ["tanh", "sigmoid"],
        },
        "training": {
            "loss": loss,
            "learning_rate": chance.choice((0.2, 0.3)) * (3.0 if squared else 1.0),
            "batch_size": chance.choice((4, 8, 16)),
            "shuffle": True,
            "epochs": 400,
            "seed": chance.randrange(1000),
        },
    }


def zero_weights(chance: random.Random) -> Table:
    """All weights start at 0."""
    table = healthy(chance)
    table["network"]["init"] = "zeros"
    return table


def same_weights(chance: random.Random) -> Table:
    """All weights start at the same number."""
    table = healthy(chance)
    inputs, hidden, outputs = table["network"]["layers"]
    value = chance.choice((0.1, 0.5, 1.0))
    table["network"]["weights"] = [[[value] * hidden] * inputs, [[value] * outputs] * hidden]
    return table


def small_steps(chance: random.Random) -> Table:
    """Take a learning rate some thousand times too small."""
    table = healthy(chance)
    table["training"]["learning_rate"] *= chance.choice((1e-5, 1e-4, 3e-4))
    table["training"]["batch_size"] = 16
    return table


def target_range(chance: random.Random) -> Table:
    """Targets that a sigmoid cannot give: below 0, or far above 1."""
    size = chance.choice((0.9, 3.0, 20.0, 17_000.0))
    count = chance.randint(20, 40)
    x = [[round(chance.uniform(-1.0, 1.0), 3)] for _ in range(count)]
    y = [[round(size * (0.3 + 0.7 * value if size > 1.0 else value), 4)] for (value,) in x]
    return {
        "data": {"name": "points", "x": x, "y": y},
        "network": {"layers": [1, chance.randint(3, 6), 1], "activation": ["tanh", "sigmoid"]},
        "training": {"learning_rate": 0.1, "epochs": 300, "shuffle": True, "seed": chance.randrange(1000)},
    }


def no_bias(chance: random.Random) -> Table:
    """Take a task whose boundary does not go through the origin, and no bias to move it."""
    count, shift = chance.randint(20, 60), chance.choice((0.5, 0.8, 1.1))
    drawn = ([round(chance.uniform(0.0, 1.0), 3) for _ in range(2)] for _ in range(3 * count))
    x = [point for point in drawn if abs(sum(point) - shift) > CLEAR][:count]
    y = [int(sum(point) > shift) for point in x]
    return {
        "data": {"name": "points", "x": x, "y": y},
        "network": {"layers": [2, 1], "activation": "sigmoid", "bias": False},
        "training": {
            "loss": "log_loss",
            "learning_rate": 0.5,
            "epochs": 600,
            "shuffle": True,
            "seed": chance.randrange(1000),
        },
    }


def unscaled_inputs(chance: random.Random) -> Table:
    """One input some thousand times the other."""
    count, size = chance.randint(30, 60), chance.choice((300.0, 2000.0, 50_000.0))
    x = [
        [round(chance.uniform(0.0, 1.0), 3), round(size * chance.uniform(0.5, 1.0), 1)] for _ in range(count)
    ]
    y = [int(a + 2.0 * (b / size - 0.5) > 1.0) for a, b in x]
    return {
        "data": {"name": "points", "x": x, "y": y},
        "network": {"layers": [2, chance.randint(2, 5), 1], "activation": ["tanh", "sigmoid"]},
        "training": {
            "loss": "log_loss",
            "learning_rate": 0.3,
            "epochs": 500,
            "shuffle": True,
            "seed": chance.randrange(1000),
        },
    }


def sorted_points(chance: random.Random) -> Table:
    """All points of one class, then all of the other, one at a time and in this order."""
    count = chance.randint(30, 60)
    centres = ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0))
    drawn = [
        ([round(chance.gauss(cx, 0.15), 3), round(chance.gauss(cy, 0.15), 3)], number // 2)
        for number, (cx, cy) in enumerate(centres)
        for _ in range(count)
    ]
    return {
        "data": {"name": "points", "x": [x for x, _ in drawn], "y": [y for _, y in drawn]},
        "network": {"layers": [2, chance.randint(5, 8), 1], "activation": ["tanh", "sigmoid"]},
        "training": {
            "loss": "log_loss",
            "learning_rate": 0.5,
            "batch_size": 1,
            "epochs": 20,
            "seed": chance.randrange(1000),
        },
    }


def large_weights(chance: random.Random) -> Table:
    """Weights so large that the units are flat from the start."""
    table = healthy(chance, squared=True)
    table["network"]["activation"] = "sigmoid"
    table["network"]["init_scale"] = chance.choice((20.0, 40.0, 80.0))
    return table


def useless_minimum(chance: random.Random) -> Table:
    """Take XOR for two ReLU units: many draws of the weights end where nothing leads on."""
    return {
        "data": {"name": "points", "x": [[0, 0], [0, 1], [1, 0], [1, 1]], "y": [0, 1, 1, 0]},
        "network": {"layers": [2, 2, 1], "activation": ["relu", "sigmoid"]},
        "training": {
            "loss": "log_loss",
            "learning_rate": chance.choice((0.1, 0.2, 0.5)),
            "batch_size": 4,
            "epochs": 3000,
            "seed": chance.randrange(1000),
        },
    }


def wrong_loss(chance: random.Random) -> Table:
    """Take the cross-entropy of one output, which counts points of class 1 only."""
    table = healthy(chance)
    table["training"]["loss"] = "cross_entropy"
    return table


CAUSES: Mapping[str, tuple[Callable[[random.Random], Table], frozenset[str]]] = {
    "zero_weights": (zero_weights, frozenset({"zero_weights"})),
    "same_weights": (same_weights, frozenset({"same_weights"})),
    "small_steps": (small_steps, frozenset({"small_steps"})),
    "target_range": (target_range, frozenset({"target_range"})),
    "no_bias": (no_bias, frozenset({"no_bias"})),
    "unscaled_inputs": (unscaled_inputs, frozenset({"unscaled_inputs"})),
    "sorted": (sorted_points, frozenset({"sorted"})),
    "large_weights": (large_weights, frozenset({"large_weights", "wrong_loss"})),
    "useless_minimum": (useless_minimum, frozenset({"useless_minimum", "dead", "few_units"})),
    "wrong_loss": (wrong_loss, frozenset({"wrong_loss"})),
}
"""What is wrong, how such an experiment is drawn, and what Health may call it."""


def ailing(cause: str, seed: int) -> Spec:
    """Return an experiment that does not learn for this cause (of `useless_minimum`: some of the draws)."""
    chance = random.Random(f"{cause} {seed}")
    return spec_from_dict(CAUSES[cause][0](chance))
