"""The steps of the forward pass: the inputs, each sum z, each activation a."""

from nnviz.engine import ACTIVATIONS
from nnviz.explain.case import Case
from nnviz.explain.formulas import capital, equation, layer_name, product, put_in, total
from nnviz.explain.matrices import column, matrix
from nnviz.explain.numbers import latex_factor
from nnviz.explain.step import Bias, Formula, Key, Place, Step, Term, Unit, Weight

LIT_LINES = 2000
"""Most lines of a layer that are lit one by one."""


def input_step(case: Case, key: Key) -> Step:
    """Return the step in which a sample is put at the inputs."""
    shown = range(case.units(0)) if key.unit is None else [key.unit]
    x, y = case.a(0), case.trace.Y[case.sample]
    numbers: list[Formula] = [equation(case.a_symbol(0, i), case.number(x[i], "input")) for i in shown]
    if key.unit is None:
        if len(numbers) > 1:
            numbers = [equation(Term("x", "input"), column(x, case.digits, "input"))]
        target = y[0] if len(y) == 1 else None
        name = Term("y", "target")
        number = column(y, case.digits, "target") if target is None else case.number(target, "target")
        numbers.append(equation(name, number))
    which = f"Sample {case.sample + 1} of the batch of {case.batch}" if case.batch > 1 else "One sample"
    return Step(
        key,
        which,
        (),
        tuple(numbers),
        (),
        "The network is shown these inputs; the target is what it should answer.",
        units=tuple(Unit(0, i) for i in shown),
        values=tuple((Unit(0, i), float(x[i])) for i in shown),
    )


def forward_step(case: Case, key: Key) -> Step:
    """Return the forward pass as a whole: one line a layer."""
    symbols, numbers = [], []
    values: list[tuple[Place, float]] = []
    for layer in range(1, case.depth + 1):
        symbols.append((*layer_sum(case, layer), Term(r",\quad"), *layer_activation(case, layer)))
        numbers.append(equation(Term(f"a^{{({layer})}}", "a"), column(case.a(layer), case.digits, "a")))
        values += [(Unit(layer, j), float(case.a(layer)[j])) for j in range(case.units(layer))]
    return Step(
        key,
        "Forward: from the inputs to the output",
        tuple(symbols),
        tuple(numbers),
        (),
        "Each layer weighs what the layer below hands up, adds its biases and applies its activation.",
        units=tuple(Unit(layer, j) for layer in range(case.depth + 1) for j in range(case.units(layer))),
        weights=tuple(w for layer in range(1, case.depth + 1) for w in into_layer(case, layer)),
        values=tuple(values),
    )


def sum_step(case: Case, key: Key) -> Step:
    """Return the sums z of a layer, of one neuron, or one product in it."""
    layer = key.layer or 0
    if key.unit is None:
        return _layer_sum_step(case, key, layer)
    if key.part is None:
        return _neuron_sum_step(case, key, layer, key.unit)
    return _product_step(case, key, layer, key.unit, key.part)


def activation_step(case: Case, key: Key) -> Step:
    """Return the activations a of a layer or of one neuron."""
    layer = key.layer or 0
    if key.unit is None:
        return _layer_activation_step(case, key, layer)
    return _neuron_activation_step(case, key, layer, key.unit)


def layer_sum(case: Case, layer: int) -> Formula:
    """Return z = W a + b of a layer with symbols."""
    below = Term("x", "input") if layer == 1 else Term(f"a^{{({layer - 1})}}", "a")
    row = [Term(f"W^{{({layer})}}", "weight"), below]
    if case.has_bias(layer):
        row += [Term("+"), Term(f"b^{{({layer})}}", "bias")]
    return equation(Term(f"z^{{({layer})}}", "z"), row)


def layer_activation(case: Case, layer: int) -> Formula:
    """Return a = f(z) of a layer with symbols."""
    name = case.activation_name(layer).replace("_", r"\_")
    return equation(Term(f"a^{{({layer})}}", "a"), [Term(rf"\text{{{name}}}(z^{{({layer})}})", "z")])


def into_layer(case: Case, layer: int) -> list[Weight]:
    """Return all lines into a layer; none where there are too many to tell them apart."""
    if case.units(layer) * case.units(layer - 1) > LIT_LINES:
        return []
    return [Weight(layer, i, j) for j in range(case.units(layer)) for i in range(case.units(layer - 1))]


def into_unit(case: Case, layer: int, unit: int) -> tuple[Weight, ...]:
    """Return all lines into a neuron."""
    return tuple(Weight(layer, i, unit) for i in range(case.units(layer - 1)))


def biases_of(case: Case, layer: int, units: range) -> tuple[Bias, ...]:
    """Return the biases of neurons, if their layer has any."""
    return tuple(Bias(layer, j) for j in units) if case.has_bias(layer) else ()


def _layer_sum_step(case: Case, key: Key, layer: int) -> Step:
    trace = case.layer(layer)
    row = [
        matrix(trace.weights.T, case.digits, "weight"),
        column(case.a(layer - 1), case.digits, case.a_role(layer - 1)),
    ]
    if case.has_bias(layer):
        row += [Term("+"), column(trace.biases, case.digits, "bias")]
    units = range(case.units(layer))
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}: the sums",
        (layer_sum(case, layer),),
        (equation(row, column(case.z(layer), case.digits, "z")),),
        (),
        "Row by row: every neuron weighs all that comes in, and adds its bias.",
        units=(*(Unit(layer - 1, i) for i in range(case.units(layer - 1))), *(Unit(layer, j) for j in units)),
        weights=tuple(into_layer(case, layer)),
        biases=biases_of(case, layer, units),
        values=tuple((Unit(layer, j), float(case.z(layer)[j])) for j in units),
    )


