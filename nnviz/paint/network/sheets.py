"""All kernels of a network, or all maps that it makes of an image, as a sheet of pictures, layer by layer."""

from collections.abc import Sequence

import msgspec
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.experiment.snapshot.sample_maps import SampleMaps
from nnviz.numerals import short_number
from nnviz.paint.drawing.colours import diverging_table, fading_table, images_of
from nnviz.paint.drawing.lettering import draw_text, elided
from nnviz.paint.drawing.sharp import paint_image
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import saved

MOST = 400
"""Pictures of a layer that a sheet shows."""
_GAP = 3.0
"""Between two pictures, at 1x."""
_LEAST_SHARE = 0.05
NO_KERNELS = "This network has no kernels: its layers are dense."
NO_MAPS = "What the network makes of an image is not known here."


class SheetPart(msgspec.Struct, frozen=True, eq=False):
    """The pictures of one layer, (n, rows, columns): so many side by side, or 0 where any number will do."""

    title: str
    pictures: Floats
    columns: int = 0
    gray: bool = False


def kernel_blocks(snapshot: NetworkInstant) -> list[SheetPart]:
    """Return a block for each layer of kernels: a row for each map before, a column for each map after."""
    blocks = []
    layers = zip(snapshot.spec.network.built.layers[1:], snapshot.weights, strict=True)
    for number, (layer, w) in enumerate(layers, start=1):
        if not layer.has_kernels:
            continue
        height, width, before, after = w.shape
        limit = short_number(float(np.abs(w).max(initial=0.0)), 2)
        title = f"Layer {number}: kernels {height} × {width} from {before} to {after} maps, ±{limit}"
        rows = w.transpose(2, 3, 0, 1).reshape(-1, height, width)
        blocks.append(SheetPart(title, rows[: MOST // after * after or after], after))
    return blocks


def map_blocks(snapshot: DataInstant) -> list[SheetPart]:
    """Return a block for each layer of maps that one image passes, the image first."""
    found = snapshot.look(SampleMaps)
    if found is None:
        return []
    image = snapshot.split.train.image
    blocks = []
    for number, (layer, a) in enumerate(zip(snapshot.spec.network.built.layers, found.a, strict=False)):
        values = a.reshape(image) if number == 0 and a.ndim == 1 and image is not None else a
        if values.ndim != 3:
            continue
        height, width, count = values.shape
        limit = short_number(float(np.abs(values).max(initial=0.0)), 2)
        what = "The image" if number == 0 else f"Layer {number}, {layer.title.lower()}: {count} maps"
        title = f"{what}, {height} × {width}, ±{limit}"
        blocks.append(SheetPart(title, values.transpose(2, 0, 1)[:MOST], 0, gray=number == 0))
    return blocks


def sheet_height(blocks: Sequence[SheetPart], width: float, style: Style, share: float = 1.0) -> float:
    """Return how high the blocks are in a width, their pictures at a share of their usual size."""
    return sum(_size_of(block, width, style, share)[2] for block in blocks)


def paint_sheet(painter: QPainter, rect: QRectF, blocks: Sequence[SheetPart], style: Style) -> None:
    """Paint blocks one below the other; all pictures are made smaller where they are too high."""
    share = 1.0
    while share > _LEAST_SHARE and sheet_height(blocks, rect.width(), style, share) > rect.height():
        share *= 0.94
    place = QRectF(rect)
    with saved(painter):
        for block in blocks:
            place.setTop(place.top() + _paint_block(painter, place, block, style, share))


def _size_of(block: SheetPart, width: float, style: Style, share: float) -> tuple[int, float, float]:
    """Return the columns, the side of a picture, and the height of a block with its title."""
    count, gap, usual = len(block.pictures), _GAP * style.scale, share * style.scale
    columns = block.columns or max(1, min(count, round(width / (56.0 * usual))))
    widest = (width - (columns - 1) * gap) / columns
    side = max(2.0, min(64.0 * usual, share * widest if block.columns else widest))
    rows = -(-count // columns)
    return columns, side, 2.4 * style.text + rows * (side + gap)


def _paint_block(painter: QPainter, place: QRectF, block: SheetPart, style: Style, share: float) -> float:
    """Paint a block at the top of a place, and return its height."""
    columns, side, height = _size_of(block, place.width(), style, share)
    theme, gap = style.theme, _GAP * style.scale
    painter.setPen(QColor(theme.ink))
    line = QRectF(place.left(), place.top(), place.width(), 1.8 * style.text)
    title = elided(block.title, line.width(), style)
    draw_text(painter, line, title, style, align=Qt.AlignmentFlag.AlignLeft)
    limit = float(np.abs(block.pictures).max(initial=0.0)) or 1.0
    low, high = (float(block.pictures.min()), float(block.pictures.max())) if block.gray else (-limit, limit)
    table = fading_table(theme.ink, theme) if block.gray else diverging_table(theme)
    painter.setPen(QPen(QColor(theme.line), 0.8 * style.scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    top = place.top() + 2.0 * style.text
    for number, picture in enumerate(images_of(block.pictures[:, ::-1], low, max(high, low + 1e-9), table)):
        row, column = divmod(number, columns)
        box = QRectF(place.left() + column * (side + gap), top + row * (side + gap), side, side)
        paint_image(painter, box, picture)
        painter.drawRect(box)
    return height
