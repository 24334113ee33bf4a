"""The present moment of the window as a scene: which experiment, changed how, at which update, seen how."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import to_dict
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.explain.formulas.step import Key, Phase
from nnviz.lecture.scene import MOST_PANELS, PANELS, Highlight, Scene, WalkPlace
from nnviz.parts import Bias, Part, Unit, Weight

if TYPE_CHECKING:
    from nnviz.explain.update.walk import Walk

_PHASES = {
    Phase.INPUT: "start",
    Phase.FORWARD: "forward",
    Phase.LOSS: "loss",
    Phase.BACKWARD: "backward",
    Phase.GRADIENT: "gradient",
    Phase.CHANGE: "update",
}


class InWindow(Struct, frozen=True, eq=False):
    """What the window shows now.

    Attributes
    ----------
    snapshot : Snapshot
    location : str
        The experiment's name or the path of its file.
    panels : tuple of str
        The panels in sight.
    walk : (Walk, Key, int) or None
        The walk, where it stands, and the sample it follows from 0.
    selected : Part or None
        What is chosen in the network.
    """

    snapshot: DataInstant
    location: str
    panels: tuple[str, ...]
    walk: "tuple[Walk, Key, int] | None" = None
    selected: Part | None = None


def scene_of(seen: InWindow, folder: Path, run: str = "") -> Scene:
    """Return the scene that shows this moment.

    Parameters
    ----------
    folder : Path
        Where the lecture lies.
    run : str
        The name of a run file there that was saved at this very moment; empty: the experiment leads there.
    """
    snapshot, panels = seen.snapshot, _panels(seen.panels)
    if seen.walk is not None and "explanation" not in panels:
        panels = tuple(dict.fromkeys(("network", "explanation", *panels)))[:MOST_PANELS]
    place, changes = (run, {}) if run else (_named(seen.location, folder), changes_of(seen) or {})
    return Scene(
        title=snapshot.spec.title[:200],
        experiment=place,
        set=changes,
        at=0 if run else snapshot.update,
        panels=panels,
        arrangement="large top" if seen.walk is not None else "",
        highlight=_highlight(seen.selected),
        walk=_walk_place(seen.walk),
    )


def needs_run(seen: InWindow) -> bool:
    """Return whether only a saved run leads to this moment: it was changed on its way, or lies in no file."""
    timeline = seen.snapshot.look(TimelineView)
    present = None if timeline is None else timeline.present
    now = seen.snapshot.update
    strayed = present is None or any(at <= now for at, _ in present.marks)
    return strayed or changes_of(seen) is None


def changes_of(seen: InWindow) -> dict[str, Any] | None:
    """Return the settings that are changed, as `set` has them; None where that says too little."""
    try:
        spec = experiment_at(seen.location)
        changes = _different(to_dict(spec), to_dict(seen.snapshot.spec))
        if any(isinstance(value, dict) for value in changes.values()):
            return None
        return changes if with_values(spec, changes) == seen.snapshot.spec else None
    except (SpecError, OSError, ValueError, TypeError):
        return None


def _different(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return the dotted keys whose values differ."""
    found: dict[str, Any] = {}
    for section, value in after.items():
        old = before.get(section)
        if isinstance(value, dict) and isinstance(old, dict):
            found |= {f"{section}.{key}": new for key, new in value.items() if old.get(key) != new}
        elif old != value:
            found[section] = value
    return found


def _named(location: str, folder: Path) -> str:
    """Return an experiment as a lecture in a folder names it."""
    path = Path(location)
    try:
        return path.relative_to(folder).as_posix() if path.is_absolute() else location
    except ValueError:
        return location


def _panels(shown: Sequence[str]) -> tuple[str, ...]:
    found = [name for name in PANELS if name in shown]
    return tuple(found[:MOST_PANELS]) or ("network",)


def _walk_place(walk: "tuple[Walk, Key, int] | None") -> WalkPlace | None:
    if walk is None:
        return None
    _, key, sample = walk
    phase: Any = _PHASES.get(key.phase, "update")
    depth: Any = key.depth.name.lower()
    return WalkPlace(phase=phase, depth=depth, sample=sample + 1, layer=key.layer or None)


def _highlight(part: Part | None) -> Highlight:
    match part:
        case Unit():
            return Highlight(layer=part.layer, unit=part.unit + 1)
        case Weight():
            return Highlight(layer=part.layer, unit=part.target + 1, source=part.source + 1)
        case Bias():
            return Highlight(layer=part.layer, unit=part.unit + 1)
    return Highlight()
