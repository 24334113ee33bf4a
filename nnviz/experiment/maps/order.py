"""What a map of trainings is to show: two axes, how fine, of which experiment; and a part of it."""

import math
from collections.abc import Sequence
from typing import Any

import msgspec

from nnviz.experiment.maps.axes import LARGEST, axis, takes_whole_numbers
from nnviz.experiment.maps.settable import ONE_WEIGHT, UNITS, is_written_out, require_number
from nnviz.experiment.results.map_standing import MapAxis
from nnviz.experiment.run.problem import initial_parameters_of
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import Field, fields_of, value_of
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Bias, Weight, symbol

SIDE = 64
STEEP = 1.05
"""Where the ends of a window differ by less than this factor, even steps are as good as equal factors."""
FAR = 100.0
"""A proposed axis by factors reaches so many times below and above the present value."""
SEEDS = 64
AROUND = 5.0
MOST_UNITS = 1000

Window = tuple[float, float]


class AxisOrder(msgspec.Struct, frozen=True):
    """One axis: a key, from where to where, evenly or by equal factors."""

    key: str
    low: float
    high: float
    by_factors: bool = False


class MapOrder(msgspec.Struct, frozen=True):
    """What is to be run.

    Attributes
    ----------
    x, y : AxisOrder
    side : int
        Pixels along each axis; fewer where a key takes fewer whole numbers.
    overrides : dict
        Keys set in all runs.
    learned : str
        When a run counts as having learned; empty: that is not looked at, and the map is there sooner.
    """

    x: AxisOrder
    y: AxisOrder
    side: int = SIDE
    overrides: dict[str, Any] = {}
    learned: str = ""


def is_by_factors(order: AxisOrder, window: Window | None) -> bool:
    """Whether a part of an axis goes by factors: a short one looks the same in even steps."""
    return order.by_factors and (window is None or (window[0] > 0.0 and window[1] > STEEP * window[0]))


def axes_of(
    order: MapOrder, spec: Spec, x_window: Window | None = None, y_window: Window | None = None
) -> tuple[MapAxis, MapAxis]:
    """Return both axes, or the parts of them between the ends of two windows.

    Raises
    ------
    SpecError
        With one sentence, if they cannot be.
    """
    x, y = (
        _whole_axis(spec, one, order.side) if window is None else _part(spec, one, window, order.side)
        for one, window in ((order.x, x_window), (order.y, y_window))
    )
    return x, y


def _whole_axis(spec: Spec, order: AxisOrder, side: int) -> MapAxis:
    _require_key(spec, order.key)
    return axis(spec, order.key, order.low, order.high, side, order.by_factors)


def _part(spec: Spec, order: AxisOrder, window: Window, side: int) -> MapAxis:
    """Return the values in the middle of equal pixels that fill a window, as far as the key allows them."""
    _require_key(spec, order.key)
    least, most = limits(spec, order.key)
    low, high = max(min(window), least), min(max(window), most)
    by_factors = is_by_factors(order, (low, high))
    if takes_whole_numbers(spec, order.key):
        low, high = math.ceil(low - 1e-9), math.floor(high + 1e-9)
        if low > high:
            low = high = round(sum(window) / 2)
        return axis(spec, order.key, low, high, min(side, int(high - low) + 1), by_factors)
    if not low < high:
        raise SpecError(
            f"{order.key} takes no number between {min(window):g} and {max(window):g}: go back.", order.key
        )
    if by_factors:
        step = (high / low) ** (0.5 / side)
        return axis(spec, order.key, low * step, high / step, side, by_factors=True)
    step = (high - low) * 0.5 / side
    return axis(spec, order.key, low + step, high - step, side)


def _require_key(spec: Spec, key: str) -> None:
    if not key:
        raise SpecError("Choose the two settings that are the axes of the map.")
    if not is_written_out(key):
        require_number(spec, key)


def _field(spec: Spec, key: str) -> Field | None:
    return next((field for field in fields_of(spec) if field.key == key), None)


