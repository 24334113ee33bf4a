"""Lab A's mistake, pointed out: what the numbers should have been, and how far off the used ones are."""

from nnviz.arrays import Floats
from nnviz.explain.formulas.step import Formula, Role, Term
from nnviz.explain.formulas.sums import equation
from nnviz.explain.layers.rules import through
from nnviz.explain.update.case import Case
from nnviz.explain.update.right import right_layers
from nnviz.parts import Bias, Learned, Part, Pixel, Unit

WRONG_DELTA_WHY = (
    "The mistake: the weights above were changed before the error came back through them, so this delta is "
    "not the slope of the loss."
)
WRONG_GRADIENT_WHY = (
    "The mistake reaches this far: this gradient is made of a delta that passed weights already changed."
)
WRONG_CHANGE_WHY = "The mistake, on purpose: this layer changes before the error has passed back through it."
RIGHT, OFF_BY = Term(r"\text{right:}"), Term(r"\text{off by:}")


def is_wrong(case: Case, layer: int) -> bool:
    """Return whether the deltas of a layer were made by weights already changed."""
    return case.training.order == "update_first" and layer < case.depth


def down_weights(case: Case, layer: int) -> Floats:
    """Return the weights the error came back through: in the wrong order the new ones."""
    trace = case.layer(layer)
    return trace.weights_after if case.training.order == "update_first" else trace.weights


def right_delta(case: Case, layer: int) -> Floats:
    """Return the deltas this sample should have got."""
    values: Floats = right_layers(case.trace, case.network, case.training)[layer - 1].delta[case.sample]
    return values


def right_derivative(case: Case, place: Part | Learned | Pixel) -> float:
    """Return the derivative that a place should have got; in the right order that is the one it got.

    That of the batch's loss by a weight or bias, that of the sample's own by a neuron's z or an input.
    """
    layers = right_layers(case.trace, case.network, case.training)
    if isinstance(place, Bias):
        return float(layers[place.layer - 1].biases_gradient[place.index])
    if not isinstance(place, Unit | Pixel):
        return float(layers[place.layer - 1].weights_gradient[place.index])
    if place.layer == 0:
        return float(by_inputs(case)[case.sample][place.index])
    return float(layers[place.layer - 1].delta[case.sample][place.index])


def by_inputs(case: Case) -> Floats:
    """Return the derivatives by the inputs: of each sample's own loss, (batch, *shape of the input)."""
    layers = right_layers(case.trace, case.network, case.training)
    first = case.layer(1)
    return through(case.record(1), first.weights, layers[0].delta, case.a_of_batch(0), first)


def off_by(case: Case, used: float, right: float, role: Role) -> Formula:
    """Return by how much a number differs from the right one."""
    row = [case.number(used, role), Term("-"), case.factor(right, role)]
    return (OFF_BY, *equation(row, case.number(used - right)))
