"""From causes that are seen to advice that helps: each remedy is tried before it is offered.

The order of causes, of remedies and of trials is fixed, and so is the work of a trial: the same experiment
gets the same advice on every machine. The clock decides only when.
"""

from collections.abc import Generator, Iterator
from typing import Any

import msgspec

from nnviz.data.prepare import Prepared
from nnviz.experiment.diagnosis.causes import LAST, plateau, suspicions
from nnviz.experiment.diagnosis.facts import Facts
from nnviz.experiment.diagnosis.quality import Quality
from nnviz.experiment.diagnosis.suspicion import (
    STANDARDIZED,
    Remedy,
    Suspicion,
    adam,
    joined,
    other_seeds,
    with_rate,
)
from nnviz.experiment.diagnosis.trial import TrialOutcome, data_of, epochs_of_trials, trial
from nnviz.experiment.snapshot.health_view import Advice, Callout, Reached
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec

MOST_TRIALS = 80
"""Settings tried for one experiment."""
TO_BE_JOINED = 3
"""Remedies of a cause that are also tried together with others, where none does well alone."""
SOLVED, LIMIT, NOTHING_HELPS = 0, 4, 5
"""Places of causes: those that one change does away with come first."""
MOST_CALLOUTS, MOST_ADVICE = 4, 3
Pieces = Generator[None, None, tuple[Callout, ...]]


class Examiner:
    """Looks into one experiment; what was tried is kept.

    Parameters
    ----------
    spec : Spec
    prepared : Prepared
        Its data.
    trials : int
        How many settings are tried at most.

    Attributes
    ----------
    sure : tuple of Callout
        What is certain to be said first, while an examination goes on: causes that one change does away with.
    """

    def __init__(self, spec: Spec, prepared: Prepared, trials: int = MOST_TRIALS) -> None:
        self._trials = trials
        self._spec, self._prepared = spec, prepared
        self._epochs = epochs_of_trials(spec, len(prepared.split.train.X))
        self._known: dict[tuple[Spec, int], TrialOutcome | None] = {}
        self.sure: tuple[Callout, ...] = ()

    @property
    def tried(self) -> int:
        """How many settings have been tried, the present ones among them."""
        return len(self._known)

    def examine(self, facts: Facts, final: Quality | None = None) -> Pieces:
        """Look into a moment: yields between pieces of work, and returns what is wrong, best advice first.

        Parameters
        ----------
        facts : Facts
        final : Quality, optional
            What the whole run came to, where that is known; else a trial of it tells.
        """
        self.sure = ()
        before = yield from self._outcome(self._spec, self._epochs)
        if before is None:  # too large to try anything: what is seen is said
            return tuple(seen_only(facts))[:MOST_CALLOUTS] if facts.update and facts.quality.is_stuck else ()
        end = final or before.quality
        found = list(suspicions(facts))
        if not end.is_poor or facts.quality.is_good:
            found = [each for each in found if each.is_contradiction]
            if not found and facts.update and facts.quality.is_stuck and facts.stands_still:
                return (yield from self._plateau(facts, end))
        cases = [_Case(suspicion) for suspicion in found]
        yield from self._try_all(cases, before)
        if end.is_stuck and not any(case.tried for case in cases):
            last = [_Case(suspicion) for suspicion in LAST(facts)]
            yield from self._try_all(last, before)
            cases = [*cases, *last]
        if not end.is_stuck:  # it has learned something: only what does well is worth a word
            cases = [case for case in cases if case.is_solved]
        return _said(cases)

    def _plateau(self, facts: Facts, end: Quality) -> Pieces:
        """Say that a run stands still which is going to learn, and what gets it on sooner."""
        before = yield from self._outcome(self._spec, min(max(1, int(facts.epoch)), self._epochs))
        if before is None:
            return ()
        case = _Case(plateau(facts, end))
        yield from self._try(case, case.suspicion.remedies, before)
        return (case.callout,)

    def _try_all(self, cases: list["_Case"], before: TrialOutcome) -> Generator[None, None, None]:
        """Try what helps alone in each case; where nothing does well, also together with something else."""
        for case in cases:
            yield from self._try(case, case.suspicion.remedies, before)
            self.sure = _said([each for each in cases if each.place == SOLVED])
        for case in cases:
            if any(each.is_solved for each in cases):
                return
            first = case.suspicion.remedies[:TO_BE_JOINED]
            pairs = [joined(one, other) for one in first for other in self._boosters()]
            fresh = {pair.title: pair for pair in pairs if pair not in case.suspicion.remedies}
            yield from self._try(case, tuple(fresh.values()), before)

    def _try(
        self, case: "_Case", remedies: tuple[Remedy, ...], before: TrialOutcome
    ) -> Generator[None, None, None]:
        """Try remedies until one of them does well."""
        case.was_tried |= bool(remedies)
        for remedy in remedies:
            outcome = yield from self._after(remedy, before.epochs)
            if outcome is None or not outcome.quality.is_clearly_better(before.quality):
                continue
            case.tried.append((outcome.quality, _advice(remedy, before, outcome)))
            if outcome.quality.is_good:
                return

    def _boosters(self) -> tuple[Remedy, ...]:
        """Return what a remedy may need besides: other weights, smaller or larger steps, other scales."""
        spec, seeds = self._spec, other_seeds(self._spec, 2)
        rates = tuple(with_rate(spec, factor) for factor in (10.0, 0.1, 0.01))
        scaled = (STANDARDIZED,) if not spec.data.standardize else ()
        both = (joined(one, rate) for one in scaled for rate in (*rates[1:], adam(0.1)))
        return (*seeds, *scaled, *rates, *both, adam(0.01), adam(0.1))

    def _after(self, remedy: Remedy, epochs: int) -> Generator[None, None, TrialOutcome | None]:
        try:
            spec = with_values(self._spec, dict(remedy.changes))
        except SpecError:
            return None
        if spec == self._spec:
            return None
        longer = int(remedy.changes.get("training.epochs", 0))
        return (yield from self._outcome(spec, longer or epochs))

    def _outcome(self, spec: Spec, epochs: int) -> Generator[None, None, TrialOutcome | None]:
        """Return what comes of settings; None where too much has been tried, or the data cannot be had."""
        key = spec, epochs
        if key not in self._known:
            longest = max(self._epochs, epochs_of_trials(spec, self._points))
            if len(self._known) >= self._trials or epochs > longest or longest == 0:
                return None
            try:
                prepared = data_of(spec, self._spec, self._prepared)
            except SpecError:
                return None
            self._known[key] = yield from trial(spec, prepared, epochs)
        return self._known[key]

    @property
    def _points(self) -> int:
        return len(self._prepared.split.train.X)


