"""What is drawn over a scene: the magnifier paints it larger, strokes are kept with it and in handouts."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from windows import Opener

from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.export.handout.scene_figure import scene_figure
from nnviz.export.shown import Shown
from nnviz.lecture.file import find_lecture, load_lecture
from nnviz.lecture.scene import LONGEST_STROKE, Highlight, PenStroke, Scene
from nnviz.paint.drawing.theme import Style
from nnviz.ui.presenting.overlay import Pointer
from nnviz.ui.presenting.stage import StageWindow
from nnviz.ui.presenting.strokes import Strokes
from nnviz.ui.window.main_window import MainWindow

LECTURE = """
[[scene]]
title = "One"
experiment = "by-hand-one-update"
panels = ["network", "curves"]
arrangement = "columns"
highlight = { numbers = true }

[[scene]]
title = "Two"
panels = ["network"]
"""
Key = Qt.Key


@pytest.fixture
def present(open_window: Opener, qtbot: QtBot) -> Callable[[Path], MainWindow]:
    """Return what opens the window with a lecture, and presents it."""

    def opener(path: Path) -> MainWindow:
        window = open_window()
        window.files.open(str(path))
        qtbot.waitUntil(lambda: window.presenting.show_ is not None, timeout=90_000)
        QTest.keyClick(window, Key.Key_F5)
        wait(window, qtbot)
        stage_of(window).resize(960, 540)
        return window

    return opener


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(LECTURE, encoding="utf-8")
    return path


def stage_of(window: MainWindow) -> StageWindow:
    assert window.presenting.stage is not None
    return window.presenting.stage


def wait(window: MainWindow, qtbot: QtBot) -> None:
    stage = stage_of(window)
    qtbot.waitUntil(
        lambda: not stage.waiting and not stage.is_covered and window.controller.up_to_date, timeout=90_000
    )
    qtbot.wait(60)


def press(window: MainWindow, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(stage_of(window), key)
    wait(window, qtbot)


def draw(stage: StageWindow, *points: QPoint) -> None:
    QTest.keyClick(stage, Key.Key_P)
    QTest.mousePress(stage.overlay, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(stage.overlay, point)
        stage.overlay.strokes.draw_to(stage.overlay._share(point.toPointF()))
    QTest.mouseRelease(stage.overlay, Qt.MouseButton.LeftButton, pos=points[-1])
    for _ in range(3):
        QTest.keyClick(stage, Key.Key_P)
    assert stage.overlay.tool is Pointer.HAND


def test_the_magnifier_paints_the_scene_larger_not_its_pixels(
    present: Callable[[Path], MainWindow], own: Path, qtbot: QtBot
) -> None:
    stage = stage_of(present(own))
    small, large = stage.picture().toImage(), stage.picture(2.0).toImage()
    assert large.size() == 2 * small.size()
    blown_up = small.scaled(large.size(), mode=Qt.TransformationMode.SmoothTransformation)
    assert edges(large) > 1.3 * edges(blown_up)  # sharper than pixels blown up
    middle = stage.panels[0].geometry().center()
    before = stage.grab().toImage()
    QTest.keyClick(stage, Key.Key_M)
    assert stage.overlay.tool is Pointer.MAGNIFIER
    stage.overlay._mouse = middle.toPointF()
    after = stage.grab().toImage()
    assert before != after
    inside = [QPoint(middle.x() + dx, middle.y() + dy) for dx in (-60, 10, 70) for dy in (-40, 5, 50)]
    for point in inside:  # what is at p is shown at mouse + 2 (p - mouse)
        source = 2 * middle + (point - middle)
        assert like(after.pixelColor(point), large.pixelColor(source)), point
    QTest.keyClick(stage, Key.Key_M)
    assert stage.overlay.tool is Pointer.HAND
    assert stage.grab().toImage() == before


def edges(image: QImage) -> float:
    """Return how steep the picture is from pixel to pixel, on average of the steepest."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    steps = []
    for y in range(0, grey.height(), 7):
        row = [grey.pixelColor(x, y).red() for x in range(grey.width())]
        steps += [abs(b - a) for a, b in pairwise(row)]
    steps.sort(reverse=True)
    return sum(steps[:400]) / 400


def like(one: QColor, other: QColor) -> bool:
    return abs(one.red() - other.red()) + abs(one.blue() - other.blue()) < 24


