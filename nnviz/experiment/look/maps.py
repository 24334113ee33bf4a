"""What the network answers over the input plane, and what each neuron does: as fine as the time allows."""

from typing import Self

from nnviz.arrays import Floats
from nnviz.data.prepare import Prepared
from nnviz.engine.kernels.network import Network
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.look.input_planes import outputs_and_responses, plane_through
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.snapshot.maps import Extent, Maps
from nnviz.experiment.snapshot.section import CrossSection

SHARE = 0.05  # of the time, while training runs
INTERVAL = 0.033  # seconds between two maps that are as coarse as that share makes necessary
PATIENCE = 0.15  # seconds that a map may take while training is paused
LONG_PATIENCE = 1.0  # the same when nothing has happened for a while
PILOT = 12  # points a side of the first map, which finds out what a point costs
COARSENESS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)  # few steps, so that pictures do not flicker


class MapsWish(Wish, frozen=True):
    """To see the outputs, or what each neuron does, over the input plane.

    Attributes
    ----------
    boundary : int
        Points a side of the map of the outputs; 0 when nobody sees it.
    responses : int
        Points a side of each neuron's map; 0 when nobody sees them.
    window : tuple of float, optional
        The part of the inputs that is looked at; None: the domain of the data.
    section : CrossSection, optional
        Of more than two inputs, the plane that is looked at; without one there are no maps.
    """

    boundary: int = 0
    responses: int = 0
    window: Extent | None = None
    section: CrossSection | None = None

    def joined(self, other: Self) -> Self:
        """Return the finer of both, in the window that one of them looks through."""
        sides = max(self.boundary, other.boundary), max(self.responses, other.responses)
        return type(self)(*sides, self.window or other.window, self.section or other.section)

    def look(self, present: Present) -> Maps:
        """Return maps as fine as the time allows."""
        run, maker = present.run, present.kept(MapMaker)
        maps = maker.maps(
            run.network,
            present.weights,
            present.biases,
            run.prepared,
            (self.boundary, self.responses),
            present.moving,
            present.unhurried,
            self.window,
            self.section,
        )
        present.coarse |= maker.coarse
        present.has_new_maps, present.waits_for_maps = maker.fresh, maker.waiting
        return maps

    def closely(self, still: Still) -> Maps:
        """Return maps exactly as fine as wished."""
        sides = self.boundary, self.responses
        return outputs_and_responses(
            still.network, still.weights, still.biases, still.prepared, *sides, self.window, self.section
        )

    def coarser(self, share: float) -> Self:
        """Return the same with a share of the points a side."""
        return type(self)(
            round(share * self.boundary), round(share * self.responses), self.window, self.section
        )

    @classmethod
    def on_paper(cls) -> "MapsWish":
        """Ask for maps finer than on screen, because paper is."""
        return cls(boundary=240, responses=96)


class MapMaker:
    """Makes maps as fine as the time allows.

    While training runs, maps get coarser, then rarer, so that they take at most a share of the time;
    paused, they are as fine as asked for unless that would take longer than `PATIENCE`: then finer ones may
    be asked for later.

    Attributes
    ----------
    coarse : bool
        Whether the last maps are coarser than was asked for.
    fresh, waiting : bool
        Whether they were made just now, or are to be made again soon.
    """

    def __init__(self) -> None:
        self._budget = Budget(SHARE)
        self._last = Maps()
        self._seconds_per_point: float | None = None
        self.coarse = self.fresh = self.waiting = False

    def maps(
        self,
        network: Network,
        weights: list[Floats],
        biases: list[Floats],
        prepared: Prepared,
        sides: tuple[int, int],
        running: bool,
        unhurried: bool = False,
        window: Extent | None = None,
        section: CrossSection | None = None,
    ) -> Maps:
        """Return maps of about `sides` (boundary, responses) points; while running maybe the last ones."""
        is_seen = prepared.split.train.has_axes or plane_through(prepared, section) is not None
        if not any(sides) or not is_seen:
            self.coarse = self.fresh = self.waiting = False
            return Maps()
        self.waiting = running and not self._budget.allows()
        self.fresh = not self.waiting
        if self.waiting:
            return self._last
        if self._seconds_per_point is None:
            self._make(network, weights, biases, prepared, (PILOT, PILOT), window, section)
        paused = LONG_PATIENCE if unhurried else PATIENCE
        possible = self._coarsened(prepared, sides, SHARE * INTERVAL if running else paused)
        self.coarse = possible != sides
        self._last = self._make(network, weights, biases, prepared, possible, window, section)
        if not running:
            self._budget.forgive()
        return self._last

    def _make(
        self,
        network: Network,
        weights: list[Floats],
        biases: list[Floats],
        prepared: Prepared,
        sides: tuple[int, int],
        window: Extent | None,
        section: CrossSection | None,
    ) -> Maps:
        with self._budget.spend():
            maps = outputs_and_responses(network, weights, biases, prepared, *sides, window, section)
        self._seconds_per_point = (self._budget.cost or 0.0) / max(1, _points(sides, prepared))
        return maps

    def _coarsened(self, prepared: Prepared, sides: tuple[int, int], affordable: float) -> tuple[int, int]:
        """Return the finest sides whose maps take at most `affordable` seconds, or the coarsest."""
        coarse = sides
        for factor in COARSENESS:
            boundary, responses = (min(side, max(PILOT, round(side / factor))) for side in sides)
            coarse = boundary, responses
            if _points(coarse, prepared) * (self._seconds_per_point or 0.0) <= affordable:
                break
        return coarse


def _points(sides: tuple[int, int], prepared: Prepared) -> int:
    dimensions = min(len(prepared.split.train.domain), 2)
    return sum(int(side**dimensions) for side in set(sides))
