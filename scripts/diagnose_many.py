"""Ask `nnviz diagnose` about many experiments: scripts/diagnose_many.py [--shipped] [--drawn N] [--seed N].

Of experiments that are drawn with one cause each (`ailing.py`), the first advice is followed: it must do
well, and lead on to no other advice. Of those that ship, one that learns must hear of nothing wrong.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from typing import Any

import python_check  # noqa: F401  (ends here with a sentence where Python is too old for the rest)
from ailing import CAUSES, ailing

from nnviz.experiment.diagnosis.quality import Quality, quality_of
from nnviz.experiment.look.health_report import diagnosis_report
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run.problem import load, problem_of
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.spec.catalogue import catalogue
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at

MOST_STEPS = 3
"""Pieces of advice that are followed, one after the other."""
WORK = 2 * 10**9
"""Products of a weight and an activation that a shipped experiment is trained for at most."""


def main() -> int:
    """Ask about all, print what is not as it should be, and return 1 if there is any."""
    options = _options()
    wrong = 0
    if options.shipped:
        wrong += _count(_shipped(options.only))
    if options.drawn:
        wrong += _count(_drawn(options.drawn, options.seed, options.only))
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shipped", action="store_true", help="all experiments that ship")
    parser.add_argument("--drawn", type=int, default=0, help="so many a cause, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="the first of the seeds that are drawn from")
    parser.add_argument("--only", default="", help="names or causes that contain this")
    return parser.parse_args()


def _count(lines: Iterator[tuple[bool, str]]) -> int:
    wrong = total = 0
    for is_right, line in lines:
        total += 1
        wrong += not is_right
        print(f"{'   ' if is_right else 'NO '}{line}", flush=True)
    print(f"{total - wrong} of {total} as they should be", flush=True)
    return wrong


def _drawn(count: int, seed: int, only: str) -> Iterator[tuple[bool, str]]:
    for cause in CAUSES:
        if only not in cause:
            continue
        found, number = 0, seed
        while found < count:
            spec = ailing(cause, number)
            wait_until_compiled(spec)
            if quality_at_end(spec).is_poor:
                found += 1
                problem = what_is_wrong(spec, cause)
                yield not problem, f"{cause} {number}: {problem or said(spec)}"
            number += 1
            if number - seed > 20 * count:
                yield False, f"{cause}: only {found} of {number - seed} draws do not learn"
                break


def what_is_wrong(spec: Spec, cause: str) -> str:
    """Follow the first advice for an experiment that does not learn; return what is not right with it."""
    seen = [spec]
    for step in range(MOST_STEPS):
        callouts = _callouts(spec)
        if not callouts:
            return "" if step and quality_at_end(spec).is_good else f"silent after {step} steps"
        first = callouts[0]
        if not first["advice"]:
            return f"no advice: {first['sentence']}"
        if step == 0 and first["kind"] not in CAUSES[cause][1]:
            return f"called {first['kind']}: {first['sentence']} {first['advice'][0]['title']}"
        spec = with_values(spec, first["advice"][0]["changes"])
        if spec in seen:
            return f"in circles: {first['advice'][0]['title']}"
        if step == 0 and not quality_at_end(spec).is_good:
            return f"not good after: {first['advice'][0]['title']} ({first['advice'][0]['result']})"
        seen.append(spec)
    return "no end of advice"


def said(spec: Spec) -> str:
    """Return the first advice in a line."""
    advice = _callouts(spec)[0]["advice"][0]
    return f"{advice['title']}: {advice['result']}"


def _shipped(only: str) -> Iterator[tuple[bool, str]]:
    for entry in catalogue():
        if only not in entry.name:
            continue
        spec = experiment_at(entry.name)
        if not spec.network.built.is_dense:
            continue
        start = time.process_time()
        spec = _bounded(spec)
        wait_until_compiled(spec)
        end, callouts = quality_at_end(spec), _callouts(spec)
        kinds = {callout["kind"] for callout in callouts}
        line = f"{entry.name}: {_words(end)}; {', '.join(sorted(kinds)) or 'nothing'}"
        if callouts and callouts[0]["advice"]:
            advice = callouts[0]["advice"][0]
            line += f"; {advice['title']}: {advice['result']}"
        yield _fits(spec, end, callouts), f"{line} ({time.process_time() - start:.0f} s)"


def _fits(spec: Spec, end: Quality, callouts: list[dict[str, Any]]) -> bool:
    """Whether what learns is left in peace, and what does not hears what helps."""
    if not callouts:
        return not end.is_stuck
    if end.is_good:
        return {callout["kind"] for callout in callouts} <= {"plateau"}
    advice = callouts[0]["advice"]
    return (
        bool(advice)
        and not quality_at_end(with_values(spec, advice[0]["changes"]), advice[0]["epochs"]).is_stuck
    )


def _bounded(spec: Spec) -> Spec:
    points = len(load(spec).split.train.X)
    most = max(1, WORK // (points * spec.network.built.parameter_count))
    return spec if spec.training.epochs <= most else with_values(spec, {"training.epochs": most})


def quality_at_end(spec: Spec, epochs: int | None = None) -> Quality:
    """Train an experiment and return how well it does."""
    prepared = load(spec)
    run = TrainingRun(spec, prepared)
    end = run.epochs.update(spec.training.epochs if epochs is None else epochs)
    while run.update < end and not (run.divergence or run.watch.reason):
        run.advance(end - run.update)
    problem = problem_of(prepared, spec.network.built.outputs)
    return quality_of(problem, run.network, spec.training.loss, run.parameters())


def _callouts(spec: Spec) -> list[dict[str, Any]]:
    callouts: list[dict[str, Any]] = diagnosis_report(spec, load(spec), "one of many")["callouts"]
    return callouts


def _words(quality: Quality) -> str:
    return f"accuracy {quality.accuracy:.3f}, unexplained {quality.unexplained:.3g}"


if __name__ == "__main__":
    sys.exit(main())
