"""A step fills its room; what does not fit is on another page, and each step is read from its first page."""

from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.explain.formulas.step import Key, Phase, Step, Term
from nnviz.paint.drawing.fonts import FAMILY
from nnviz.paint.drawing.theme import LIGHT, Style
from nnviz.ui.explanation.step_canvas import StepCanvas
from nnviz.ui.explanation.step_pages import StepPages

MANY = tuple((Term(f"x = {row}"),) for row in range(40))
FEW = Step(Key(Phase.LOSS), "The loss", (), MANY[:24], (), "Why.")
LONG = Step(Key(Phase.CHANGE), "The new weights", (), MANY, (), "Why.")
WIDE = replace(LONG, numbers=(tuple(Term(f"x = {number}") for number in range(60)),))


@pytest.fixture
def pages(qtbot: QtBot) -> StepPages:
    pages = StepPages(StepCanvas())
    qtbot.addWidget(pages)
    pages.resize(600, 200)
    pages.show()
    return pages


def set_step(pages: StepPages, qtbot: QtBot, step: Step) -> None:
    pages.canvas.show_step(step)
    wanted = sum(len(line) for line in step.numbers)
    qtbot.waitUntil(
        lambda: pages.canvas.layout_ is not None and len(pages.canvas.layout_.terms) >= wanted, timeout=10_000
    )


def test_another_step_begins_at_its_first_page(pages: StepPages, qtbot: QtBot) -> None:
    set_step(pages, qtbot, LONG)
    assert pages.pages > 2
    assert not pages.turn(-1)
    assert pages.turn(+1)
    pages.canvas.show_step(replace(LONG, numbers=tuple(reversed(MANY))))  # the next sample, or more digits
    assert pages.page == 1
    pages.canvas.show_step(replace(LONG, key=Key(Phase.LOSS_AFTER)))
    assert pages.page == 0
    assert pages.focusPolicy() is Qt.FocusPolicy.NoFocus  # keys lead the walk


def test_every_term_is_seen_whole_on_some_page(pages: StepPages, qtbot: QtBot) -> None:
    for step in (LONG, WIDE):
        set_step(pages, qtbot, step)
        layout = pages.canvas.layout_
        assert layout is not None
        unseen = {number: placed.box for number, placed in enumerate(layout.terms)}
        pages.canvas.another_shown.emit()
        while True:
            seen = pages._window.rect().toRectF().translated(-pages.canvas.pos().toPointF())
            unseen = {n: box for n, box in unseen.items() if not seen.adjusted(-1, -1, 1, 1).contains(box)}
            if not pages.turn(+1):
                break
        assert unseen == {}


def test_the_formula_of_a_short_step_fills_its_room(pages: StepPages, qtbot: QtBot) -> None:
    heights = []
    for height in (200, 300, 480):
        pages.resize(1200, height)
        set_step(pages, qtbot, FEW)
        assert pages.canvas.layout_ is not None
        heights.append(pages.canvas.layout_.terms[0].box.height())
        assert pages.pages == 1
    assert heights[0] < heights[1] <= heights[2]


def test_larger_contents_are_never_smaller_in_the_same_room(pages: StepPages, qtbot: QtBot) -> None:
    pages.resize(1280, 360)
    heights = []
    for size in (1.0, 1.5, 2.0, 3.0):
        pages.set_style(Style(LIGHT, text=13 * size, scale=size, family=FAMILY))
        set_step(pages, qtbot, replace(LONG, numbers=MANY[:5]))
        assert pages.canvas.layout_ is not None
        heights.append(pages.canvas.layout_.words[0].size)
    assert heights == sorted(heights)


def test_no_page_shows_a_part_of_a_formula_however_low_the_room_is(pages: StepPages, qtbot: QtBot) -> None:
    """As the room is at text size 3 in 1280 x 720."""
    pages.set_style(Style(LIGHT, text=39.0, scale=3.0, family=FAMILY))
    pages.resize(1280, 175)
    fraction = Term(r"\delta = \frac{\partial L}{\partial \hat{y}} \odot f'(z)")
    set_step(pages, qtbot, replace(LONG, numbers=((fraction,), (Term(r"\frac{1}{2}"),), MANY[0])))
    layout = pages.canvas.layout_
    assert layout is not None
    assert pages.pages > 1
    seen = []
    pages.canvas.another_shown.emit()
    while True:
        shown = pages._window.rect().toRectF().translated(-pages.canvas.pos().toPointF())
        seen += [placed for placed in layout.terms if shown.adjusted(-1, -1, 1, 1).contains(placed.box)]
        if not pages.turn(+1):
            break
    assert {id(placed) for placed in seen} == {id(placed) for placed in layout.terms}


