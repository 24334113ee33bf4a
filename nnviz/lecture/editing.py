"""Making a lecture: scenes added, moved, changed; and the text of its file."""

from typing import Any

import msgspec
import tomli_w

from nnviz.experiment.spec.errors import SpecError
from nnviz.lecture.scene import MOST_SCENES, Highlight, Lecture, Scene


def inserted(lecture: Lecture, at: int, scene: Scene) -> Lecture:
    """Return the lecture with a scene more, at a place counted from 0.

    Raises
    ------
    SpecError
        Where it has as many as it may have.
    """
    if len(lecture.scene) >= MOST_SCENES:
        raise SpecError(f"a lecture has at most {MOST_SCENES} scenes.", "scene")
    return _with(lecture, (*lecture.scene[:at], scene, *lecture.scene[at:]))


def replaced(lecture: Lecture, at: int, scene: Scene) -> Lecture:
    """Return the lecture with another scene in place of one."""
    return _with(lecture, (*lecture.scene[:at], scene, *lecture.scene[at + 1 :]))


def removed(lecture: Lecture, at: int) -> Lecture:
    """Return the lecture without a scene; the last one stays, as a lecture has scenes."""
    if len(lecture.scene) == 1:
        return lecture
    return _with(lecture, (*lecture.scene[:at], *lecture.scene[at + 1 :]))


def moved(lecture: Lecture, at: int, to: int) -> Lecture:
    """Return the lecture with a scene at another place."""
    scenes = list(lecture.scene)
    scene = scenes.pop(at)
    scenes.insert(min(max(to, 0), len(scenes)), scene)
    return _with(lecture, tuple(scenes))


def duplicated(lecture: Lecture, at: int) -> Lecture:
    """Return the lecture with a scene twice, the second one said to be a copy."""
    scene = lecture.scene[at]
    copy = msgspec.structs.replace(scene, title=f"{scene.title} (copy)"[:200])
    return inserted(lecture, at + 1, copy)


def toml_of(lecture: Lecture) -> str:
    """Return the text of a lecture's file; what is read of it is the same lecture."""
    head = {key: value for key, value in _plain(lecture).items() if key != "scene"}
    scenes = [_table(scene) for scene in lecture.scene]
    return tomli_w.dumps({**head, "scene": scenes}, multiline_strings=True)


def _with(lecture: Lecture, scenes: tuple[Scene, ...]) -> Lecture:
    return msgspec.structs.replace(lecture, scene=scenes)


def _table(scene: Scene) -> dict[str, Any]:
    """Return what a scene's table says: its experiment, and all that is not as it is when left out."""
    table = {"experiment": scene.experiment, **_plain(scene)}
    if scene.walk is not None:
        table["walk"] = _plain(scene.walk)
    if scene.highlight != Highlight():
        table["highlight"] = _plain(scene.highlight)
    return {key: value for key, value in table.items() if value is not None}


def _plain(record: msgspec.Struct) -> dict[str, Any]:
    """Return the fields of a record that differ from their defaults, in the order of its declaration."""
    plain = msgspec.to_builtins(record)
    defaults = {field.name: field.default for field in msgspec.structs.fields(record)}
    factories = {field.name: field.default_factory for field in msgspec.structs.fields(record)}
    return {
        name: value
        for name, value in plain.items()
        if getattr(record, name) != _default(defaults[name], factories[name])
    }


def _default(default: Any, factory: Any) -> Any:
    return factory() if default is msgspec.NODEFAULT and factory is not msgspec.NODEFAULT else default
