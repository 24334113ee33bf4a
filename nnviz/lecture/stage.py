"""The stage: brings a session to the exact moment that a scene shows."""

import hashlib
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from nnviz.data.prepare import Prepared
from nnviz.experiment.opening import go_to, is_worth_compiling, opened
from nnviz.experiment.past.saved_run import SavedRun, own_copy
from nnviz.experiment.run.chunks import GivenUpError
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run.problem import load
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.files import is_file
from nnviz.lecture.conditions import KEY, Score, When, condition, moment
from nnviz.lecture.scene import Lecture, Scene

MOST_UPDATES_PLAYED = 100_000_000
"""Where a condition is never met and the experiment has no end of its own."""


class SceneError(ValueError):
    """A scene that cannot be shown, in one sentence that names it."""


class WrongSceneError(SceneError):
    """A scene whose experiment, or what it changes in it, does not exist or is not allowed."""


class Stage:
    """The sessions of a lecture, each kept with its past, so that a scene is found again to the bit.

    Parameters
    ----------
    lecture : Lecture
    folder : Path
        Where the lecture lies: experiments and runs are looked for beside it.
    """

    def __init__(self, lecture: Lecture, folder: Path) -> None:
        self.lecture = lecture
        self._folder = folder
        self._sessions: dict[str, Session] = {}
        self._prepared: dict[Session, Prepared] = {}
        """The data of those that were made here."""

    def session_at(
        self,
        number: int,
        give_up: Callable[[], bool] | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> Session:
        """Return the session of a scene, counted from 0, at the moment at which the scene begins.

        Parameters
        ----------
        number : int
        give_up : callable, optional
            Asked ten times a second whether nobody wants the scene any more.
        changes : mapping, optional
            Keys of the experiment with values of their own, beside those of the scene: one of its `runs`.

        Raises
        ------
        WrongSceneError
            If its experiment cannot be opened.
        SceneError
            If training diverges before.
        GivenUpError
            Where it was given up.
        """
        scene = self.lecture.scene[number]
        if changes:
            scene = msgspec.structs.replace(scene, set={**scene.set, **changes})
        try:
            session = self._session(scene)
        except (SpecError, RunFileError, ValueError, OSError) as error:
            raise WrongSceneError(f"scene {number + 1}{_named(scene)}: {error}") from None
        when = moment(scene.at)
        assert when is not None
        if scene.at != 0 or not self._is_run(scene):  # a saved run is shown where it was left
            update = when.update(session.update_at)
            self._compile(session, update - session.update, give_up or _never)
            go_to(session, update, give_up)
            if session.update != update:
                reason = session.divergence.sentence() if session.divergence else "training ends before."
                raise SceneError(f"scene {number + 1}{_named(scene)}: at = {scene.at!r}: {reason}")
        return session

    def prepared(self, number: int, give_up: Callable[[], bool] | None = None) -> SavedRun:
        """Return a copy of the run at the moment of a scene, to be taken up elsewhere."""
        return own_copy(self.session_at(number, give_up).saved())

    def play(
        self,
        number: int,
        session: Session,
        give_up: Callable[[], bool] | None = None,
        *,
        to_the_end: bool = False,
    ) -> bool:
        """Train on until the scene's condition is met; return whether it is (or it has none).

        Parameters
        ----------
        to_the_end : bool
            Whether a scene without a condition trains for all epochs of its experiment.

        Raises
        ------
        GivenUpError
            Where it was given up.
        """
        scene = self.lecture.scene[number]
        has_none = not scene.until or scene.until == KEY
        if has_none and not to_the_end:
            return True
        wanted = When("update", session.last_update) if has_none else condition(scene.until)
        self._compile(session, session.last_update - session.update, give_up or _never)
        if isinstance(wanted, When):
            end = wanted.update(session.update_at)
            if session.update < end:
                go_to(session, end, give_up)
            return session.update >= end
        assert isinstance(wanted, Score)
        end = max(session.last_update, session.update) or MOST_UPDATES_PLAYED
        while not wanted.is_met(session.metrics()):
            if give_up is not None and give_up():
                raise GivenUpError
            step = min(session.updates_in("epoch"), end - session.update)
            if step <= 0 or not session.advance(step):
                return False
        return True

    def _is_run(self, scene: Scene) -> bool:
        return scene.experiment.lower().endswith(".nnviz")

    def _session(self, scene: Scene) -> Session:
        """Return the session of a scene's experiment: that of an earlier scene where it is the same."""
        key = repr((scene.experiment, sorted(scene.set.items())))
        if key not in self._sessions:
            beside = self._folder / scene.experiment
            name = str(beside) if is_file(beside) else scene.experiment
            source = opened(name, scene.set)
            if isinstance(source, Session):
                self._sessions[key] = source
            else:
                prepared = load(source)
                self._sessions[key] = session = Session(source, prepared)
                self._prepared[session] = prepared
        return self._sessions[key]

    def _compile(self, session: Session, updates: int, give_up: Callable[[], bool]) -> None:
        """Wait for compiled code where so many updates are worth it; the bits are the same."""
        prepared, spec = self._prepared.get(session), session.spec
        epochs = math.ceil(updates / max(1, session.updates_in("100 epochs") // 100))
        if prepared is not None and is_worth_compiling(spec, prepared, epochs):
            wait_until_compiled(spec, give_up)
            if give_up():
                raise GivenUpError


def weights_sha256(session: Session) -> str:
    """Return the SHA-256 of all weights and biases: float64, little-endian, layer by layer.

    Of each layer the weights in their shape, row by row, then the biases.
    """
    weights, biases = session.parameters()
    digest = hashlib.sha256()
    for w, b in zip(weights, biases, strict=True):
        digest.update(np.ascontiguousarray(w, "<f8").tobytes() + np.ascontiguousarray(b, "<f8").tobytes())
    return digest.hexdigest()


def scene_report(stage: Stage, number: int) -> dict[str, Any]:
    """Return what a scene shows, as plain data: its moment, its scores, and where it ends if it plays.

    Raises
    ------
    SceneError
    """
    scene = stage.lecture.scene[number]
    session = stage.session_at(number)
    report: dict[str, Any] = {
        "title": scene.title or f"Scene {number + 1}",
        "experiment": scene.experiment,
        **_moment(session),
        "panels": list(scene.panels),
        "ask": scene.ask,
        "until": None,
    }
    if scene.until:
        met = stage.play(number, session)
        report["until"] = {"condition": scene.until, "met": met, **_moment(session)}
    return report


def _moment(session: Session) -> dict[str, Any]:
    scores = session.metrics().train
    return {
        "update": session.update,
        "epoch": session.epoch,
        "weights_sha256": weights_sha256(session),
        "train": {name: _finite(value) for name, value in msgspec.structs.asdict(scores).items()},
    }


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _never() -> bool:
    return False


def _named(scene: Scene) -> str:
    return f' ("{scene.title}")' if scene.title else ""
