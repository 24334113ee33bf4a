"""Comparing a picture with the one that is kept, and keeping it."""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

FOLDER = Path(__file__).parent / "pictures"
TOLERANCE = 28
"""Levels of 255 by which a channel may differ: what is kept has 256 colours, and each processor rounds."""
MOST_OTHER = 10
"""Pixels that may differ by more: a letter whose edge fell to the other side of a pixel."""

Pixels = NDArray[np.uint8]


def pixels_of(image: QImage) -> Pixels:
    """Return the pixels of a picture, shape (height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(
        image.height(), image.bytesPerLine() // 4, 4
    )
    return rows[:, : image.width(), 2::-1].copy()


def kept(name: str) -> Pixels | None:
    """Return the picture that is kept; None if there is none yet."""
    path = FOLDER / f"{name}.png"
    return np.asarray(Image.open(path).convert("RGB")) if path.exists() else None


def encoded(pixels: Pixels) -> bytes:
    """Return a picture as a small PNG of at most 256 colours."""
    stream = io.BytesIO()
    image = Image.fromarray(pixels)
    few = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def keep(name: str, pixels: Pixels) -> None:
    """Keep a picture as it is now."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(encoded(pixels))


def others(old: Pixels, new: Pixels) -> NDArray[np.bool_]:
    """Return which pixels differ; of pictures of two sizes, those of the part that both have."""
    height, width = (min(a, b) for a, b in zip(old.shape[:2], new.shape[:2], strict=True))
    apart = np.abs(old[:height, :width].astype(int) - new[:height, :width].astype(int))
    return np.asarray(apart.max(axis=-1) > TOLERANCE)


def difference_in_words(old: Pixels | None, new: Pixels) -> str:
    """Return how a picture differs from the one that is kept; empty if it does not."""
    if old is None:
        return "it is new"
    if old.shape != new.shape:
        return f"its size is {new.shape[1]} x {new.shape[0]} and was {old.shape[1]} x {old.shape[0]}"
    changed = others(old, new)
    if changed.sum() <= MOST_OTHER:
        return ""
    rows, columns = np.nonzero(changed)
    return (
        f"{changed.sum()} pixels differ, between ({columns.min()}, {rows.min()}) "
        f"and ({columns.max()}, {rows.max()})"
    )


def side_by_side(old: Pixels | None, new: Pixels) -> Pixels:
    """Return old, new, and new in pale grey with what differs in red, beside one another."""
    grey = 200 + new.astype(int).mean(axis=-1, keepdims=True).astype(np.uint8) // 5
    marked = np.repeat(grey, 3, axis=-1).astype(np.uint8)
    if old is None:
        old = np.full_like(new, 255)
    else:
        changed = others(old, new)
        marked[: changed.shape[0], : changed.shape[1]][changed] = (215, 0, 30)
    parts = (old, new, marked)
    sheet = np.full(
        (max(p.shape[0] for p in parts), sum(p.shape[1] + 8 for p in parts) - 8, 3), 128, np.uint8
    )
    left = 0
    for part in parts:
        sheet[: part.shape[0], left : left + part.shape[1]] = part
        left += part.shape[1] + 8
    return sheet
