"""Changes of layers of maps that are made on the diagram: each returns a valid Spec or raises SpecError."""

from collections.abc import Mapping
from typing import Any

import msgspec

from nnviz.engine.layers.kinds import LAYERS
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.window import Windowed
from nnviz.experiment.spec.layer_tables import TABLES
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec

SIZES = (1, 2, 3, 4, 5, 7)
STRIDES = (1, 2, 3)
PADDINGS = {"valid": "Inside only", "same": "Zeros around (same size)"}

Entry = dict[str, Any]


def entries_of(spec: Spec) -> list[Entry]:
    """Return the layers after the input as tables that say everything of themselves."""
    network = spec.network.built
    return [
        _entry(layer, given) for layer, given in zip(network.computed, spec.network.layers[1:], strict=True)
    ]


def _entry(layer: Layer, given: object) -> Entry:
    entry: Entry = (
        msgspec.to_builtins(given) if not isinstance(given, int) else {"kind": "dense", "units": given}
    )
    entry = {key: value for key, value in entry.items() if value is not None}
    if layer.is_sum:
        entry |= {"activation": layer.activation, "bias": layer.bias, "dropout": layer.dropout}
    elif layer.has_activation:
        entry["activation"] = layer.activation
    return entry


def _with(spec: Spec, entries: list[Entry]) -> Spec:
    first = spec.network.layers[0]
    last = {key: value for key, value in entries[-1].items() if key != "dropout"}
    said: Mapping[str, object] = {
        "network.layers": [first, *entries[:-1], last],
        "network.activation": entries[-1].get("activation", "identity"),
        "network.bias": True,
        "network.dropout": 0.0,
    }
    return with_values(spec, dict(said))


def with_entry(spec: Spec, layer: int, **changes: Any) -> Spec:
    """Return the experiment with other values in the table of a layer (1 is the first after the input)."""
    entries = entries_of(spec)
    entries[layer - 1] = entries[layer - 1] | changes
    return _with(spec, entries)


def with_units(spec: Spec, layer: int, more: int) -> Spec:
    """Return the experiment with so many maps or units more in a layer."""
    return with_entry(spec, layer, units=spec.network.built.layers[layer].maps[2] + more)


def inserted(spec: Spec, at: int, kind: str) -> Spec:
    """Return the experiment with a layer of a kind that becomes layer `at`."""
    entries = entries_of(spec)
    entries.insert(at - 1, {"kind": kind, **TABLES[kind].fresh})
    return _with(spec, entries)


def without(spec: Spec, layer: int) -> Spec:
    """Return the experiment without a layer."""
    entries = entries_of(spec)
    del entries[layer - 1]
    return _with(spec, entries)


def choices(layer: Layer) -> list[tuple[str, str, list[tuple[str, object]], object]]:
    """Return what can be changed of a window: key, title, words and value of each choice, the present one."""
    if not isinstance(layer, Windowed):
        return []
    height, width, _ = layer.shape_in
    fitting = [n for n in SIZES if n <= min(height, width) or layer.padding == "same"]
    title = "Kernel" if layer.has_kernels else "Window"
    found: list[tuple[str, str, list[tuple[str, object]], object]] = [
        ("size", title, [(f"{n} × {n}", n) for n in fitting], _one(layer.size)),
        ("stride", "Stride", [(str(n), n) for n in STRIDES], _one(layer.stride)),
    ]
    if layer.has_kernels:
        found.append(
            ("padding", "Padding", [(words, name) for name, words in PADDINGS.items()], layer.padding)
        )
    return found


def _one(pair: tuple[int, int]) -> object:
    return pair[0] if pair[0] == pair[1] else pair


def fits(spec: Spec, at: int, kind: str) -> bool:
    """Return whether a layer of a kind could become layer `at`: maps need maps, dense layers a row."""
    before = spec.network.built.layers[at - 1].shape_out
    layer = LAYERS[kind]
    return layer.takes_maps if len(before) > 1 else layer.takes_units
