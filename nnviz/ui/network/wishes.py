"""What the diagram wishes to see of a run: only what is shown of it now."""

from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.sample_maps import SampleMapsWish
from nnviz.experiment.look.wish import Wish, Wishes
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.paint.network.content.record import Quantity
from nnviz.parts import Bias, Weight
from nnviz.ui.network.header import NetworkHeader
from nnviz.ui.network.picture import NetworkPicture

RESPONSE_POINTS = 32
"""Points a side of the response in each neuron."""


def wishes_of(picture: NetworkPicture, header: NetworkHeader, example: Example, *, pictured: bool) -> Wishes:
    """Return wishes for responses, or for maps where units are pictures; for gradients while looked at."""
    selected = picture.selection or picture.under_mouse
    gradients = header.quantity is not Quantity.WEIGHTS or isinstance(selected, Weight | Bias)
    backward = header.quantity is Quantity.GRADIENTS
    wishes: tuple[Wish, ...] = (
        SampleMapsWish(example, backward) if pictured else MapsWish(responses=RESPONSE_POINTS),
    )
    wishes += (GradientsWish(),) if gradients else ()
    if header.widths.wants_run:
        from nnviz.experiment.look.largest import LargestWeightWish  # noqa: PLC0415 (the app starts sooner without)

        wishes += (LargestWeightWish(),)
    return wishes
