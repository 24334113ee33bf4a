"""What the network answers over the input plane, and what each neuron does there."""

from typing import Any

import msgspec
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.section import CrossSection

Extent = tuple[float, float, float, float]
"""(x1 low, x1 high, x2 low, x2 high); of one input, the last two say nothing of it."""


class InputPlane(msgspec.Struct, frozen=True, eq=False):
    """The outputs over the plane of the first two inputs (or, of one input, along its line).

    Attributes
    ----------
    extent : tuple of float
        (x1 low, x1 high, x2 low, x2 high) of the outermost sample points.
    outputs : ndarray, shape (rows, columns, n_outputs)
        Row 0 is at x2 low. For one input, shape (1, columns, n_outputs).
    """

    extent: Extent
    outputs: Floats


class Maps(msgspec.Struct, frozen=True, eq=False):
    """What the network does over the input plane.

    Attributes
    ----------
    boundary : InputPlane or None
        The outputs; None where nobody wished them, or there are more than two inputs.
    responses : tuple of ndarray of float32
        Per layer, the inputs first: (units, rows, columns) of `a`; empty where nobody wished them.
    extent : tuple of float, optional
        Of the responses, as `InputPlane.extent`; None where there are none.
    section : CrossSection, optional
        Through which of more than two inputs.
    """

    boundary: InputPlane | None = None
    responses: tuple[NDArray[Any], ...] = ()
    extent: Extent | None = None
    section: CrossSection | None = None
