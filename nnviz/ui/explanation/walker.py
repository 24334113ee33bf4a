"""Where one stands in the walk: which update, which step, how finely, which sample. No widgets."""

import re
from typing import TYPE_CHECKING

from nnviz.experiment.coming_update import ComingUpdate
from nnviz.experiment.snapshot import Snapshot
from nnviz.explain.step import Bias, Depth, Key, Phase, Place, Step, Unit, Weight

if TYPE_CHECKING:
    from nnviz.explain.walk import Walk

KEPT = 50
"""Updates that can be walked back over."""

_NAME = re.compile(r"(?:[a-z]\d?(?:\^\d)?\*?)+|(?:sin|cos)\([a-z]\d?\)")


class Walker:
    """Walks through updates; keeps the last ones, so that one can go back over them.

    Attributes
    ----------
    key : Key or None
        The step; None while there is no update to explain.
    depth : Depth
        How far one goes with each step.
    """

    def __init__(self) -> None:
        self.key: Key | None = None
        self.depth = Depth.PHASE
        self.digits = 4
        self._sample = 0
        self._moments: list[Snapshot] = []
        self._at = 0
        self._walk: Walk | None = None

    @property
    def moment(self) -> Snapshot | None:
        """The moment whose update is explained."""
        return self._moments[self._at] if self._moments else None

    @property
    def coming(self) -> ComingUpdate | None:
        """The update that is explained."""
        return self.moment.coming if self.moment is not None else None

    @property
    def is_newest(self) -> bool:
        """Whether the update has not been carried out yet."""
        return self._at == len(self._moments) - 1

    @property
    def batch(self) -> int:
        """Samples in the batch."""
        return len(self.coming.trace.X) if self.coming is not None else 0

    @property
    def sample(self) -> int:
        """Row of the batch that the formulas follow."""
        return self._sample

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
        self._moments, self._at, self._walk, self.key = [], 0, None, None

    def take(self, snapshot: Snapshot) -> bool:
        """Take up a newer moment; return whether it is another update than the newest before."""
        if snapshot.coming is None:
            return False
        newest = self._moments[-1] if self._moments else None
        if newest is None or newest.spec != snapshot.spec or snapshot.update < newest.update:
            self._moments = [snapshot]
        elif snapshot.update == newest.update:
            self._moments[-1] = snapshot
        else:
            self._moments = [*self._moments[1 - KEPT :], snapshot]
        moved_on = newest is None or snapshot.update != newest.update
        self._at = len(self._moments) - 1
        self._rebuild()
        if moved_on or self.key is None:
            self._start()
        return moved_on

    def _rebuild(self) -> None:
        coming, moment = self.coming, self.moment
        if coming is None or moment is None:
            return
        from nnviz.explain.case import Case  # noqa: PLC0415  the window opens sooner without
        from nnviz.explain.walk import Walk  # noqa: PLC0415

        self._sample = min(self._sample, self.batch - 1)
        names = latex_names(moment.spec.data.features or moment.split.train.feature_names)
        self._walk = Walk(
            Case(coming.trace, coming.network, coming.training, self._sample, self.digits, names)
        )
        if self.key is not None and not self._exists(self.key):
            self._start()

    def _exists(self, key: Key) -> bool:
        """Whether the present network has such a step."""
        assert self._walk is not None
        outer: Key | None = key
        while outer is not None:
            parent = self._walk.parent(outer)
            if outer not in self._walk.children(parent):
                return False
            outer = parent
        return True

    def _start(self) -> None:
        self.key = self._walk.first(self.depth) if self._walk is not None else None

    # Steps

    def forward(self) -> bool:
        """Go to the next step; False at the end of the newest update, where it must be carried out first."""
        return self._move(+1)

    def back(self) -> bool:
        """Go to the step before; False at the beginning of the oldest update that is kept."""
        return self._move(-1)

    def _move(self, direction: int) -> bool:
        if self._walk is None or self.key is None:
            return False
        neighbour = (self._walk.after if direction > 0 else self._walk.before)(self.key, self.depth)
        if neighbour is not None:
            self.key = neighbour
            return True
        if not 0 <= self._at + direction < len(self._moments):
            return False
        self._at += direction
        self.key = None
        self._rebuild()
        assert self._walk is not None
        self.key = self._walk.first(self.depth) if direction > 0 else self._walk.last(self.depth)
        return True

    def go_to_phase(self, phase: Phase) -> None:
        """Go to the first step of a phase."""
        if self._walk is not None:
            key = next((key for key in self._walk.children(None) if key.phase is phase), None)
            self.key = self.key if key is None else self._walk.at_depth(key, self.depth)

    def to_start(self) -> None:
        """Go to the first step of the update."""
        self._start()

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
        """Go into the present step, to its first part; False where it has none."""
        parts = self._walk.children(self.key) if self._walk is not None and self.key is not None else []
        return self._into(parts[0]) if parts else False

    def into(self, place: Place) -> bool:
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

    def _key_at(self, place: Place) -> Key | None:
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
        return next((key for key in (product, neuron) if self._exists(key)), None)

    def _unit_and_part(self, place: Place) -> tuple[int, int | None]:
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

    def set_digits(self, digits: int) -> None:
        """Show numbers with so many significant digits."""
        self.digits = digits
        self._rebuild()


def latex_names(features: tuple[str, ...]) -> tuple[str, ...]:
    """Return names such as "x1^2" in LaTeX; nothing where they are words rather than symbols."""
    if not all(_NAME.fullmatch(name) for name in features):
        return ()
    return tuple(
        re.sub(r"([a-z])(\d)", r"\1_{\2}", name)
        .replace("*", " ")
        .replace("sin", r"\sin ")
        .replace("cos", r"\cos ")
        for name in features
    )
