"""How the table of classes is shown."""

import msgspec


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
