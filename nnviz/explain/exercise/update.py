"""One update as a student computes it: every number from those before it.

A number may be overridden, and all that follows from it changes: so a later step can be marked on a student's
own numbers, and a mistake can be made on purpose.
"""

from nnviz.arrays import Floats
from nnviz.explain.exercise.formulas import FORMULAS
from nnviz.explain.exercise.given import Given
from nnviz.explain.exercise.quantity import AskedQuantity, Get
from nnviz.parts import Pixel, Unit


class Update(Given, frozen=True, eq=False):
    """An update to be computed.

    Attributes
    ----------
    asked : dict of AskedQuantity to None, optional
        What a student computes, in this order, where all else is given: in a network too large to be computed
        whole.
    """

    asked: dict[AskedQuantity, None] | None = None

    def compute(self, quantity: AskedQuantity, get: Get) -> float:
        """Return a quantity from those it follows from, which `get` gives."""
        return FORMULAS[quantity.kind](self, quantity, get)

    def values(self, known: dict[AskedQuantity, float] | None = None) -> Get:
        """Return a `get` for all numbers of the update; `known` ones are taken as they are."""
        found = dict(known or {})

        def get(quantity: AskedQuantity) -> float:
            if quantity not in found:
                given = self._given(quantity)
                found[quantity] = self.compute(quantity, get) if given is None else given
            return found[quantity]

        return get

    def _given(self, quantity: AskedQuantity) -> float | None:
        """Return a number that is not asked for, where only some are."""
        part = quantity.part
        if self.asked is None or quantity in self.asked or not isinstance(part, Unit | Pixel):
            return None
        if quantity.kind not in ("z", "a", "delta") or part.layer == 0:
            return None
        arrays = self.trace.layers[part.layer - 1]
        values: dict[str, Floats] = {"z": arrays.z, "a": arrays.a, "delta": arrays.delta}
        return float(values[quantity.kind][(quantity.sample, *part.index)])
