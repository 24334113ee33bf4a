"""What commands share: from the words of the command line to an experiment, trained as far as asked."""

import shlex
import time
from collections.abc import Sequence
from pathlib import Path

from nnviz.cli.errors import RunFailedError
from nnviz.cli.output import remark
from nnviz.cli.progress import progress, waiting
from nnviz.data.prepare import Prepared
from nnviz.data.tables.table import Table
from nnviz.experiment.opening import go_to, is_worth_compiling, opened
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run.problem import load
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import parse_override
from nnviz.experiment.spec.own_table import guesses
from nnviz.experiment.spec.reading import STDIN
from nnviz.experiment.spec.spec import Spec

BETWEEN_REPORTS = 0.1  # seconds of training between two movements of the progress bar

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
    source = opened(name, changes)
    if isinstance(source, Spec):
        _say_what_was_guessed(name, source)
    return source


def _say_what_was_guessed(name: str, spec: Spec) -> None:
    """Print what was guessed of a table given in place of an experiment, and what else is to be known."""
    if isinstance(spec.data, Table) and name != STDIN and Path(name).suffix.lower() != ".toml":
        remark(f"{name}: {guesses(spec.data.understood())} `nnviz data {shlex.quote(name)}` says more.")
    for sentence in spec.data.remarks()[:MAX_REMARKS]:
        remark(f"{name}: {sentence}")


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
    go_to(session, update - 1)
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
    if is_worth_compiling(spec, prepared, epochs):
        with waiting("Getting the compiled engine (some seconds, once on this machine)"):
            wait_until_compiled(spec)


def require_finite(session: Session) -> None:
    """Raise RunFailedError, with what happened and what to try, if training diverged."""
    divergence = session.divergence
    if divergence is not None:
        raise RunFailedError(divergence.sentence())
