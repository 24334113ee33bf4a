"""What the steps in layers of maps share: symbols of pixels and maps, titles, what is lit."""

from collections.abc import Iterable, Sequence
from typing import Literal

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.explain.formulas.step import Formula, Key, Region, Role, Term
from nnviz.explain.formulas.sums import equation, layer_name
from nnviz.explain.layers.windows import as_maps
from nnviz.explain.update.case import Case
from nnviz.parts import KernelWeight, Learned, Pixel, Unit, Weight, latex_symbol

Index = tuple[int, ...]
"""The place of a number in its layer: (unit,), or (row, column, map)."""
Quantity = Literal["z", "a", "delta"]

_LETTERS: dict[Quantity, str] = {"z": "z", "a": "a", "delta": r"\delta"}
INPUT = "a^{(0)}"
"""The image as formulas of maps have it: x and y are the places in it."""
ROLES: dict[Quantity, Role] = {"z": "z", "a": "a", "delta": "delta"}


def has_maps(case: Case, layer: int) -> bool:
    """Return whether a layer puts out maps, whose pixels the walk shows."""
    return len(case.record(layer).shape_out) > 1


def map_count(case: Case, layer: int) -> int:
    """Return how many maps a layer has, or units where it has no maps."""
    return case.record(layer).maps[2]


def learns_kernels(case: Case, layer: int) -> bool:
    """Return whether the weights of a layer are kernels."""
    return case.record(layer).learns is KernelWeight


def index_of(case: Case, key: Key) -> Index:
    """Return the place that a step is about in the arrays of its layer."""
    layer, unit = key.layer or 0, key.unit or 0
    if not has_maps(case, layer):
        return (unit,)
    width = case.record(layer).maps[1]
    return (*divmod(key.pixel or 0, width), unit)


def place(layer: int, index: Index) -> Unit:
    """Return where something is found in the diagram: a unit, or the map of a pixel."""
    return Unit(layer, index[-1])


def symbol(case: Case, quantity: Quantity, layer: int, index: Index) -> Term:
    """Return z, a or delta of a unit or of a pixel."""
    if len(index) == 1:
        of_unit = {"z": case.z_symbol, "a": case.a_symbol, "delta": case.delta_symbol}[quantity]
        return of_unit(layer, index[0])
    row, column, unit = index
    if layer == 0:
        which = "" if map_count(case, 0) == 1 else f"_{{{unit + 1}}}"
        return Term(f"{INPUT}{which}[{row + 1}{{,}}{column + 1}]", "input", place(layer, index))
    latex = latex_symbol(Pixel(layer, row, column, unit), _LETTERS[quantity])
    return Term(latex, ROLES[quantity], place(layer, index))


def map_symbol(case: Case, quantity: Quantity, layer: int, unit: int, of: str = "") -> Term:
    """Return the symbol of a whole map; `of` is what stands for one of its pixels, such as "y,x"."""
    at = f"[{of}]" if of else ""
    if layer == 0:
        which = "" if map_count(case, 0) == 1 else f"_{{{unit + 1}}}"
        return Term(f"{INPUT}{which}{at}", "input", Unit(layer, unit))
    latex = latex_symbol(Unit(layer, unit), _LETTERS[quantity])
    return Term(f"{latex}{at}", ROLES[quantity], Unit(layer, unit))


def any_map(case: Case, quantity: Quantity, layer: int, unit: str, of: str = "") -> Term:
    """Return the same with a letter for the number of the map: a^{(1)}_{c}[y,x]."""
    at = f"[{of}]" if of else ""
    if layer == 0:
        which = "" if map_count(case, 0) == 1 else f"_{{{unit}}}"
        return Term(f"{INPUT if has_maps(case, 0) else 'x'}{which}{at}", "input")
    return Term(f"{_LETTERS[quantity]}^{{({layer})}}_{{{unit}}}{at}", ROLES[quantity])


def values_of(case: Case, quantity: Quantity, layer: int) -> Floats:
    """Return z, a or delta of the sample in the shape of its layer."""
    return {"z": case.z, "a": case.a, "delta": case.delta}[quantity](layer)


