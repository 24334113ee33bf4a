"""From a name to an experiment or a saved run, and from there to any of its moments."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nnviz.data.prepare import Prepared
from nnviz.experiment.commands import SetSpec, Visit
from nnviz.experiment.run.chunks import GivenUpError
from nnviz.experiment.run.problem import WORTH_COMPILING, epoch_work
from nnviz.experiment.run_file.kind import is_run_file
from nnviz.experiment.run_file.run_file import load_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.changes import SpecDifference
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at

SLICE = 0.1
"""Seconds of training between two looks at whether to give up."""


def opened(name: str, changes: Mapping[str, Any]) -> Spec | Session:
    """Return an experiment with some keys changed; of a saved run the session, where it was left.

    Parameters
    ----------
    name : str
        A shipped experiment, a file, a run file, or a file of exported weights (.npz) to start from.
    changes : mapping
        New values by dotted keys, such as "training.learning_rate".

    Raises
    ------
    SpecError, RunFileError
        With one sentence that names what is wrong and what is allowed.
    """
    if is_run_file(name):
        return _continued(load_run(Path(name)), changes)
    spec = experiment_at(name, changes)
    return with_values(spec, dict(changes)) if changes else spec


def _continued(session: Session, changes: Mapping[str, Any]) -> Session:
    """Return the session of a saved run, with settings changed from here on."""
    spec = with_values(session.spec, dict(changes)) if changes else session.spec
    if SpecDifference.between(session.spec, spec).starts_again:
        raise ValueError("a saved run goes on from its own initial weights: seed and init cannot be changed.")
    if spec != session.spec:
        session.apply(SetSpec(spec))
    return session


def go_to(session: Session, update: int, give_up: Callable[[], bool] | None = None) -> None:
    """Bring a session to a moment, back or forward, beyond stop conditions too; as far as training comes.

    Raises
    ------
    GivenUpError
        If `give_up`, which is asked ten times a second, says so; the session is somewhere on the way.
    """
    session.apply(Visit(update))
    if give_up is None:
        session.advance(0)  # arrives, where the past has it
    while give_up is not None and not session.approach_for(SLICE):
        _require(give_up)
    while session.update < update and session.divergence is None:
        if give_up is None:
            session.advance(update - session.update)
        else:
            session.advance_for(SLICE, at_most=update - session.update)
            _require(give_up)


def _require(give_up: Callable[[], bool]) -> None:
    if give_up():
        raise GivenUpError


def is_worth_compiling(spec: Spec, prepared: Prepared, epochs: int) -> bool:
    """Return whether so many epochs take long enough for compiled code to be worth the wait."""
    return (epochs + 1) * epoch_work(spec, prepared) > WORTH_COMPILING
