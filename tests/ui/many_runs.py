"""Looks of many runs: a small sweep and a small map of trainings, run once."""

from functools import cache

from nnviz.experiment.maps.order import AxisOrder, MapOrder
from nnviz.experiment.maps.standings import standing_of
from nnviz.experiment.maps.training_map import trainings_of
from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.sweeps.axes import parse_axis
from nnviz.experiment.sweeps.planning import plan_of
from nnviz.experiment.sweeps.standings import Standings
from nnviz.experiment.sweeps.sweep import Sweep
from nnviz.paint.maps.look import MapLook
from nnviz.paint.sweep.look import SweepLook


@cache
def sweep_look() -> SweepLook:
    """Return a sweep over numbers and words, six rows of two seeds."""
    spec = load_spec(find("xor-truth-table"))
    texts = ("training.learning_rate=0.01,0.1,3", "training.shuffle=true,false")
    groups = [[parse_axis(text, spec)] for text in texts]
    sweep = Sweep(plan_of(spec, "xor", groups, 2, {"training.epochs": 30}))
    for _ in sweep.run(Crew(1)):
        pass
    return SweepLook(Standings(sweep, parse_criterion("0.9")).now(), tuple(range(6)))


@cache
def map_look() -> MapLook:
    """Return a map of 64 runs, one axis by factors."""
    rate = AxisOrder("training.learning_rate", 0.01, 1000.0, by_factors=True)
    order = MapOrder(rate, AxisOrder("network.init_scale", 0.5, 4.0), 8, {"training.epochs": 30})
    trainings = trainings_of(order, load_spec(find("xor-truth-table")))
    return MapLook(standing_of(trainings, list(trainings.run(1))))