def seen_only(facts: Facts) -> Iterator[Callout]:
    """Yield what is seen at a moment, with nothing tried."""
    for suspicion in (*suspicions(facts), *LAST(facts)):
        yield _Case(suspicion).callout


class _Case:
    """A suspicion, and what helped of what was tried."""

    def __init__(self, suspicion: Suspicion) -> None:
        self.suspicion = suspicion
        self.tried: list[tuple[Quality, Advice]] = []
        self.was_tried = False

    @property
    def is_solved(self) -> bool:
        """Whether something does well."""
        return any(quality.is_good for quality, _ in self.tried)

    @property
    def place(self) -> int:
        """Where it is said: what one change solves or gets going comes first, what nothing helps last."""
        if self.suspicion.is_limit:
            return LIMIT
        alone = {remedy.title for remedy in self.suspicion.remedies}
        simple = [quality for quality, advice in self.tried if advice.title in alone]
        if any(quality.is_good for quality in simple):
            return SOLVED
        if any(not quality.is_stuck for quality in simple):
            return 1
        return 2 if self.is_solved else 3 if self.tried else NOTHING_HELPS

    @property
    def _best(self) -> list[Advice]:
        best = sorted(self.tried, key=lambda pair: (not pair[0].is_good, *pair[0].rank))
        return [advice for _, advice in best]

    @property
    def first(self) -> tuple[tuple[str, Any], ...]:
        """The changes of the best advice; empty where nothing helps."""
        return self._best[0].changes if self.tried else ()

    @property
    def callout(self) -> Callout:
        """What is said."""
        evidence = tuple(self.suspicion.evidence.items())
        advice = tuple(self._best[:MOST_ADVICE])
        seen = self.suspicion
        in_vain = seen.if_nothing_helps if self.was_tried and not self.tried else ""
        return Callout(seen.kind, seen.layer, in_vain or seen.sentence, evidence, advice, seen.is_limit)


def _said(cases: list[_Case]) -> tuple[Callout, ...]:
    """Return what is worth saying: what helps; where nothing does, what is seen. No advice comes twice."""
    said: list[_Case] = []
    for case in sorted(cases, key=lambda case: case.place):
        if case.place == NOTHING_HELPS and said and said[0].place < NOTHING_HELPS:
            break
        if not any(case.tried and case.first == other.first for other in said if other.tried):
            said.append(case)
    return tuple(case.callout for case in said[:MOST_CALLOUTS])


def _advice(remedy: Remedy, before: TrialOutcome, after: TrialOutcome) -> Advice:
    changes = tuple(_plain(remedy.changes))
    return Advice(remedy.title, changes, _reached(before), _reached(after), after.epochs)


def _reached(outcome: TrialOutcome) -> Reached:
    quality = outcome.quality
    return Reached(quality.loss, quality.accuracy, quality.unexplained)


def _plain(changes: Any) -> list[tuple[str, Any]]:
    return [(key, msgspec.to_builtins(value)) for key, value in changes.items()]
