"""All plots under the hand of a monkey, and what can be copied from each."""

import math
import os
import random

import numpy as np
import pytest
from many_runs import map_look, sweep_look
from msgspec.structs import replace
from plot_mouse import LEFT, PLAIN, SHIFT, Mouse
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from nnviz.experiment.embedding.embedder import Embedder, EmbeddingOrder
from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.embedding import EmbeddingMethod
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.section import CrossSection
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.maps.look import whole_of
from nnviz.paint.output.difference import Pair
from nnviz.ui.compare.pictures import Pictures
from nnviz.ui.images.embedding_view import EmbeddingView
from nnviz.ui.navigation import loading
from nnviz.ui.navigation.plots import WIDEST, moved, zoomed
from nnviz.ui.sweep.kinds import KINDS as SWEEP_KINDS
from nnviz.ui.sweep.map_view import MapView
from nnviz.ui.sweep.picture import SweepPicture
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.views.curves_view import CurvesView
from nnviz.ui.views.health_pictures import HealthCurves, Histograms
from nnviz.ui.views.scatter_view import ScatterView, inputs_named
from nnviz.ui.views.surface_panel import SurfacePanel

STEPS = int(os.environ.get("NNVIZ_MONKEY_STEPS", "60"))
SEED = int(os.environ.get("NNVIZ_MONKEY_SEED", "7"))
KINDS = (
    "plane",
    "line",
    "section",
    "numbers",
    "predictions",
    "curves",
    "health",
    "histograms",
    "surface",
    "scatter",
    "layers",
    "compared",
    "difference",
    "sweep curves",
    "sweep settings",
    "map",
)
BARE = ("sweep parallel", "sweep multiples")
"""Pictures without axes, which are pointed at."""


_TRAINED = {}


def trained(data, layers):
    key = repr((data, layers))
    if key not in _TRAINED:
        _TRAINED[key] = Session(spec_from_dict({"data": data, "network": {"layers": layers}}))
        _TRAINED[key].advance(300)
    return _TRAINED[key]


def many_inputs():
    X = np.random.default_rng(1).normal(size=(30, 4))
    return {"name": "points", "x": X.tolist(), "y": [int(x > 0) for x in X[:, 0]]}


def many_numbers():
    X = np.random.default_rng(2).normal(size=(30, 4))
    return {"name": "points", "x": X.tolist(), "y": [[float(x)] for x in X[:, 0]]}


def made(kind):
    """Return a view and the session that it shows."""
    xor = {"name": "xor"}, [2, 3, 1]
    views = {
        "line": (BoundaryView, ({"name": "sine"}, [1, 3, 1])),
        "section": (BoundaryView, (many_inputs(), [4, 3, 1])),
        "numbers": (BoundaryView, ({"name": "plane"}, [2, 3, 1])),
        "predictions": (BoundaryView, (many_numbers(), [4, 3, 1])),
        "curves": (CurvesView, xor),
        "health": (HealthCurves, xor),
        "histograms": (Histograms, xor),
        "scatter": (ScatterView, (many_inputs(), [4, 3, 1])),
        "layers": (EmbeddingView, (many_inputs(), [4, 3, 3, 1])),
    }
    view, (data, layers) = views.get(kind, (BoundaryView, xor))
    view, run = view(), trained(data, layers)
    if kind == "section":
        view.show_snapshot(run.snapshot(*view.wishes()))
        view.show_section(CrossSection(0, 2))
    return view, run


def compared(qtbot):
    """Return the pictures of Compare, all of which have one window."""
    pictures, run = Pictures(), trained({"name": "xor"}, [2, 3, 1])
    qtbot.addWidget(pictures)
    pictures.resize(1300, 480)
    pictures.show_difference(True)
    left = run.snapshot(*pictures.wishes()[0])
    run.advance(30)
    pair = Pair(left, run.snapshot(*pictures.wishes()[1]))
    pictures.show_pair(pair)
    pictures.apart.show_pair(pair)
    pictures.show()
    return pictures


def of_many_runs(kind, qtbot):
    """Return a picture of a sweep, or the map of trainings, as their windows have them."""
    moment = trained({"name": "xor"}, [2, 3, 1]).snapshot()
    if kind == "map":
        view = MapView()
        look = map_look()
        view.whole = whole_of(look.standing)
        view.window_chosen.connect(lambda _part: view.show_map(look, moment))
        view.show_map(look, moment)
    else:
        (found,) = (each for each in SWEEP_KINDS if kind == f"sweep {each.name}")
        view, look = SweepPicture(found), sweep_look()
        view.zoomed.connect(lambda: view.show_look(replace(look, zooms=view.zooms_of(look))))
        view.show_look(replace(look, zooms=view.zooms_of(look)))
    qtbot.addWidget(view)
    view.resize(600, 480)
    view.show()
    return view