def summed(*inside: Term) -> list[Term]:
    """Return the sum over all entries of what stands inside."""
    return [Term(r"\text{sum}"), Term(r"\big("), *inside, Term(r"\big)")]


def slope_line(case: Case, layer: int, index: Index, inside: Term) -> Formula:
    """Return f'(z) of a unit or pixel, with its numbers."""
    name = Term(f"f'({symbol(case, 'z', layer, index).latex})", "z", place(layer, index))
    value = case.number(case.slope(layer, index), "z")
    return equation(name, value) if inside.latex == value.latex else equation(name, inside, value)


def has_slope(case: Case, layer: int) -> bool:
    """Return whether a layer has an activation whose slope an error meets."""
    return ACTIVATIONS[case.activation_name(layer)].name != "identity"


def title(case: Case, layer: int, index: Index | None = None, unit: int | None = None) -> str:
    """Return where a step is: "Layer 3, max pooling, map 2, pixel [4,5]"."""
    if layer == 0:
        where = "Input"
    elif layer == case.depth:
        where = layer_name(layer, case.depth).capitalize()
    else:
        where = f"Layer {layer}, {case.record(layer).title.lower()}"
    if index is not None and len(index) == 3:
        return f"{where}, map {index[2] + 1}, pixel [{index[0] + 1},{index[1] + 1}]"
    number = index[0] if index is not None else unit
    if number is None:
        return where
    return f"{where}, {'map' if has_maps(case, layer) else 'unit'} {number + 1}"


def map_lines(case: Case, quantity: Quantity, layer: int, units: Iterable[int]) -> list[Formula]:
    """Return whole maps as matrices, a row each; of units one column."""
    values = values_of(case, quantity, layer)
    role = ROLES[quantity] if layer else "input"
    if not has_maps(case, layer):
        name = Term(f"{_LETTERS[quantity]}^{{({layer})}}" if layer else "x", role)
        return [equation(name, case.column(values, role))]
    return [
        equation(map_symbol(case, quantity, layer, unit), case.matrix(values[:, :, unit], role))
        for unit in units
    ]


def shown_maps(case: Case, layer: int) -> range:
    """Return the maps of a layer that a step writes out."""
    return range(min(map_count(case, layer), case.most_lines))


def and_more(count: int, shown: int, what: str = "maps") -> Formula:
    """Return how many are left out; nothing where none are."""
    return (Term(rf"\text{{and {count - shown} more {what}}}"),) if count > shown else ()


def all_maps(case: Case, *layers: int) -> tuple[Unit, ...]:
    """Return all maps, or units, of layers."""
    return tuple(Unit(layer, unit) for layer in layers for unit in range(map_count(case, layer)))


def lines_into(case: Case, layer: int, units: Sequence[int] | None = None) -> tuple[Weight, ...]:
    """Return the lines into maps or units of a layer, as a diagram has them."""
    record = case.record(layer)
    targets = range(record.maps[2]) if units is None else units
    below = map_count(case, layer - 1)
    if record.one_by_one:
        return tuple(Weight(layer, unit, unit) for unit in targets)
    if record.kind == "flatten":
        return tuple(Weight(layer, unit % below, unit) for unit in targets)
    return tuple(Weight(layer, source, unit) for unit in targets for source in range(below))


def pixel_region(layer: int, index: Index) -> tuple[Region, ...]:
    """Return one pixel as a region of its map; nothing for a unit."""
    return (Region(Unit(layer, index[2]), index[0], index[1]),) if len(index) == 3 else ()


def kernel_region(at: Learned) -> tuple[Region, ...]:
    """Return one number of a kernel as a region of its picture; nothing for other parameters."""
    return (Region(at.line, at.row, at.column),) if isinstance(at, KernelWeight) else ()


def of_batch(case: Case, layer: int, values: Floats) -> Floats:
    """Return values of every sample as (batch, height, width, maps)."""
    return as_maps(case.record(layer), values)
