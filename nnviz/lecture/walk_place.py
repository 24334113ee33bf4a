"""Where the walk of a scene stands, and its steps."""

from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.explain.formulas.step import Depth, Key, Phase
from nnviz.explain.update.walk import Walk
from nnviz.lecture.scene import Scene, WalkPlace

PHASES = {
    "": Phase.INPUT,
    "start": Phase.INPUT,
    "forward": Phase.FORWARD,
    "loss": Phase.LOSS,
    "backward": Phase.BACKWARD,
    "gradient": Phase.GRADIENT,
    "update": Phase.CHANGE,
}
"""What a lecture calls the phases of an update."""


def sample_of(scene: Scene, snapshot: Instant) -> int:
    """Return the row of the coming update's batch that a scene follows; the last where it has no such row."""
    coming = snapshot.look(ComingUpdate)
    rows = len(coming.trace.X) if coming is not None else 1
    return min(scene.walk.sample if scene.walk is not None else 1, rows) - 1


def key_of(place: WalkPlace, walk: Walk) -> Key:
    """Return the step at which a walk stands where a scene begins."""
    phase = PHASES[place.phase]
    key = next(key for key in walk.children(None) if key.phase is phase)
    layers = [part for part in walk.children(key) if part.layer == place.layer]
    return walk.at_depth(layers[0] if layers else key, Depth[place.depth.upper()])


def steps_of(scene: Scene, following: Scene | None, walk: Walk) -> list[Key]:
    """Return the steps of a scene: up to where the walk of the next begins, else to the end of its phase."""
    place = scene.walk or WalkPlace()
    first = key_of(place, walk)
    every = walk.keys(Depth[place.depth.upper()])
    keys = every[every.index(first) :] if first in every else [first]
    after = following.walk if following is not None else None
    if after is not None:
        end = key_of(after, walk)
        later = [key for key in keys if key == end or walk.at_depth(key, end.depth) == end]
        if later and later[0] != first:
            return keys[: keys.index(later[0])]
    in_phase = [key for key in keys if key.phase is first.phase and place.layer in (None, key.layer)]
    return keys if not place.phase else in_phase or [first]
