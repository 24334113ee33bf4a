"""What can be asked of a session between two updates: small frozen records, logged by update number."""

from dataclasses import dataclass

from nnviz.experiment.spec import Spec


@dataclass(frozen=True)
class SetSpec:
    """Go on with changed settings, keeping everything that the change leaves meaningful."""

    spec: Spec


@dataclass(frozen=True)
class Reset:
    """Go back to update 0 and the same initial weights, bit for bit."""


@dataclass(frozen=True)
class NewSeed:
    """Start again from other initial weights: those of `seed`, or of the next seed."""

    seed: int | None = None


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


Command = SetSpec | Reset | NewSeed | EditWeight | EditBias


@dataclass(frozen=True)
class LogEntry:
    """A command and the number of updates that were done when it came."""

    update: int
    command: Command
