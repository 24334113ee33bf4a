r"""A sheet, and its key, as a LaTeX document and as HTML."""

import html
from collections.abc import Iterator, Mapping
from typing import Any

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.window import Windowed
from nnviz.explain.documents.latex_text import escaped
from nnviz.explain.exercise.asking import Blank, latex_of
from nnviz.explain.exercise.numbers import given_numbers
from nnviz.explain.exercise.sheet import Sheet
from nnviz.explain.exercise.update import Update
from nnviz.explain.formulas.matrices import LARGEST, column, matrix
from nnviz.explain.formulas.numbers import latex, plain

DIGITS = 4
_WIDTHS = (6, 20, 22, 52)
"""Of the columns of a sheet in HTML, in percent."""
_HEAD = r"""\documentclass[11pt]{article}
\usepackage{amsmath,amssymb}
\usepackage[margin=22mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt}
\setcounter{MaxMatrixCols}{64}
\newcommand{\blank}{\underline{\hspace{32mm}}}
"""
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""What would turn the direction of the words after a title; letters written from right to left stay."""
_TASK = "Compute one update of back-propagation by hand. Carry at least four digits."


def latex_of_sheet(sheet: Sheet, with_key: bool = False) -> str:
    """Return the sheet as a LaTeX document that compiles as it stands; with the answers if asked for."""
    get = sheet.update.values()
    lines = [_HEAD, r"\begin{document}", rf"{{\Large\bfseries {escaped(_title(sheet, with_key))}\par}}"]
    lines += [escaped(_TASK), *(escaped(note) for note in sheet.notes), r"\subsection*{Given}"]
    lines += [rf"\[{formula}\]" for formula in _given_in_latex(sheet.update)]
    lines.append(escaped(" ".join(_settings(sheet.update))))
    for where, blanks in _by_step(sheet.blanks):
        lines += [rf"\subsection*{{{escaped(where)}}}", r"\begin{enumerate}"]
        for number, blank in blanks:
            answer = rf"${latex(get(blank.quantity), DIGITS)}$" if with_key else r"\blank"
            symbol = latex_of(sheet.update, blank.quantity)
            lines.append(rf"  \item[{number}.] ${symbol} = {{}}$ {answer} \hfill {{\small {_words(blank)}}}")
        lines.append(r"\end{enumerate}")
    return "\n".join([*lines, r"\end{document}", ""])


def html_of_sheet(sheet: Sheet, with_key: bool = False) -> str:
    """Return the sheet as HTML, for the pages of a PDF; everything of the experiment is escaped."""
    get = sheet.update.values()
    parts = [f"<h2>{html.escape(_title(sheet, with_key))}</h2>", f"<p>{_TASK}</p>"]
    parts += [f"<p>{html.escape(note)}</p>" for note in sheet.notes]
    parts += ["<h3>Given</h3>", *_given_in_html(sheet.update)]
    parts.append(f"<p>{html.escape(' '.join(_settings(sheet.update)))}</p>")
    for where, blanks in _by_step(sheet.blanks):
        parts.append(f"<h3>{html.escape(where)}</h3><table cellpadding='4' width='100%'>")
        for number, blank in blanks:
            answer = plain(get(blank.quantity), DIGITS) if with_key else "_" * 16
            symbol, _, what = blank.prompt.partition(": ")
            cells = (f"{number}.", f"{symbol} =", answer, what)
            parts.append(
                "<tr>" + "".join(_cell(*each) for each in zip(cells, _WIDTHS, strict=True)) + "</tr>"
            )
        parts.append("</table>")
    return "\n".join(parts)


def _cell(text: str, width: int) -> str:
    return f"<td width='{width}%'>{html.escape(text)}</td>"


def _title(sheet: Sheet, with_key: bool) -> str:
    return f"{sheet.title.translate(_TURNS)}: {'key' if with_key else 'exercise'}"


def _words(blank: Blank) -> str:
    return escaped(blank.prompt.partition(": ")[2])


def _by_step(blanks: tuple[Blank, ...]) -> Iterator[tuple[str, list[tuple[int, Blank]]]]:
    """Yield the blanks of each step, numbered through the sheet."""
    together: list[tuple[int, Blank]] = []
    for number, blank in enumerate(blanks, start=1):
        if together and together[0][1].where != blank.where:
            yield together[0][1].where, together
            together = []
        together.append((number, blank))
    if together:
        yield together[0][1].where, together


def _given_in_latex(update: Update) -> Iterator[str]:
    for given in given_numbers(update):
        numbers = given.values
        if numbers.size == 1:
            yield f"{given.latex} = {latex(float(numbers[0, 0]), DIGITS)}"
        else:
            size = max(LARGEST, *numbers.shape)
            one = numbers.shape[1] == 1
            term = (
                column(numbers[:, 0], DIGITS, "plain", size)
                if one
                else matrix(numbers, DIGITS, "plain", size)
            )
            yield f"{given.latex} = {term.latex}"


def given_in_text(update: Update) -> Iterator[str]:
    """Yield what a sheet gives, in lines to read."""
    for given in given_numbers(update):
        rows = "; ".join("  ".join(plain(float(x), DIGITS) for x in row) for row in given.values)
        yield f"{given.symbol} = [{rows}]"
    yield from _settings(update)


def given_of(update: Update) -> Mapping[str, Any]:
    """Return what a sheet gives, as plain data."""
    training, layers = update.training, update.trace.layers
    found: dict[str, Any] = {
        "numbers": [
            {"symbol": each.symbol, "values": each.values.tolist()} for each in given_numbers(update)
        ],
        "activations": list(update.network.activations),
        "loss": training.loss,
        "reduction": training.reduction,
        "learning_rate": update.trace.learning_rate,
        "l1": training.l1,
        "l2": training.l2,
    }
    if update.asked is None:
        found |= {
            "X": update.trace.X.tolist(),
            "y": update.trace.Y.tolist(),
            "weights": [
                record.learned(layer.weights).tolist()
                for record, layer in zip(update.network.computed, layers, strict=True)
            ],
            "biases": [layer.biases.tolist() for layer in layers],
        }
    return found


def _given_in_html(update: Update) -> Iterator[str]:
    yield "<table cellpadding='6'>"
    for given in given_numbers(update):
        rows = "<br>".join(
            "&nbsp;&nbsp;&nbsp;".join(plain(float(x), DIGITS) for x in row) for row in given.values
        )
        yield f"<tr><td valign='middle'>{html.escape(given.symbol)} =</td><td>{rows}</td></tr>"
    yield "</table>"


def _settings(update: Update) -> Iterator[str]:
    """Yield what is given besides arrays, a sentence each."""
    training, network = update.training, update.network
    if network.is_dense:
        names = [ACTIVATIONS[name].title for name in network.activations]
        yield f"Activations: {', '.join(names)}."
    else:
        yield f"Layers: {'; '.join(_layer_words(layer) for layer in network.layers)}."
    several = (
        f", {'mean' if training.reduction == 'mean' else 'sum'} over the samples" if update.batch > 1 else ""
    )
    yield f"Loss: {LOSSES[training.loss].title.lower()}{several}."
    yield f"Learning rate η = {update.trace.learning_rate:g}."
    for name, value in (("L1", training.l1), ("L2", training.l2)):
        if value:
            yield f"{name} penalty {value:g}."


def _layer_words(layer: Layer) -> str:
    """Return what one has to know of a layer of any kind to compute it: "convolution 3 × 3, ReLU"."""
    said = [layer.title.lower()]
    if isinstance(layer, Windowed):
        said[0] += f" {layer.size[0]} × {layer.size[1]}"
        if layer.stride != (1, 1):
            said.append(f"stride {layer.stride[0]}, {layer.stride[1]}")
        if any(layer.zeros_around):
            said.append(
                "zeros around the maps: {} above, {} below, {} left, {} right".format(*layer.zeros_around)
            )
    if isinstance(layer, BatchNorm):
        said.append(f"ε = {layer.epsilon:g}")
    if layer.has_activation:
        said.append(ACTIVATIONS[layer.activation].title)
    return ", ".join([*said, " × ".join(map(str, layer.shape_out))])
