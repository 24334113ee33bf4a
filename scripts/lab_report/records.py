"""What the page says of a lab: rows of experiments in groups, one table and one picture a group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lab_report.runs import Run


@dataclass(frozen=True)
class Row:
    """One experiment: what it is called in the table, and what its report says.

    Attributes
    ----------
    seeds : int
        Runs from training seeds 0, 1, ...
    other_data : bool
        Whether each run also has a division of the data of its own.
    remark : callable, optional
        Says more about the runs than their scores do.
    claim : callable, optional
        Whether a run is as the report says of all; where some are not, the table says so.
    epochs : tuple of int, optional
        After which scores are kept, the last epoch among them.
    """

    name: str
    label: str
    reported: str
    seeds: int = 10
    other_data: bool = False
    remark: Callable[[list[Run]], str] | None = None
    claim: Callable[[Run], bool] | None = None
    epochs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Way:
    """The scores that a report printed along one experiment, as text by epoch."""

    name: str
    reported: dict[int, str]
    seeds: int = 10


@dataclass(frozen=True)
class Group:
    """Some experiments that belong together.

    Attributes
    ----------
    key : str
        The name of its picture.
    see : str
        What to look for.
    charts : sequence of str
        "loss" or "test accuracy": the curves below the boundaries.
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
    charts: Sequence[str] = ("loss",)
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


def count(holds: Callable[[Run], bool], what: str) -> Callable[[list[Run]], str]:
    """Return a remark: how many of the runs are `what`."""
    return lambda runs: f"{sum(map(holds, runs))} of {len(runs)} {what}"
