"""The architecture of a network with layers of maps as TikZ: stacks of maps in true proportions."""

from collections.abc import Iterator

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.window import Windowed
from nnviz.export.models.trained import Trained

TALLEST_MAP_MM = 32.0
LONGEST_ROW_MM = 60.0
STACKED = 8
"""Maps of a stack that are drawn, one behind the other."""
SHIFT_MM, GAP_MM = 1.1, 15.0
ROW_MM = 2.4


class Architecture:
    """Where the layers of a network are, in millimetres.

    One pixel is as large in every map, and one unit as high in every row that is short enough.
    """

    def __init__(self, model: Trained, width: float) -> None:
        self._model = model
        self._layers = model.network.layers
        sides = [max(layer.maps[:2]) for layer in self._layers if layer.makes_maps]
        rows = [layer.size_out for layer in self._layers if not layer.makes_maps]
        self.pixel = TALLEST_MAP_MM / max(sides, default=1)
        self.unit = min(2.0, LONGEST_ROW_MM / max(rows, default=1))
        widths = sum(self._width(layer) for layer in self._layers)
        self._gap = max(GAP_MM, (width - widths) / max(1, len(self._layers) - 1))

    node = 3.5
    thickness = 1.0

    def lines(self) -> Iterator[str]:
        """Go through the commands of the picture."""
        yield f"  % one pixel is {self.pixel:.3f} mm in every map, one unit {self.unit:.3f} mm in every row"
        left = 0.0
        for number, layer in enumerate(self._layers):
            if number:
                yield from self._way(left, number, layer)
            yield from self._layer(left, number, layer)
            left += self._width(layer) + self._gap

    def _width(self, layer: Layer) -> float:
        if not layer.makes_maps:
            return ROW_MM
        return layer.maps[1] * self.pixel + (min(layer.maps[2], STACKED) - 1) * SHIFT_MM

    def _layer(self, left: float, number: int, layer: Layer) -> Iterator[str]:
        height, width, count = layer.maps
        yield f"  % layer {number}: {layer.title.lower()}"
        if not layer.makes_maps:
            high = count * self.unit
            yield rf"  \draw[row] ({left:.2f}, {-high / 2:.2f}) rectangle ++({ROW_MM:.2f}, {high:.2f});"
            bottom, middle, what = -high / 2, left + ROW_MM / 2, f"{count}"
        else:
            high, wide = height * self.pixel, width * self.pixel
            stacked = min(count, STACKED)
            for behind in reversed(range(stacked)):
                x, y = left + behind * SHIFT_MM, -high / 2 + behind * SHIFT_MM
                yield rf"  \draw[map] ({x:.2f}, {y:.2f}) rectangle ++({wide:.2f}, {high:.2f});"
            bottom, middle = -high / 2, left + wide / 2
            what = rf"{count} \texttimes{{}} {height} \texttimes{{}} {width}"
        words = rf"{what}\\{_words(layer, number)}"
        yield rf"  \node[below caption] at ({middle:.2f}, {bottom - 1.0:.2f}) {{{words}}};"

    def _way(self, left: float, number: int, layer: Layer) -> Iterator[str]:
        """Draw the window on the maps before, and where its pixel is; or an arrow."""
        before = self._layers[number - 1]
        start = left - self._gap - self._width(before)
        if not isinstance(layer, Windowed):
            yield rf"  \draw[way] ({left - self._gap + 0.8:.2f}, 0) -- ({left - 0.8:.2f}, 0);"
            return
        rows, columns = (side * self.pixel for side in layer.size)
        x, y = start + 0.25 * before.maps[1] * self.pixel, 0.05 * before.maps[0] * self.pixel
        yield rf"  \draw[window] ({x:.2f}, {y:.2f}) rectangle ++({columns:.2f}, {rows:.2f});"
        to = (left + 0.3 * layer.maps[1] * self.pixel, 0.1 * layer.maps[0] * self.pixel)
        for corner in (y, y + rows):
            yield rf"  \draw[beam] ({x + columns:.2f}, {corner:.2f}) -- ({to[0]:.2f}, {to[1]:.2f});"


def _words(layer: Layer, number: int) -> str:
    if number == 0:
        return "image"
    words = layer.title.lower()
    if isinstance(layer, Windowed):
        words += rf"\\{layer.size[0]} \texttimes{{}} {layer.size[1]}"
        if layer.stride != (1, 1) and layer.has_kernels:
            words += f", stride {layer.stride[0]}"
    if layer.activation != "identity":
        words += rf"\\{ACTIVATIONS[layer.activation].title}"
    if layer.dropout:
        words += rf"\\dropout {layer.dropout:g}"
    return words


STYLES = (
    r"  map/.style={draw=ink, fill=paper, line width=0.5pt},",
    r"  row/.style={draw=ink, fill=positive!25!paper, line width=0.5pt},",
    r"  window/.style={draw=negative, line width=0.9pt},",
    r"  beam/.style={draw=negative, line width=0.5pt},",
    r"  way/.style={->, draw=ink, line width=0.6pt},",
    r"  below caption/.style={anchor=north, align=center},",
)
"""Of what such a picture has besides."""