def test_strokes_are_kept_with_the_scene_and_its_panel(
    present: Callable[[Path], MainWindow], own: Path, qtbot: QtBot
) -> None:
    window = present(own)
    stage = stage_of(window)
    place = stage.panels[1].geometry()
    draw(stage, place.center(), place.center() + QPoint(30, 10), place.center() + QPoint(60, -10))
    assert len(stage.overlay.strokes.fresh) == 1
    press(window, qtbot, Key.Key_K)
    assert stage.overlay.strokes.fresh == []
    (stroke,) = stage.overlay.strokes.kept
    assert (stroke.panel, stroke.pen, len(stroke.places())) == ("curves", 1, 3)
    assert stroke.places()[0] == pytest.approx((0.5, 0.5), abs=0.01)
    press(window, qtbot, Key.Key_End)
    assert stage.overlay.strokes.kept == ()
    press(window, qtbot, Key.Key_Home)
    assert stage.overlay.strokes.kept == (stroke,)
    window.lecturing.write_now()
    assert load_lecture(own).scene[0].strokes == (stroke,)
    press(window, qtbot, Key.Key_C, Key.Key_K)
    window.lecturing.write_now()
    assert load_lecture(own).scene[0].strokes == ()


def test_strokes_over_a_lecture_that_ships_stay_until_it_is_closed_and_ask_nothing(
    present: Callable[[Path], MainWindow], qtbot: QtBot
) -> None:
    path = find_lecture("one-update-by-hand")
    before = path.read_bytes()
    window = present(path)
    stage = stage_of(window)
    draw(stage, stage.panels[0].geometry().center())
    press(window, qtbot, Key.Key_K)
    window.lecturing.write_now()
    assert path.read_bytes() == before
    assert window.presenting.lecture is not None
    assert len(window.presenting.lecture.scene[0].strokes) == 1


def test_what_stands_still_can_be_magnified_and_does_not_hold_the_strokes(
    present: Callable[[Path], MainWindow], own: Path, qtbot: QtBot
) -> None:
    stage = stage_of(present(own))
    without = stage.grab().toImage()
    draw(stage, QPoint(200, 300), QPoint(300, 330))
    QTest.keyClick(stage, Key.Key_F)
    assert stage.overlay.is_frozen
    QTest.keyClick(stage, Key.Key_C)
    assert stage.grab().toImage() == without
    QTest.keyClick(stage, Key.Key_M)
    assert stage.overlay._picture(2.0).size() == 2 * stage.size()


def test_a_stroke_is_short_in_the_file_however_long_it_was_drawn() -> None:
    strokes = Strokes()
    strokes.begin(2, QPointF(0.0, 0.0))
    for n in range(20_000):
        strokes.draw_to(QPointF(n % 100 / 100, n / 20_000))
    (kept,) = strokes.keep(QRectF(0, 0, 1280, 720), {})
    assert len(kept.points) <= LONGEST_STROKE
    assert (kept.pen, kept.panel) == (3, "")
    assert kept.places()[-1] == pytest.approx((0.99, 1.0), abs=0.01)


def painted(scene: Scene, session: Session) -> QImage:
    image = QImage(QSize(900, 450), QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    snapshot = session.snapshot()
    with QPainter(image) as painter:
        scene_figure(scene, snapshot).paint(painter, QRectF(10, 10, 880, 430), snapshot, Style(), Shown())
    return image


def test_a_handout_shows_strokes_on_their_panel_a_region_and_numbers() -> None:
    session = Session(load_spec(find("lab-d-square")))
    session.advance(40)
    panels = {"panels": ("network", "curves"), "arrangement": "columns"}
    plain = painted(Scene(**panels), session)
    stroke = PenStroke(points="0.1,0.1 0.9,0.9", panel="curves")
    drawn = painted(Scene(**panels, strokes=(stroke,)), session)
    changed = [
        (x, y)
        for x in range(0, 900, 3)
        for y in range(0, 450, 3)
        if plain.pixelColor(x, y) != drawn.pixelColor(x, y)
    ]
    assert len(changed) > 50
    assert min(x for x, _ in changed) > 450  # on the right panel only
    elsewhere = PenStroke(points="0.1,0.1 0.9,0.9")
    assert painted(Scene(**panels, strokes=(elsewhere,)), session) == plain
    lit = Highlight(plot="curves", x=(1.0, 2.0))
    assert painted(Scene(**panels, highlight=lit), session) != plain
    assert painted(Scene(**panels, highlight=Highlight(numbers=True)), session) != plain
