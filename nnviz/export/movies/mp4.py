"""Moving pictures as files: GIF by Pillow, MP4 by PyAV where it is installed."""

import contextlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

from nnviz.export.errors import ExportError

HOLD = 1.5
"""Seconds that a GIF stays on its last picture before it begins again."""
COLOURS = 255


def write_gif(images: Iterator[QImage], last: QImage, path: Path, frames_per_second: int) -> None:
    """Write a GIF that repeats for ever; all pictures share the palette of the first and the last.

    GIF counts hundredths of a second: the speed is the nearest there is. `last` is the last picture, known
    beforehand, for the palette.
    """
    first = next(images)
    palette = _shared_palette(Image.fromarray(rgb_of(first)), Image.fromarray(rgb_of(last)))
    indexed = [
        Image.fromarray(rgb_of(image)).quantize(palette=palette, dither=Image.Dither.NONE)
        for image in chain([first], images)
    ]
    duration = 10 * max(2, round(100 / frames_per_second))
    durations = [duration] * (len(indexed) - 1) + [round(1000 * HOLD)]
    indexed[0].save(
        path,
        "GIF",
        save_all=True,
        append_images=indexed[1:],
        duration=durations if len(indexed) > 1 else duration,
        loop=0,
        optimize=False,
    )


def _shared_palette(first: Image.Image, last: Image.Image) -> Image.Image:
    both = Image.new("RGB", (first.width, 2 * first.height))
    both.paste(first, (0, 0))
    both.paste(last, (0, first.height))
    palette = both.quantize(COLOURS, method=Image.Quantize.MEDIANCUT)
    colours = np.array(palette.getpalette()).reshape(-1, 3)[:COLOURS]
    background = np.array(both.getpixel((0, 0)))
    colours[np.abs(colours - background).max(axis=1) <= 8] = background  # not a mean with its neighbours
    palette.putpalette(colours.ravel().tolist())
    return palette


def write_mp4(images: Iterator[QImage], _last: QImage, path: Path, frames_per_second: int) -> None:
    """Write H.264 in an MP4 file that plays everywhere (4:2:0, even numbers of pixels)."""
    try:
        import av  # noqa: PLC0415 (an optional extra)
    except ImportError:
        raise ExportError("MP4 needs the package av: pip install av, or choose GIF.") from None
    with contextlib.closing(av.open(str(path), "w", format="mp4")) as file:
        first = rgb_of(next(images))
        height, width = (side - side % 2 for side in first.shape[:2])
        stream = file.add_stream("libx264", rate=frames_per_second, options={"crf": "16", "threads": "1"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for pixels in chain([first], (rgb_of(image) for image in images)):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels[:height, :width]), "rgb24")
            for packet in stream.encode(frame):
                file.mux(packet)
        for packet in stream.encode():
            file.mux(packet)


def rgb_of(image: QImage) -> NDArray[np.uint8]:
    """Return the pixels of an opaque image, shape (rows, columns, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
