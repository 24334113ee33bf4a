"""What a sweep varies where a control on the diagram is meant: one layer's units or activation, the depth."""

import re
from collections.abc import Iterable

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.axes import proposed_values

DEPTH = "network.depth"
"""How many hidden layers there are: no key of the file, but of the diagram's buttons."""
_ONE_LAYER = re.compile(r"network\.(layers|activation)\.(\d+)")
_DEEPEST = 4

Axes = list[tuple[str, str]]
"""Keys with their values as people write them; after the first one those that move together with it."""


def axes_for(spec: Spec, key: str) -> Axes:
    """Return the axes of a sweep along a key, or along a part of the network.

    Parameters
    ----------
    spec : Spec
    key : str
        A key of the file; or "network.layers.LAYER", "network.activation.LAYER" (1 is the first hidden
        layer) and `DEPTH`. Values are empty where there is no idea.
    """
    found = _ONE_LAYER.fullmatch(key)
    if key == DEPTH:
        return _of_depth(spec)
    if found is None:
        return [(key, proposed_values(spec, key))]
    layer = int(found[2])
    if found[1] == "layers":
        return [("network.layers", _lists(_units(spec, layer)))]
    return [("network.activation", _lists(_activations(spec, layer)))]


def _units(spec: Spec, layer: int) -> Iterable[list[object]]:
    layers = list(spec.network.layers)
    units = layers[layer] if 0 < layer < len(layers) - 1 else None
    if not isinstance(units, int):
        return
    for count in dict.fromkeys(max(1, round(units * factor)) for factor in (0.25, 0.5, 1, 2, 4)):
        yield [*layers[:layer], count, *layers[layer + 1 :]]


def _activations(spec: Spec, layer: int) -> Iterable[list[object]]:
    names = list(spec.network.activations)
    if not 1 <= layer <= len(names):
        return
    for name in ACTIVATIONS:
        chosen: list[object] = [*names[: layer - 1], name, *names[layer:]]
        try:
            with_value(spec, "network.activation", chosen)
        except SpecError:
            continue
        yield chosen


def _of_depth(spec: Spec) -> Axes:
    """Return networks of one hidden layer and more, each like the last one there is."""
    network = spec.network
    layers = list(network.layers)
    if len(layers) < 3 or not all(isinstance(units, int) for units in layers):
        return [("network.layers", "")]
    inner = [[layers[-2]] * depth for depth in range(1, _DEEPEST + 1)]
    axes = [("network.layers", _lists([layers[0], *hidden, layers[-1]] for hidden in inner))]
    if isinstance(network.activation, tuple):
        names = network.activation
        axes.append(("network.activation", _lists([*[names[-2]] * len(each), names[-1]] for each in inner)))
    return axes


def _lists(values: Iterable[list[object]]) -> str:
    return ", ".join(
        f"[{', '.join(repr(part) if isinstance(part, str) else str(part) for part in value)}]"
        for value in values
    )
