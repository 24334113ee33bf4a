"""Snapshots and canvases for the tests of painters, made without training."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.data.dataset import Dataset, Split
from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.snapshot.maps import InputPlane, Maps
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.drawing.theme import Style

SPEC = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 2, 1]}})
WIDTH, HEIGHT = 360, 300
RECT = QRectF(0, 0, WIDTH, HEIGHT)


def dataset(X, y, classes=()):
    X = np.asarray(X, dtype=np.float64)
    names = tuple(f"x{k + 1}" for k in range(X.shape[1]))
    return Dataset(X, np.asarray(y), tuple(classes), names, ((-1.0, 1.0),) * X.shape[1])


def circle(count=100, seed=0, inputs=2, classes=("outside", "inside")):
    """Points in a square (or cube), class 1 near the middle; three quarters for training."""
    X = np.random.default_rng(seed).uniform(-1, 1, (count, inputs))
    y = (np.hypot(X[:, 0], X[:, -1]) < 0.75).astype(np.int64)
    cut = 3 * count // 4
    return Split(
        dataset(X[:cut], y[:cut], classes), dataset(X[:0], y[:0], classes), dataset(X[cut:], y[cut:], classes)
    )


def plane(function, side=40):
    grid = np.linspace(-1, 1, side)
    return InputPlane((-1.0, 1.0, -1.0, 1.0), function(*np.meshgrid(grid, grid))[..., None])


def curves(epochs, **loss):
    epochs = np.asarray(epochs, dtype=np.float64)
    columns = {name: np.asarray(values, dtype=np.float64) for name, values in loss.items()}
    return Curves(epochs, epochs.astype(np.int64), columns, {})


def snapshot(split=None, boundary=None, predictions=None, history=None, update=100):
    split = circle() if split is None else split
    history = curves([0.0, 1.0, 2.0], train=[0.4, 0.2, 0.1]) if history is None else history
    looks = [] if boundary is None else [Maps(boundary)]
    looks += [] if predictions is None else [Predictions(predictions)]
    return Snapshot(
        spec=SPEC,
        split=split,
        running=False,
        update=update,
        epoch=float(update),
        updates_per_second=0.0,
        learning_rate=0.1,
        weights=(),
        biases=(),
        curves=history,
    ).with_looks(*looks)


def render(paint, style=None, width=WIDTH, height=HEIGHT):
    """Return the pixels (height, width, 3) of what `paint(painter, rect, style)` draws."""
    style = style or Style()
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(style.theme.paper))
    painter = QPainter(image)
    try:
        paint(painter, QRectF(0, 0, width, height), style)
    finally:
        painter.end()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(height, width, 4)
    return pixels[..., 2::-1].copy()