def limits(spec: Spec, key: str) -> Window:
    """Return the least and the greatest number a key takes."""
    field = _field(spec, key)
    if field is None:
        return (1.0, float(MOST_UNITS)) if UNITS.fullmatch(key) else (-math.inf, math.inf)
    return (
        -math.inf if field.low is None else float(field.low),
        math.inf if field.high is None else float(field.high),
    )


def map_keys(spec: Spec) -> dict[str, str]:
    """Return the keys that a form proposes as axes, with what people call them."""
    numbers = {field.key: field.title for field in fields_of(spec) if _is_number(field)}
    known = {key: title for key, title in numbers.items() if present_value(spec, key) is not None}
    layers = spec.network.layers
    if spec.network.weights is None and all(isinstance(units, int) for units in layers):
        known |= {f"network.layers.{k}": f"Units of hidden layer {k}" for k in range(1, len(layers) - 1)}
    return known


def _is_number(field: Field) -> bool:
    return field.kind in ("int", "float") and not field.key.startswith("stop.")


def title_of(key: str, spec: Spec) -> str:
    """Return what people call an axis: "Learning rate", or the symbol of one weight or bias at the start."""
    found = ONE_WEIGHT.fullmatch(key)
    if found is None:
        return map_keys(spec).get(key, key)
    place = [int(part) for part in found[2].split(".")[1:]]
    if found[1] == "weights" and len(place) == 3:
        return f"{symbol(Weight(place[0], place[1] - 1, place[2] - 1))} at the start"
    if found[1] == "biases" and len(place) == 2:
        return f"{symbol(Bias(place[0], place[1] - 1))} at the start"
    return key


def present_value(spec: Spec, key: str) -> float | None:
    """Return the number that an experiment has at a key; None where it has none."""
    found = ONE_WEIGHT.fullmatch(key)
    try:
        layer_units = UNITS.fullmatch(key)
        value: object
        if layer_units is not None:
            value = spec.network.layers[int(layer_units[1])]
        elif found is None:
            value = value_of(spec, key)
        else:
            weights, biases = initial_parameters_of(spec)
            place = [int(part) - 1 for part in found[2].split(".")[1:]]
            layer = (weights if found[1] == "weights" else biases)[place[0]]
            value = float(layer[tuple(place[1:])]) if min(place) >= 0 else None
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def proposed_axis(spec: Spec, key: str) -> AxisOrder:  # noqa: PLR0911 (a kind of setting each)
    """Return an axis around the present value of a key, to begin with."""
    value, field = present_value(spec, key), _field(spec, key)
    least, most = limits(spec, key)
    if value is None or not math.isfinite(value):
        value = 1.0
    if key.endswith("seed"):
        return AxisOrder(key, float(value), min(value + SEEDS - 1, most))
    if UNITS.fullmatch(key):
        return AxisOrder(key, 1.0, max(4.0 * value, 16.0))
    if field is None:
        return AxisOrder(key, round(value - AROUND, 2), round(value + AROUND, 2))
    if most <= 1.0:  # a share
        # validation and test leave some to train on, whatever the other takes
        return AxisOrder(key, max(least, 0.0), 0.5 if key.endswith("_fraction") else min(most, 0.99))
    if field.kind == "int":
        return AxisOrder(key, max(least, 1.0), min(2.0 * value if value > 0 else 64.0, most))
    if key == "data.noise":
        return AxisOrder(key, 0.0, max(0.5, 2.0 * value))
    if least < 0.0:
        return AxisOrder(key, max(value - AROUND, least), min(value + AROUND, most))
    middle = value if value > 0.0 else 0.001
    low, high = float(f"{middle / FAR:.3g}"), float(f"{middle * FAR:.3g}")
    return AxisOrder(key, max(low, least), min(high, most), by_factors=True)


def sides() -> Sequence[int]:
    """Return the numbers of pixels a side that are offered."""
    return [side for side in (16, 32, 64, 128, 256, 512) if side <= LARGEST]
