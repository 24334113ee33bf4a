"""What tests of sweeps share: sweeps of shipped experiments, and what sessions make of their cells."""

from nnviz.experiment.results.outcome import Outcome, score_of
from nnviz.experiment.results.plan import Plan
from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.session import Session
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.axes import parse_axis
from nnviz.experiment.sweeps.planning import plan_of
from nnviz.experiment.sweeps.sweep import Sweep


def plan(name: str, *axes: str, seeds: int = 1, together: bool = False, **overrides: object) -> Plan:
    """Return a sweep of a shipped experiment; `__` in the name of an override stands for a dot."""
    spec = experiment_at(name)
    parsed = [parse_axis(text, spec) for text in axes]
    groups = [parsed] if together else [[axis] for axis in parsed]
    common = {key.replace("__", "."): value for key, value in overrides.items()}
    return plan_of(spec, name, groups, seeds, common)


def swept(planned: Plan, jobs: int = 1, lanes: bool = True) -> Sweep:
    """Return the sweep, run to its end."""
    sweep = Sweep(planned)
    for _ in sweep.run(Crew(jobs, lanes)):
        pass
    return sweep


def of_session(spec: Spec) -> tuple[object, ...]:
    """Return what a session makes of an experiment, as `numbers` has it of an outcome."""
    session = Session(spec)
    while session.update < session.last_update and session.divergence is None and not session.stopped:
        session.advance(session.last_update - session.update)
    metrics = session.metrics()
    divergence = session.divergence
    return (
        session.epoch,
        session.update,
        None if divergence is None else divergence.update,
        session.stopped,
        score_of(metrics.train),
        score_of(metrics.validation),
        score_of(metrics.test),
    )


def numbers(outcome: Outcome | None) -> tuple[object, ...]:
    """Return all of an outcome that does not depend on the clock."""
    assert outcome is not None
    return (
        outcome.epochs,
        outcome.updates,
        outcome.diverged,
        outcome.stopped,
        outcome.train,
        outcome.validation,
        outcome.test,
    )
