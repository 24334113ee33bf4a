"""Health and the loss surface of networks with layers of maps."""

import numpy as np
import pytest

from nnviz.experiment.look.health import HealthProbe, products_of
from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.surface import plane_of_path, plane_of_random_directions, plane_of_weights
from nnviz.experiment.look.terrain import TerrainWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.terrain import Terrain, weight_names, weight_places
from nnviz.experiment.spec.reading import spec_from_dict


@pytest.fixture(scope="module")
def session() -> Session:
    session = Session(
        spec_from_dict(
            {
                "data": {"name": "digits", "test_fraction": 0.9},
                "network": {
                    "layers": [
                        [8, 8, 1],
                        {"kind": "conv", "units": 3, "size": 3},
                        {"kind": "batch_norm", "activation": "relu"},
                        {"kind": "max_pool", "size": 2},
                        {"kind": "flatten"},
                        10,
                    ],
                    "activation": ["relu", "softmax"],
                },
                "training": {"loss": "cross_entropy", "batch_size": 20},
            }
        )
    )
    session.advance(15)
    return session


def test_health_counts_maps_as_units(session: Session) -> None:
    run = session.run
    weights, biases = session.parameters()
    weights[0][..., 1], biases[0][1] = 0.0, -1.0  # a map that is 0 everywhere
    probe = HealthProbe(run.problem, session.spec)
    trainer = run.trainer
    before = trainer.state()
    trainer.set_parameters(weights, biases)
    health = probe.measure(trainer, histograms=True)
    trainer.restore(before)
    conv, norm, pool, flat, dense = health.layers
    assert conv.dead_units == (1,)
    assert conv.dead == pytest.approx(1 / 3)
    assert np.isnan(pool.gradient_norm)
    assert np.isnan(flat.update_ratio)
    assert norm.gradient_norm > 0.0
    assert dense.update_ratio > 0.0
    assert health.histograms[0][0].counts.sum() == 3 * 9 + 3
    assert health.histograms[1][0].counts.sum() == 3 + 3  # gamma and beta, not the running mean and variance


def test_health_and_terrain_can_be_wished(session: Session) -> None:
    snapshot = session.snapshot(HealthWish(), TerrainWish())
    assert snapshot.look(HealthView) is not None
    terrain = snapshot.look(Terrain)
    assert terrain is not None
    names, places = weight_names(terrain.network), weight_places(terrain.network)
    assert len(names) == len(places) == terrain.network.parameter_count
    assert names[:2] == ["w₁₁⁽¹⁾[1,1]", "w₂₁⁽¹⁾[1,1]"]
    assert "γ₂⁽²⁾" in names
    weights, _ = session.parameters()
    assert terrain.present[places[1]] == weights[0][0, 0, 0, 1]
    for plane in (
        plane_of_weights(terrain, 0, 30),
        plane_of_random_directions(terrain, 1),
        plane_of_path(terrain),
    ):
        assert np.isfinite(terrain.loss_at(plane.centre + 0.1 * plane.first))
    drawn = plane_of_random_directions(terrain, 1)
    kept = set(range(len(terrain.present))) - set(places)
    assert len(kept) == 12
    assert all(drawn.first[place] == 0.0 for place in kept)  # running means and variances are no directions


def test_work_is_counted_in_products(session: Session) -> None:
    assert products_of(session.spec.network.built) == 27 * 36 + 9 * 36 + 27 * 10
