"""New kernels, gammas and betas; and the running mean and variance that a batch normalisation keeps."""

from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import BECOMES, equation
from nnviz.explain.update.case import Case
from nnviz.explain.update.change_steps import (
    before_and_after,
    change_why,
    directions,
    optimizer_lines,
    parameter_lines,
    parameter_symbols,
)
from nnviz.explain.update.maps.common import (
    all_maps,
    and_more,
    kernel_region,
    learns_kernels,
    lines_into,
    map_count,
    shown_maps,
    title,
)
from nnviz.explain.update.maps.kinds import gains_of
from nnviz.explain.update.maps.learned import place_of, words_of
from nnviz.parts import Bias, KernelWeight, Unit, latex_layer


def change_lines(case: Case, layer: int, units: range) -> list[Formula]:
    """Return old kernels, what is subtracted from them, and what they become."""
    values, rate = case.layer(layer), Term(case.setting(case.trace.learning_rate), "rate")
    if not learns_kernels(case, layer):
        kept = gains_of(case, layer).kept_lines
        return [*_gain_lines(case, layer, rate), *(kept(case, layer) if kept else ())]
    steps, lines = directions(case, layer, "weights"), []
    decay = case.training.weight_decay
    for unit in units:
        channels = range(map_count(case, layer - 1)) if len(units) == 1 else range(1)
        for c in list(channels)[: case.most_lines]:
            old = case.matrix(values.weights[:, :, c, unit], "weight")
            row = [Term(rf"w^{{({layer})}}_{{{unit + 1},{c + 1}}}", "weight"), BECOMES, old]
            if decay:
                row += [
                    Term("-"),
                    rate,
                    Term(r"\cdot"),
                    Term(case.setting(decay), "rate"),
                    Term(r"\cdot"),
                    old,
                ]
            row += [Term("-"), rate, Term(r"\cdot"), case.matrix(steps[:, :, c, unit], "gradient")]
            lines.append(equation(row, case.matrix(values.weights_after[:, :, c, unit], "weight")))
    return [*lines, *_bias_lines(case, layer, units, rate)]


def _bias_lines(case: Case, layer: int, units: range, rate: Term) -> list[Formula]:
    """Return what the bias of a map becomes, or those of all maps as a column; none where there are none."""
    if not case.has_bias(layer):
        return []
    values, steps = case.layer(layer), directions(case, layer, "biases")
    if len(units) == 1:
        (unit,) = units
        at = Bias(layer, unit)
        step = case.factor(float(steps[unit]), "gradient", at)
        row = [case.parameter_symbol(at), BECOMES, case.number(case.parameter(at), "bias", at)]
        row += [Term("-"), rate, Term(r"\cdot"), step]
        return [equation(row, case.number(float(values.biases_after[unit]), "bias", at))]
    row = [Term(latex_layer("b", layer), "bias"), BECOMES, case.column(values.biases, "bias")]
    row += [Term("-"), rate, Term(r"\cdot"), case.column(steps, "gradient")]
    return [equation(row, case.column(values.biases_after, "bias"))]


def _gain_lines(case: Case, layer: int, rate: Term) -> list[Formula]:
    values = case.layer(layer)
    pairs = [
        (
            r"\gamma",
            "weight",
            values.weights[0],
            values.weights_after[0],
            directions(case, layer, "weights")[0],
        ),
        (r"\beta", "bias", values.biases, values.biases_after, directions(case, layer, "biases")),
    ]
    lines = []
    for letter, _, before, after, step in pairs:
        old = case.column(before, "weight")
        row = [Term(letter, "weight"), BECOMES, old]
        if case.training.weight_decay and letter == r"\gamma":
            decay = Term(case.setting(case.training.weight_decay), "rate")
            row += [Term("-"), rate, Term(r"\cdot"), decay, Term(r"\cdot"), old]
        row += [Term("-"), rate, Term(r"\cdot"), case.column(step, "gradient")]
        lines.append(equation(row, case.column(after, "weight")))
    return lines


def change_layer_step(case: Case, key: Key) -> Step:
    """Return what a layer, or one map of it, becomes."""
    layer, unit = key.layer or 0, key.unit
    units = shown_maps(case, layer) if unit is None else range(unit, unit + 1)
    is_conv = learns_kernels(case, layer)
    more = and_more(map_count(case, layer), len(units)) if unit is None and is_conv else ()
    return Step(
        key,
        f"{title(case, layer, unit=unit)}: what it becomes",
        tuple((Term(line),) for line in optimizer_lines(case)),
        tuple(change_lines(case, layer, units)),
        more,
        change_why(case) + ("" if is_conv else gains_of(case, layer).kept_why),
        units=all_maps(case, layer) if unit is None else (Unit(layer, unit),),
        weights=lines_into(case, layer, None if unit is None else [unit]),
        biases=tuple(Bias(layer, u) for u in units) if case.has_bias(layer) else (),
    )


def change_parameter_step(case: Case, key: Key) -> Step:
    """Return what one number of a kernel, a bias, gamma or beta becomes."""
    layer, unit = key.layer or 0, key.unit or 0
    at = place_of(case, layer, unit, key.pixel or 0)
    before, after = before_and_after(case, at)
    shown = at.line if isinstance(at, KernelWeight) else at if isinstance(at, Bias) else Unit(layer, unit)
    return Step(
        key,
        f"{title(case, layer, unit=unit)}: {words_of(at)}, new",
        tuple(parameter_symbols(case, at)),
        tuple(parameter_lines(case, at)),
        (case.parameter_symbol(at), BECOMES, case.number(after, "weight")),
        change_why(case),
        units=(Unit(layer, unit),),
        weights=(at.line,) if isinstance(at, KernelWeight) else (),
        biases=(at,) if isinstance(at, Bias) else (),
        regions=kernel_region(at),
        values=((shown, after),),
        changes=((shown, after - before),) if not isinstance(shown, Unit) else (),
    )
