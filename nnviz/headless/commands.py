"""The work of `list`, `train` and `trace`: from the words of the command line to a report."""

import time
from collections.abc import Sequence
from typing import Any

from nnviz.experiment.catalogue import catalogue, find
from nnviz.experiment.engine_watch import wait_until_compiled
from nnviz.experiment.fields import parse_override, with_values
from nnviz.experiment.problem import forward_work, load
from nnviz.experiment.report import trace_report, training_report
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot import Request
from nnviz.experiment.spec import Spec, load_spec
from nnviz.explain.case import Case
from nnviz.explain.walk import Walk
from nnviz.headless.errors import RunFailedError
from nnviz.headless.progress import progress, waiting

BETWEEN_REPORTS = 0.1  # seconds of training between two movements of the progress bar
WORTH_COMPILING = 50_000  # products of a weight and an activation: about a second, interpreted


def listing() -> list[dict[str, str]]:
    """Return the shipped experiments in the order of the picker."""
    return [
        {"name": entry.name, "title": entry.title, "lab": entry.lab, "about": entry.about}
        for entry in catalogue()
    ]


def experiment(
    name: str, overrides: Sequence[str], epochs: int | None = None, seed: int | None = None
) -> Spec:
    """Return an experiment with some keys overridden.

    Parameters
    ----------
    name : str
        A shipped experiment or a file.
    overrides : sequence of str
        "KEY=VALUE" each; a later one wins.
    epochs, seed : int, optional
        Override `training.epochs` and `training.seed`.

    Raises
    ------
    SpecError
        With one sentence that names what is wrong and what is allowed.
    """
    changes = dict(parse_override(text) for text in overrides)
    if epochs is not None:
        changes["training.epochs"] = epochs
    if seed is not None:
        changes["training.seed"] = seed
    spec = load_spec(find(name))
    return with_values(spec, changes) if changes else spec


def train(spec: Spec, name: str, full: bool) -> dict[str, Any]:
    """Train an experiment to its end and return the report.

    Raises
    ------
    RunFailedError
        When training diverges.
    """
    session, seconds = trained(spec, name)
    return training_report(session, name, seconds, full)


def trained(spec: Spec, name: str) -> tuple[Session, float]:
    """Train an experiment to its end; return the session and the seconds that training alone took.

    Raises
    ------
    RunFailedError
        When training diverges.
    """
    session = _open(spec, epochs=spec.training.epochs)
    end = session.last_update
    seconds = 0.0
    with progress(name, end) as show:
        while session.update < end and session.divergence is None:
            begin = time.perf_counter()
            session.advance_for(BETWEEN_REPORTS, at_most=end - session.update)
            seconds += time.perf_counter() - begin
            show(session.update)
    _require_finite(session)
    return session, seconds


def trace(spec: Spec, update: int) -> dict[str, Any]:
    """Return the report on update number `update`, counted from 1.

    Raises
    ------
    RunFailedError
        When training diverges before.
    """
    return trace_report(_before_update(spec, update))


def walk(spec: Spec, update: int, sample: int, digits: int) -> Walk:
    """Return the walk through update number `update`, counted from 1.

    Parameters
    ----------
    sample : int
        Which sample of the batch the formulas follow, counted from 1.
    digits : int
        Significant digits of the numbers.

    Raises
    ------
    ValueError
        If the batch has no such sample.
    RunFailedError
        When training diverges before.
    """
    coming = _before_update(spec, update).snapshot(Request(metrics=False, trace=True)).coming
    assert coming is not None  # it was asked for
    batch = len(coming.trace.X)
    if sample > batch:
        count = "one sample" if batch == 1 else f"{batch:,} samples"
        raise ValueError(f"the batch of update {update:,} has {count}, so there is no sample {sample:,}")
    return Walk(Case(coming.trace, coming.network, coming.training, sample - 1, digits))


def _before_update(spec: Spec, update: int) -> Session:
    session = _open(spec, epochs=update)
    session.advance(update - 1)
    _require_finite(session)
    return session


def _open(spec: Spec, epochs: int) -> Session:
    """Return the session, with compiled code (to the same bits) if so many epochs are worth the wait."""
    prepared = load(spec)
    if (epochs + 1) * forward_work(spec, prepared) > WORTH_COMPILING:
        with waiting("Getting the compiled engine (some seconds, once on this machine)"):
            wait_until_compiled()
    return Session(spec, prepared)


def _require_finite(session: Session) -> None:
    divergence = session.divergence
    if divergence is not None:
        raise RunFailedError(divergence.sentence())
