"""What the pictures of an export show besides the snapshot: the choices made on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nnviz.experiment.look.surface import plane_of_path
from nnviz.experiment.snapshot.drawing import Drawing
from nnviz.experiment.snapshot.embedding import Embedding
from nnviz.experiment.snapshot.gallery import ON_PAPER, GalleryChoice
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.surface import WeightPlane
from nnviz.experiment.snapshot.terrain import Terrain
from nnviz.explain.formulas.step import Step
from nnviz.paint.charts.options import CurvesOptions, HealthOptions
from nnviz.paint.images.options import EmbeddingOptions, ScoresOptions
from nnviz.paint.network.content.record import Quantity
from nnviz.paint.network.seen import SeenUnits
from nnviz.paint.output.options import BoundaryOptions, ScatterOptions
from nnviz.paint.surface.camera import Camera
from nnviz.paint.surface.options import SurfaceOptions

if TYPE_CHECKING:  # pictures of many runs are made in their own windows alone
    from nnviz.paint.maps.look import MapLook
    from nnviz.paint.sweep.look import SweepLook

DEFAULT_BOUNDARY = BoundaryOptions()
DEFAULT_CURVES = CurvesOptions()
DEFAULT_SCATTER = ScatterOptions()
DEFAULT_SURFACE = SurfaceOptions()
DEFAULT_HEALTH = HealthOptions()
DEFAULT_SCORES = ScoresOptions()
DEFAULT_LAYERS = EmbeddingOptions()
DEFAULT_GALLERY = GalleryChoice(count=ON_PAPER)


class Beside(msgspec.Struct, frozen=True, eq=False):
    """A second run for figures of two: what both are called, and the moment of the second."""

    first_name: str
    second_name: str
    snapshot: RunInstant


class Shown(msgspec.Struct, frozen=True, eq=False):
    """The options of each picture, as the views have them."""

    quantity: Quantity = Quantity.WEIGHTS
    boundary: BoundaryOptions = DEFAULT_BOUNDARY
    curves: CurvesOptions = DEFAULT_CURVES
    scores: ScoresOptions = DEFAULT_SCORES
    gallery: GalleryChoice = DEFAULT_GALLERY
    """Which samples are shown."""
    drawing: Drawing | None = None
    """What is drawn on the pad."""
    embedding: Embedding | None = None
    """How the layers see the samples, as it is on screen; computed from the moment by default."""
    layers: EmbeddingOptions = DEFAULT_LAYERS
    """Which parts of them."""
    limit: float | None = None
    """Magnitude of the widest line; a round number from the largest upwards by default."""

    seen: SeenUnits | None = None
    """Which units are drawn of layers that have too many; the most active ones by default."""
    plane_of: Callable[[Terrain], WeightPlane] = plane_of_path
    """Along which directions the loss is shown."""
    scatter: ScatterOptions = DEFAULT_SCATTER
    surface: SurfaceOptions = DEFAULT_SURFACE
    health: HealthOptions = DEFAULT_HEALTH
    camera: Camera | None = None
    """From where the loss is seen as a landscape; None: as a map."""
    step: Step | None = None
    """The step of the coming update that is explained; the first one backward by default."""
    digits: int = 4
    """Significant digits of the numbers explained."""
    beside: Beside | None = None
    sweep: SweepLook | None = None
    training_map: MapLook | None = None
    """How many runs are looked at; as the moment has them by default."""
    longest_moment: str = ""
    """Of an animation: what its last picture says of its moment; that of every other has the same places."""

    def curves_of(self, snapshot: RunInstant) -> CurvesOptions:
        """Return how the curves are shown; before the first update as empty axes, not as advice to train."""
        if snapshot.update == 0 and self.curves.epochs is None:
            return replace(self.curves, epochs=(0.0, 1.0))
        return self.curves

    def of_moment(self, snapshot: NetworkInstant) -> Shown:
        """Return what is shown of a moment: parts of the layers go where their picture is of another one."""
        if self.embedding is None or self.embedding.is_of(snapshot):
            return self
        return replace(self, embedding=None, layers=DEFAULT_LAYERS)

    def sweep_of(self, snapshot: Instant) -> SweepLook | None:
        """Return how a sweep is looked at; None without one."""
        from nnviz.paint.sweep.look import SweepLook  # noqa: PLC0415 (the app starts sooner without)

        return self.sweep or snapshot.look(SweepLook)

    def map_of(self, snapshot: Instant) -> MapLook | None:
        """Return how a map of trainings is looked at; None without one."""
        from nnviz.paint.maps.look import MapLook  # noqa: PLC0415 (the app starts sooner without)

        return self.training_map or snapshot.look(MapLook)
