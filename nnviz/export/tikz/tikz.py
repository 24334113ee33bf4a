"""The trained network as TikZ: true weights as widths and colours, styles on top for a person to edit."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nnviz import __version__
from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.export.exporter import Exporter
from nnviz.export.models.trained import Trained, trained
from nnviz.export.options import ExportOptions
from nnviz.export.presets import Preset
from nnviz.export.run import Run
from nnviz.export.tikz.architecture import STYLES, Architecture
from nnviz.export.tikz.text import OTHER_SCRIPT, OTHER_SCRIPT_LINES, name_of
from nnviz.paint.drawing.theme import THEMES, Theme
from nnviz.paint.network.seen import shown_units
from nnviz.parts import Weight, latex_symbol

MOST_ROWS = 50
"""Units drawn of a layer; of a larger one the first and the last few."""
CLASSES_NAMED = 12
ROW_MM, SMALLEST_ROW_MM = 11.0, 2.6
TALLEST_MM = 160.0
LAYER_MM = 28.0
EMPTY_WEIGHT = 0.004
"""Weights of less than this share of the largest are not drawn: their line would be invisible."""
WIDEST_PT, THINNEST_PT = 2.4, 0.1
FULL_NODE_MM = 3.5
"""Diameter of a unit from which on lines are as wide as that."""


def write_tikz(run: Run, path: Path, options: ExportOptions) -> None:
    """Write a document that pdflatex turns into one page of the size of the picture."""
    path.write_text(tikz_document(trained(run), options), encoding="utf-8")


def tikz_document(model: Trained, options: ExportOptions) -> str:
    """Return the document; the tikzpicture in it can be copied into any other that has the styles."""
    preset = options.preset
    theme = THEMES[preset.theme]
    width = preset.width_mm - 2 * preset.margin_mm
    picture = TikzPicture(model, width) if model.network.is_dense else Architecture(model, width)
    told = "each weight is one line below" if model.network.is_dense else "maps are in true proportions"
    drawn = list(picture.lines())
    lines = [
        f"% {_comment(model.spec.title) or 'A trained network'}: {model.network.sizes}.",
        f"% Written by nnviz {__version__}. Colours and styles come first; {told}.",
        r"\documentclass{article}",
        r"\usepackage{tikz}",
        *_colours(theme, options.grey),
        *_styles(picture, preset),
        *(OTHER_SCRIPT_LINES if any(OTHER_SCRIPT in line for line in drawn) else ()),
        r"\newsavebox{\networkbox}",
        r"\begin{document}",
        r"\sbox{\networkbox}{%",
        r"\begin{tikzpicture}[x=1mm, y=1mm]",
        *drawn,
        r"\end{tikzpicture}}%",
        "% The page is as large as the picture.",
        rf"\newlength{{\pagemargin}}\setlength{{\pagemargin}}{{{preset.margin_mm:g}mm}}",
        r"\hoffset=\dimexpr\pagemargin-1in\relax \voffset=\hoffset",
        r"\ifdefined\pdfpagewidth\else % lualatex has other names",
        r"  \let\pdfpagewidth\pagewidth \let\pdfpageheight\pageheight \fi",
        r"\pdfpagewidth=\dimexpr\wd\networkbox+2\pagemargin\relax",
        r"\pdfpageheight=\dimexpr\ht\networkbox+\dp\networkbox+2\pagemargin\relax",
        r"\shipout\box\networkbox",
        r"\end{document}",
        "",
    ]
    return "\n".join(lines)


class TikzPicture:
    """Where the units and lines of a network are, in millimetres, and how they are written.

    Parameters
    ----------
    model : Trained
    width : float
        Of the whole picture, as nearly as labels allow.
    """

    def __init__(self, model: Trained, width: float) -> None:
        self._model = model
        self.shown = [shown_units(layer.size_out, MOST_ROWS) for layer in model.network.layers]
        rows = max(self._rows(layer) for layer in range(len(self.shown)))
        self._row = max(SMALLEST_ROW_MM, min(ROW_MM, TALLEST_MM / rows))
        self._column = max(8.0, min(LAYER_MM * 2, (width - LAYER_MM) / (len(self.shown) - 1)))
        self._top = (rows - 1) / 2 * self._row
        self._largest = max(float(np.abs(w).max(initial=0.0)) for w in model.weights) or 1.0

    @property
    def node(self) -> float:
        """Diameter of a unit in millimetres."""
        return min(0.62 * self._row, 0.5 * self._column)

    @property
    def thickness(self) -> float:
        """Factor on the widths of lines, so that they stay thinner than the units."""
        return min(1.0, self.node / FULL_NODE_MM)

    def lines(self) -> Iterator[str]:
        """Go through the commands of the picture: units, then weights behind them, then words."""
        for layer in range(len(self.shown)):
            yield f"  % {self._title(layer)}"
            yield from self._units(layer)
        yield r"  \begin{scope}[on background layer]"
        for layer, weights in enumerate(self._model.weights, start=1):
            yield f"    % weights into layer {layer}: from unit to unit, as wide and strong as they are large"
            yield from self._weights(layer, weights)
        yield r"  \end{scope}"

    def _title(self, layer: int) -> str:
        return "inputs" if layer == 0 else f"layer {layer}"

    def _units(self, layer: int) -> Iterator[str]:
        x = layer * self._column
        shown = self.shown[layer]
        top = (self._rows(layer) - 1) / 2 * self._row
        style = "input" if layer == 0 else "output" if layer == len(self.shown) - 1 else "hidden"
        row = 0
        for place, unit in enumerate(shown):
            if place and unit != shown[place - 1] + 1:
                yield rf"  \node[left out] at ({x:.2f}, {top - row * self._row:.2f}) {{$\vdots$}};"
                row += 1
            label, comment = self._label(layer, unit)
            where = f"({layer}-{unit + 1}) at ({x:.2f}, {top - row * self._row:.2f})"
            yield rf"  \node[neuron, {style} unit{label}] {where} {{}};{comment}"
            row += 1
        above = self._top + 0.5 * self._row + 0.5
        yield rf"  \node[caption] at ({x:.2f}, {above:.2f}) {{{self._caption(layer)}}};"

    def _rows(self, layer: int) -> int:
        """Return the rows a layer takes, dots for units that are left out among them."""
        shown = len(self.shown[layer])
        return shown + (shown < self._model.network.layers[layer].size_out)

    def _label(self, layer: int, unit: int) -> tuple[str, str]:
        """Return the option that names an input or output, where there is room for names.

        Names that LaTeX writes with other letters stand behind as they are, in a comment.
        """
        if len(self.shown[layer]) > CLASSES_NAMED or 0 < layer < len(self.shown) - 1:
            return "", ""
        side, name, outputs = "left", "", self._model.network.outputs
        if layer == 0:
            name = self._model.prepared.features[unit]
        else:
            side, classes = "right", self._model.prepared.split.train.classes
            name = classes[unit] if len(classes) == outputs > 1 else ""
        text = name_of(name) if name else r"$\hat y$" if outputs == 1 else rf"$\hat y_{{{unit + 1}}}$"
        comment = "" if name.isascii() else f"  % {_comment(name)}"
        return f", label={{[unit name]{side}:{text}}}", comment

    def _caption(self, layer: int) -> str:
        record = self._model.network.layers[layer]
        units = record.size_out
        if layer == 0:
            return rf"{units}\\input{'s' if units > 1 else ''}"
        return rf"{units}\\{ACTIVATIONS[record.activation].title}"

    def _weights(self, layer: int, weights: Floats) -> Iterator[str]:
        for i in self.shown[layer - 1]:
            for j in self.shown[layer]:
                share = abs(float(weights[i, j])) / self._largest
                if share < EMPTY_WEIGHT:
                    continue
                sign = "positive" if weights[i, j] > 0 else "negative"
                width = THINNEST_PT + (WIDEST_PT - THINNEST_PT) * share
                yield (
                    rf"    \draw[weight, {sign}, line width={width:.2f}*\weightwidth]"
                    f" ({layer - 1}-{i + 1}) -- ({layer}-{j + 1});"
                    f"  % {latex_symbol(Weight(layer, i, j))} = {weights[i, j]:.6g}"
                )


def _colours(theme: Theme, grey: bool) -> Iterator[str]:
    positive, negative = (theme.ink, theme.quiet) if grey else (theme.positive, theme.negative)
    colours = {"positive": positive, "negative": negative, "ink": theme.ink, "paper": theme.paper}
    for name, colour in colours.items():
        yield rf"\definecolor{{{name}}}{{HTML}}{{{colour[1:]}}}"


def _styles(picture: TikzPicture | Architecture, preset: Preset) -> Iterator[str]:
    text_pt, line = preset.text_pt, preset.line
    family = r"\rmfamily" if any("Times" in font for font in preset.fonts) else r"\sffamily"
    yield r"\usetikzlibrary{backgrounds}"
    yield rf"\newcommand{{\weightwidth}}{{{line * picture.thickness:.3g}pt}}"
    yield r"\tikzset{"
    font = rf"{family}\fontsize{{{text_pt:g}}}{{{1.2 * text_pt:g}}}\selectfont"
    yield f"  every node/.style={{font={font}, text=ink}},"
    yield f"  neuron/.style={{circle, draw=ink, fill=paper, line width={0.6 * line:g}pt,"
    yield f"    minimum size={picture.node:.2f}mm, inner sep=0pt}},"
    yield "  input unit/.style={rectangle},"
    yield "  hidden unit/.style={},"
    yield "  output unit/.style={},"
    yield "  weight/.style={line cap=round},"
    yield "  unit name/.style={inner sep=1.5pt},"
    yield "  caption/.style={anchor=south, align=center, text depth=0.3ex},"
    yield "  left out/.style={},"
    yield from STYLES if isinstance(picture, Architecture) else ()
    yield "}"


def _comment(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


TIKZ = Exporter("network", (".tex",), "Network as TikZ", write_tikz)