def test_words_beside_stay_on_every_page_and_no_matrix_is_cut_for_them(
    pages: StepPages, qtbot: QtBot
) -> None:
    pages.resize(1280, 215)
    rows = r"\\".join([" & ".join(["0.1234"] * 9)] * 5)
    matrix = (Term(rf"\begin{{pmatrix}}{rows}\end{{pmatrix}}"),)
    words = "The same weight was used at every place of the map, so every output pixel pulls on it. " * 2
    set_step(pages, qtbot, replace(LONG, symbols=MANY[:2], numbers=(matrix,) * 6, why=words))
    layout = pages.canvas.layout_
    assert layout is not None
    assert layout.words_beside
    assert pages.pages > 1
    boxes = [placed.box for placed in layout.terms]
    for (top, bottom), _ in pages._pages:
        assert not any(box.top() < edge < box.bottom() for box in boxes for edge in (top, bottom))
    pictures = []
    pages.canvas.another_shown.emit()
    while True:
        across = round(max(each.box.right() for each in layout.words))
        pictures.append(pages.grab(pages.rect().adjusted(0, 0, across - pages.width(), -40)).toImage())
        if not pages.turn(+1):
            break
    assert all(picture == pictures[0] for picture in pictures)


def test_only_what_is_wider_than_the_room_is_cut_across_and_no_page_is_empty(
    pages: StepPages, qtbot: QtBot
) -> None:
    pages.set_style(Style(LIGHT, text=39.0, scale=3.0, family=FAMILY))
    pages.resize(1280, 330)
    wide = tuple(Term(f"x = {number}") for number in range(40))
    set_step(pages, qtbot, replace(LONG, symbols=MANY[:2], numbers=(wide, MANY[0], wide)))
    layout = pages.canvas.layout_
    assert layout is not None
    boxes = [each.box for each in (*layout.words, *layout.terms)]
    across = {span for _, span in pages._pages}
    assert len(across) > 2
    assert (0.0, 1280.0) in across
    for (top, bottom), (left, right) in pages._pages:
        page = QRectF(left, top, right - left, bottom - top)
        assert any(page.intersects(box) for box in boxes)
    for words in layout.words:
        (seen,) = {span for rows, span in pages._pages if rows[0] <= words.box.center().y() < rows[1]}
        assert seen == (0.0, 1280.0)


@pytest.mark.parametrize(("rows", "begins"), [(3, "x"), (6, "Why.")])
def test_the_first_page_has_more_than_the_title(
    pages: StepPages, qtbot: QtBot, rows: int, begins: str
) -> None:
    """A little smaller, the formula stands below it; else what it is about does, and the formula is next."""
    pages.set_style(Style(LIGHT, text=39.0, scale=3.0, family=FAMILY))
    pages.resize(1280, 292)
    column = r"\\".join(str(row) for row in range(rows))
    vector = Term(rf"x = \begin{{pmatrix}}{column}\end{{pmatrix}}")
    set_step(pages, qtbot, replace(LONG, title="One sample", numbers=((vector,),)))
    layout = pages.canvas.layout_
    assert layout is not None
    (top, bottom), _ = pages._pages[0]
    boxes = {each.text: each.box for each in layout.words} | {"x": layout.terms[0].box}
    seen = {name for name, box in boxes.items() if top <= box.top() and box.bottom() <= bottom}
    assert {"One sample", begins} <= seen
    assert pages.pages == (1 if begins == "x" else 2)
    assert (0.72 * 3.0 <= pages.canvas._shown_style.scale < 3.0) == (begins == "x")


def test_a_matrix_higher_than_a_page_keeps_its_size_and_its_rows_are_seen_whole(
    pages: StepPages, qtbot: QtBot
) -> None:
    pages.set_style(Style(LIGHT, text=39.0, scale=3.0, family=FAMILY))
    pages.resize(1280, 175)
    rows = r"\\".join(str(row) for row in range(12))
    matrix = Term(rf"\begin{{pmatrix}}{rows}\end{{pmatrix}}")
    set_step(pages, qtbot, replace(LONG, numbers=((matrix,), MANY[0])))
    assert pages.canvas._shown_style.scale >= 0.82 * 3.0
    page = max(bottom - top for (top, bottom), _ in pages._pages)
    of_matrix = [span for span, _ in pages._pages if span[1] - span[0] == pytest.approx(page)]
    assert len(of_matrix) > 3
    again = [above[1] - below[0] for above, below in pairwise(of_matrix)]
    assert again == pytest.approx([min(1.6 * 39.0, page / 2)] * len(again))


@pytest.mark.parametrize("step", [WIDE, LONG])
@pytest.mark.parametrize(("width", "height"), [(0, 0), (1, 200), (600, 1), (0, 200), (600, 0)])
def test_a_room_of_no_size_is_laid_out_too(
    pages: StepPages, qtbot: QtBot, step: Step, width: int, height: int
) -> None:
    set_step(pages, qtbot, step)
    pages.setMinimumSize(0, 0)
    pages.resize(width, height)
    assert 1 < pages.pages < 100_000


def test_a_step_is_copied_as_latex_and_as_a_picture(pages: StepPages, qtbot: QtBot) -> None:
    set_step(pages, qtbot, FEW)
    at = QPoint(300, 40)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, pages.canvas.mapToGlobal(at))
    QApplication.sendEvent(pages.canvas, event)
    menu, clipboard = QApplication.activePopupWidget(), QApplication.clipboard()
    assert menu is not None
    actions = {action.text(): action for action in menu.actions()}
    actions["Copy formulas"].trigger()
    assert clipboard.text().splitlines() == [f"x = {row}" for row in range(24)]
    actions["Copy picture"].trigger()
    assert b"<svg" in bytes(clipboard.mimeData().data("image/svg+xml").data())
    menu.close()
