"""How the table of classes, and what each layer sees, are shown."""

import msgspec
from msgspec.structs import replace


class ScoresOptions(msgspec.Struct, frozen=True):
    """What the table shows.

    Attributes
    ----------
    part : str
        A part of the data; one that is not there: the test, else validation, else training.
    shares : bool
        Shares of each row in place of counts.
    """

    part: str = ""
    shares: bool = False


Window = tuple[float, float, float]


class EmbeddingOptions(msgspec.Struct, frozen=True):
    """Which parts of the layers are shown.

    Attributes
    ----------
    windows : tuple of (int, (x, y, span))
        Of a layer the middle of what is shown of it, and how much of it, across and up: all distances are
        true. Of the others, everything.
    """

    windows: tuple[tuple[int, Window], ...] = ()

    def window(self, layer: int) -> Window | None:
        """Return what is shown of a layer; None: everything."""
        return dict(self.windows).get(layer)

    def with_window(self, layer: int, window: Window) -> "EmbeddingOptions":
        """Return the options with another part of a layer."""
        return replace(self, windows=tuple(sorted({**dict(self.windows), layer: window}.items())))
