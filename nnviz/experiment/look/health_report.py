"""What Health says of a whole run, at the start, on the way and at the end: what `nnviz diagnose` prints."""

import math
from collections.abc import Callable, Generator
from typing import Any, TypeVar

from nnviz.data.prepare import Prepared
from nnviz.experiment.diagnosis.examiner import Examiner, seen_only
from nnviz.experiment.diagnosis.facts import Facts
from nnviz.experiment.diagnosis.trial import can_try, takes_long
from nnviz.experiment.look.health import HealthProbe
from nnviz.experiment.look.health_consultation import facts_of
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.health_view import Callout, Reached
from nnviz.experiment.spec.spec import Spec

FEW_TRIALS = 12
"""Settings tried for one line after `nnviz train`."""
FEWEST_UPDATES, FEWEST_EPOCHS = 100, 10
"""A run with less of both has only begun."""
Progress = Callable[[int], None]
Result = TypeVar("Result")


def diagnosis_report(
    spec: Spec, prepared: Prepared, name: str, progress: Progress = lambda _: None
) -> dict[str, Any]:
    """Train an experiment to its end and return what is wrong with it, as plain JSON values.

    Parameters
    ----------
    name : str
        What it was called by.
    progress : callable
        Told the number of updates done.

    Returns
    -------
    dict
        `experiment, epochs, updates, train{loss, accuracy}, callouts[...]`; a callout has `update, kind,
        layer, sentence, evidence{}, advice[{title, changes{}, before{}, after{}, epochs}]`. They are
        those of the start, after an epoch, a quarter, the half and all of the run; each time the best advice
        comes first. `None` stands for what does not exist or is not finite.
    """
    run = TrainingRun(spec, prepared)
    moments = list(_moments(run, progress))
    final = moments[-1]
    examiner = Examiner(spec, prepared)
    callouts = [
        _plain(callout, facts.update)
        for facts in moments
        for callout in _outcome(examiner.examine(facts, final.quality))
    ]
    return {
        "experiment": name,
        "epochs": int(final.epoch),
        "updates": final.update,
        "train": {"loss": _number(final.quality.loss), "accuracy": _number(final.quality.accuracy)},
        "callouts": callouts,
    }


def _moments(run: TrainingRun, progress: Progress) -> Generator[Facts, None, None]:
    """Train a run to its end, or as far as it comes; yield what is known on the way."""
    probe, epochs = HealthProbe(run.problem, run.spec), run.spec.training.epochs
    for epoch in sorted({0, min(1, epochs), epochs // 4, epochs // 2, epochs}):
        end = run.epochs.update(epoch)
        while run.update < end and not (run.divergence or run.watch.reason):
            run.advance(min(end - run.update, max(1, run.epochs.updates_per_epoch)))
            progress(run.update)
        yield facts_of(run, probe.measure(run.trainer))
        if run.update < end:
            return


def why_stuck(run: TrainingRun) -> Callout | None:
    """Return the likeliest cause where a run has ended hardly better than one constant answer, else None.

    Only a few settings are tried: it is a hint, at the end of a run nobody asked to be examined.
    """
    if run.divergence:
        return None
    if run.update < FEWEST_UPDATES and run.epochs.epoch(run.update) < FEWEST_EPOCHS:
        return None
    facts = facts_of(run, HealthProbe(run.problem, run.spec).measure(run.trainer))
    if not facts.quality.is_stuck:
        return None
    points = len(run.trainer.X)
    if not can_try(run.spec, points) or takes_long(run.spec, points):
        return next(seen_only(facts), None)
    callouts = _outcome(Examiner(run.spec, run.prepared, FEW_TRIALS).examine(facts, facts.quality))
    return callouts[0] if callouts else None


def _outcome(work: Generator[None, None, Result]) -> Result:
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result


def _plain(callout: Callout, update: int) -> dict[str, Any]:
    return {
        "update": update,
        "kind": callout.kind,
        "layer": callout.layer or None,
        "sentence": callout.sentence,
        "evidence": dict(callout.evidence),
        "advice": [
            {
                "title": advice.title,
                "changes": dict(advice.changes),
                "before": _reached(advice.before),
                "after": _reached(advice.after),
                "epochs": advice.epochs,
                "result": advice.result,
            }
            for advice in callout.advice
        ],
        "is_limit": callout.is_limit,
    }


def _reached(reached: Reached) -> dict[str, float | None]:
    return {key: _number(getattr(reached, key)) for key in reached.__struct_fields__}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
