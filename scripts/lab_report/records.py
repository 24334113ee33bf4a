"""What the page says of a lab: rows of experiments in groups, one table and one picture a group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lab_report.runs import Run


@dataclass(frozen=True)
class Row:
    """One experiment: what it is called in the table, and what its report says.

    Attributes
    ----------
    sweep : str
        The named sweep in which it is a row: its runs are those of the table.
    remark : callable, optional
        Says more about the runs than their scores do.
    claim : callable, optional
        Whether a run is as the report says of all; where some are not, the table says so.
    epochs : tuple of int, optional
        After which scores are kept, the last epoch among them.
    """

    name: str
    sweep: str
    label: str
    reported: str
    remark: Callable[[list[Run]], str] | None = None
    claim: Callable[[Run], bool] | None = None
    epochs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Way:
    """The scores that a report printed along one experiment, as text by epoch; its seeds are the sweep's."""

    name: str
    sweep: str
    reported: dict[int, str]


@dataclass(frozen=True)
class Group:
    """Some experiments that belong together.

    Attributes
    ----------
    key : str
        The name of its picture.
    see : str
        What to look for.
    grids : tuple of str
        Named sweeps that are shown as a whole, below the rows.
    charts : sequence of str
        "loss" or "test accuracy": the curves below the boundaries.
    curves : str
        Instead of boundaries: the sweep whose rows are shown as curves, side by side.
    learning : tuple of int
        Epochs after which kernels, maps and histograms of the last experiment are shown.
    boundaries : bool
        Whether there is an input plane to show.
    truth : bool
        Whether the ground truth stands beside the prediction of the first experiment, as the lab asks.
    graph : str
        Instead of experiments: the computational graph of `resources/graphs` that is shown, and its paths.
    """

    key: str
    title: str
    rows: tuple[Row, ...]
    see: str
    way: Way | None = None
    grids: tuple[str, ...] = ()
    charts: Sequence[str] = ("loss",)
    curves: str = ""
    learning: tuple[int, ...] = ()
    boundaries: bool = True
    truth: bool = False
    graph: str = ""


@dataclass(frozen=True)
class Lab:
    """One lab of the page; `missing` says what of its report the app cannot do."""

    title: str
    about: str
    groups: tuple[Group, ...]
    missing: str = ""


def sweeps_of(group: Group) -> list[str]:
    """Return the names of the sweeps that a group is made of, each once."""
    return list(dict.fromkeys([*(row.sweep for row in group.rows), *group.grids]))


def count(holds: Callable[[Run], bool], what: str) -> Callable[[list[Run]], str]:
    """Return a remark: how many of the runs are `what`."""
    return lambda runs: f"{sum(map(holds, runs))} of {len(runs)} {what}"
