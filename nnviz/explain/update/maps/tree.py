"""What the steps of a walk are in a network with layers of maps: phases, layers, maps, pixels, products.

Dense layers keep their own steps: neurons, and their products. In the phases of gradients and new weights a
map has in place of pixels the numbers that it learned: those of its kernels, then its bias.
"""

from collections.abc import Callable

import numpy as np

from nnviz.explain.formulas.step import Key, Phase, Step
from nnviz.explain.update import backward_steps, change_steps, forward_steps, gradient_steps, loss_steps
from nnviz.explain.update.case import Case
from nnviz.explain.update.maps import backward, changes, convolving, forward, gradients, network
from nnviz.explain.update.maps.common import has_maps, has_slope, index_of, learns_kernels, map_count
from nnviz.explain.update.maps.learned import place_of

LEARNING = (Phase.GRADIENT, Phase.CHANGE)


def kind_of(case: Case, layer: int) -> str:
    """Return the kind of a layer."""
    return case.record(layer).kind


def layer_keys(case: Case, phase: Phase) -> list[Key]:
    """Return the layers of a phase."""
    if phase is Phase.FORWARD:
        return [key for layer in range(1, case.depth + 1) for key in _forward_keys(case, layer)]
    if phase in LEARNING:
        return [Key(phase, layer) for layer in network.learning(case)]
    return [Key(phase, layer) for layer in range(case.depth, 0, -1)]


def _forward_keys(case: Case, layer: int) -> list[Key]:
    has_activation = kind_of(case, layer) == "dense" or has_slope(case, layer)
    quantities = ("z", "a") if has_activation or case.mask(layer) is not None else ("z",)
    return [Key(Phase.FORWARD, layer, quantity=quantity) for quantity in quantities]  # type: ignore[arg-type]


def unit_keys(case: Case, key: Key) -> list[Key]:
    """Return the maps, or units, of a layer."""
    units = range(map_count(case, key.layer or 0))
    return [Key(key.phase, key.layer, unit, quantity=key.quantity) for unit in units]


def pixel_keys(case: Case, key: Key) -> list[Key]:
    """Return the pixels of a map, or what it learned; none where there are none."""
    layer = key.layer or 0
    if key.phase in LEARNING:
        count = gradients.learned_count(case, layer)
    else:
        count = case.record(layer).pixels if has_maps(case, layer) else 0
    return [Key(key.phase, layer, key.unit, None, key.quantity, pixel) for pixel in range(count)]


def part_keys(case: Case, key: Key) -> list[Key]:
    """Return the products of a pixel."""
    count = _part_count(case, key)
    return [Key(key.phase, key.layer, key.unit, part, key.quantity, key.pixel) for part in range(count)]


def _part_count(case: Case, key: Key) -> int:
    layer = key.layer or 0
    if key.phase is Phase.FORWARD:
        is_sum = learns_kernels(case, layer) and key.quantity == "z"
        return gradients.learned_count(case, layer) if is_sum else 0
    if key.phase is Phase.BACKWARD:
        return backward.delta_part_count(case, layer, index_of(case, key))
    pulls = key.phase is Phase.GRADIENT and learns_kernels(case, layer)
    return case.record(layer).pixels if pulls else 0


def telling_pixel(case: Case, key: Key) -> int:
    """Return which pixel of a map, or which number of its kernels, says most: the largest there is.

    On the way forward it is the one that stands out most from what is usual in its map, which is mostly the
    background; and for the sum the same as for the activation.
    """
    layer, unit = key.layer or 0, key.unit or 0
    if key.phase in LEARNING:
        if not learns_kernels(case, layer):
            return 0
        sizes = abs(case.layer(layer).weights_gradient[..., unit]).ravel()
        return int(sizes.argmax())
    if key.phase is Phase.BACKWARD:
        return int(abs(case.delta(layer)[..., unit]).argmax())
    values = case.a(layer)[..., unit]
    if not np.ptp(values):
        values = case.z(layer)[..., unit]
    return int(abs(values - np.median(values)).argmax())


def telling_part(case: Case, key: Key) -> int:
    """Return which product of a pixel, or which pull on a number of a kernel, says most: the largest."""
    layer = key.layer or 0
    if key.phase is Phase.BACKWARD:
        products = convolving.conv_down_products(case, layer + 1, index_of(case, key))
    elif key.phase is Phase.FORWARD:
        products = convolving.conv_products(case, layer, index_of(case, key))
    else:
        products = gradients.summands(case, place_of(case, layer, key.unit or 0, key.pixel or 0))[case.sample]
    return int(abs(products).argmax())


def is_dense_step(case: Case, key: Key) -> bool:
    """Return whether a step is one that dense layers have by themselves."""
    if key.layer is None:
        return key.phase in (Phase.LOSS, Phase.LOSS_AFTER)
    if key.phase is Phase.LOSS:
        return True
    if key.phase is Phase.BACKWARD:
        return key.layer == case.depth or kind_of(case, key.layer + 1) == "dense"
    return kind_of(case, key.layer) == "dense"


def map_step(case: Case, key: Key) -> Step:
    """Return a step of a network with layers of maps."""
    if key.layer is None and key.phase in NETWORK_STEPS:
        return NETWORK_STEPS[key.phase](case, key)
    if is_dense_step(case, key):
        return DENSE_STEPS[key.phase](case, key)
    steps = {
        Phase.FORWARD: _forward_step,
        Phase.BACKWARD: _backward_step,
        Phase.GRADIENT: _gradient_step,
        Phase.CHANGE: _change_step,
    }
    return steps[key.phase](case, key)


def _forward_step(case: Case, key: Key) -> Step:
    return (forward.activation_step if key.quantity == "a" else forward.sum_step)(case, key)


def _backward_step(case: Case, key: Key) -> Step:
    if key.part is not None:
        return backward.delta_part_step(case, key)
    one = key.pixel is not None or (key.unit is not None and not has_maps(case, key.layer or 0))
    return (backward.delta_pixel_step if one else backward.delta_layer_step)(case, key)


def _gradient_step(case: Case, key: Key) -> Step:
    if key.part is not None:
        return gradients.gradient_pull_step(case, key)
    one = key.pixel is not None
    return (gradients.gradient_parameter_step if one else gradients.gradient_layer_step)(case, key)


def _change_step(case: Case, key: Key) -> Step:
    one = key.pixel is not None
    return (changes.change_parameter_step if one else changes.change_layer_step)(case, key)


NETWORK_STEPS: dict[Phase, Callable[[Case, Key], Step]] = {
    Phase.INPUT: network.input_step,
    Phase.FORWARD: network.forward_step,
    Phase.BACKWARD: network.backward_step,
    Phase.GRADIENT: network.gradient_step,
    Phase.CHANGE: network.change_step,
}

DENSE_STEPS: dict[Phase, Callable[[Case, Key], Step]] = {
    Phase.FORWARD: lambda case, key: (
        forward_steps.sum_step if key.quantity == "z" else forward_steps.activation_step
    )(case, key),
    Phase.LOSS: loss_steps.loss_step,
    Phase.BACKWARD: backward_steps.delta_step,
    Phase.GRADIENT: gradient_steps.gradient_step,
    Phase.CHANGE: change_steps.change_step,
    Phase.LOSS_AFTER: loss_steps.loss_after_step,
}
