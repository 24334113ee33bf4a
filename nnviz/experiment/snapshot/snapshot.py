"""What the window is told of a session: immutable pictures of one moment, never the live objects."""

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import Split
from nnviz.experiment.commands import LogEntry
from nnviz.experiment.snapshot.coming_update import ComingUpdate, Example
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.remedy import Remedy
from nnviz.experiment.snapshot.terrain import Terrain
from nnviz.experiment.spec.spec import Spec


class Request(msgspec.Struct, frozen=True):
    """What the visible views need; everything not asked for is not computed.

    Attributes
    ----------
    boundary : int
        Points a side of the output map; 0 when nobody sees it.
    responses : int
        Points a side of each neuron's response map; 0 when nobody sees them.
    metrics : bool
        Loss and accuracy of this very moment.
    gradients : bool
        The gradient at this moment (of the coming batch) and the last change of each weight.
    trace : bool
        Everything the coming update computes, for explaining it.
    example : Example or None
        The one example whose update is traced in place of the coming one.
    timeline : bool
        The past: branches, bookmarks, earlier runs.
    health : int
        Gradients, flat and dead units, step sizes, layer by layer, now and before; 0 when nobody sees them.
        Another number asks again, for more of the past.
    terrain : bool
        The path through the space of weights, and what is needed for the loss around it.
    """

    boundary: int = 0
    responses: int = 0
    metrics: bool = True
    gradients: bool = False
    trace: bool = False
    example: Example | None = None
    timeline: bool = False
    health: int = 0
    terrain: bool = False


class Scores(msgspec.Struct, frozen=True):
    """Mean loss per sample without penalties, and the share classified rightly (NaN where there is none)."""

    loss: float
    accuracy: float


class Metrics(msgspec.Struct, frozen=True):
    """Scores on each part of the split; None where that part is empty."""

    train: Scores
    validation: Scores | None
    test: Scores | None


class Curves(msgspec.Struct, frozen=True, eq=False):
    """The history so far: read-only views of equal length, bounded in size however long the run.

    `loss` and `accuracy` map "train", "validation" and "test" (those not empty) to values at `epochs`.
    """

    epochs: Floats
    updates: NDArray[np.int64]
    loss: dict[str, Floats]
    accuracy: dict[str, Floats]


class InputPlane(msgspec.Struct, frozen=True, eq=False):
    """The outputs over the plane of the first two inputs (or, of one input, along its line).

    Attributes
    ----------
    extent : tuple of float
        (x1 low, x1 high, x2 low, x2 high) of the outermost sample points.
    outputs : ndarray, shape (rows, columns, n_outputs)
        Row 0 is at x2 low. For one input, shape (1, columns, n_outputs).
    """

    extent: tuple[float, float, float, float]
    outputs: Floats


class Divergence(msgspec.Struct, frozen=True):
    """Training met NaN or infinity; the last finite weights are kept.

    `update` is the update that failed (counted from 1), `layer` the first one concerned (1: the first after
    the inputs).
    `remedy` are settings that were tried and stayed finite; None where none were found.
    """

    update: int
    layer: int
    what: str
    advice: str
    remedy: Remedy | None = None

    def sentence(self) -> str:
        """Return what happened, where, and what to try, as one paragraph."""
        return f"Update {self.update:,}, layer {self.layer}: {self.what} {self.advice}"


class BranchView(msgspec.Struct, frozen=True, eq=False):
    """One branch of a run's past.

    Attributes
    ----------
    id : int
        Stays the same as long as the branch is there.
    colour : int
        Counts up with each new branch, for picking a colour.
    parent : int or None
        The branch it left, at update `start`.
    start, length : int
        Its first update of its own, and its last.
    position : int
        Where it is looked at, or was left.
    epochs, updates : ndarray, shape (n,)
        Ascending pairs that say which update ended which epoch, linear in between; the first is (0, 0).
    curves : Curves
        From update 0 on.
    marks : tuple of (int, str)
        Settings changed while training, from update 0 on.
    bookmarks : tuple of (int, str)
        Ascending.
    """

    id: int
    name: str
    colour: int
    parent: int | None
    start: int
    length: int
    position: int
    epochs: Floats
    updates: Floats
    curves: Curves
    marks: tuple[tuple[int, str], ...]
    bookmarks: tuple[tuple[int, str], ...]


