"""Writing a handout in the format of its suffix."""

import html
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice

from nnviz.export.handout.frames import Frame, frames_of
from nnviz.export.handout.html import Picture, html_of_lecture
from nnviz.export.handout.paper import Paper
from nnviz.export.handout.scene_figure import scene_figure
from nnviz.export.moment import BETWEEN, moment_of
from nnviz.export.options import ExportOptions
from nnviz.export.page.application import ensure_application
from nnviz.export.page.devices import image_of_page
from nnviz.export.page.page import page_of
from nnviz.export.page.png import png_of
from nnviz.export.presets import Preset
from nnviz.export.report.about import html_of_about
from nnviz.export.shown import Shown
from nnviz.files import written_whole
from nnviz.lecture.conditions import KEY
from nnviz.lecture.predict.questions import prompt_of
from nnviz.lecture.scene import Scene
from nnviz.lecture.stage import Stage
from nnviz.paint.drawing.lettering import without_font
from nnviz.paint.drawing.missing_letters import said_of
from nnviz.paint.drawing.theme import Style

ON_SCREEN = Preset("handout-screen", "Handout on screen", 240.0, 120.0, text_pt=11.0, theme="light")
ON_PAPER = Preset("handout-paper", "Handout on paper", 170.0, 95.0, text_pt=8.5)
SCREEN_DPI = 120.0
ON_A_PAGE = 2
"""Pictures of a scene that plays or walks, above its notes."""


def write_handout(stage: Stage, path: Path) -> str:
    """Write a lecture as PDF, a page a scene, or as one page of HTML.

    Returns
    -------
    str
        What is lost on paper, in one sentence: letters that no font here has; empty if nothing is.

    Raises
    ------
    SceneError
        If a scene cannot be shown.
    WriteError
        If the file cannot be written.
    """
    ensure_application()
    on_paper = path.suffix.lower() != ".html"
    content = _pdf(stage) if on_paper else _html(stage).encode()
    with written_whole(path, replace=True) as partial:
        partial.write_bytes(content)
    return said_of(without_font(_words(stage), Style()), "in the file") if on_paper else ""


def _words(stage: Stage) -> str:
    """Return what the lecture says in words of the user's; a browser has fonts of its own for it."""
    lecture = stage.lecture
    scenes = (text for scene in lecture.scene for text in (scene.title, scene.text, scene.notes))
    return " ".join((lecture.title, lecture.about, *scenes))


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
        pictures.append(Picture(png, _caption(frame), frame.is_shown_first))
    return pictures


def _caption(frame: Frame) -> str:
    step = [frame.step.title] if frame.step is not None else []
    left_out = [f"{frame.left_out} steps before it are not shown"] if frame.left_out else []
    return BETWEEN.join([*step, *left_out, moment_of(frame.snapshot)])


def _pdf(stage: Stage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    paper = Paper(buffer, stage.lecture.title, ON_PAPER.width_mm)
    for number in range(len(stage.lecture.scene)):
        if number:
            paper.turn()
        _print_scene(paper, stage, number)
    paper.end()
    return bytes(buffer.data().data())


def _print_scene(paper: Paper, stage: Stage, number: int) -> None:
    """Print heading, text, pictures with their moments, and notes: a page, if there is no more to say."""
    scene = stage.lecture.scene[number]
    heading = f"<h2>{number + 1}. {html.escape(scene.title or stage.lecture.title)}</h2>"
    paper.print_words(heading + html_of_about(scene.text))
    plays = scene.until not in ("", KEY)
    for frame in frames_of(stage, number, most=ON_A_PAGE if plays else 1, most_steps=ON_A_PAGE):
        options = ExportOptions(preset=ON_PAPER, tight=False, shown=Shown(step=frame.step))
        figure = scene_figure(scene, frame.snapshot)
        page = page_of(figure, frame.snapshot, options)
        paper.print_picture(page, figure, frame.snapshot, options.shown or Shown())
        paper.print_words(f"<p><i>{html.escape(_caption(frame))}</i></p>")
    paper.print_words(_words_of(scene))


def _words_of(scene: Scene) -> str:
    asked = f"<p><b>{html.escape(prompt_of(scene.ask))}</b></p>" if scene.ask else ""
    notes = f"<h4>Notes</h4>{html_of_about(scene.notes)}" if scene.notes else ""
    return asked + notes
