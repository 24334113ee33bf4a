"""What a script may promise: at which update its loss is that of the app, and how exactly.

The script adds in another order than the compiled engine, so it rounds differently. Training mostly forgives
that, but a relu that switches, or a learning rate on the brink, makes it grow: then the runs part. So the
promise is measured: by the same run from weights changed in their last digits.
"""

from functools import partial

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.evaluate import evaluate
from nnviz.engine.trainer import Trainer
from nnviz.export.script.beginning import ScriptStart
from nnviz.tasks.task import Task

EXACT = {"float64": 1e-12, "float32": 1e-6}
"""How closely script and app agree wherever the mathematics lets them."""
LOOSEST = 1e-3
"""A promise weaker than this is none."""
SAFETY = 20.0
DISTURBANCE = {"float64": 2.0**-49, "float32": 2.0**-21}
"""Relative; eight roundings, as each update adds some."""
DISTURBED_RUNS = 2
MOMENTS = 12


class Check(msgspec.Struct, frozen=True):
    """After `update` updates the loss is `loss`, to `tolerance` (relative where the loss exceeds 1)."""

    update: int
    loss: float
    tolerance: float


def checks_of(start: ScriptStart, task: Task) -> tuple[Check, ...]:
    """Return what can be promised of a run: its end, and an earlier moment if only that is exact.

    Raises
    ------
    ExportError
        If the user cancels.
    """
    generator = np.random.default_rng(0)
    trainers = [_disturbed(start, generator) for _ in range(DISTURBED_RUNS)]
    trainers.append(_disturbed(start, None))
    exactness = EXACT[start.network.dtype]
    exact: Check | None = None
    end: Check | None = None
    moments = _moments(start)
    for number, update in enumerate(moments):
        losses = [_loss_at(start, trainer, update, task) for trainer in trainers]
        task.report((number + 1) / len(moments))
        spread = max(abs(loss - losses[-1]) for loss in losses) / max(1.0, abs(losses[-1]))
        if not np.isfinite(spread) or any(trainer.update < update for trainer in trainers):
            break
        end = Check(update, losses[-1], max(exactness, SAFETY * spread))
        if end.tolerance == exactness:
            exact = end
    found = {check for check in (exact, end) if check is not None}
    promised = [check for check in found if check.tolerance <= LOOSEST]
    return tuple(sorted(promised, key=lambda check: check.update))


def _moments(start: ScriptStart) -> list[int]:
    """Return some updates up to the end, ever further apart."""
    length = start.end - start.update
    shares = [length >> halvings for halvings in range(MOMENTS)]
    return sorted({start.update + share for share in shares})


def _disturbed(start: ScriptStart, generator: np.random.Generator | None) -> Trainer:
    """Return a trainer at the start, with weights changed in their last digits (or not)."""
    weights, biases = start.trainer.parameters()
    examples = start.train
    trainer = Trainer(
        start.network, start.training, examples.X, examples.Y, weights, biases, seed=start.trainer.seed
    )
    trainer.restore(start.state)
    if generator is not None:
        shaken = partial(_shaken, size=DISTURBANCE[start.network.dtype], generator=generator)
        trainer.set_parameters([shaken(w) for w in weights], [shaken(b) for b in biases])
    return trainer


def _shaken(values: Floats, size: float, generator: np.random.Generator) -> Floats:
    changed: Floats = values * (1.0 + size * generator.uniform(-1.0, 1.0, values.shape))
    return changed


def _loss_at(start: ScriptStart, trainer: Trainer, update: int, task: Task) -> float:
    count = 64
    while trainer.update < update and trainer.divergence is None:
        task.check()
        trainer.run(min(count, update - trainer.update))
        count = min(2 * count, 1_000_000 // len(start.train.X) + 64)
    loss, _ = evaluate(
        start.network, start.training.loss, *trainer.parameters(), start.train.X, start.train.Y
    )
    return loss
