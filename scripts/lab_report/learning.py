"""How a convolutional network changes while it learns: its kernels, maps and histograms, epoch by epoch."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from lab_report.pictures import CAPTION, GAP, MARGIN, SCALE, WIDTH, save_small
from lab_report.runs import shipped
from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.sample_maps import SampleMapsWish
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run.problem import load
from nnviz.experiment.session import Session
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.shown import Shown
from nnviz.paint.drawing.lettering import draw_text
from nnviz.paint.drawing.theme import PRINT, Style

SHEETS = {"kernels": 170.0, "feature-maps": 262.0, "histograms": 280.0}
"""The figures of each moment, and their heights."""
STYLE = Style(PRINT, text=8.5, scale=0.65)


def paint_learning(name: str, epochs: tuple[int, ...], path: Path) -> None:
    """Train an experiment up to each of some epochs, and paint a column for each into a PNG file."""
    spec = shipped(name)
    wait_until_compiled(spec)
    session = Session(spec, load(spec))
    height = CAPTION + sum(SHEETS.values()) + GAP * len(SHEETS)
    width = (WIDTH - GAP * (len(epochs) - 1)) / len(epochs)
    image = QImage(int(SCALE * (WIDTH + 2 * MARGIN)), int(SCALE * height), QImage.Format.Format_RGB32)
    image.fill(QColor(PRINT.paper))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(SCALE, SCALE)
        for place, epoch in enumerate(epochs):
            session.advance(epoch * session.updates_in("epoch") - session.update)
            moment = session.snapshot(SampleMapsWish(), HealthWish(epoch))
            left, top = MARGIN + place * (width + GAP), 0.0
            painter.setPen(QColor(PRINT.ink))
            words = "at the start" if epoch == 0 else f"after {epoch} epoch{'s' if epoch > 1 else ''}"
            draw_text(
                painter, QRectF(left, top, width, CAPTION), words, STYLE, align=Qt.AlignmentFlag.AlignLeft
            )
            top += CAPTION
            for figure, tall in SHEETS.items():
                FIGURES[figure].paint(painter, QRectF(left, top, width, tall), moment, STYLE, Shown())
                top += tall + GAP
    finally:
        painter.end()
    save_small(image, path)
