"""What is said of a part of the network: its symbol, its name in words, its numbers."""

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.layers.kinds import LAYERS
from nnviz.experiment.snapshot.gradients import Gradients
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.explain.formulas.sums import capital
from nnviz.paint.drawing.lettering import spoken
from nnviz.paint.drawing.numbers import steady_number
from nnviz.paint.network.content.record import NetworkContent
from nnviz.parts import Bias, Parameter, Part, Unit, Weight, symbol, words


def sentence(part: Part, content: NetworkContent) -> str:
    """Return what a part is, in words, for screen readers and headings."""
    return capital(words_of(part, content))  # which leaves the names of classes as they are


def words_of(part: Part, content: NetworkContent) -> str:
    """Return the same within a sentence: "weight from input x₁ to unit 3 of hidden layer 1"."""
    if content.pictured:
        return _words_among_maps(part, content)
    names = ([spoken(name) for name in each] for each in (content.input_names, content.output_names))
    return words(part, len(content.layers) - 1, *names)


def facts(part: Part, content: NetworkContent, snapshot: NetworkInstant) -> list[tuple[str, str]]:
    """Return (name, value) pairs for a readout, the most important first."""
    if isinstance(part, Unit):
        return _unit_facts(part, content, snapshot)
    if not content.is_number(part):
        return _kernel_facts(part, content)
    rows = [(symbol(part), steady_number(value_of(part, snapshot)))]
    gradients = snapshot.look(Gradients) or Gradients()
    if isinstance(part, Weight):
        rows += [("from", words_of(part.start, content)), ("to", words_of(part.end, content))]
        known = ("∂L/∂w", gradients.weights), ("last change", gradients.weights_change)
    else:
        rows.append(("of", words_of(part.end, content)))
        known = ("∂L/∂b", gradients.biases), ("last change", gradients.biases_change)
    return rows + [
        (name, steady_number(float(each[part.layer - 1][part.index]))) for name, each in known if each
    ]


def _words_among_maps(part: Part, content: NetworkContent) -> str:
    """Return what a part is where units are pictures: "kernel from map 2 to map 3 of layer 4"."""
    if isinstance(part, Bias):
        return f"bias of {_words_among_maps(part.end, content)}"
    if isinstance(part, Unit):
        if part.layer == 0:
            return "the image" if content.layers[0] == 1 else f"channel {part.unit + 1} of the image"
        if part.layer == len(content.layers) - 1:
            return f"output {spoken(content.output_names[part.unit])}"
        noun = "map" if content.sizes[part.layer] != (1, 1) else "unit"
        return f"{noun} {part.unit + 1} of layer {part.layer}"
    start, end = (_words_among_maps(unit, content) for unit in (part.start, part.end))
    noun = {"conv": "kernel", "dense": "weight", "image": "weights"}.get(content.kinds[part.layer - 1], "way")
    return f"{noun} from {start} to {end}"


def _kernel_facts(part: Parameter, content: NetworkContent) -> list[tuple[str, str]]:
    """Return what there is to say of a line that stands for a kernel, or for no weights at all."""
    rows = [(capital(words_of(part, content)), "")] if isinstance(part, Bias) else []
    if isinstance(part, Weight):
        rows += [("from", words_of(part.start, content)), ("to", words_of(part.end, content))]
        kernels = content.kernels[part.layer - 1] if content.kernels else None
        if kernels is not None and kernels.ndim == 4:
            kernel = kernels[:, :, part.source, part.target]
            rows.insert(0, ("kernel", " × ".join(map(str, kernel.shape))))
            rows += [
                (
                    "least, largest",
                    f"{steady_number(float(kernel.min()))}, {steady_number(float(kernel.max()))}",
                ),
                ("norm (line's width)", steady_number(float((kernel**2).sum() ** 0.5))),
                ("sum (its colour)", steady_number(float(kernel.sum()))),
            ]
    return rows


def _unit_facts(unit: Unit, content: NetworkContent, snapshot: NetworkInstant) -> list[tuple[str, str]]:
    rows = [(symbol(unit), words_of(unit, content))]
    if content.pictured and unit.layer:
        rows.append(("layer", content.words[unit.layer][1][0]))
    if content.pictured and content.sizes[unit.layer] != (1, 1):
        rows.append(("pixels", " × ".join(map(str, content.sizes[unit.layer]))))
    if unit.layer:
        kind = LAYERS.get(content.kinds[unit.layer - 1] if content.kinds else "dense")
        if kind is None or kind.has_activation:
            rows.append(("activation", ACTIVATIONS[content.activations[unit.layer - 1]].title))
        if content.has_biases(unit.layer):
            bias = Bias(unit.layer, unit.unit)
            rows.append((symbol(bias), steady_number(value_of(bias, snapshot))))
    response = content.picture(unit.layer, unit.unit)
    if response is not None:
        low, high = float(response.min()), float(response.max())
        sees_image = unit.layer == 1 and content.shows_weights
        name = "weights" if sees_image else "error δ" if content.shown == "delta" else "output"
        rows.append(
            (name, steady_number(low) if low == high else f"{steady_number(low)} to {steady_number(high)}")
        )
    return rows


def value_of(part: Parameter, snapshot: NetworkInstant) -> float:
    """Return the weight or bias itself."""
    arrays = snapshot.weights if isinstance(part, Weight) else snapshot.biases
    return float(arrays[part.layer - 1][part.index])