@pytest.fixture(params=KINDS)
def shown(request, qtbot):
    loading.load_now()
    kind = request.param
    if kind in ("compared", "difference"):
        pictures = compared(qtbot)
        yield kind, pictures.apart if kind == "difference" else pictures.boundaries[0]
        return
    if kind == "map" or kind.startswith("sweep"):
        yield kind, of_many_runs(kind, qtbot)
        return
    if kind == "surface":
        panel, run = SurfacePanel(), trained({"name": "xor"}, [2, 3, 1])
        qtbot.addWidget(panel)
        panel.resize(600, 520)
        panel.show()
        panel.show_snapshot(run.snapshot(*panel.wishes()))
        qtbot.waitUntil(lambda: panel.view.surface is not None, timeout=30_000)
        yield kind, panel.view
        panel.tasks.cancel()
        return
    view, run = made(kind)
    qtbot.addWidget(view)
    view.resize(600, 480)
    snapshot = run.snapshot(*(view.wishes() if hasattr(view, "wishes") else ()))
    if kind == "health":
        epochs, column = np.arange(11.0), np.linspace(0.5, 0.1, 11)[:, np.newaxis]
        curves = dict.fromkeys(("gradient_norm", "update_ratio", "saturated", "dead"), column)
        snapshot = snapshot.with_looks(HealthView(epochs, True, curves, now=None, callouts=()))
    if kind == "histograms":
        snapshot = run.snapshot(HealthWish(1))
    view.show_snapshot(snapshot)
    if kind == "layers":
        made_of = Embedder().embedding(snapshot, EmbeddingOrder(EmbeddingMethod.TOUR))
        view.show_embedding(made_of, snapshot.split)
    view.show()
    yield kind, view


@pytest.mark.parametrize("shown", [*KINDS, *BARE], indirect=True)
def test_a_monkey_breaks_nothing(shown, qtlog):
    kind, view = shown
    chance = random.Random(SEED)
    hands = [child for child in view.children() if type(child).__name__ == "Hand"]
    mouse = Mouse(view) if hands else None
    buttons = (LEFT, LEFT, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton)

    def anywhere():
        keys = [key.axes.plot.center() for key in view.level_keys()]
        spot = QPointF(chance.uniform(-10, 610), chance.uniform(-10, 490))
        return chance.choice([spot, spot, *keys]) + QPointF(0.0, chance.uniform(-60, 60))

    for step in range(STEPS):
        what = chance.randrange(9)
        if mouse is not None and what < 3:
            mouse.drag(anywhere(), anywhere(), chance.choice(buttons), chance.choice((PLAIN, SHIFT)))
        elif mouse is not None and what < 5:
            aside = chance.choice((0.0, chance.uniform(-400.0, 400.0)))
            mouse.wheel(anywhere(), chance.uniform(-300, 300), aside=aside)
        elif mouse is not None and what == 5:
            chance.choice((mouse.click, mouse.double_click))(anywhere())
        elif mouse is not None and what == 6:
            mouse.pinch(anywhere(), chance.uniform(-2.0, 2.0))
        elif what == 7:
            action = chance.choice(view.context_actions(anywhere()))
            if action.isEnabled() and not action.isSeparator() and not action.text().endswith("…"):
                action.trigger()
        else:
            view.hover(chance.choice((None, anywhere())))
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        if step % 10 == 0:
            view.grab()
    assert not [record for record in qtlog.records if "propagateSizeHints" not in record.message], kind


def test_every_plot_zooms_at_the_wheel_and_shows_all_again(shown):
    kind, view = shown
    before = view.plots()
    assert before, kind
    mouse, at = Mouse(view), before[0].plot.center()
    if view.wheel_scrolls:  # there a rectangle zooms
        mouse.drag(at, at + QPointF(0.2 * before[0].plot.width(), 10.0), modifiers=SHIFT)
    else:
        mouse.wheel(at, 60.0)
    after = view.plots()
    assert after[0].x.high - after[0].x.low < before[0].x.high - before[0].x.low
    mouse.double_click(at)
    assert [axes.x for axes in view.plots()] == [axes.x for axes in before]


def ranges(view):
    return [(axes.x.low, axes.x.high, axes.y.low, axes.y.high) for axes in view.plots()]


def test_every_plot_is_zoomed_moved_and_read_with_the_keyboard(shown, qtbot):
    kind, view = shown
    seen, shift = [ranges(view)], Qt.KeyboardModifier.ShiftModifier
    for key, with_ in ((Qt.Key.Key_Plus, PLAIN), (Qt.Key.Key_Right, shift), (Qt.Key.Key_Up, shift)):
        qtbot.keyClick(view, key, with_)
        assert ranges(view) not in seen, (kind, key)
        seen.append(ranges(view))
    view.follow()
    if kind != "surface":  # which is computed again first
        assert ranges(view) == seen[0]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view._cursor is not None, kind
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view._cursor is None


def test_every_plot_stays_in_sight_however_far_one_zooms_out_or_moves(shown):
    kind, view = shown
    whole = view.plots()
    for number, axes in enumerate(whole):
        for turn in range(60):
            now = view.plots()[number]
            ends = [zoomed(each, 0.1, each.start) for each in (now.x, now.y)]
            if turn % 2:
                ends = [moved(each, -0.5) for each in (now.x, now.y)]
            view.show_ranges(number, *ends)
        now = view.plots()[number]
        for before, after in ((axes.x, now.x), (axes.y, now.y)):
            wide = (after.high - after.low) / (before.high - before.low)
            assert after.log or wide < 1.01 * WIDEST, (kind, number, after)


