"""A walk as a list of headings and steps, for documents."""

from collections.abc import Iterator
from itertools import islice

import msgspec

from nnviz.explain.formulas.calculator import APPROXIMATES, EQUALS
from nnviz.explain.formulas.step import Depth, Formula, Key, Phase, Step, Term
from nnviz.explain.update.walk import Walk

MOST_STEPS = 5000
"""Steps of a document: more would be hundreds of pages."""

TELLING = " (of each map the pixel that says most)"

PHASE_TITLES = {
    Phase.INPUT: "The input",
    Phase.FORWARD: "Forward",
    Phase.LOSS: "The loss",
    Phase.BACKWARD: "Backward",
    Phase.GRADIENT: "The gradients",
    Phase.CHANGE: "The change of the weights",
    Phase.LOSS_AFTER: "The loss afterwards",
}


class Section(msgspec.Struct, frozen=True):
    """A phase of the walk and the steps in it."""

    title: str
    steps: tuple[Step, ...]


def outline(walk: Walk, depth: Depth) -> list[Section]:
    """Return the walk at a depth, a section a phase.

    Where all pixels would be too many, there is one of each map, the one that says most, and a title says so.

    Raises
    ------
    ValueError
        If there are more than `MOST_STEPS` steps.
    """
    keys, note = _keys(walk, depth, telling=False), ""
    if sum(map(len, keys)) > MOST_STEPS and Depth.PIXEL in walk.depths:
        keys, note = _keys(walk, depth, telling=True), TELLING
    if sum(map(len, keys)) > MOST_STEPS:
        name = depth.name.lower()
        raise ValueError(
            f"by {name}, this update has more than {MOST_STEPS:,} steps: choose a coarser depth than {name}"
        )
    sections: list[Section] = []
    for group in keys:
        title, steps = PHASE_TITLES[group[0].phase], tuple(walk.step(key) for key in group)
        sections.append(Section(title + note * any(key.pixel is not None for key in group), steps))
    return sections


def lines_of(step: Step) -> list[Formula]:
    """Return all lines of a step, the result at the end of the line it is the value of."""
    numbers = list(step.numbers)
    for at in reversed(range(len(numbers))):
        if step.result and numbers[at][0].latex == step.result[0].latex:
            if numbers[at][-1].latex != step.result[-1].latex:
                numbers[at] = (*numbers[at], _relation(step.result), step.result[-1])
            return [*step.symbols, *numbers]
    if _is_bare(step.result) and len(numbers) == 1:
        return [*step.symbols, (*numbers[0], _relation(step.result), step.result[-1])]
    return [*step.symbols, *numbers, step.result] if step.result else [*step.symbols, *numbers]


def _is_bare(result: Formula) -> bool:
    """Return whether a result has no name, but is one number, which the digits above come to or nearly so."""
    if len(result) == 1:
        return result[0].latex[:5] != r"\text"
    return len(result) == 2 and result[0].latex == APPROXIMATES


def _relation(result: Formula) -> Term:
    """Return what goes before the value of a result at the end of a row."""
    return Term(APPROXIMATES if any(term.latex == APPROXIMATES for term in result) else EQUALS)


def joined(row: Formula) -> str:
    """Return a row as one piece of LaTeX, with room after a label such as "right:"."""
    return " ".join(term.latex + (r" \;" if term.latex.endswith(":}") else "") for term in row)


def _keys(walk: Walk, depth: Depth, telling: bool) -> list[list[Key]]:
    """Return the steps of each phase, a few more than are allowed at most."""
    phases = walk.children(None)
    return [list(islice(_leaves(walk, key, depth, telling), MOST_STEPS + 1)) for key in phases]


def _leaves(walk: Walk, key: Key, depth: Depth, telling: bool) -> Iterator[Key]:
    """Yield the steps of a depth under a step; the step itself where it has no parts so deep."""
    children = walk.children(key) if key.depth.value < depth.value else []
    if not children or children[0].depth.value > depth.value:
        yield key
        return
    if telling and children[0].depth is Depth.PIXEL:
        children = [child for child in (walk.telling(key),) if child is not None]
    for child in children:
        yield from _leaves(walk, child, depth, telling)
