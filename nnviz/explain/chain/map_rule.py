"""The chain rule among maps: every place at which one number acts is a path, the strongest ones first.

A weight of a kernel acts on every output pixel, a pixel in every window that sees it: what a path takes from
above is the error of one pixel, which the walk explains.
"""

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.chain.chain_path import ChainPath, Factor, derivative_symbol
from nnviz.explain.update.case import Case
from nnviz.explain.update.maps.common import Index, has_maps, has_slope, learns_kernels, place, symbol
from nnviz.explain.update.maps.convolving import conv_down_count, conv_down_part, conv_of
from nnviz.explain.update.maps.gradients import summands
from nnviz.explain.update.maps.kinds import gains_of
from nnviz.explain.update.right import right_layers
from nnviz.explain.update.wrong_order import by_inputs
from nnviz.parts import Gain, KernelWeight, Learned, Part, Pixel, Unit, Weight, in_diagram

SHOWN = 24
"""Paths written out."""


def inspected_place(case: Case, part: Part, *, sees_image: bool = False) -> Part | Learned | Pixel:
    """Return the number that is inspected where a part of the diagram has many: that with most effect."""
    layer = case.record(part.layer)
    if isinstance(part, Weight):
        if layer.learns is KernelWeight:
            gradient = np.abs(case.layer(part.layer).weights_gradient[:, :, part.source, part.target])
            row, column = divmod(int(gradient.argmax()), gradient.shape[1])
            return KernelWeight(part.layer, row, column, part.source, part.target)
        if sees_image and part.layer == 1:
            column_of_unit = np.abs(case.layer(1).weights_gradient[:, part.target])
            return Weight(1, int(column_of_unit.argmax()), part.target)
        return part
    if isinstance(part, Unit) and has_maps(case, part.layer):
        values = case.delta(part.layer) if part.layer else by_inputs(case)[case.sample]
        row, column = divmod(int(np.abs(values[..., part.unit]).argmax()), values.shape[1])
        return Pixel(part.layer, row, column, part.unit)
    return part


def is_walked(case: Case, part: Part | Learned | Pixel) -> bool:
    """Return whether paths lead from the loss down to a part through dense layers alone."""
    if isinstance(part, KernelWeight | Gain | Pixel):
        return False
    above = case.network.layers[max(1, part.layer) + (not isinstance(part, Unit) or part.layer > 0) :]
    own = case.record(max(1, part.layer))
    dense = own.kind == "dense" or (
        isinstance(part, Unit) and part.layer > 0 and not has_maps(case, part.layer)
    )
    return dense and all(layer.kind == "dense" for layer in above)


def paths_of(case: Case, part: Part | Learned | Pixel) -> tuple[tuple[ChainPath, ...], int]:
    """Return the strongest paths down to a number among maps, and how many there are."""
    if isinstance(part, Pixel):
        return _of_index(case, part.layer, part.index)
    if isinstance(part, Unit):
        return _of_index(case, part.layer, part.index)
    return _of_learned(case, part)


def right_parts(case: Case, part: Learned) -> Floats:
    """Return what every sample adds to the derivative by a number that is learned, (batch,)."""
    if isinstance(part, Weight):
        below = case.a_of_batch(part.layer - 1)
        delta = right_layers(case.trace, case.network, case.training)[part.layer - 1].delta
        return np.asarray(delta[:, part.target] * below[:, part.source])
    return np.asarray(summands(case, part).sum(axis=(1, 2)))


