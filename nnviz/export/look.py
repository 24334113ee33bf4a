"""What the pictures of an export show besides the snapshot: the choices made on screen."""

from dataclasses import dataclass, replace

from nnviz.experiment.snapshot import Snapshot
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
    limit: float | None = None
    """Magnitude of the widest line; a round number from the largest upwards by default."""

    def curves_of(self, snapshot: Snapshot) -> CurvesOptions:
        """Return how the curves are shown; before the first update as empty axes, not as advice to train."""
        if snapshot.update == 0 and self.curves.epochs is None:
            return replace(self.curves, epochs=(0.0, 1.0))
        return self.curves
