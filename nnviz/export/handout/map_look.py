"""The map of trainings that a scene shows, run for a handout: as true as on the stage, with fewer runs."""

from functools import lru_cache

from msgspec.structs import replace

from nnviz.experiment.maps.named_maps import map_named
from nnviz.experiment.maps.standings import standing_of
from nnviz.experiment.maps.training_map import trainings_of
from nnviz.experiment.runs.crew import cores
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.paint.maps.look import MapLook

MOST_SIDE = 32


@lru_cache(maxsize=8)
def map_look(name: str) -> MapLook:
    """Return a shipped map, every pixel of it run.

    Raises
    ------
    SpecError
        If there is none of that name.
    """
    shown = map_named(name)
    order = replace(shown.order(), side=min(shown.side, MOST_SIDE))
    trainings = trainings_of(order, experiment_at(shown.experiment))
    return MapLook(standing_of(trainings, list(trainings.run(cores()))), shown.quantity)