def _neuron_sum_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    trace, sources = case.layer(layer), range(case.units(layer - 1))
    symbols = [[case.weight_symbol(layer, i, unit), case.a_symbol(layer - 1, i)] for i in sources]
    numbers = [
        product(
            case.factor(trace.weights[i, unit], "weight", Weight(layer, i, unit)),
            case.factor(case.a(layer - 1)[i], case.a_role(layer - 1), Unit(layer - 1, i)),
        )
        for i in sources
    ]
    if case.has_bias(layer):
        symbols.append([case.bias_symbol(layer, unit)])
        numbers.append([case.factor(trace.biases[unit], "bias", Bias(layer, unit))])
    value = float(case.z(layer)[unit])
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: the sum",
        (equation(case.z_symbol(layer, unit), total(symbols)),),
        (equation(case.z_symbol(layer, unit), total(numbers)),),
        equation(case.z_symbol(layer, unit), case.number(value, "z", Unit(layer, unit))),
        "Each line brings the number below times its weight; the bias shifts the sum.",
        units=(*(Unit(layer - 1, i) for i in sources), Unit(layer, unit)),
        weights=into_unit(case, layer, unit),
        biases=biases_of(case, layer, range(unit, unit + 1)),
        values=((Unit(layer, unit), value),),
    )


def _product_step(case: Case, key: Key, layer: int, unit: int, part: int) -> Step:
    trace, below = case.layer(layer), case.a(layer - 1)
    title = f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}"
    contributions = [float(w * a) for w, a in zip(trace.weights[:, unit], below, strict=True)]
    if part == len(below):
        value = float(trace.biases[unit])
        return Step(
            key,
            f"{title}: its bias",
            (equation(case.z_symbol(layer, unit), [Term(r"\cdots +"), case.bias_symbol(layer, unit)]),),
            (equation([case.number(sum(contributions)), Term("+"), case.factor(value, "bias")],
                      case.number(case.z(layer)[unit], "z")),),
            (),
            "The bias is added last; it does not depend on what comes in.",
            units=(Unit(layer, unit),),
            biases=(Bias(layer, unit),),
            values=((Bias(layer, unit), value),),
        )  # fmt: skip
    weight = Weight(layer, part, unit)
    numbers = product(
        case.factor(trace.weights[part, unit], "weight", weight),
        case.factor(below[part], case.a_role(layer - 1), Unit(layer - 1, part)),
    )
    running = sum(contributions[: part + 1])
    return Step(
        key,
        f"{title}: product {part + 1} of {len(below)}",
        (tuple(product(case.weight_symbol(layer, part, unit), case.a_symbol(layer - 1, part))),),
        (equation(numbers, case.number(contributions[part])),),
        (Term(r"\text{sum so far}"), Term("="), case.number(running)),
        "One line's contribution: the number it starts from, times its weight.",
        units=(Unit(layer - 1, part), Unit(layer, unit)),
        weights=(weight,),
        values=((weight, contributions[part]),),
    )


def _layer_activation_step(case: Case, key: Key, layer: int) -> Step:
    record = ACTIVATIONS[case.activation_name(layer)]
    units = range(case.units(layer))
    function = Term(rf"\text{{{record.title}}}")
    arguments = column(case.z(layer), case.digits, "z")
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}: {record.title}",
        (layer_activation(case, layer), equation(Term("f(z)"), Term(record.formula))),
        (equation([function, arguments], column(case.a(layer), case.digits, "a")),),
        (),
        record.help,
        units=tuple(Unit(layer, j) for j in units),
        values=tuple((Unit(layer, j), float(case.a(layer)[j])) for j in units),
    )


def _neuron_activation_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    record = ACTIVATIONS[case.activation_name(layer)]
    z, a = case.z(layer), float(case.a(layer)[unit])
    if record.name == "softmax":
        power = rf"e^{{{latex_factor(float(z[unit]), case.digits)}}}"
        powers = total([[Term(rf"e^{{{latex_factor(float(zk), case.digits)}}}")] for zk in z])
        below = " ".join(term.latex for term in powers)
        function, number = (
            put_in(record.formula, {"z_j": f"z_{{{unit + 1}}}"}),
            rf"\frac{{{power}}}{{{below}}}",
        )
    else:
        function = record.formula
        number = put_in(record.formula, {"z": latex_factor(float(z[unit]), case.digits)})
    symbols = [equation(case.a_symbol(layer, unit), Term("f(z)"), Term(function, "z"))]
    numbers = [
        equation(case.a_symbol(layer, unit), Term(number, "z"), case.number(case.value(layer, unit), "a"))
    ]
    mask = case.mask(layer)
    if mask is not None:
        kept = [case.number(case.value(layer, unit), "a"), Term(r"\cdot"), case.number(mask[unit])]
        numbers.append(equation(case.a_symbol(layer, unit), kept, case.number(a, "a")))
    dropped = mask is not None and mask[unit] == 0.0
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: {record.title}",
        tuple(symbols),
        tuple(numbers),
        equation(case.a_symbol(layer, unit), case.number(a, "a", Unit(layer, unit))),
        "Dropout silences this neuron in this update." if dropped else record.help,
        units=(Unit(layer, unit),),
        values=((Unit(layer, unit), a),),
    )
