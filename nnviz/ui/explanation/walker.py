"""Where one stands in the walk: which update, which step, how finely, which sample. No widgets."""

from itertools import pairwise
from typing import TYPE_CHECKING

from nnviz.experiment.snapshot.coming_update import ComingUpdate, Example
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.explain.formulas.step import Depth, Key, Phase, Step
from nnviz.parts import Bias, Part, Unit, Weight

if TYPE_CHECKING:
    from nnviz.explain.update.walk import Walk
from nnviz.ui.explanation.controls import FIRST_DIGITS


class Walker:
    """Walks through the update that comes after a moment.

    Attributes
    ----------
    key : Key or None
        The step; None while there is no update to explain.
    depth : Depth
        How far one goes with each step.
    moment : NetworkInstant or None
        The moment whose coming update is explained.
    """

    def __init__(self) -> None:
        self.key: Key | None = None
        self.depth = Depth.PHASE
        self.digits = FIRST_DIGITS
        self.whole = False
        self._sample = 0
        self.moment: NetworkInstant | None = None
        self._walk: Walk | None = None

    @property
    def coming(self) -> ComingUpdate | None:
        """The update that is explained."""
        return self.moment.look(ComingUpdate) if self.moment is not None else None

    @property
    def walk(self) -> "Walk | None":
        """The walk through that update."""
        return self._walk

    @property
    def batch(self) -> int:
        """Samples in the batch."""
        return len(self.coming.trace.X) if self.coming is not None else 0

    @property
    def sample(self) -> int:
        """Row of the batch that the formulas follow."""
        return self._sample

    @property
    def followed(self) -> Example | None:
        """The example that the formulas follow."""
        return self.coming.followed(self._sample) if self.coming is not None else None

    @property
    def place(self) -> Part | None:
        """What the present step is about: a weight or bias in a product, a neuron; None in a whole layer."""
        key, walk = self.key, self._walk
        if walk is None or key is None or key.layer is None or key.unit is None:
            return None
        from nnviz.explain.update.maps.tree import is_dense_step  # noqa: PLC0415  the window opens sooner

        if key.part is None or key.phase is Phase.LOSS or not is_dense_step(walk.case, key):
            return Unit(key.layer, key.unit)
        if key.phase is Phase.BACKWARD:
            above = key.layer < walk.case.depth
            return Weight(key.layer + 1, key.unit, key.part) if above else Unit(key.layer, key.unit)
        is_bias = key.part == walk.case.units(key.layer - 1)
        return Bias(key.layer, key.unit) if is_bias else Weight(key.layer, key.part, key.unit)

    def step(self) -> Step | None:
        """Return the present step."""
        return self._walk.step(self.key) if self._walk is not None and self.key is not None else None

    def step_ahead(self) -> Step | None:
        """Return the step that comes next in this update, for preparing it."""
        if self._walk is None or self.key is None:
            return None
        following = self._walk.after(self.key, self.depth)
        return None if following is None else self._walk.step(following)

    # Updates

    def forget(self) -> None:
        """Start anew: another experiment, or step mode was left."""
        self.moment = self._walk = self.key = None

    def take(self, snapshot: NetworkInstant, at_end: bool = False) -> None:
        """Take up a moment; the walk through another update starts at its beginning, or at its end."""
        before, self.moment = self.moment, snapshot
        self._rebuild()
        if before is None or before.update != snapshot.update or self.key is None:
            if at_end:
                self.to_end()
            else:
                self.to_start()

    def _rebuild(self) -> None:
        coming, moment = self.coming, self.moment
        if coming is None or moment is None:
            return
        from nnviz.explain.update.of_snapshot import case_of  # noqa: PLC0415  the window opens sooner without
        from nnviz.explain.update.walk import Walk  # noqa: PLC0415

        self._sample = min(self._sample, self.batch - 1)
        self._walk = Walk(case_of(moment, self._sample, self.digits, self.whole))
        if self.key is not None and not self._exists(self.key):
            self.to_start()

    def _exists(self, key: Key) -> bool:
        """Whether the present network has such a step: looked for from the outside in.

        The network may have lost the layer of a key, which then must not be asked for its parts.
        """
        assert self._walk is not None
        inward: list[Key | None] = [key]
        while inward[0] is not None:
            inward.insert(0, self._walk.parent(inward[0]))
        return all(inner in self._walk.children(outer) for outer, inner in pairwise(inward))

    # Steps

    def forward(self) -> bool:
        """Go to the next step; False at the end of the update."""
        return self._move(+1)

    def back(self) -> bool:
        """Go to the step before; False at the beginning of the update."""
        return self._move(-1)

    def _move(self, direction: int) -> bool:
        if self._walk is None or self.key is None:
            return False
        neighbour = (self._walk.after if direction > 0 else self._walk.before)(self.key, self.depth)
        self.key = neighbour or self.key
        return neighbour is not None

    def go_to_phase(self, phase: Phase) -> None:
        """Go to the first step of a phase."""
        if self._walk is not None:
            key = next((key for key in self._walk.children(None) if key.phase is phase), None)
            self.key = self.key if key is None else self._walk.at_depth(key, self.depth)

    def to_start(self) -> None:
        """Go to the first step of the update."""
        self.key = self._walk.first(self.depth) if self._walk is not None else None

    def to_end(self) -> None:
        """Go to the last step of the update."""
        self.key = self._walk.last(self.depth) if self._walk is not None else None

    def set_depth(self, depth: Depth) -> None:
        """Go on more finely or more coarsely."""
        self.depth = depth
        if self._walk is not None and self.key is not None:
            self.key = self._walk.at_depth(self.key, depth)

    # In and out

    def into_first(self) -> bool:
        """Go into the present step, to its first part or most telling pixel; False where it has none."""
        part = self._walk.telling(self.key) if self._walk is not None and self.key is not None else None
        return part is not None and self._into(part)

    def into(self, place: Part) -> bool:
        """Go to what happens at a place in the present phase; False where nothing does."""
        key = self._key_at(place)
        return key is not None and key != self.key and self._into(key)

    def _into(self, key: Key) -> bool:
        self.key, self.depth = key, key.depth
        return True

    def out(self) -> bool:
        """Go back one level; False at the outermost."""
        parent = self._walk.parent(self.key) if self._walk is not None and self.key is not None else None
        if parent is None:
            return False
        self.key, self.depth = parent, parent.depth
        return True

    def _key_at(self, place: Part) -> Key | None:
        """Return the neuron's step in the present phase, or one product of it."""
        if self._walk is None or self.key is None:
            return None
        present, phase = self.key, self.key.phase
        layer, unit, part = place.layer, *self._unit_and_part(place)
        if phase is Phase.BACKWARD and isinstance(place, Weight):
            layer, unit, part = place.layer - 1, place.source, place.target
        quantity = (present.quantity or "z") if phase is Phase.FORWARD else ""
        if part is not None and phase is Phase.FORWARD:
            quantity = "z"
        neuron = Key(phase, layer, unit, quantity=quantity)
        product = Key(phase, layer, unit, part, quantity)
        only_sum = Key(phase, layer, unit, quantity="z" if quantity else "")  # of layers without activation
        return next((key for key in (product, neuron, only_sum) if self._exists(key)), None)

    def into_pixel(self, layer: int, unit: int, row: int, column: int) -> bool:
        """Go to one pixel of a map in the present phase; False where nothing happens there."""
        key = self._key_at(Unit(layer, unit))
        walk = self._walk
        if key is None or walk is None:
            return False
        pixels = walk.children(key)
        if not pixels or pixels[0].pixel is None or key.phase not in (Phase.FORWARD, Phase.BACKWARD):
            return self._into(key)
        return self._into(pixels[row * walk.case.record(layer).maps[1] + column])

    def _unit_and_part(self, place: Part) -> tuple[int, int | None]:
        if isinstance(place, Unit):
            return place.unit, None
        if isinstance(place, Bias):
            assert self._walk is not None
            return place.unit, self._walk.case.units(place.layer - 1)
        return place.target, place.source

    # What is looked at

    def set_sample(self, sample: int) -> None:
        """Follow another sample of the batch, after the last the first."""
        if self.batch:
            self._sample = sample % self.batch
            self._rebuild()

    def set_whole(self, whole: bool) -> None:
        """Write long sums and large matrices out in full, or elide them."""
        self.whole = whole
        self._rebuild()

    def set_digits(self, digits: int) -> None:
        """Show numbers with so many significant digits."""
        self.digits = digits
        self._rebuild()
