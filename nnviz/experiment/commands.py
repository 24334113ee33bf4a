"""What can be asked of a session between two updates: small frozen records, logged by update number."""

from typing import ClassVar

import msgspec

from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Parameter


class _Command(msgspec.Struct, frozen=True):
    """What all commands say of themselves."""

    travels: ClassVar[bool] = False
    """Whether it leads to another moment or run, where training pauses."""


class _Travel(_Command, frozen=True):
    """Those that travel."""

    travels: ClassVar[bool] = True


class SetSpec(_Command, frozen=True):
    """Go on with changed settings, keeping everything that the change leaves meaningful."""

    spec: Spec


class Reset(_Command, frozen=True):
    """Go back to update 0 and the same initial weights, bit for bit; or with other settings."""

    spec: Spec | None = None


class Undoably(_Command, frozen=True):
    """Change the settings or start again so that `TakeBack` of the same step leads to the run as it was.

    The changes of one drag are one step.
    """

    command: SetSpec | Reset
    step: int


class TakeBack(_Command, frozen=True):
    """Undo a step: go back to the run that it left, as it was; else change the settings back."""

    step: int
    spec: Spec


class SetParameter(_Command, frozen=True):
    """Set one weight or bias by hand."""

    part: Parameter
    value: float


class Visit(_Travel, frozen=True):
    """Go to a moment of the present branch: the nearest keyframe at once, then the exact update.

    Updates beyond the branch mean its end.
    """

    update: int


class StepBack(_Travel, frozen=True):
    """Go back by one "update", to the end of the epoch before, or by "100 epochs"."""

    unit: str = "update"


class SetBookmark(_Command, frozen=True):
    """Give a moment a name; None: the present moment, the present branch. Renames a bookmark too."""

    name: str
    update: int | None = None
    branch: int | None = None


class DeleteBookmark(_Command, frozen=True):
    """Forget the bookmark at an update; `branch` None: of the present branch."""

    update: int
    branch: int | None = None


class Fork(_Travel, frozen=True):
    """Leave the present branch at this moment: what follows belongs to a new one."""

    name: str = ""


class SwitchBranch(_Travel, frozen=True):
    """Go over to another branch, to `update`; None: where it was left."""

    branch: int
    update: int | None = None


class RenameBranch(_Command, frozen=True):
    """Give a branch another name."""

    branch: int
    name: str


class DeleteBranch(_Travel, frozen=True):
    """Forget a branch; of the present one, its parent takes over. The last one stays."""

    branch: int


class RestoreBranch(_Travel, frozen=True):
    """Bring back a branch that was deleted."""

    branch: int


class OpenRun(_Travel, frozen=True):
    """Go back to an earlier run of the session, to where it was left."""

    run: int


class DeleteRun(_Command, frozen=True):
    """Forget an earlier run of the session."""

    run: int


class RestoreRun(_Command, frozen=True):
    """Bring back an earlier run that was deleted."""

    run: int


class LimitPast(_Command, frozen=True):
    """Let the past of a run take so many bytes of memory, from now on and in runs to come."""

    budget: int


Change = SetSpec | SetParameter
"""What changes a run between two updates, and is replayed with it."""

BranchCommand = SetBookmark | DeleteBookmark | Fork | RenameBranch | DeleteBranch | RestoreBranch
"""What changes the branches of a run's past, or marks a moment of them."""

TimeTravel = Visit | StepBack | SwitchBranch | BranchCommand | OpenRun | DeleteRun | RestoreRun | LimitPast

Command = SetSpec | Reset | Undoably | TakeBack | SetParameter | TimeTravel


class LogEntry(msgspec.Struct, frozen=True):
    """A change and the number of updates that were done when it came."""

    update: int
    command: Change
