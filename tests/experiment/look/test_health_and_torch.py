"""Health and the loss surface against an independent computation: autograd, and NumPy's singular values."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch_reference import TORCH_ACTIVATIONS

from nnviz.engine.evaluate import parameter_views
from nnviz.experiment.look.health import HealthProbe
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.surface import plane_of_path, surfaces
from nnviz.experiment.look.terrain import TerrainWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.terrain import Terrain
from nnviz.experiment.spec.reading import spec_from_dict

LAYERS = (2, 7, 5, 1)
STEEPEST = {"sigmoid": lambda a: a * (1 - a) / 0.25, "tanh": lambda a: 1 - a**2}


def trained(activations, optimizer, updates):
    spec = spec_from_dict(
        {
            "data": {"name": "circles", "samples": 120},
            "network": {"layers": LAYERS, "activation": activations, "init": "normal"},
            "training": {"optimizer": optimizer, "learning_rate": 0.05, "batch_size": 8, "l2": 1e-3},
        }
    )
    session = Session(spec)
    session.advance(updates)
    return session


def forward(weights, biases, activations, X):
    outputs = [torch.tensor(X)]
    for w, b, name in zip(weights, biases, activations, strict=True):
        outputs.append(TORCH_ACTIVATIONS[name](outputs[-1] @ w + b))
    return outputs[1:]


def half_squared_error(outputs, Y):
    return 0.5 * ((outputs[-1] - torch.tensor(Y)) ** 2).sum(dim=1).mean()


@pytest.mark.parametrize(
    ("activations", "optimizer"),
    [(("tanh", "relu", "sigmoid"), "adam"), (("sigmoid", "tanh", "sigmoid"), "sgd")],
)
def test_health_is_what_autograd_says(activations, optimizer):
    session = trained(activations, optimizer, 130)
    points = session.run.problem.part("train")
    health = HealthProbe(session.run.problem, session.spec).measure(session.run.trainer)
    weights, biases = (
        [torch.tensor(each, requires_grad=True) for each in part] for part in session.parameters()
    )
    outputs = forward(weights, biases, activations, points.X)
    loss = half_squared_error(outputs, points.Y)
    assert health.loss == pytest.approx(loss.item(), rel=1e-12)
    penalised = loss + 0.5e-3 * sum((w**2).sum() for w in weights)
    gradients = torch.autograd.grad(penalised, weights + biases)
    moments = [trained(activations, optimizer, 130 + k).parameters()[0] for k in range(health.steps + 1)]
    assert health.steps == 15  # an epoch of 120 points in batches of 8
    for number, (layer, name) in enumerate(zip(health.layers, activations, strict=True)):
        parts = gradients[number], gradients[len(weights) + number]
        assert layer.gradient_norm == pytest.approx(
            np.hypot(*(part.norm().item() for part in parts)), rel=1e-12
        )
        path = [moment[number] for moment in moments]
        steps = [np.linalg.norm(w - v) / np.linalg.norm(v) for v, w in pairwise(path)]
        assert layer.update_ratio == pytest.approx(np.mean(steps), rel=1e-12)
        a = outputs[number].detach().numpy()
        if name == "relu":
            assert layer.dead == np.mean((a == 0.0).all(axis=0))
        else:
            assert layer.saturated == np.mean(STEEPEST[name](a) < 0.05)


def test_the_surface_is_the_loss_and_its_plane_that_of_the_path():
    activations = ("tanh", "relu", "sigmoid")
    session = trained(activations, "adam", 300)
    terrain = session.snapshot(ScoresWish(), TerrainWish()).look(Terrain)
    plane = plane_of_path(terrain)
    steps = terrain.path - terrain.present
    directions = np.linalg.svd(steps - steps.mean(axis=0), full_matrices=False)[2]
    for mine, other in ((plane.first, directions[0]), (plane.second, directions[1])):
        assert abs(mine @ other) == pytest.approx(1.0, abs=1e-9)
    side = 5
    surface = list(surfaces(terrain, plane, (3, side)))[-1]
    for row, t in enumerate(np.linspace(*plane.extent[2:], side)):
        for column, s in enumerate(np.linspace(*plane.extent[:2], side)):
            moved = plane.centre + s * plane.first + t * plane.second
            w, b = parameter_views(terrain.network, moved)
            outputs = forward(map(torch.tensor, w), map(torch.tensor, b), activations, terrain.X)
            assert surface.losses[row, column] == pytest.approx(
                half_squared_error(outputs, terrain.Y).item(), rel=1e-12
            )
