"""Reading a lecture: every mistake is one sentence that names file, scene, key, value and what is allowed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from nnviz.assets import assets
from nnviz.experiment.spec.catalogue import Entry
from nnviz.experiment.spec.convert import section
from nnviz.experiment.spec.errors import SpecError, did_you_mean, one_of, refused, shortened
from nnviz.experiment.spec.reading import read_toml
from nnviz.files import is_file, is_there
from nnviz.lecture.conditions import KEY, condition, moment
from nnviz.lecture.scene import (
    MOST_RUNS,
    MOST_SCENES,
    MOST_STROKES,
    PANELS,
    Highlight,
    Lecture,
    PenStroke,
    Scene,
    WalkPlace,
)

_NUMBER = r"-?\d(?:\.\d{1,8})?"
_POINTS = re.compile(rf"{_NUMBER},{_NUMBER}(?: {_NUMBER},{_NUMBER})*")

GROUP = "Lectures"
"""Their heading in the list of experiments."""


def find_lecture(name: str) -> Path:
    """Return the file of a shipped lecture's name; anything else is taken as a path."""
    shipped = {path.stem: path for path in shipped_lectures()}
    return shipped.get(name, Path(name))


def asked_lecture(name: str) -> Path:
    """Do the same where a lecture alone can be meant: a word that is neither name nor path is refused."""
    path = find_lecture(name)
    if path.suffix or is_there(path) or len(path.parts) > 1:
        return path
    shipped = [each.stem for each in shipped_lectures()]
    raise SpecError(
        f'there is no lecture "{shortened(name)}": {did_you_mean(shipped, name)}'
        f"the shipped ones are {', '.join(shipped)}; others are given by the path of their file."
    )


def shipped_lectures() -> Iterator[Path]:
    """Yield the files of the lectures that ship with the app, in the order of their names."""
    yield from sorted((assets() / "lectures").glob("*.toml"))


def lecture_entries() -> list[Entry]:
    """Return what the list of experiments says of each lecture that ships with the app."""
    lectures = [(path, load_lecture(path)) for path in shipped_lectures()]
    return [
        Entry(path.stem, lecture.title or path.stem, lecture.about, GROUP, path) for path, lecture in lectures
    ]


def is_shipped(path: Path) -> bool:
    """Return whether a file is one of the lectures that ship with the app, which nobody writes to."""
    return path.parent == assets() / "lectures"


def is_lecture(path: Path) -> bool:
    """Return whether a file is a lecture: TOML with scenes. What cannot be read is none."""
    try:
        return path.suffix.lower() == ".toml" and is_file(path) and "scene" in read_toml(path)
    except (SpecError, OSError, ValueError):
        return False


def load_lecture(path: Path) -> Lecture:
    """Read a lecture file.

    Raises
    ------
    SpecError
        With one sentence that names the file, and the scene, key and value (or the line) to blame.
    """
    try:
        return lecture_of(read_toml(path))
    except SpecError as error:
        raise error.from_source(str(path)) from None


def lecture_of(table: dict[str, Any]) -> Lecture:
    """Return the validated lecture of plain values; SpecError as `load_lecture`."""
    scenes = table.get("scene", [])
    if not isinstance(scenes, list) or not scenes:
        raise SpecError("a lecture has scenes, each a table written [[scene]].", "scene")
    if len(scenes) > MOST_SCENES:
        raise SpecError(f"a lecture has at most {MOST_SCENES} scenes; this one has {len(scenes):,}.", "scene")
    head = section(Lecture, {key: value for key, value in table.items() if key != "scene"}, "")
    made: list[Scene] = []
    for number, scene in enumerate(scenes, start=1):
        made.append(_scene(scene, number, made[-1] if made else None))
    return msgspec.structs.replace(head, scene=tuple(made))


