"""What a picture of the loss surface shows of it: which part, and in which colours."""

import msgspec

Window = tuple[float, float, float, float]


class SurfaceOptions(msgspec.Struct, frozen=True):
    """What is shown.

    Attributes
    ----------
    window : tuple of float, optional
        The part of the plane, (first low, first high, second low, second high) in the units of its axes;
        None: all of it.
    levels : (float, float), optional
        Losses between which the colours change and the contours lie; None: all there are.
    """

    window: Window | None = None
    levels: tuple[float, float] | None = None


DEFAULTS = SurfaceOptions()
