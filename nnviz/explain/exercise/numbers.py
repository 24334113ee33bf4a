"""The numbers that a sheet gives: all that an update starts from, or what is around its blanks."""

from collections.abc import Iterable, Iterator

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.exercise.asking import latex_of, symbol_of
from nnviz.explain.exercise.given import Given
from nnviz.explain.exercise.quantity import AskedQuantity
from nnviz.explain.exercise.update import Update
from nnviz.numerals import raised
from nnviz.parts import Gain, KernelWeight, Learned, Pixel, Unit, Weight, latex_layer, latex_symbol, symbol


class Numbers(msgspec.Struct, frozen=True, eq=False):
    """A matrix of a sheet, or a column, and its symbol in LaTeX and in plain text."""

    latex: str
    symbol: str
    values: Floats


def given_numbers(update: Update) -> list[Numbers]:
    """Return what a student needs to compute an update, W as in W a, one row a unit."""
    return list(_whole(update) if update.asked is None else _around(update, update.asked))


def _whole(update: Update) -> Iterator[Numbers]:
    for s in range(update.batch):
        index = f"_{{{s + 1}}}" if update.batch > 1 else ""
        number = f" {s + 1}" if update.batch > 1 else ""
        yield from _image(update, s, f"x{index}", f"x{number}")
        yield Numbers(f"y{index}", f"y{number}", update.trace.Y[s].reshape(-1, 1))
    for layer, trace in enumerate(update.trace.layers, start=1):
        yield from _parameters(update, layer)
        if trace.dropout_mask is not None:
            for s, mask in enumerate(trace.dropout_mask):
                index = f", {s + 1}" if update.batch > 1 else ""
                of = mask.reshape(-1, 1) if mask.ndim == 1 else mask.reshape(mask.shape[0], -1)
                yield Numbers(rf"m^{{({layer}{index})}}", f"mask({layer}{index})", of)


def _image(update: Given, sample: int, latex: str, plain: str) -> Iterator[Numbers]:
    values = update.trace.X[sample].reshape(update.network.input_shape)
    if values.ndim == 1:
        yield Numbers(latex, plain, values.reshape(-1, 1))
        return
    for channel in range(values.shape[2]):
        several = values.shape[2] > 1
        name = f"map {channel + 1}" if several else ""
        yield Numbers(
            rf"{latex} \text{{ {name}}}" if several else latex,
            f"{plain} {name}".strip(),
            values[..., channel],
        )


def _parameters(update: Given, layer: int) -> Iterator[Numbers]:
    trace, learns = update.trace.layers[layer - 1], update.network.layers[layer].learns
    if learns is Weight:
        yield Numbers(latex_layer("W", layer), f"W({layer})", trace.weights.T)
    elif learns is KernelWeight:
        for target, source in np.ndindex(*reversed(trace.weights.shape[2:])):
            line = Weight(layer, source, target)
            yield Numbers(latex_symbol(line), symbol(line), trace.weights[:, :, source, target])
    elif learns is Gain:
        yield Numbers(latex_layer(r"\gamma", layer), f"gamma({layer})", trace.weights[0].reshape(-1, 1))
    if update.network.has_bias[layer - 1]:
        letter, name = (r"\beta", "beta") if learns is Gain else ("b", "b")
        yield Numbers(latex_layer(letter, layer), f"{name}({layer})", trace.biases.reshape(-1, 1))


class _Watched(Update, frozen=True, eq=False, kw_only=True):
    """An update that notes which parameters are asked for."""

    used: list[Learned]

    def parameter(self, part: Learned) -> float:
        """Return a weight or bias, and note that."""
        self.used.append(part)
        return super().parameter(part)


def needed(update: Update, asked: Iterable[AskedQuantity]) -> tuple[list[AskedQuantity], list[Learned]]:
    """Return the numbers and parameters that some are computed from, beside one another."""
    watched = _Watched(update.trace, update.network, update.training, update.asked, used=[])
    found: dict[AskedQuantity, None] = {}
    right, wanted = update.values(), dict.fromkeys(asked)

    def get(inner: AskedQuantity) -> float:
        if inner not in wanted and inner.kind not in ("z", "a", "delta"):
            return watched.compute(inner, get)
        if inner not in wanted:
            found[inner] = None
        return right(inner)

    for quantity in wanted:
        watched.compute(quantity, get)
    return list(found), list(dict.fromkeys(watched.used))


def _around(update: Update, asked: Iterable[AskedQuantity]) -> Iterator[Numbers]:
    quantities, parameters = needed(update, asked)
    groups: dict[tuple[str, int, int], list[AskedQuantity]] = {}
    for q in quantities:
        assert isinstance(q.part, Unit | Pixel)
        unit = q.part.map if isinstance(q.part, Pixel) else -1
        groups.setdefault((q.kind, q.part.layer, unit), []).append(q)
    for _, members in sorted(groups.items()):
        yield _box(update, members)
    if AskedQuantity("loss") in asked:
        yield Numbers("y", "y", update.trace.Y[0].reshape(-1, 1))
    kernels = dict.fromkeys(p.line for p in parameters if isinstance(p, KernelWeight))
    for line in kernels:
        weights = update.trace.layers[line.layer - 1].weights
        yield Numbers(latex_symbol(line), symbol(line), weights[:, :, line.source, line.target])
    for part in parameters:
        if not isinstance(part, KernelWeight):
            value = np.array([[update.parameter(part)]])
            name = AskedQuantity("new", part)
            yield Numbers(
                latex_of(update, name).removeprefix(r"\text{new } "),
                symbol_of(update, name).removeprefix("new "),
                value,
            )


def _box(update: Given, members: list[AskedQuantity]) -> Numbers:
    """Return numbers of one map as the smallest rectangle that holds them all; of units as a column."""
    first = members[0]
    layer = first.part.layer if first.part is not None else 0
    whole = _array(update, first.kind, layer)
    letter = {"a": "x" if layer == 0 else "a", "z": "z", "delta": "δ"}[first.kind]
    latex = {"δ": r"\delta"}.get(letter, letter) + ("" if layer == 0 else rf"^{{({layer})}}")
    plain = letter + ("" if layer == 0 else f"⁽{raised(layer)}⁾")
    if isinstance(first.part, Unit):
        units = sorted({q.part.unit for q in members if isinstance(q.part, Unit)})
        low, high = units[0], units[-1] + 1
        which = "" if high - low == whole.size else f"[{low + 1}–{high}]"
        return Numbers(
            f"{latex}{which.replace('–', chr(92) + 'text{--}')}",
            f"{plain}{which}",
            whole[low:high].reshape(-1, 1),
        )
    pixels = [q.part for q in members if isinstance(q.part, Pixel)]
    top, bottom = min(p.row for p in pixels), max(p.row for p in pixels) + 1
    left, right = min(p.column for p in pixels), max(p.column for p in pixels) + 1
    unit = pixels[0].map
    which = f"rows {top + 1}–{bottom}, columns {left + 1}–{right}"
    several = whole.shape[2] > 1
    name = f"map {unit + 1}, {which}" if several else which
    return Numbers(
        rf"{latex} \text{{ ({name.replace('–', '--')})}}",
        f"{plain} ({name})",
        whole[top:bottom, left:right, unit],
    )


def _array(update: Given, kind: str, layer: int) -> Floats:
    if layer == 0:
        return np.asarray(update.trace.X[0].reshape(update.network.input_shape))
    trace = update.trace.layers[layer - 1]
    arrays: dict[str, Floats] = {"z": trace.z, "a": trace.a, "delta": trace.delta}
    return np.asarray(arrays[kind][0])
