"""What is said of a part of the network: its symbol, its name in words, its numbers."""

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.experiment.snapshot.gradients import Gradients
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.explain.formulas.sums import capital
from nnviz.paint.drawing.lettering import spoken
from nnviz.paint.drawing.numbers import steady_number
from nnviz.paint.network.content import NetworkContent
from nnviz.parts import Bias, Parameter, Part, Unit, Weight, symbol, words


def sentence(part: Part, content: NetworkContent) -> str:
    """Return what a part is, in words, for screen readers and headings."""
    return capital(words_of(part, content))  # which leaves the names of classes as they are


def words_of(part: Part, content: NetworkContent) -> str:
    """Return the same within a sentence: "weight from input x₁ to unit 3 of hidden layer 1"."""
    names = ([spoken(name) for name in each] for each in (content.input_names, content.output_names))
    return words(part, len(content.layers) - 1, *names)


def facts(part: Part, content: NetworkContent, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return (name, value) pairs for a readout, the most important first."""
    if isinstance(part, Unit):
        return _unit_facts(part, content, snapshot)
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


def _unit_facts(unit: Unit, content: NetworkContent, snapshot: Snapshot) -> list[tuple[str, str]]:
    rows = [(symbol(unit), words_of(unit, content))]
    if unit.layer:
        rows.append(("activation", ACTIVATIONS[content.activations[unit.layer - 1]].title))
        if content.has_biases(unit.layer):
            bias = Bias(unit.layer, unit.unit)
            rows.append((symbol(bias), steady_number(value_of(bias, snapshot))))
    response = content.picture(unit.layer, unit.unit)
    if response is not None:
        low, high = float(response.min()), float(response.max())
        rows.append(("output", f"{steady_number(low)} to {steady_number(high)}"))
    return rows


def value_of(part: Parameter, snapshot: Snapshot) -> float:
    """Return the weight or bias itself."""
    arrays = snapshot.weights if isinstance(part, Weight) else snapshot.biases
    return float(arrays[part.layer - 1][part.index])
