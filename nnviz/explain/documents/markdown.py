"""A walk through one update as Markdown, with its formulas between dollar signs."""

from nnviz.explain.documents.outline import joined, lines_of, outline
from nnviz.explain.formulas.step import Depth, Formula, Step
from nnviz.explain.update.summary import summary
from nnviz.explain.update.walk import Walk

_SPECIAL = str.maketrans({character: "\\" + character for character in r"\`*_{}[]<>#|$"})


def markdown(walk: Walk, depth: Depth = Depth.LAYER, title: str = "One update") -> str:
    """Return the walk as a Markdown document.

    Raises
    ------
    ValueError
        If there are too many steps at that depth.
    """
    blocks = [f"# {_plain(title)}", *(f"- {_plain(line)}" for line in summary(walk.case))]
    blocks[1:] = ["\n".join(blocks[1:])]
    for section in outline(walk, depth):
        blocks.append(f"## {section.title}")
        for step in section.steps:
            blocks += _step(step)
    return "\n\n".join(blocks) + "\n"


def _step(step: Step) -> list[str]:
    lines = [f"### {_plain(step.title)}", _plain(step.why)]
    return lines + [_math(formula) for formula in lines_of(step)]


def _math(formula: Formula) -> str:
    return f"${joined(formula)}$"


def _plain(text: str) -> str:
    """Return words that Markdown takes as they are."""
    return text.translate(_SPECIAL)
