"""What is said of a part of the network: its symbol, its name in words, its numbers."""

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.explain.formulas.sums import capital
from nnviz.paint.drawing.lettering import spoken
from nnviz.paint.drawing.numbers import SUBSCRIPTS, SUPERSCRIPTS, steady_number
from nnviz.paint.network.content import NetworkContent
from nnviz.paint.network.layout import Bias, Neuron, Part, Weight


def symbol(part: Part) -> str:
    """Return w₂₁⁽¹⁾ (from unit 2 to unit 1 of layer 1), b₁⁽²⁾ or a₃⁽¹⁾."""
    if isinstance(part, Weight):
        separator = "," if max(part.i, part.j) > 8 else ""
        return _indexed("w", f"{part.i + 1}{separator}{part.j + 1}", part.layer + 1)
    if isinstance(part, Bias):
        return _indexed("b", str(part.j + 1), part.layer + 1)
    return _indexed("a", str(part.unit + 1), part.layer)


def _indexed(letter: str, index: str, layer: int) -> str:
    return f"{letter}{index.translate(SUBSCRIPTS)}⁽{str(layer).translate(SUPERSCRIPTS)}⁾"


def place(neuron: Neuron, content: NetworkContent) -> str:
    """Return where a neuron is, in words: "input x₁", "unit 3 of hidden layer 2", "output ŷ"."""
    last = len(content.layers) - 1
    if neuron.layer == 0:
        names = content.input_names
        return f"input {spoken(names[neuron.unit])}" if names else f"input {neuron.unit + 1}"
    if neuron.layer == last:
        names = content.output_names
        return f"output {spoken(names[neuron.unit])}" if names else f"output {neuron.unit + 1}"
    return f"unit {neuron.unit + 1} of hidden layer {neuron.layer}"


def sentence(part: Part, content: NetworkContent) -> str:
    """Return what a part is, in words, for screen readers and headings."""
    if isinstance(part, Weight):
        source = place(Neuron(part.layer, part.i), content)
        return f"Weight from {source} to {place(Neuron(part.layer + 1, part.j), content)}"
    if isinstance(part, Bias):
        return f"Bias of {place(Neuron(part.layer + 1, part.j), content)}"
    return capital(place(part, content))  # which leaves the names of classes as they are


def facts(part: Part, content: NetworkContent, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return (name, value) pairs for a readout, the most important first."""
    if isinstance(part, Neuron):
        return _neuron_facts(part, content, snapshot)
    rows = [(symbol(part), steady_number(value_of(part, snapshot)))]
    where: tuple[int, ...]
    if isinstance(part, Weight):
        rows.append(("from", place(Neuron(part.layer, part.i), content)))
        rows.append(("to", place(Neuron(part.layer + 1, part.j), content)))
        known = ("∂L/∂w", snapshot.weights_gradient), ("last change", snapshot.weights_change)
        where = part.i, part.j
    else:
        rows.append(("of", place(Neuron(part.layer + 1, part.j), content)))
        known = ("∂L/∂b", snapshot.biases_gradient), ("last change", snapshot.biases_change)
        where = (part.j,)
    return rows + [(name, steady_number(float(each[part.layer][where]))) for name, each in known if each]


def _neuron_facts(neuron: Neuron, content: NetworkContent, snapshot: Snapshot) -> list[tuple[str, str]]:
    rows = [(symbol(neuron), place(neuron, content))]
    if neuron.layer:
        rows.append(("activation", ACTIVATIONS[content.activations[neuron.layer - 1]].title))
        if content.has_biases(neuron.layer - 1):
            bias = Bias(neuron.layer - 1, neuron.unit)
            rows.append((symbol(bias), steady_number(value_of(bias, snapshot))))
    response = content.picture(*neuron)
    if response is not None:
        low, high = float(response.min()), float(response.max())
        rows.append(("output", f"{steady_number(low)} to {steady_number(high)}"))
    return rows


def is_there(part: Part, snapshot: Snapshot) -> bool:
    """Whether the network of a snapshot has such a part."""
    layers = snapshot.spec.network.layers
    match part:
        case Neuron(layer, unit):
            return layer < len(layers) and unit < layers[layer]
        case Weight(layer, i, j):
            return layer + 1 < len(layers) and i < layers[layer] and j < layers[layer + 1]
        case Bias(layer, j):
            return layer + 1 < len(layers) and j < layers[layer + 1]


def value_of(part: Weight | Bias, snapshot: Snapshot) -> float:
    """Return the weight or bias itself."""
    if isinstance(part, Weight):
        return float(snapshot.weights[part.layer][part.i, part.j])
    return float(snapshot.biases[part.layer][part.j])
