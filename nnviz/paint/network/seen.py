"""Which units are drawn of a layer that has too many: the most active ones, or those that one scrolled to."""

from collections import Counter
from collections.abc import Collection, Sequence

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.paint.network.layout import SHOWN_WHEN_ELIDED
from nnviz.parts import Unit

FEW = 3
"""Units of a layer that a step is about for them to be drawn whatever else is; more are the layer as such."""


class SeenUnits(msgspec.Struct, frozen=True):
    """What is known of which units somebody wants to see.

    Attributes
    ----------
    active : tuple of tuple of int
        For each layer its most active units, the most active first; empty where that is not known.
    first : tuple of (int, int)
        Layers that were scrolled, each with the first unit to be drawn.
    wanted : tuple of Unit
        Units to be drawn in any case; few (see `few_of`).
    """

    active: tuple[tuple[int, ...], ...] = ()
    first: tuple[tuple[int, int], ...] = ()
    wanted: tuple[Unit, ...] = ()

    def scrolled(self, layer: int, first: int | None) -> "SeenUnits":
        """Return the same with a layer scrolled to a unit; None: its most active ones again."""
        others = tuple(pair for pair in self.first if pair[0] != layer)
        return msgspec.structs.replace(self, first=others if first is None else (*others, (layer, first)))


NOTHING_KNOWN = SeenUnits()


def most_active(activity: Sequence[Floats]) -> tuple[tuple[int, ...], ...]:
    """Return the units of each layer after the inputs that are worth drawing, the most active first."""
    return tuple(
        tuple(np.argsort(-values, kind="stable")[:SHOWN_WHEN_ELIDED].tolist()) if layer else ()
        for layer, values in enumerate(activity)
    )


def few_of(units: Collection[Unit]) -> tuple[Unit, ...]:
    """Return the units of those layers of which there are few."""
    counts = Counter(unit.layer for unit in units)
    few = (unit for unit in units if counts[unit.layer] <= FEW)
    return tuple(sorted(few, key=lambda unit: (unit.layer, unit.unit)))


def shown_units(units: int, room: int, layer: int = 0, seen: SeenUnits = NOTHING_KNOWN) -> tuple[int, ...]:
    """Return which of `units` are drawn where `room` rows fit, in their order.

    These are all of them, or those that are wanted and the most active ones; or those from where the layer
    was scrolled to; or, where nothing is known, the first and the last few.
    """
    if units <= room:
        return tuple(range(units))
    drawn = max(2, min(SHOWN_WHEN_ELIDED, room - 1))  # the ellipsis takes a row
    wanted = sorted({unit.unit for unit in seen.wanted if unit.layer == layer and unit.unit < units})
    wanted = wanted[:drawn]
    first = dict(seen.first).get(layer)
    active = seen.active[layer] if layer < len(seen.active) else ()
    if first is not None:
        first = min(max(first, 0), units - drawn)
        usual = list(range(first, first + drawn))
    elif len(active) >= drawn and max(active) < units:
        usual = list(active[:drawn])
    else:
        half = (drawn + 1) // 2
        usual = [*range(half), *range(units - (drawn - half), units)]
    missing = [unit for unit in wanted if unit not in usual]
    kept = [unit for unit in usual if unit in wanted or unit not in _last(usual, len(missing), wanted)]
    return tuple(sorted([*kept, *missing]))


def _last(usual: Sequence[int], count: int, wanted: Sequence[int]) -> list[int]:
    """Return the last of the usual ones that nobody wants: they give way."""
    free = [unit for unit in usual if unit not in wanted]
    return free[len(free) - count :] if count else []
