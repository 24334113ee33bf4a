"""What was computed with what, in a few plain lines: the head of a document."""

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.explain.update.case import Case


def summary(case: Case) -> list[str]:
    """Return the update, the network and the training in plain lines."""
    training = case.training
    sizes = case.network.sizes
    names = ", ".join(ACTIVATIONS[name].title for name in case.network.activations)
    sample = f"sample {case.sample + 1} of the {case.batch} in its batch" if case.batch > 1 else "one sample"
    reduction = f", {training.reduction} over the batch" if case.batch > 1 else ""
    lines = [
        f"Update {case.trace.update:,}, seen from {sample}",
        f"Network {sizes}: {names}",
        f"{LOSSES[training.loss].title}{reduction}",
        f"{OPTIMIZERS[training.optimizer].title}, learning rate {case.trace.learning_rate:.6g}",
    ]
    lines += [
        f"{name} {value:g}"
        for name, value in (("L1", training.l1), ("L2", training.l2), ("Weight decay", training.weight_decay))
        if value
    ]
    if case.network.drops:
        lines.append("With dropout: each neuron's mask is m")
    if training.order == "update_first":
        lines.append("In the wrong order: each layer changes before the error has passed back through it")
    return lines
