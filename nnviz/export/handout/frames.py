"""The moments and steps of a scene that a handout shows."""

from collections.abc import Iterator

import msgspec
import numpy as np

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.look.wish import wishes_on_paper
from nnviz.experiment.opening import go_to
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.explain.formulas.step import Step
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.export.closeup import Closeup
from nnviz.export.handout.map_look import map_look
from nnviz.export.of_session import with_past
from nnviz.export.run import SCORES
from nnviz.lecture.conditions import KEY
from nnviz.lecture.scene import Scene
from nnviz.lecture.stage import Stage
from nnviz.lecture.walk_place import sample_of, steps_of

FRAMES = 7
"""Pictures that a scene which plays, or lies in a run, can be scrubbed through."""
MOST_STEPS = 40
"""Of a walk, that can be gone through."""
EXPLAINED = "explanation"
MAP = "map"
OF_THE_PAST = ("health", "histograms", "timeline", "surface")
"""Panels that need more than the weights of a moment."""


class Frame(msgspec.Struct, frozen=True, eq=False):
    """One moment of a scene.

    Attributes
    ----------
    snapshot : RunInstant
    is_shown_first : bool
        Whether it is the one at which the scene begins.
    step : Step or None
        Where the walk through the coming update stands.
    left_out : int
        Steps between this one and the one before that no picture shows.
    """

    snapshot: RunInstant
    is_shown_first: bool
    step: Step | None = None
    left_out: int = 0


def frames_of(stage: Stage, number: int, most: int = FRAMES, most_steps: int = MOST_STEPS) -> Iterator[Frame]:
    """Yield the moments of a scene in their order: from its beginning to its end, if it plays; else up to it.

    Of a scene that walks through an update, yield the steps instead, all of them at its moment; of too many
    the first ones and the last.

    Raises
    ------
    SceneError
    """
    scene = stage.lecture.scene[number]
    session = stage.session_at(number)
    begin = session.update
    plays = scene.until not in ("", KEY) and most > 1
    if scene.walk is not None and not plays:
        yield from _steps(stage, number, session, most_steps)
        return
    if plays:
        yield Frame(picture_of(session, scene), is_shown_first=True)  # its curves do not tell what comes
        stage.play(number, session)
    moments = _spread(begin, session.update, most)[1:] if plays else _spread(0, begin, most)
    for update in moments if most > 1 else [begin]:
        go_to(session, update)
        yield Frame(picture_of(session, scene), update == begin)


def _steps(stage: Stage, number: int, session: Session, most: int) -> Iterator[Frame]:
    """Yield the steps of a scene's walk."""
    scenes = stage.lecture.scene
    scene, following = scenes[number], scenes[number + 1] if number + 1 < len(scenes) else None
    snapshot = picture_of(session, scene)
    if snapshot.look(ComingUpdate) is None:
        yield Frame(snapshot, is_shown_first=True)
        return
    walk = Walk(case_of(snapshot, sample_of(scene, snapshot)))
    keys = steps_of(scene, following, walk)
    left_out = max(0, len(keys) - most)
    for place, key in enumerate([*keys[: most - 1], keys[-1]] if left_out else keys):
        yield Frame(snapshot, place == 0, walk.step(key), left_out if place == most - 1 else 0)


def picture_of(session: Session, scene: Scene) -> RunInstant:
    """Return the present moment with what the panels of a scene show."""
    if set(scene.panels) & set(OF_THE_PAST):
        snapshot = with_past(session)
    else:
        explained = (ComingUpdateWish(),) if EXPLAINED in scene.panels else ()
        snapshot = session.snapshot(*SCORES, *explained)
    if MAP in scene.panels:
        snapshot = snapshot.with_looks(map_look(scene.map))
    return Closeup().complete(snapshot, wishes_on_paper())


def _spread(first: int, last: int, most: int) -> list[int]:
    """Return moments from first to last, closer to each other where training begins."""
    steps = np.linspace(0.0, 1.0, most) ** 2
    return sorted({round(first + share * (last - first)) for share in steps})
