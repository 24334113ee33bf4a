"""Some samples with the network's answers: those that a gallery has room for."""

from enum import StrEnum

import msgspec

ANY = -1
"""In place of a class: any."""
ON_PAPER = 40
"""Samples that figures show."""


class Order(StrEnum):
    """What comes first."""

    HARDEST = "hardest"
    EASIEST = "easiest"
    AS_THEY_ARE = "as they are"


class Rightness(StrEnum):
    """Which answers are looked at."""

    ALL = "all"
    WRONG = "wrong"
    RIGHT = "right"


class Sample(msgspec.Struct, frozen=True):
    """One sample and what the network says of it.

    Attributes
    ----------
    part, index : str, int
        The part of the split, and the row in it.
    loss : float
        That of this sample alone, without penalties.
    outputs : tuple of float
    answer : int
        The class that the outputs say; -1 for a regression.
    """

    part: str
    index: int
    loss: float
    outputs: tuple[float, ...]
    answer: int


class GalleryChoice(msgspec.Struct, frozen=True):
    """Which samples are looked at.

    Attributes
    ----------
    first, count : int
        Which of them.
    part : str
        Of one part of the split; empty: of all.
    truth, answer : int
        Of one true class, with one answer; -1: any.
    rightness : Rightness
    order : Order
    """

    first: int = 0
    count: int = 0
    part: str = ""
    truth: int = ANY
    answer: int = ANY
    rightness: Rightness = Rightness.ALL
    order: Order = Order.HARDEST


class Gallery(msgspec.Struct, frozen=True):
    """What a gallery shows.

    Attributes
    ----------
    choice : GalleryChoice
        What was asked for: while the window asks for something else, this may still be what was before.
    samples : tuple of Sample
    matching : int
        How many samples there are of the kind that was asked for.
    """

    choice: GalleryChoice
    samples: tuple[Sample, ...]
    matching: int
