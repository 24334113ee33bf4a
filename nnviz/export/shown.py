"""What the pictures of an export show besides the snapshot: the choices made on screen."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from nnviz.experiment.look.maps import MapsWish, shown_extent
from nnviz.experiment.look.samples.drawing import DrawingWish
from nnviz.experiment.look.samples.gallery import GalleryWish
from nnviz.experiment.look.surface import plane_of_path
from nnviz.experiment.look.terrain import Terrain
from nnviz.experiment.look.wish import Wish, Wishes, wishes_on_paper
from nnviz.experiment.snapshot.drawing import Drawing
from nnviz.experiment.snapshot.embedding import Embedding
from nnviz.experiment.snapshot.gallery import ON_PAPER, GalleryChoice
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.surface import Plane
from nnviz.explain.formulas.step import Step
from nnviz.paint.charts.curves import CurvesOptions
from nnviz.paint.charts.health import HealthOptions
from nnviz.paint.images.scores import ScoresOptions
from nnviz.paint.network.content import Quantity
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.surface.options import SurfaceOptions
from nnviz.paint.surface.solid import Camera

DEFAULT_BOUNDARY = BoundaryOptions()
DEFAULT_CURVES = CurvesOptions()
DEFAULT_SURFACE = SurfaceOptions()
DEFAULT_HEALTH = HealthOptions()
DEFAULT_SCORES = ScoresOptions()
DEFAULT_GALLERY = GalleryChoice(count=ON_PAPER)


class Beside(msgspec.Struct, frozen=True, eq=False):
    """A second run for figures of two: what both are called, and the moment of the second."""

    first_name: str
    second_name: str
    snapshot: Snapshot


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
    limit: float | None = None
    """Magnitude of the widest line; a round number from the largest upwards by default."""

    plane_of: Callable[[Terrain], Plane] = plane_of_path
    """Along which directions the loss is shown."""
    surface: SurfaceOptions = DEFAULT_SURFACE
    health: HealthOptions = DEFAULT_HEALTH
    camera: Camera | None = None
    """From where the loss is seen as a landscape; None: as a map."""
    step: Step | None = None
    """The step of the coming update that is explained; the first one backward by default."""
    digits: int = 4
    """Significant digits of the numbers explained."""
    beside: Beside | None = None
    longest_moment: str = ""
    """Of an animation: what its last picture says of its moment; that of every other has the same places."""

    def wishes(self) -> Wishes:
        """Return what figures of this wish: of the part of the inputs, and of the samples, that are shown."""
        drawing = () if self.drawing is None else (DrawingWish(self.drawing),)
        return (*(self._chosen(wish) for wish in wishes_on_paper()), *drawing)

    def _chosen(self, wish: Wish) -> Wish:
        if isinstance(wish, MapsWish):
            return replace(wish, window=self.boundary.window, section=self.boundary.section)
        return GalleryWish(self.gallery) if isinstance(wish, GalleryWish) else wish

    def missing_maps(self, snapshot: Snapshot) -> Wishes:
        """Return what must be computed anew, where a moment has maps of another part of the inputs."""
        maps, train = snapshot.look(Maps), snapshot.split.train
        window, section = self.boundary.window, self.boundary.section
        if section is not None and not section.fits(train):
            section = None
        if maps is None or not (train.has_axes or section is not None):
            return ()
        extent = shown_extent(snapshot.split, window, section)
        if maps.boundary is not None and (maps.boundary.extent, maps.section) == (extent, section):
            return ()
        return tuple(wish for wish in self.wishes() if isinstance(wish, MapsWish))

    def curves_of(self, snapshot: Snapshot) -> CurvesOptions:
        """Return how the curves are shown; before the first update as empty axes, not as advice to train."""
        if snapshot.update == 0 and self.curves.epochs is None:
            return replace(self.curves, epochs=(0.0, 1.0))
        return self.curves
