"""What the boundary picture shows besides the map."""

import msgspec
from msgspec.structs import replace

from nnviz.experiment.snapshot.section import CrossSection


class BoundaryOptions(msgspec.Struct, frozen=True):
    """What is shown.

    Attributes
    ----------
    hard : bool
        The decision without its certainty.
    test : bool
        Points that are not trained on, too.
    wrong : bool
        Rings around wrong points.
    truth : bool
        In place of the map, what is true of the points beside what the network says of them.
    levels : (float, float), optional
        Outputs between which the colours change; None: from the least to the greatest there can be.
    window : tuple of float, optional
        The part that is shown: (x low, x high, y low, y high) of the inputs, or of the one input and the
        output; None shows the whole domain.
    section : CrossSection, optional
        Of more than two inputs, the plane that is shown; None: no plane, but a table of the answers.
    truths, answers : (float, float), optional
        What the axes show where predictions stand against the truth; None: all there are.
    """

    hard: bool = False
    test: bool = True
    wrong: bool = True
    truth: bool = False
    levels: tuple[float, float] | None = None
    window: tuple[float, float, float, float] | None = None
    section: CrossSection | None = None
    truths: tuple[float, float] | None = None
    answers: tuple[float, float] | None = None


class ScatterOptions(msgspec.Struct, frozen=True):
    """What is shown.

    Attributes
    ----------
    inputs : tuple of int
        Which inputs, counted from 0, six at most; empty: the first ones.
    by_answer : bool
        Colours say what the network answers in place of what is true.
    test : bool
        Points that are not trained on, too.
    ranges : tuple of (int, float, float)
        What is shown of an input, wherever it has an axis; of the others, their whole domain.
    """

    inputs: tuple[int, ...] = ()
    by_answer: bool = False
    test: bool = True
    ranges: tuple[tuple[int, float, float], ...] = ()

    def with_range(self, number: int, ends: tuple[float, float]) -> "ScatterOptions":
        """Return the options with another part of an input."""
        others = [each for each in self.ranges if each[0] != number]
        return replace(self, ranges=tuple(sorted([*others, (number, *ends)])))
