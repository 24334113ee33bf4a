"""What a row of the hall guesses, and all guesses of a lecture, to be shown together and kept as a table."""

import csv
import io
from collections.abc import Iterator

from msgspec import Struct

from nnviz.spreadsheet_cells import no_formula

Line = tuple[tuple[float, float], ...]
"""A line drawn by hand, in the numbers of the axes."""


class Drawn(Struct, frozen=True):
    """A curve, or a boundary of one or several lines."""

    lines: tuple[Line, ...] = ()


class Signs(Struct, frozen=True):
    """For each weight whether it rises (1), falls (-1) or stays (0); None where nothing is said of it."""

    signs: tuple[int | None, ...] = ()


class Typed(Struct, frozen=True):
    """A number."""

    value: float


class Picked(Struct, frozen=True):
    """One of several runs, counted from 0."""

    run: int


Guess = Drawn | Signs | Typed | Picked


class KeptGuess(Struct, frozen=True):
    """A guess as it was told.

    Attributes
    ----------
    scene : int
        Counted from 1.
    title, question : str
        Of the scene.
    row : int
        Which row of the hall made it, from 1.
    parts : tuple of (str, str)
        What was guessed, as what of it and its value: "epoch 12", "0.25".
    score : float
        From 0 to 1.
    sentence : str
        How close it was.
    """

    scene: int
    title: str
    question: str
    row: int
    parts: tuple[tuple[str, str], ...]
    score: float
    sentence: str


HEAD = ("scene", "title", "question", "row", "score", "sentence", "what", "guess")


def csv_of(kept: list[KeptGuess]) -> str:
    """Return all guesses as a table: a line for each thing that was guessed."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(HEAD)
    for each in kept:
        about = (each.scene, each.title, each.question, each.row, f"{each.score:.4f}", each.sentence)
        for what, value in each.parts or (("", ""),):
            writer.writerow([no_formula(str(cell)) for cell in (*about, what, value)])
    return table.getvalue()


def line_parts(lines: tuple[Line, ...], x: str, y: str) -> Iterator[tuple[str, str]]:
    """Yield the points of drawn lines as parts of a table."""
    for number, line in enumerate(lines, start=1):
        stroke = f"line {number}, " if len(lines) > 1 else ""
        for place, value in line:
            yield f"{stroke}{x} {place:.5g}: {y}", f"{value:.5g}"