def _scene(table: object, number: int, before: Scene | None) -> Scene:
    """Return one scene, with what it takes from the scene before filled in."""
    prefix = f"scene {number}: "
    if not isinstance(table, dict):
        raise refused(f"scene {number}", table, "it must be a table, written [[scene]].")
    inner: dict[str, type[msgspec.Struct]] = {"walk": WalkPlace, "highlight": Highlight}
    plain = {key: value for key, value in table.items() if key not in ("set", "runs", "strokes", *inner)}
    parts: dict[str, Any] = {
        key: section(kind, table[key], f"{prefix}{key}.") for key, kind in inner.items() if key in table
    }
    parts["set"] = _changes(table.get("set", {}), f"{prefix}set")
    parts["runs"] = _runs(table.get("runs", []), prefix)
    parts["strokes"] = _strokes(table.get("strokes", []), prefix)
    scene = msgspec.structs.replace(section(Scene, plain, prefix), **parts)
    check_scene(scene, prefix)
    if scene.experiment:
        return scene
    if before is None:
        raise SpecError(f"{prefix}experiment is missing: the first scene names one.", "experiment")
    return msgspec.structs.replace(scene, experiment=before.experiment, set={**before.set, **scene.set})


def _runs(tables: object, prefix: str) -> tuple[dict[str, Any], ...]:
    """Return what each of the runs changes among which the hall picks the winner."""
    if not isinstance(tables, list) or (tables and not 2 <= len(tables) <= MOST_RUNS):
        raise refused(f"{prefix}runs", tables, f"it must be a list of two to {MOST_RUNS} tables like `set`.")
    return tuple(_changes(table, f"{prefix}runs") for table in tables)


def _strokes(tables: object, prefix: str) -> tuple[PenStroke, ...]:
    """Return what was drawn over a scene."""
    key = f"{prefix}strokes"
    if not isinstance(tables, list) or len(tables) > MOST_STROKES:
        raise refused(key, tables, f"it must be a list of at most {MOST_STROKES} tables.")
    strokes = tuple(section(PenStroke, table, f"{key}.") for table in tables)
    for stroke in strokes:
        if not _POINTS.fullmatch(stroke.points):
            raise refused(f"{key}.points", stroke.points, 'it must be points such as "0.25,0.5 0.3,0.52".')
        if stroke.panel and stroke.panel not in PANELS:
            raise refused(f"{key}.panel", stroke.panel, one_of(PANELS, stroke.panel))
    return strokes


def _changes(table: object, key: str) -> dict[str, Any]:
    """Return a table such as `set` with dotted keys, whether it was written so or as tables within tables."""
    if not isinstance(table, dict):
        raise refused(key, table, 'it must be a table such as {"training.learning_rate" = 0.5}.')
    flat: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": below for inner, below in value.items()}
        else:
            flat[name] = value
    return flat


def check_scene(scene: Scene, prefix: str) -> None:
    """Raise a SpecError where a scene says what no scene can; `prefix` stands before the key."""
    if moment(scene.at) is None:
        raise refused(f"{prefix}at", scene.at, 'it must be an update such as 40, or "epoch 40".')
    if scene.until and scene.until != KEY and condition(scene.until) is None:
        allowed = 'it must be "key", "update 500", "epoch 20", or a condition such as "accuracy > 0.99".'
        raise refused(f"{prefix}until", scene.until, allowed)
    if not scene.panels:
        raise refused(f"{prefix}panels", list(scene.panels), one_of(PANELS))
    for panel in scene.panels:
        if panel not in PANELS:
            raise refused(f"{prefix}panels", panel, one_of(PANELS, panel))
    from nnviz.experiment.maps.named_maps import shipped_maps  # noqa: PLC0415 (the app starts sooner without)

    maps = [entry.name for entry in shipped_maps()]
    if ("map" in scene.panels and scene.map not in maps) or (scene.map and scene.map not in maps):
        raise refused(f"{prefix}map", scene.map, one_of(maps, scene.map))
    if len(set(scene.panels)) < len(scene.panels):
        raise refused(f"{prefix}panels", list(scene.panels), "each panel is shown once.")
