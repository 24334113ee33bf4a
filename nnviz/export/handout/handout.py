"""Writing a handout in the format of its suffix."""

import html
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from nnviz.export.handout.frames import Frame, frames_of
from nnviz.export.handout.html import Picture, html_of_lecture
from nnviz.export.handout.scene_figure import scene_figure
from nnviz.export.moment import BETWEEN, moment_of
from nnviz.export.options import ExportOptions
from nnviz.export.page.application import ensure_application
from nnviz.export.page.devices import CREATOR, image_of_page, paint_page
from nnviz.export.page.page import MM_PER_INCH, page_of
from nnviz.export.page.png import png_of
from nnviz.export.presets import Preset
from nnviz.export.report.about import html_of_about
from nnviz.export.shown import Shown
from nnviz.files import written_whole
from nnviz.lecture.conditions import KEY
from nnviz.lecture.scene import Scene
from nnviz.lecture.stage import Stage
from nnviz.paint.drawing.fonts import FAMILY, use_own_bold

ON_SCREEN = Preset("handout-screen", "Handout on screen", 240.0, 120.0, text_pt=11.0, theme="light")
ON_PAPER = Preset("handout-paper", "Handout on paper", 170.0, 95.0, text_pt=8.5)
SCREEN_DPI = 120.0
PAPER_DPI = 1200
MARGIN_MM = 20.0
TEXT_PT = 9.5


def write_handout(stage: Stage, path: Path) -> None:
    """Write a lecture as PDF, a page a scene, or as one page of HTML.

    Raises
    ------
    SceneError
        If a scene cannot be shown.
    WriteError
        If the file cannot be written.
    """
    ensure_application()
    content = _html(stage).encode() if path.suffix.lower() == ".html" else _pdf(stage)
    with written_whole(path, replace=True) as partial:
        partial.write_bytes(content)


def _html(stage: Stage) -> str:
    scenes = range(len(stage.lecture.scene))
    return html_of_lecture(stage.lecture, [_pictures(stage, number) for number in scenes])


def _pictures(stage: Stage, number: int) -> list[Picture]:
    scene, pictures = stage.lecture.scene[number], []
    for frame in frames_of(stage, number):
        options = ExportOptions(preset=ON_SCREEN, tight=False, shown=Shown(step=frame.step))
        figure = scene_figure(scene, frame.snapshot)
        page = page_of(figure, frame.snapshot, options)
        png = png_of(image_of_page(page, figure, frame.snapshot, options, SCREEN_DPI))
        step = [frame.step.title] if frame.step is not None else []
        caption = BETWEEN.join([*step, moment_of(frame.snapshot)])
        pictures.append(Picture(png, caption, frame.is_shown_first))
    return pictures


def _pdf(stage: Stage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator(CREATOR)
    writer.setTitle(stage.lecture.title)
    writer.setResolution(PAPER_DPI)
    sheet = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(sheet, QPageLayout.Orientation.Portrait, QMarginsF()))
    with QPainter(writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for number in range(len(stage.lecture.scene)):
            if number:
                writer.newPage()
            painter.save()
            _paint_scene(painter, stage, number)
            painter.restore()
    return bytes(buffer.data().data())


def _paint_scene(painter: QPainter, stage: Stage, number: int) -> None:
    """Paint one page: heading, pictures with their moments, text and notes."""
    dots = PAPER_DPI / MM_PER_INCH
    painter.scale(dots, dots)  # millimetres
    scene = stage.lecture.scene[number]
    heading = f"<h2>{number + 1}. {html.escape(scene.title or stage.lecture.title)}</h2>"
    top = _paint_words(painter, heading + html_of_about(scene.text), MARGIN_MM)
    plays = scene.until not in ("", KEY)
    for frame in frames_of(stage, number, most=2 if plays else 1):
        top = _paint_picture(painter, scene, frame, top)
    _paint_words(painter, _words_of(scene), top)


def _paint_picture(painter: QPainter, scene: Scene, frame: Frame, top: float) -> float:
    """Paint one moment of a scene and what it is; return where it ends, in millimetres."""
    snapshot = frame.snapshot
    options = ExportOptions(preset=ON_PAPER, tight=False, shown=Shown(step=frame.step))
    figure = scene_figure(scene, snapshot)
    page = page_of(figure, snapshot, options)
    painter.save()
    painter.translate(MARGIN_MM, top)
    painter.scale(page.unit_mm, page.unit_mm)
    edge = QRectF(0.0, 0.0, page.size.width(), page.size.height())
    painter.setClipRect(edge, Qt.ClipOperation.IntersectClip)
    paint_page(painter, page, figure, snapshot, options.shown or Shown())
    painter.restore()
    caption = f"<p><i>{html.escape(moment_of(snapshot))}</i></p>"
    return _paint_words(painter, caption, top + page.height_mm + 1.0) + 3.0


def _words_of(scene: Scene) -> str:
    asked = f"<p><b>Predict first: {html.escape(scene.ask)}.</b></p>" if scene.ask else ""
    notes = f"<h4>Notes</h4>{html_of_about(scene.notes)}" if scene.notes else ""
    return asked + notes


def _paint_words(painter: QPainter, content: str, top: float) -> float:
    """Paint HTML of our own making; return where it ends, in millimetres."""
    document = QTextDocument()
    font = QFont(FAMILY)
    font.setPixelSize(round(TEXT_PT / 72.0 * PAPER_DPI))
    document.setDefaultFont(font)
    document.setDocumentMargin(0.0)
    dots = PAPER_DPI / MM_PER_INCH
    document.setTextWidth(ON_PAPER.width_mm * dots)
    document.setHtml(content)
    use_own_bold(document)
    painter.save()
    painter.translate(MARGIN_MM, top)
    painter.scale(1.0 / dots, 1.0 / dots)
    document.drawContents(painter)
    painter.restore()
    return top + document.size().height() / dots
