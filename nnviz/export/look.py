"""What the pictures of an export show besides the snapshot: the choices made on screen."""

from dataclasses import dataclass

from nnviz.paint.boundary_options import BoundaryOptions
from nnviz.paint.curves import CurvesOptions
from nnviz.paint.network_content import Quantity

DEFAULT_BOUNDARY = BoundaryOptions()
DEFAULT_CURVES = CurvesOptions()


@dataclass(frozen=True)
class Look:
    """The options of each picture, as the views have them."""

    quantity: Quantity = Quantity.WEIGHTS
    boundary: BoundaryOptions = DEFAULT_BOUNDARY
    curves: CurvesOptions = DEFAULT_CURVES
