"""What a script is called, and what it says of itself at its beginning."""

from nnviz import __version__
from nnviz.experiment.spec.spec import Spec
from nnviz.export.run import Run
from nnviz.export.script.beginning import ScriptStart
from nnviz.numerals import counted


def heading(run: Run, spec: Spec) -> str:
    """Return the title of the experiment, ending with a full stop."""
    return (spec.title or run.name).rstrip(".") + "."


def summary(start: ScriptStart) -> str:
    """Return what the script does, in a few lines."""
    network, training = start.network, start.training
    size = training.samples_per_update(len(start.train.X))
    samples = "all samples" if size == len(start.train.X) else f"{size} sample{'s' if size > 1 else ''}"
    order = "shuffled" if training.shuffle else "in fixed order"
    updates = start.end - start.update
    lines = [
        f"A network {network.sizes}, {', '.join(network.activations)}; {training.loss.replace('_', ' ')},",
        f"{training.optimizer}, learning rate {training.learning_rate:g}; {samples} an update, {order}.",
        f"It trains for {counted(updates, 'update')} and needs Python 3.9 and NumPy. "
        f"Written by nnviz {__version__}.",
    ]
    if start.update:
        lines.append(f"It begins at update {start.update:,}, after the last change of the settings by hand.")
    if training.order == "update_first":
        lines.append(
            "It makes a mistake on purpose: each layer changes before the error has passed through it."
        )
    return "\n".join(lines)
