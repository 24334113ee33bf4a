"""What a sweep runs: every combination of its axes, from several seeds, all checked before anything runs."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from nnviz.experiment.results.plan import SEED, Plan, Row, Settings, SweepAxis
from nnviz.experiment.run.problem import WORTH_COMPILING, epoch_work, load
from nnviz.experiment.spec.errors import SpecError, shown
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.axes import ONLY_SHOWN

MOST_RUNS = 100_000
MOST_TRIED = 100
LARGEST_SEED = 2**32 - 1


def plan_of(
    spec: Spec,
    experiment: str,
    groups: Sequence[Sequence[SweepAxis]],
    seeds: int = 1,
    overrides: Mapping[str, Any] | None = None,
) -> Plan:
    """Return what a sweep runs.

    Each cell is the experiment that `nnviz train` makes of the same overrides: with all keys set at once.
    A value that no cell can use is an error. Values that are allowed, but not in this combination, leave a
    row that says why.

    Parameters
    ----------
    spec : Spec
    experiment : str
        What it is called.
    groups : sequence of sequence of SweepAxis
        Groups are crossed; the axes of one group move together, value by value.
    seeds : int
        Runs of each combination, from the experiment's seed upwards.
    overrides : mapping, optional
        Keys set in all cells.

    Raises
    ------
    SpecError
        With one sentence that names the key, the value and what is allowed.
    """
    common = dict(overrides or {})
    axes = tuple(axis for group in groups for axis in group)
    _check_axes(axes, groups, common)
    base = _base(spec, common, groups)
    _check_counts(base, groups, axes, seeds)
    rows = tuple(_row(spec, common, settings) for settings in _combinations(groups))
    _require_some_use(axes, rows)
    first = base.training.seed
    return Plan(experiment, base, axes, rows, tuple(range(first, first + seeds)), common)


def _base(spec: Spec, common: Mapping[str, Any], groups: Sequence[Sequence[SweepAxis]]) -> Spec:
    """Return the experiment with what all cells have; where that fits only with the axes, the first cell.

    So a list of two activations may be set for cells of two layers, whatever the experiment itself has.
    """
    try:
        return with_values(spec, common) if common else spec
    except SpecError as error:
        for settings in islice(_combinations(groups), MOST_TRIED):
            row = _row(spec, common, settings)
            if row.spec is not None:
                return row.spec
        raise error from None


def worth_compiling(plan: Plan) -> Spec | None:
    """Return the experiment of the first row where all runs together are worth waiting for compiled code."""
    spec = next(row.spec for row in plan.rows if row.spec is not None)
    try:
        work = (spec.training.epochs + 1) * epoch_work(spec, load(spec)) * len(plan.rows) * len(plan.seeds)
    except SpecError:
        return None  # said in its place
    return spec if work > WORTH_COMPILING else None


def _check_axes(
    axes: Sequence[SweepAxis], groups: Sequence[Sequence[SweepAxis]], common: Mapping[str, Any]
) -> None:
    if not axes:
        raise SpecError("a sweep needs at least one axis: --vary KEY=V1,V2,...")
    keys = [axis.key for axis in axes]
    for key in keys:
        if key in ONLY_SHOWN:
            raise SpecError(f"{key} cannot be varied: it is only shown, and changes nothing of a run.", key)
        if keys.count(key) > 1:
            raise SpecError(f"{key} is varied twice: give all its values in one axis.", key)
        if key in common:
            raise SpecError(f"{key} is both set for all cells and varied: leave one out.", key)
    for group in groups:
        lengths = {axis.key: len(axis.values) for axis in group}
        if len(set(lengths.values())) > 1:
            counted = ", ".join(f"{key} has {count}" for key, count in lengths.items())
            raise SpecError(f"axes that move together need equally many values: {counted}.")
        _check_repetition(group)


def _check_repetition(group: Sequence[SweepAxis]) -> None:
    """Refuse a group in which a combination comes twice: its runs would be the same."""
    seen = set()
    for values in zip(*(axis.values for axis in group), strict=True):
        text = repr(values)
        if text in seen:
            named = ", ".join(
                f"{axis.key} = {shown(value)}" for axis, value in zip(group, values, strict=True)
            )
            raise SpecError(f"{named} is there twice: its runs would be the same.", group[0].key)
        seen.add(text)


def _check_counts(
    base: Spec, groups: Sequence[Sequence[SweepAxis]], axes: Sequence[SweepAxis], seeds: int
) -> None:
    if seeds > 1 and any(axis.key == SEED for axis in axes):
        raise SpecError(f"{SEED} is varied, so --seeds has nothing to count: leave one out.", SEED)
    if base.training.seed + seeds - 1 > LARGEST_SEED:
        raise SpecError(f"the last seed would be above {LARGEST_SEED:,}: begin with a smaller {SEED}.", SEED)
    runs = seeds
    for group in groups:
        runs *= len(group[0].values)
    if runs > MOST_RUNS:
        raise SpecError(f"this sweep has {runs:,} runs: at most {MOST_RUNS:,} are allowed.")


def _combinations(groups: Sequence[Sequence[SweepAxis]]) -> Iterator[Settings]:
    """Return the settings of every row, the last axis changing fastest."""
    steps = [
        [tuple((axis.key, axis.values[i]) for axis in group) for i in range(len(group[0].values))]
        for group in groups
    ]
    for chosen in product(*steps):
        yield tuple(pair for pairs in chosen for pair in pairs)


def _row(spec: Spec, common: Mapping[str, Any], settings: Settings) -> Row:
    try:
        return Row(settings, with_values(spec, {**common, **dict(settings)}))
    except SpecError as error:
        return Row(settings, None, error.reason)


def _require_some_use(axes: Sequence[SweepAxis], rows: Sequence[Row]) -> None:
    """Refuse a value that is impossible in every row: a slip, not a combination that does not fit."""
    usable = {(key, repr(value)) for row in rows if row.spec is not None for key, value in row.settings}
    for axis in axes:
        for value in axis.values:
            if (axis.key, repr(value)) not in usable:
                reasons = [row.impossible for row in rows if _has(row, axis.key, value)]
                own = [reason for reason in reasons if reason.startswith(axis.key)]
                raise SpecError((own or reasons)[0], axis.key)


def _has(row: Row, key: str, value: object) -> bool:
    return any(key == name and repr(value) == repr(other) for name, other in row.settings)
