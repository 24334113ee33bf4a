"""What can be asked of a session between two updates: small frozen records, logged by update number."""

from dataclasses import dataclass

from nnviz.experiment.spec import Spec


@dataclass(frozen=True)
class SetSpec:
    """Go on with changed settings, keeping everything that the change leaves meaningful."""

    spec: Spec


@dataclass(frozen=True)
class Reset:
    """Go back to update 0 and the same initial weights, bit for bit; or with other settings."""

    spec: Spec | None = None


@dataclass(frozen=True)
class EditWeight:
    """Set `weights[layer][i, j]` by hand (layer 0 is the one after the inputs)."""

    layer: int
    i: int
    j: int
    value: float


@dataclass(frozen=True)
class EditBias:
    """Set `biases[layer][j]` by hand (layer 0 is the one after the inputs)."""

    layer: int
    j: int
    value: float


@dataclass(frozen=True)
class Visit:
    """Go to a moment of the present branch: the nearest keyframe at once, then the exact update.

    Updates beyond the branch mean its end.
    """

    update: int


@dataclass(frozen=True)
class StepBack:
    """Go back by one "update", to the end of the epoch before, or by "100 epochs"."""

    unit: str = "update"


@dataclass(frozen=True)
class SetBookmark:
    """Give a moment a name; None: the present moment, the present branch. Renames a bookmark too."""

    name: str
    update: int | None = None
    branch: int | None = None


@dataclass(frozen=True)
class DeleteBookmark:
    """Forget the bookmark at an update; `branch` None: of the present branch."""

    update: int
    branch: int | None = None


@dataclass(frozen=True)
class Fork:
    """Leave the present branch at this moment: what follows belongs to a new one."""

    name: str = ""


@dataclass(frozen=True)
class SwitchBranch:
    """Go over to another branch, to `update`; None: where it was left."""

    branch: int
    update: int | None = None


@dataclass(frozen=True)
class RenameBranch:
    """Give a branch another name."""

    branch: int
    name: str


@dataclass(frozen=True)
class DeleteBranch:
    """Forget a branch; of the present one, its parent takes over. The last one stays."""

    branch: int


@dataclass(frozen=True)
class RestoreBranch:
    """Bring back a branch that was deleted."""

    branch: int


@dataclass(frozen=True)
class OpenRun:
    """Go back to an earlier run of the session, to where it was left."""

    run: int


@dataclass(frozen=True)
class DeleteRun:
    """Forget an earlier run of the session."""

    run: int


@dataclass(frozen=True)
class RestoreRun:
    """Bring back an earlier run that was deleted."""

    run: int


@dataclass(frozen=True)
class LimitPast:
    """Let the past of a run take so many bytes of memory, from now on and in runs to come."""

    budget: int


Change = SetSpec | EditWeight | EditBias
"""What changes a run between two updates, and is replayed with it."""

BranchCommand = SetBookmark | DeleteBookmark | Fork | RenameBranch | DeleteBranch | RestoreBranch
"""What changes the branches of a run's past, or marks a moment of them."""

TimeTravel = Visit | StepBack | SwitchBranch | BranchCommand | OpenRun | DeleteRun | RestoreRun | LimitPast

Command = SetSpec | Reset | EditWeight | EditBias | TimeTravel


@dataclass(frozen=True)
class LogEntry:
    """A change and the number of updates that were done when it came."""

    update: int
    command: Change
