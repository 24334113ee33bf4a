"""What was computed with what, in a few plain lines: the head of a document."""

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.window import Windowed
from nnviz.explain.update.case import Case


def summary(case: Case) -> list[str]:
    """Return the update, the network and the training in plain lines."""
    training = case.training
    sample = f"sample {case.sample + 1} of the {case.batch} in its batch" if case.batch > 1 else "one sample"
    reduction = f", {training.reduction} over the batch" if case.batch > 1 else ""
    lines = [
        f"Update {case.trace.update:,}, seen from {sample}",
        _network(case),
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


def _network(case: Case) -> str:
    """Return the layers: their sizes and activations, or what each of them is where not all are dense."""
    network = case.network
    if network.is_dense:
        return (
            f"Network {network.sizes}: {', '.join(ACTIVATIONS[name].title for name in network.activations)}"
        )
    return f"Network: {', '.join(layer_words(layer) for layer in network.layers)}"


def layer_words(layer: Layer) -> str:
    """Return what a layer is: "convolution 5 × 5 to 10 maps of 24 × 24 (ReLU)"."""
    height, width, channels = layer.maps
    window = f" {layer.size[0]} × {layer.size[1]}" if isinstance(layer, Windowed) else ""
    made = f"{channels} {'map' if channels == 1 else 'maps'} of {height} × {width}"
    words = f"{layer.title.lower()}{window} "
    words += ("to " if window else "") + (made if layer.makes_maps else f"{channels:,}")
    return words if layer.activation == "identity" else f"{words} ({ACTIVATIONS[layer.activation].title})"
