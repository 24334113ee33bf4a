r"""A walk through one update as a LaTeX document that compiles as it stands.

Long formulas are broken before the signs of their sums; what is still wider than the page is scaled to it.
"""

from nnviz.explain.documents.latex_text import escaped
from nnviz.explain.documents.outline import joined, lines_of, outline
from nnviz.explain.formulas.calculator import RELATIONS
from nnviz.explain.formulas.step import Depth, Formula, Step, Term
from nnviz.explain.update.summary import summary
from nnviz.explain.update.walk import Walk

WIDTH = 90
"""Characters of a line, about as many as the text is wide."""

_HEAD = r"""\documentclass[11pt]{article}
\usepackage{amsmath,amssymb,graphicx}
\usepackage[margin=25mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 1pt}
% A formula as wide as it is, scaled down to the line where it is wider.
\newsavebox{\formula}
\newcommand{\fitted}[1]{\sbox{\formula}{$\displaystyle #1$}%
  \ifdim\wd\formula>\linewidth\resizebox{\linewidth}{!}{\usebox{\formula}}\else\usebox{\formula}\fi\par}
"""


def latex_document(walk: Walk, depth: Depth = Depth.LAYER, title: str = "One update") -> str:
    """Return the walk as a LaTeX document.

    Raises
    ------
    ValueError
        If there are too many steps at that depth.
    """
    blocks = [_HEAD, r"\begin{document}", rf"{{\Large\bfseries {escaped(title)}\par}}"]
    blocks.append(r"\begin{itemize}")
    blocks += [rf"  \item {escaped(line)}" for line in summary(walk.case)]
    blocks.append(r"\end{itemize}")
    for section in outline(walk, depth):
        blocks.append(rf"\section*{{{section.title}}}")
        for step in section.steps:
            blocks += _step(step)
    return "\n".join([*blocks, r"\end{document}", ""])


def _step(step: Step) -> list[str]:
    lines = [rf"\subsection*{{{escaped(step.title)}}}", escaped(step.why), ""]
    for formula in lines_of(step):
        for number, row in enumerate(broken(formula)):
            indent = r"\qquad {} " if number else ""
            lines.append(rf"\fitted{{{indent}{joined(row)}}}")
    return lines


def broken(formula: Formula, width: int = WIDTH) -> list[Formula]:
    """Return a long formula in rows, each but the first beginning with a sign or an equals sign."""
    pieces: list[list[Term]] = []
    for term in formula:
        if not pieces or term.latex in ("+", "-", *RELATIONS):
            pieces.append([])
        pieces[-1].append(term)
    rows: list[list[Term]] = []
    for piece in pieces:
        if rows and _length(rows[-1]) + _length(piece) <= width:
            rows[-1] += piece
        else:
            rows.append(piece)
    return [tuple(row) for row in rows]


def _length(row: list[Term]) -> int:
    """Return about how many characters a row is wide: commands count as one, braces as none."""
    return sum(_term_length(term.latex) for term in row)


def _term_length(latex: str) -> int:
    if latex.startswith(_MATRIX):  # as wide as its widest row
        rows = latex.removeprefix(_MATRIX).removesuffix(r"\end{pmatrix}").split(r"\\")
        return max(_term_length(row) + 2 * row.count("&") + 4 for row in rows)
    length, in_command = 0, False
    for character in latex:
        in_command = character == "\\" or (in_command and character.isalpha())
        length += character == "\\" or not (in_command or character in "{}^_ ")
    return length


_MATRIX = r"\begin{pmatrix}"
