"""What is wrong with the health of a network, in words with layer, units and numbers, and what to try."""

import math
from collections.abc import Iterator

from nnviz.experiment.snapshot.health_view import Callout, Health, LayerHealth
from nnviz.experiment.spec.fields import Value
from nnviz.experiment.spec.spec import Spec

VANISHED = 1e-3
"""Of the output layer's gradient norm: with less, a layer learns a thousand times as slowly."""
EXPLODED = 1e3
"""A gradient norm beyond this is called exploding."""
LARGE_STEP = 0.5
"""An update that changes weights by more than this share of their length is too large."""
MOSTLY = 0.95
STILL_WRONG = 0.05
"""An output layer with this share of flat units and this loss is stuck."""
MOST_UNITS = 6
"""Units named one by one."""
SMALLER = 10.0


Changes = tuple[tuple[str, Value], ...]
Advice = tuple[str, Changes]


def callouts_of(health: Health, spec: Spec) -> tuple[Callout, ...]:
    """Return what is wrong, the worst kind first, at most one of each kind a layer."""
    hidden = list(enumerate(health.layers[:-1], start=1))
    found = [
        *_exploding(health, spec),
        *(_dead(number, layer, spec) for number, layer in hidden if layer.dead_units),
        *_vanishing(health, spec),
        *(_saturated(number, layer, spec) for number, layer in hidden if layer.saturated_units),
        *_stuck_output(health, spec),
        *_large_steps(health, spec),
    ]
    return tuple(found)


def _dead(number: int, layer: LayerHealth, spec: Spec) -> Callout:
    count, units = len(layer.dead_units), spec.network.built.layers[number].size_out
    verb = "is" if count == 1 else "are"
    sentence = (
        f"Layer {number}: {count} of {units} units {verb} dead ({_named(layer.dead_units)}): the ReLU gives 0"
        " at every training point, so no gradient comes through."
    )
    return Callout("dead", number, sentence, "Try leaky ReLU", _activations(spec, "relu", "leaky_relu"))


def _saturated(number: int, layer: LayerHealth, spec: Spec) -> Callout:
    count, units = len(layer.saturated_units), spec.network.built.layers[number].size_out
    verb = "is" if count == 1 else "are"
    sentence = (
        f"Layer {number}: {count} of {units} units {verb} saturated ({_named(layer.saturated_units)}):"
        f" {layer.saturated:.0%} of the layer's activations lie where the slope is below 5 % of its greatest."
    )
    return Callout("saturated", number, sentence, *_smaller_start(number, spec))


def _stuck_output(health: Health, spec: Spec) -> Iterator[Callout]:
    """Name an output layer whose units are all flat though the answers are still wrong."""
    layer, number = health.layers[-1], len(health.layers)
    if (
        not layer.saturated >= MOSTLY  # nor where the function has no flat part: then it is NaN
        or health.loss < STILL_WRONG
        or not spec.training.loss.endswith("squared_error")
    ):
        return
    sentence = (
        f"Layer {number}: the output units are saturated for {layer.saturated:.0%} of the points, but the"
        f" loss is still {health.loss:.2g}: the gradient of wrong answers does not come through."
    )
    advice: Advice = _smaller_rate(spec)
    if spec.network.activations[-1] == "sigmoid" and spec.data.shape().classes:
        advice = "Try log loss", (("training.loss", "log_loss"),)
    yield Callout("saturated", number, sentence, *advice)


def _smaller_start(number: int, spec: Spec) -> Advice:
    if number == 1 and hasattr(spec.data, "standardize") and not spec.data.standardize:
        return "Try standardized inputs", (("data.standardize", True),)
    if spec.network.init in ("normal", "uniform") and spec.network.weights is None:
        return "Try smaller initial weights (Glorot)", (("network.init", "glorot_uniform"),)
    return _smaller_rate(spec)


def _vanishing(health: Health, spec: Spec) -> Iterator[Callout]:
    """Name the first hidden layer whose gradient is far smaller than that of the output layer."""
    last = health.layers[-1].gradient_norm
    for number, layer in enumerate(health.layers[:-1], start=1):
        norm = layer.gradient_norm
        if last > 0.0 and math.isfinite(last) and norm < VANISHED * last and not _is_all_dead(layer):
            ratio = f"{last / norm:,.0f} times less than" if norm > 0.0 else "while there is one of"
            sentence = (
                f"Layer {number}: the gradient vanishes: its norm is {norm:.2g}, {ratio} {last:.2g}"
                f" in the output layer {len(health.layers)}."
            )
            yield Callout("vanishing", number, sentence, *_livelier(spec))
            return


def _is_all_dead(layer: LayerHealth) -> bool:
    return layer.dead == 1.0


def _livelier(spec: Spec) -> Advice:
    hidden = spec.network.activations[:-1]
    if "sigmoid" in hidden:
        return "Try tanh in the hidden layers", _activations(spec, "sigmoid", "tanh")
    if spec.network.init in ("normal", "uniform", "zeros") and spec.network.weights is None:
        return "Try Glorot initial weights", (("network.init", "glorot_uniform"),)
    if "tanh" in hidden:
        return "Try ReLU in the hidden layers", _activations(spec, "tanh", "relu")
    return "", ()


def _activations(spec: Spec, old: str, new: str) -> Changes:
    """Return the change of every hidden layer's activation `old` to `new`."""
    *hidden, last = spec.network.activations
    return (("network.activation", (*(new if name == old else name for name in hidden), last)),)


def _exploding(health: Health, spec: Spec) -> Iterator[Callout]:
    """Name the layer with the greatest gradient, where that is beyond reason."""
    norms = [layer.gradient_norm for layer in health.layers]
    worst = max(range(len(norms)), key=lambda k: norms[k] if math.isfinite(norms[k]) else math.inf)
    if not norms[worst] <= EXPLODED:
        sentence = f"Layer {worst + 1}: the gradient explodes: its norm is {norms[worst]:.2g}."
        yield Callout("exploding", worst + 1, sentence, *_smaller_start(worst + 1, spec))


def _large_steps(health: Health, spec: Spec) -> Iterator[Callout]:
    """Name the layer whose weights change most in one update, where that is too much."""
    ratios = [-1.0 if math.isnan(layer.update_ratio) else layer.update_ratio for layer in health.layers]
    worst = max(range(len(ratios)), key=ratios.__getitem__)
    if ratios[worst] > LARGE_STEP:
        sentence = (
            f"Layer {worst + 1}: the coming update changes the weights by {ratios[worst]:.0%} of their"
            " length; about 0.1 % to 1 % is usual."
        )
        yield Callout("steps", worst + 1, sentence, *_smaller_rate(spec))


def _smaller_rate(spec: Spec) -> Advice:
    rate = float(f"{spec.training.learning_rate / SMALLER:.3g}")
    if rate == 0.0:
        return "", ()
    return f"Try a learning rate of {rate:g}", (("training.learning_rate", rate),)


def _named(units: tuple[int, ...]) -> str:
    names = [str(unit + 1) for unit in units[:MOST_UNITS]]
    more = f" and {len(units) - MOST_UNITS} more" if len(units) > MOST_UNITS else ""
    return f"unit{'s' if len(units) > 1 else ''} {', '.join(names)}{more}"
