"""Branches and runs in words: how far they came, and how their settings differ from the present ones."""

from nnviz.engine.layers.layer import Layer
from nnviz.experiment.snapshot.timeline import BranchView, RunView
from nnviz.experiment.spec.changes import differences
from nnviz.experiment.spec.spec import Spec
from nnviz.numerals import short_number
from nnviz.paint.drawing.numbers import scores_in_words

MOST_SETTINGS = 3
"""Differences named; of more, the number is said."""

_LAYERS = "network.layers"
_TOO_LONG = frozenset({"network.weights", "network.biases", "data.x", "data.y"})


def progress_of_branch(branch: BranchView) -> str:
    """Return how far a branch has come: "epoch 300, loss 0.0123"."""
    epoch = f"{int(branch.epochs[-1]):,}"
    losses = branch.curves.loss.get("train")
    loss = "" if losses is None or not len(losses) else f", loss {short_number(float(losses[-1]))}"
    return f"epoch {epoch}{loss}"


def progress_of_run(run: RunView) -> str:
    """Return how far a run has come: "epoch 300, loss 0.0123, accuracy 98.0 %"."""
    scores = run.metrics.train
    return f"epoch {int(run.epoch):,}, {scores_in_words(scores.loss, scores.accuracy)}"


def settings_of_run(run: Spec, present: Spec) -> str:
    """Return how the settings of a run differ from the present ones; where the data do, its title."""
    if run.data.name != present.data.name:
        return run.title or run.data.called
    changed = [
        f"{key.rpartition('.')[2].replace('_', ' ')} {_layers(run) if key == _LAYERS else _shown(there)}"
        for key, (there, _) in differences(run, present).items()
        if "." in key and there is not None and key not in _TOO_LONG
    ]
    if len(changed) > MOST_SETTINGS:
        return f"{', '.join(changed[:MOST_SETTINGS])} and {len(changed) - MOST_SETTINGS} more"
    return ", ".join(changed) or "the same settings"


def _layers(spec: Spec) -> str:
    """Return the layers as people write them: "2-4-1", or "conv 10, max pool, flatten, 10"."""
    network = spec.network.built
    if network.is_dense:
        return network.sizes
    return ", ".join(_layer(layer) for layer in network.computed)


def _layer(layer: Layer) -> str:
    kind = "" if layer.kind == "dense" else layer.kind.replace("_", " ")
    return f"{kind} {layer.maps[2] if layer.is_sum else ''}".strip()


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        return short_number(value)
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value))
    return str(value).replace("_", " ")
