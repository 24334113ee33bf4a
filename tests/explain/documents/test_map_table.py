"""The table of a map, read back: every run that is done, with the numbers it has."""

import csv

import numpy as np
import pytest

from nnviz.experiment.maps.order import AxisOrder, MapOrder
from nnviz.experiment.maps.standings import MapStandings
from nnviz.experiment.maps.training_map import trainings_of
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.explain.documents.map_table import map_csv


@pytest.mark.usefixtures("compiled_engine")
def test_the_table_has_every_run_that_is_done():
    spec = load_spec(find("xor-truth-table"))
    order = MapOrder(
        AxisOrder("training.learning_rate", 0.1, 10.0, by_factors=True),
        AxisOrder("training.seed", 0, 4),
        side=5,
        overrides={"training.epochs": 60},
        learned="loss=0.2",
    )
    trainings = trainings_of(order, spec)
    standings = MapStandings(trainings)
    assert map_csv(standings.now()).count("\n") == 1
    for block in trainings.run(1):
        standings.add(block)
        lines = list(csv.DictReader(map_csv(standings.now()).splitlines()))
        assert len(lines) == standings.done
    standing = standings.now()
    assert len(lines) == 25
    for number, line in enumerate(lines):
        row, column = divmod(number, 5)
        assert float(line["training.learning_rate"]) == trainings.x.values[column]
        assert int(line["training.seed"]) == row
        assert float(line["train_loss"]) == standing.loss[row, column]
        assert float(line["learned_at_epoch"] or "nan") == pytest.approx(
            standing.learned[row, column], nan_ok=True
        )
        assert int(line["updates"]) == standing.updates[row, column] > 0
    assert np.isfinite(standing.learned).any()
