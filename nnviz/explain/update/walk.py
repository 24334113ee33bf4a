"""The walk through one update: which steps there are, and how to get from one to the next, back, in and out.

Steps form a tree: phases, their layers, their neurons, their single products; a layer of maps has maps, their
pixels, and the products of a pixel. Walking at a depth visits the
steps of that depth from left to right, so forward and back, zooming in and out are the same everywhere.
"""

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace

from nnviz.explain.formulas.rounding import honest
from nnviz.explain.formulas.step import Depth, Key, Phase, Step
from nnviz.explain.update.backward_steps import delta_step
from nnviz.explain.update.case import Case
from nnviz.explain.update.change_steps import change_step
from nnviz.explain.update.forward_steps import activation_step, forward_step, sum_step
from nnviz.explain.update.gradient_steps import gradient_step
from nnviz.explain.update.input_steps import input_step
from nnviz.explain.update.loss_steps import loss_after_step, loss_step
from nnviz.explain.update.maps.tree import (
    is_dense_step,
    layer_keys,
    map_step,
    part_keys,
    pixel_keys,
    telling_part,
    telling_pixel,
    unit_keys,
)

BACK = (Phase.BACKWARD, Phase.GRADIENT, Phase.CHANGE)


class Walk:
    """The steps of one update.

    Parameters
    ----------
    case : Case
        The update, and the sample the formulas follow.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self._wrong_order = case.training.order == "update_first"
        self._has_maps = not case.network.is_dense

    def first(self, depth: Depth) -> Key:
        """Return the first step at a depth."""
        return self._descend(self.children(None)[0], depth, 0)

    def last(self, depth: Depth) -> Key:
        """Return the last step at a depth."""
        return self._descend(self.children(None)[-1], depth, -1)

    def after(self, key: Key, depth: Depth) -> Key | None:
        """Return the step that follows at a depth, or None at the end."""
        return self._beside(key, depth, +1)

    def before(self, key: Key, depth: Depth) -> Key | None:
        """Return the step before at a depth, or None at the beginning."""
        return self._beside(key, depth, -1)

    def keys(self, depth: Depth) -> list[Key]:
        """Return all steps at a depth; for wide networks a long list at `Depth.PRODUCT`."""
        keys, key = [], self.first(depth)
        while True:
            keys.append(key)
            following = self.after(key, depth)
            if following is None:
                return keys
            key = following

    def at_depth(self, key: Key, depth: Depth) -> Key:
        """Return where one stands after choosing another depth: out of `key`, or at its first part."""
        while key.depth.value > depth.value:
            parent = self.parent(key)
            if parent is None:
                break
            key = parent
        return self._descend(key, depth, None)

    def children(self, key: Key | None) -> list[Key]:
        """Return the parts of a step; those of None are the phases."""
        if key is None:
            return self._phases()
        if key.layer is None:
            return self._layers(key.phase)
        if key.part is not None:
            return []
        if self._has_maps and not is_dense_step(self.case, key):
            return self._parts_of_maps(key)
        return self._neurons(key) if key.unit is None else self._parts(key)

    def parent(self, key: Key) -> Key | None:
        """Return the step that `key` is a part of, or None for a phase."""
        if key.part is not None:
            return Key(key.phase, key.layer, key.unit, quantity=key.quantity, pixel=key.pixel)
        if key.pixel is not None:
            return Key(key.phase, key.layer, key.unit, quantity=key.quantity)
        if key.unit is not None:
            above = None if key.phase is Phase.LOSS else key.layer  # the loss has outputs, but no layers
            return Key(key.phase, above, quantity=key.quantity)
        in_order = key.phase not in BACK or not self._wrong_order
        return Key(key.phase) if key.layer is not None and in_order else None

    def step(self, key: Key) -> Step:
        """Return a step with its formulas, numbers and what is lit."""
        with np.errstate(all="ignore"):  # infinite numbers are shown as such
            step = map_step if self._has_maps else STEPS[key.phase]
            return replace(honest(step(self.case, key), self.case.digits), sample=self.case.sample)

    @property
    def depths(self) -> tuple[Depth, ...]:
        """How finely this update can be walked through: only maps have pixels."""
        return tuple(depth for depth in Depth if depth is not Depth.PIXEL or self._has_maps)

    def telling(self, key: Key) -> Key | None:
        """Return the part of a step that says most, where its parts are many.

        That is the largest pixel of a map, and of what makes a pixel the largest product.
        """
        children = self.children(key)
        if not children:
            return None
        if children[0].depth is Depth.PIXEL:
            return children[telling_pixel(self.case, key)]
        return children[telling_part(self.case, key) if key.pixel is not None else 0]

    def _phases(self) -> list[Key]:
        forward = [Key(Phase.INPUT), Key(Phase.FORWARD), Key(Phase.LOSS)]
        if self._wrong_order:
            layers = range(self.case.depth, 0, -1)
            learns = [layer.has_parameters for layer in self.case.network.layers]
            back = [
                Key(phase, layer)
                for layer in layers
                for phase in BACK
                if learns[layer] or phase is Phase.BACKWARD
            ]
        else:
            back = [Key(phase) for phase in BACK]
        return [*forward, *back, Key(Phase.LOSS_AFTER)]

    def _layers(self, phase: Phase) -> list[Key]:
        layers = range(1, self.case.depth + 1)
        if self._has_maps and phase in (Phase.FORWARD, *BACK):
            return layer_keys(self.case, phase)
        if phase is Phase.FORWARD:
            return [Key(phase, layer, quantity=quantity) for layer in layers for quantity in ("z", "a")]
        if phase in BACK:
            return [Key(phase, layer) for layer in reversed(layers)]
        if phase is Phase.LOSS and self.case.units(self.case.depth) > 1:
            return [Key(phase, self.case.depth, unit) for unit in range(self.case.units(self.case.depth))]
        return []

    def _neurons(self, key: Key) -> list[Key]:
        layer = key.layer or 0
        return [Key(key.phase, layer, unit, quantity=key.quantity) for unit in range(self.case.units(layer))]

    def _parts(self, key: Key) -> list[Key]:
        layer, case = key.layer or 0, self.case
        if key.quantity == "z" or key.phase in (Phase.GRADIENT, Phase.CHANGE):
            count = case.units(layer - 1) + case.has_bias(layer)
        elif key.phase is Phase.BACKWARD and layer < case.depth:
            count = case.units(layer + 1)
        elif key.phase is Phase.BACKWARD and case.activation_name(layer) == "softmax":
            count = case.units(layer)
        else:
            count = 0
        return [Key(key.phase, layer, key.unit, part, key.quantity) for part in range(count)]

    def _parts_of_maps(self, key: Key) -> list[Key]:
        if key.unit is None:
            return unit_keys(self.case, key)
        if key.pixel is not None:
            return part_keys(self.case, key)
        pixels = pixel_keys(self.case, key)
        return pixels if pixels else part_keys(self.case, key)

    def _descend(self, key: Key, depth: Depth, end: int | None) -> Key:
        while key.depth.value < depth.value:
            children = self.children(key)
            if not children or children[0].depth.value > depth.value:
                break
            key = children[end] if end is not None else self.telling(key) or children[0]
        return key

    def _beside(self, key: Key, depth: Depth, direction: int) -> Key | None:
        """Return the neighbour: the next one among the brothers, or of the parent."""
        current: Key | None = key
        while current is not None:
            parent = self.parent(current)
            brothers = self.children(parent)
            place = brothers.index(current) + direction
            if 0 <= place < len(brothers):
                return self._descend(brothers[place], depth, 0 if direction > 0 else -1)
            current = parent
        return None


STEPS: dict[Phase, Callable[[Case, Key], Step]] = {
    Phase.INPUT: input_step,
    Phase.FORWARD: lambda case, key: FORWARD_STEPS[key.quantity](case, key),
    Phase.LOSS: loss_step,
    Phase.BACKWARD: delta_step,
    Phase.GRADIENT: gradient_step,
    Phase.CHANGE: change_step,
    Phase.LOSS_AFTER: loss_after_step,
}
FORWARD_STEPS: dict[str, Callable[[Case, Key], Step]] = {
    "": forward_step,
    "z": sum_step,
    "a": activation_step,
}
