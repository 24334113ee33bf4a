"""What the network answers over the input plane, and what each neuron does: maps for the pictures.

A map exists for one raw input (a line) and for two (a plane). With more inputs there is no plane that shows
all that the network does: then there are maps of a section that is chosen, and else none.
"""

from functools import lru_cache
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import Split
from nnviz.data.prepare import Prepared
from nnviz.engine.evaluate import responses as responses_of
from nnviz.engine.kernels.network import Network
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.snapshot.maps import Extent, InputPlane, Maps
from nnviz.experiment.snapshot.section import CrossSection, SectionPlane, plane_of_section

Real = TypeVar("Real", np.float32, np.float64)

SHARE = 0.05  # of the time, while training runs
INTERVAL = 0.033  # seconds between two maps that are as coarse as that share makes necessary
PATIENCE = 0.15  # seconds that a map may take while training is paused
LONG_PATIENCE = 1.0  # the same when nothing has happened for a while
PILOT = 12  # points a side of the first map, which finds out what a point costs
COARSENESS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)  # few steps, so that pictures do not flicker


Domain = tuple[tuple[float, float], ...]


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


@lru_cache(maxsize=8)
def plane_points(domain: tuple[tuple[float, float], ...], side: int) -> Floats:
    """Return the raw points of a map, row by row from x2 low: (side * side, 2), or (side, 1) of a line."""
    axes = [np.linspace(low, high, side) for low, high in domain]
    if len(axes) == 1:
        return _read_only(axes[0][:, np.newaxis])
    x1, x2 = np.meshgrid(*axes)
    return _read_only(np.column_stack([x1.ravel(), x2.ravel()]))


def outputs_and_responses(
    network: Network,
    weights: list[Floats],
    biases: list[Floats],
    prepared: Prepared,
    boundary: int,
    responses: int,
    window: Extent | None = None,
    section: CrossSection | None = None,
) -> Maps:
    """Return the maps with so many points a side (0: none), from one forward pass for both where they agree.

    Parameters
    ----------
    weights, biases : list of ndarray
        One of each a layer after the input.
    boundary, responses : int
        Points a side of the output map and of the units' maps.
    window : tuple of float, optional
        The part of the inputs; None: the domain of the data.
    section : CrossSection, optional
        The plane through more than two inputs.
    """
    through = _plane(prepared, section)
    if not prepared.split.train.has_axes and through is None:
        return Maps()
    domain = seen_domain((through or prepared.split.train).domain, window)
    grids = {side: plane_points(domain, side) for side in {boundary, responses} if side > 0}
    activations = {
        side: responses_of(
            network,
            weights,
            biases,
            prepared.to_inputs(points if through is None else through.inputs(points)),
        )
        for side, points in grids.items()
    }
    plane = None
    if boundary > 0:
        outputs = activations[boundary][-1].astype(np.float64)
        plane = InputPlane(_extent(domain), _read_only(_grid(outputs, domain, boundary)))
    units: tuple[NDArray[np.float32], ...] = ()
    if responses > 0:
        layers = [_grid(a, domain, responses) for a in activations[responses]]
        units = tuple(_read_only(np.ascontiguousarray(np.moveaxis(layer, -1, 0))) for layer in layers)
    return Maps(
        plane, units, _extent(domain) if units else None, None if through is None else through.section
    )


def _plane(prepared: Prepared, section: CrossSection | None) -> SectionPlane | None:
    """Return the plane of a section; None where the data need none or have no such one."""
    train = prepared.split.train
    return plane_of_section(train, section) if section is not None and section.fits(train) else None


def seen_domain(domain: Domain, window: Extent | None) -> Domain:
    """Return the part of one or two inputs that a window shows."""
    if window is None:
        return domain
    return ((window[0], window[1]), (window[2], window[3]))[: len(domain)]


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
        is_seen = prepared.split.train.has_axes or _plane(prepared, section) is not None
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


def _grid(values: NDArray[Real], domain: tuple[tuple[float, float], ...], side: int) -> NDArray[Real]:
    rows = side if len(domain) == 2 else 1
    return values.reshape(rows, side, values.shape[1])


def shown_extent(split: Split, window: Extent | None, section: CrossSection | None = None) -> Extent:
    """Return the extent of maps of these data through a window."""
    train = split.train
    through = section if section is not None and section.fits(train) else None
    domain = train.domain if through is None else plane_of_section(train, through).domain
    return _extent(seen_domain(domain, window))


def _extent(domain: tuple[tuple[float, float], ...]) -> tuple[float, float, float, float]:
    (x1_low, x1_high), (x2_low, x2_high) = domain[0], domain[-1] if len(domain) == 2 else (0.0, 0.0)
    return x1_low, x1_high, x2_low, x2_high


def _read_only(array: NDArray[Real]) -> NDArray[Real]:
    array.flags.writeable = False
    return array
