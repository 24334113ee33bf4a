"""Maps of the input plane, made from a network's weights.

A map exists for one raw input (a line) and for two (a plane). With more inputs there is no plane that shows
all that the network does: then there are maps of a section that is chosen, and else none.
"""

from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import Split
from nnviz.data.prepare import Prepared
from nnviz.engine.evaluate import responses as responses_of
from nnviz.engine.kernels.network import Network
from nnviz.experiment.snapshot.maps import Extent, InputPlane, Maps
from nnviz.experiment.snapshot.section import CrossSection, SectionPlane, plane_of_section

Real = TypeVar("Real", np.float32, np.float64)
Domain = tuple[tuple[float, float], ...]


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
    through = plane_through(prepared, section)
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


def plane_through(prepared: Prepared, section: CrossSection | None) -> SectionPlane | None:
    """Return the plane of a section; None where the data need none or have no such one."""
    train = prepared.split.train
    return plane_of_section(train, section) if section is not None and section.fits(train) else None


def seen_domain(domain: Domain, window: Extent | None) -> Domain:
    """Return the part of one or two inputs that a window shows."""
    if window is None:
        return domain
    return ((window[0], window[1]), (window[2], window[3]))[: len(domain)]


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