class RunView(msgspec.Struct, frozen=True, eq=False):
    """An earlier run of the session: how it was set and how far it came.

    Attributes
    ----------
    spec : Spec
        As it was at the moment it was left.
    thumbnail : InputPlane
        A small map of the outputs, where there are one or two inputs; otherwise None.
    """

    id: int
    spec: Spec
    update: int
    epoch: float
    metrics: Metrics
    curves: Curves
    thumbnail: InputPlane | None


class TimelineView(msgspec.Struct, frozen=True, eq=False):
    """The past of a session, for drawing it.

    Attributes
    ----------
    target : int
        The update that is being gone to; that of the snapshot where `arrived`.
    arrived : bool
        Whether the snapshot shows the target and not, for a moment, a keyframe near it.
    present : BranchView
    others : tuple of BranchView
        In the order in which they were made.
    keyframes : int
        Moments of the present branch that are kept in full.
    memory, budget : int
        Bytes that keyframes and trails take, and may take.
    runs : tuple of RunView
        Earlier runs, the latest last.
    """

    target: int
    arrived: bool
    present: BranchView
    others: tuple[BranchView, ...]
    keyframes: int
    memory: int
    budget: int
    runs: tuple[RunView, ...] = ()

    @property
    def branches(self) -> tuple[BranchView, ...]:
        """Every branch of the run, in the order in which they were made."""
        return tuple(sorted((self.present, *self.others), key=lambda branch: branch.id))

    @property
    def in_the_past(self) -> bool:
        """Whether the present branch goes on after this moment."""
        return self.target < self.present.length


class Origin(msgspec.Struct, frozen=True):
    """How a run came to a moment: the settings at update 0, and what was changed by hand since."""

    start: Spec
    log: tuple[LogEntry, ...] = ()


class Snapshot(msgspec.Struct, frozen=True, eq=False):
    """One moment of a session.

    Attributes
    ----------
    running : bool
        Whether training goes on by itself.
    update, epoch : int, float
        Updates done, and epochs done (update / updates per epoch).
    updates_per_second : float
        Measured over the last half second; 0 when paused.
    learning_rate : float
        That of the coming update, as the schedule has it.
    weights, biases : tuple of ndarray
        One (fan_in, fan_out) and one (fan_out,) a layer after the input; read-only copies.
        `biases` holds zeros where the network has none.
    weights_gradient, biases_gradient, weights_change, biases_change
        Empty unless asked for by `Request.gradients`.
    coming : ComingUpdate or None
        Only if asked for by `Request.trace`.
    timeline : TimelineView or None
        Only if asked for by `Request.timeline`.
    health : HealthView or None
        Only if asked for by `Request.health`.
    terrain : Terrain or None
        Only if asked for by `Request.terrain`, and the network is not too large for it.
    responses : tuple of ndarray of float32
        Per layer, the inputs first: (units, rows, columns) of `a` over the input plane; empty unless asked.
    predictions : ndarray or None
        Outputs on the points of `PARTS`, one part after the other, for marking the wrong ones;
        (n, n_outputs).
    hint : str
        One line for the status bar ("The engine is being compiled ..."), or empty.
    origin : Origin or None
        What it takes to repeat the run up to here; a session's snapshots have it.
    """

    spec: Spec
    split: Split
    running: bool
    update: int
    epoch: float
    updates_per_second: float
    learning_rate: float
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    curves: Curves
    metrics: Metrics | None = None
    boundary: InputPlane | None = None
    responses: tuple[NDArray[Any], ...] = ()
    weights_gradient: tuple[Floats, ...] = ()
    biases_gradient: tuple[Floats, ...] = ()
    weights_change: tuple[Floats, ...] = ()
    biases_change: tuple[Floats, ...] = ()
    coming: ComingUpdate | None = None
    predictions: Floats | None = None
    divergence: Divergence | None = None
    hint: str = ""
    timeline: TimelineView | None = None
    health: HealthView | None = None
    terrain: Terrain | None = None
    marks: tuple[tuple[int, str], ...] = msgspec.field(default=())
    """(update, what changed) for settings changed while training."""
    origin: Origin | None = None

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names of the network's inputs: the derived features, or the coordinates."""
        return self.spec.data.features or self.split.train.feature_names