@pytest.mark.parametrize("shown", ["health"], indirect=True)
def test_health_is_moved_no_further_than_to_where_training_began(shown):
    _, view = shown
    view.show_ranges(0, (2.0, 6.0), None)
    view.show_ranges(0, (-1.0, 3.0), None)
    assert (view.plots()[0].x.low, view.plots()[0].x.high) == (0.0, 4.0)


ODD = (
    (math.nan, 1.0),
    (0.0, math.inf),
    (-math.inf, math.inf),
    (1.0, 1.0),
    (2.0, -3.0),
    (1e300, -1e300),
    (0.0, 0.0),
)


def test_both_axes_of_every_plot_take_any_range(shown, qtlog):
    kind, view = shown
    for number, axes in enumerate(view.plots()):
        x, y = (tuple(sorted(map(each.value, inside(each)))) for each in (axes.x, axes.y))
        if not view.fixed(number)[0]:
            view.show_ranges(number, x, None)
            after = view.plots()[number].x
            assert (after.low, after.high) == pytest.approx(x), (kind, number)
        if kind != "layers":  # a square
            view.show_ranges(number, None, y)
            after = view.plots()[number].y
            assert (after.low, after.high) == pytest.approx(y), (kind, number)
        for ends in ODD:
            view.show_ranges(number, ends, ends)
            assert all(x0 < x1 and y0 < y1 for x0, x1, y0, y1 in ranges(view)), (kind, ends)
            assert np.isfinite(ranges(view)).all(), (kind, ends)
    view.grab()
    assert not [record for record in qtlog.records if "propagateSizeHints" not in record.message], kind


def inside(scale):
    return (0.7 * scale.start + 0.3 * scale.end, 0.4 * scale.start + 0.6 * scale.end)


def test_a_readout_is_pinned_and_a_value_copied_on_every_plot(shown):
    kind, view = shown
    axes = view.plots()[0]
    spots = [
        axes.plot.topLeft() + QPointF(axes.plot.width() * x, axes.plot.height() * y)
        for x in np.linspace(0.02, 0.98, 40)
        for y in np.linspace(0.02, 0.98, 40)
    ]
    at = next((spot for spot in spots if view.value_at(spot)), None)
    assert at is not None, kind
    plain, value = view.grab().toImage(), view.value_at(at)
    names = {action.text(): action for action in view.context_actions(at)}
    names["Pin the readout here"].trigger()
    view.hover(None)
    assert view.grab().toImage() != plain, kind
    names["Copy value"].trigger()
    assert QApplication.clipboard().text() == value
    {action.text(): action for action in view.context_actions(at)}["Let go of the readout"].trigger()
    assert view.grab().toImage() == plain


def test_data_and_picture_are_copied_from_every_plot(shown):
    kind, view = shown
    names = {action.text(): action for action in view.context_actions(QPointF(300.0, 200.0))}
    clipboard = QApplication.clipboard()
    names["Copy picture"].trigger()
    assert b"<svg" in clipboard.mimeData().data("image/svg+xml").data()
    assert clipboard.mimeData().imageData().size() == 2 * view.size()
    names["Copy data"].trigger()
    head, *rows = clipboard.text().splitlines()
    assert len(rows) >= 3, kind
    assert {len(row.split("\t")) for row in rows} == {len(head.split("\t"))}


def test_points_are_copied_as_they_are_shown_with_their_part_and_class(qtbot):
    data = {"name": "circles", "samples": 20, "test_fraction": 0.5}
    view, run = ScatterView(), trained(data, [2, 2, 1])
    qtbot.addWidget(view)
    view.show_snapshot(run.snapshot())
    head, *rows = (line.split("\t") for line in view.table().splitlines())
    assert head == ["x1", "x2", "part", "class"]
    assert sorted({(part, name) for *_, part, name in rows}) == [
        (part, name) for part in ("test", "train") for name in ("inner", "outer")
    ]
    train = run.snapshot().split.train
    assert [[float(x), float(y)] for x, y, part, _ in rows if part == "train"] == train.X.tolist()
    view._test.trigger()
    assert {line.split("\t")[2] for line in view.table().splitlines()[1:]} == {"train"}


def test_the_menu_opens_once_also_where_nothing_is_taken_hold_of(qtbot):
    view, run = made("scatter")
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show_snapshot(run.snapshot())
    view.show()
    where = QPoint(100, 100)
    QApplication.sendEvent(
        view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, view.mapToGlobal(where))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Copy picture" in [action.text() for action in menu.actions()]
    menu.close()


def test_inputs_are_chosen_by_name_or_number():
    names = ("petal length", "petal width", "7")
    assert inputs_named("petal width, 1, nothing, PETAL WIDTH", names) == (1, 0)
    assert inputs_named("7, 3", names) == (2,)
    assert inputs_named("", names) == ()
