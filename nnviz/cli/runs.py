"""What commands share: from the words of the command line to an experiment, trained as far as asked."""

import shlex
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nnviz.cli.errors import RunFailedError
from nnviz.cli.output import remark
from nnviz.cli.progress import progress, waiting
from nnviz.data import Prepared, Table
from nnviz.experiment.commands import SetSpec, Visit
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run.problem import epoch_work, load
from nnviz.experiment.run_file.run_file import is_run_file, load_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.changes import Difference
from nnviz.experiment.spec.fields import parse_override, with_values
from nnviz.experiment.spec.own_table import guesses
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at

BETWEEN_REPORTS = 0.1  # seconds of training between two movements of the progress bar
WORTH_COMPILING = 300_000  # products of a weight and an activation: about a second, interpreted

MAX_REMARKS = 5  # on a table, before training


def experiment(
    name: str, overrides: Sequence[str], epochs: int | None = None, seed: int | None = None
) -> Spec | Session:
    """Return an experiment with some keys overridden; of a saved run the session, where it was left.

    Parameters
    ----------
    name : str
        A shipped experiment, a file, a run file, or a file of exported weights (.npz) to start from.
    overrides : sequence of str
        "KEY=VALUE" each; a later one wins.
    epochs, seed : int, optional
        Override `training.epochs` and `training.seed`.

    Raises
    ------
    SpecError, RunFileError
        With one sentence that names what is wrong and what is allowed.
    """
    changes = dict(parse_override(text) for text in overrides)
    if epochs is not None:
        changes["training.epochs"] = epochs
    if seed is not None:
        changes["training.seed"] = seed
    if is_run_file(name):
        return _continued(load_run(Path(name)), changes)
    spec = experiment_at(name)
    if changes:
        spec = with_values(spec, changes)
    _say_what_was_guessed(name, spec)
    return spec


def _say_what_was_guessed(name: str, spec: Spec) -> None:
    """Print what was guessed of a table given in place of an experiment, and what else is to be known."""
    if isinstance(spec.data, Table) and Path(name).suffix.lower() != ".toml":
        remark(f"{name}: {guesses(spec.data.understood())} `nnviz data {shlex.quote(name)}` says more.")
    for sentence in spec.data.remarks()[:MAX_REMARKS]:
        remark(f"{name}: {sentence}")


def _continued(session: Session, changes: dict[str, Any]) -> Session:
    """Return the session of a saved run, with settings changed from here on."""
    spec = with_values(session.spec, changes) if changes else session.spec
    if Difference.between(session.spec, spec).starts_again:
        raise ValueError("a saved run goes on from its own initial weights: seed and init cannot be changed.")
    if spec != session.spec:
        session.apply(SetSpec(spec))
    return session


def title_of(source: Spec | Session) -> str:
    """Return the title of an experiment or of a saved run."""
    return (source.spec if isinstance(source, Session) else source).title


def trained(source: Spec | Session, name: str) -> tuple[Session, float]:
    """Train to the end, or to a stop condition; return the session and the seconds that training took.

    Raises
    ------
    RunFailedError
        When training diverges.
    """
    session, seconds = trained_as_far_as_possible(source, name)
    require_finite(session)
    return session, seconds


def trained_as_far_as_possible(source: Spec | Session, name: str) -> tuple[Session, float]:
    """Do the same as `trained`, as far as training comes."""
    session = _open(source, (source.spec if isinstance(source, Session) else source).training.epochs)
    end = session.last_update
    seconds = 0.0
    with progress(name, end) as show:
        while session.update < end and session.divergence is None:
            begin = time.perf_counter()
            session.advance_for(BETWEEN_REPORTS, at_most=end - session.update)
            seconds += time.perf_counter() - begin
            show(session.update)
            if session.stopped:
                break
    return session, seconds


def to_export(name: str, overrides: Sequence[str], epochs: int | None, seed: int | None) -> Session:
    """Return an experiment trained to its end; a saved run where it was left, unless `epochs` is given."""
    source = experiment(name, overrides, epochs=epochs, seed=seed)
    return source if isinstance(source, Session) and epochs is None else trained(source, name)[0]


def before_update(source: Spec | Session, update: int) -> Session:
    """Return the session right before update number `update`, counted from 1.

    Raises
    ------
    RunFailedError
        When training diverges before.
    """
    session = _open(source, epochs=update)
    session.apply(Visit(update - 1))
    session.advance(0)  # arrives, where the past has it
    while session.update < update - 1 and session.divergence is None:  # beyond stop conditions too
        session.advance(update - 1 - session.update)
    require_finite(session)
    return session


def _open(source: Spec | Session, epochs: int) -> Session:
    """Return the session, with compiled code (to the same bits) if so many epochs are worth the wait."""
    if isinstance(source, Session):
        _have_engine(source.spec, source.prepared, epochs)
        return source
    prepared = load(source)
    _have_engine(source, prepared, epochs)
    return Session(source, prepared)


def _have_engine(spec: Spec, prepared: Prepared, epochs: int) -> None:
    if (epochs + 1) * epoch_work(spec, prepared) > WORTH_COMPILING:
        with waiting("Getting the compiled engine (some seconds, once on this machine)"):
            wait_until_compiled(spec)


def require_finite(session: Session) -> None:
    """Raise RunFailedError, with what happened and what to try, if training diverged."""
    divergence = session.divergence
    if divergence is not None:
        raise RunFailedError(divergence.sentence())
