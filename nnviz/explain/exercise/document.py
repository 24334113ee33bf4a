r"""A sheet, and its key, as a LaTeX document and as HTML."""

import html
from collections.abc import Iterator

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.explain.documents.latex_text import escaped
from nnviz.explain.exercise.sheet import Blank, Sheet
from nnviz.explain.exercise.update import AskedQuantity, Update
from nnviz.explain.formulas.matrices import column, matrix
from nnviz.explain.formulas.numbers import latex, plain
from nnviz.parts import Unit, Weight, latex_layer, latex_symbol

DIGITS = 4
_WIDTHS = (6, 20, 22, 52)
"""Of the columns of a sheet in HTML, in percent."""
_HEAD = r"""\documentclass[11pt]{article}
\usepackage{amsmath,amssymb}
\usepackage[margin=22mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt}
\newcommand{\blank}{\underline{\hspace{32mm}}}
"""
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


def latex_of(update: Update, quantity: AskedQuantity) -> str:
    """Return the symbol of a quantity in LaTeX."""
    part = quantity.part
    if part is None:
        return "L"
    if isinstance(part, Unit):
        letter = {"delta": r"\delta", "z": "z"}.get(quantity.kind)
        return latex_symbol(part, letter) if letter else _value_in_latex(update, part)
    symbol = latex_symbol(part)
    if isinstance(part, Weight) and quantity.kind == "product":
        return rf"{symbol} \cdot {_value_in_latex(update, part.start)}"
    if quantity.kind == "gradient":
        return rf"\frac{{\partial L}}{{\partial {symbol}}}"
    return rf"\text{{new }} {symbol}"


def _value_in_latex(update: Update, unit: Unit) -> str:
    if unit.layer == 0:
        return f"x_{{{unit.unit + 1}}}"
    return latex_symbol(unit) + (r" = \hat{y}" if unit.layer == update.depth else "")


def _title(sheet: Sheet, with_key: bool) -> str:
    return f"{sheet.title}: {'key' if with_key else 'exercise'}"


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


def _arrays(update: Update) -> Iterator[tuple[str, str, Floats]]:
    """Yield LaTeX symbol, plain symbol and numbers of all that is given; W as in W a, one row a unit."""
    for s in range(update.batch):
        index = f"_{{{s + 1}}}" if update.batch > 1 else ""
        number = f" {s + 1}" if update.batch > 1 else ""
        yield rf"x{index}", f"x{number}", update.X[s].reshape(-1, 1)
        yield rf"y{index}", f"y{number}", update.Y[s].reshape(-1, 1)
    for layer in range(1, update.depth + 1):
        yield latex_layer("W", layer), f"W({layer})", update.weights[layer - 1].T
        if update.has_bias[layer - 1]:
            yield latex_layer("b", layer), f"b({layer})", update.biases[layer - 1].reshape(-1, 1)


def _given_in_latex(update: Update) -> Iterator[str]:
    for symbol, _, numbers in _arrays(update):
        term = column(numbers[:, 0], DIGITS) if numbers.shape[1] == 1 else matrix(numbers, DIGITS)
        yield f"{symbol} = {term.latex}"


def given_in_text(update: Update) -> Iterator[str]:
    """Yield what a sheet gives, in lines to read."""
    for _, symbol, numbers in _arrays(update):
        rows = "; ".join("  ".join(plain(float(x), DIGITS) for x in row) for row in numbers)
        yield f"{symbol} = [{rows}]"
    yield from _settings(update)


def _given_in_html(update: Update) -> Iterator[str]:
    yield "<table cellpadding='6'>"
    for _, symbol, numbers in _arrays(update):
        rows = "<br>".join("&nbsp;&nbsp;&nbsp;".join(plain(float(x), DIGITS) for x in row) for row in numbers)
        yield f"<tr><td valign='middle'>{symbol} =</td><td>{rows}</td></tr>"
    yield "</table>"


def _settings(update: Update) -> Iterator[str]:
    """Yield what is given besides arrays, a sentence each."""
    names = [ACTIVATIONS[name].title for name in update.activations]
    yield f"Activations: {', '.join(names)}."
    several = (
        f", {'mean' if update.reduction == 'mean' else 'sum'} over the samples" if update.batch > 1 else ""
    )
    yield f"Loss: {LOSSES[update.loss].title.lower()}{several}."
    yield f"Learning rate η = {update.learning_rate:g}."
    for name, value in (("L1", update.l1), ("L2", update.l2)):
        if value:
            yield f"{name} penalty {value:g}."