def _of_learned(case: Case, part: Learned) -> tuple[tuple[ChainPath, ...], int]:
    """Return a path for each place at which the number acted: its error, and what it was multiplied by."""
    layer = part.layer
    if isinstance(part, Weight):
        index: Index = (part.target,)
        source = (part.source,)
        factors = (_error(case, layer, index), _value(case, layer - 1, source))
        return (_path(factors, layer, index, (part,)),), 1
    unit = part.target if isinstance(part, KernelWeight) else part.unit
    acting = summands(case, part)[case.sample]
    order = np.argsort(-np.abs(acting).ravel(), kind="stable")
    count = max(1, int(np.count_nonzero(acting)))
    paths = []
    for number in order[: min(SHOWN, count)].tolist():
        row, column = divmod(number, acting.shape[1])
        index = (row, column, unit) if has_maps(case, layer) else (unit,)
        error = _error(case, layer, index)
        rest: tuple[Factor, ...] = ()
        lines: tuple[Weight, ...] = ()
        if isinstance(part, KernelWeight):
            record = conv_of(case, layer)
            top, _, left, _ = record.zeros_around
            below = row * record.stride[0] - top + part.row, column * record.stride[1] - left + part.column
            rest, lines = (_value(case, layer - 1, (*below, part.source)),), (part.line,)
        elif isinstance(part, Gain):
            normed = acting[row, column] / error.value if error.value else 0.0
            rest = (
                Factor(
                    rf"{gains_of(case, layer).symbol}_{{{unit + 1}}}", float(normed), "a", in_diagram(part)
                ),
            )
        paths.append(_path((error, *rest), layer, index, lines))
    return tuple(paths), count


def _of_index(case: Case, layer: int, index: Index) -> tuple[tuple[ChainPath, ...], int]:
    """Return the paths down to z of a pixel, or to a pixel of the input: one a product from above."""
    tail = _slope_factors(case, layer, index)
    if layer < case.depth and learns_kernels(case, layer + 1):
        count = conv_down_count(case, layer + 1, index)
        found = []
        for number in range(count):
            weight, above = conv_down_part(case, layer + 1, index, number)
            factors = (_error(case, layer + 1, above), _weight(case, weight), *tail)
            found.append(_path(factors, layer + 1, above, (weight.line,)))
        found.sort(key=lambda path: -abs(path.value))
        return tuple(found[:SHOWN]), max(1, count)
    value = float(by_inputs(case)[case.sample][index]) if layer == 0 else _right_delta(case, layer, index)
    shown = symbol(case, "a" if layer == 0 else "z", layer, index).latex
    loss = "L" if case.batch == 1 else "L_s"
    factor = Factor(derivative_symbol(loss, shown), value, "delta", place(layer, index))
    return (ChainPath((factor,), (place(layer, index),), ()),), 1


def _right_delta(case: Case, layer: int, index: Index) -> float:
    right = right_layers(case.trace, case.network, case.training)
    return float(right[layer - 1].delta[(case.sample, *index)])


def _error(case: Case, layer: int, index: Index) -> Factor:
    name = symbol(case, "z", layer, index).latex
    loss = "L" if case.batch == 1 else "L_s"
    return Factor(
        derivative_symbol(loss, name), _right_delta(case, layer, index), "delta", place(layer, index)
    )


def _value(case: Case, layer: int, index: Index) -> Factor:
    inside = all(0 <= at < size for at, size in zip(index, case.record(layer).shape_out, strict=True))
    value = float(case.a(layer)[index]) if inside else 0.0
    return Factor(symbol(case, "a", layer, index).latex, value, case.a_role(layer), place(layer, index))


def _weight(case: Case, weight: KernelWeight) -> Factor:
    return Factor(case.parameter_symbol(weight).latex, case.parameter(weight), "weight", weight.line)


def _slope_factors(case: Case, layer: int, index: Index) -> tuple[Factor, ...]:
    if layer == 0:
        return ()
    factors: list[Factor] = []
    at = place(layer, index)
    if has_slope(case, layer):
        z = symbol(case, "z", layer, index).latex
        factors.append(Factor(f"f'({z})", case.slope(layer, index), "z", at))
    mask = case.mask(layer)
    if mask is not None:
        factors.append(Factor("m", float(mask[index]), "plain", at))
    return tuple(factors)


def _path(factors: tuple[Factor, ...], layer: int, index: Index, lines: tuple[Weight, ...]) -> ChainPath:
    units = (place(layer, index), *(line.start for line in lines))
    return ChainPath(factors, units, lines)
