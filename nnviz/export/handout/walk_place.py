"""Where the walk of a scene stands."""

from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.snapshot import Snapshot
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


def sample_of(scene: Scene, snapshot: Snapshot) -> int:
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
