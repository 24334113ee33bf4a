"""What each layer sees, in the real window: linear pictures at once, t-SNE when asked."""

import numpy as np
from plot_mouse import SHIFT, Mouse
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.snapshot.embedding import EmbeddingMethod
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.export.figures.catalogue import FIGURES
from nnviz.paint.images.embedding import EVERYTHING, handle_near, sample_near
from nnviz.ui.images.embedding_panel import EmbeddingPanel
from nnviz.ui.images.embedding_view import CLOSEST
from nnviz.ui.navigation import loading
from nnviz.ui.window.main_window import MainWindow

DIGITS = spec_from_dict(
    {
        "data": {"name": "digits"},
        "network": {"layers": [64, 12, 10], "activation": ["tanh", "softmax"]},
        "training": {"loss": "cross_entropy", "learning_rate": 0.1, "batch_size": 32},
    }
)


def opened(open_window: Opener, qtbot: QtBot) -> tuple[MainWindow, EmbeddingPanel]:
    window = open_window(DIGITS)
    panel = window.panels.embedding
    panel.count.setCurrentIndex(panel.count.findData(100))
    panel._choose()
    window.docks.open("embedding")
    qtbot.waitUntil(lambda: panel.view.embedding is not None, timeout=20_000)
    settled(window, qtbot)
    qtbot.waitUntil(lambda: not panel.tasks.is_busy, timeout=20_000)  # a picture may be under way again
    return window, panel


def choose(panel: EmbeddingPanel, method: EmbeddingMethod) -> None:
    panel.method.setCurrentIndex(panel.method.findData(method))
    panel._choose()


def test_linear_pictures_follow_by_themselves(open_window: Opener, qtbot: QtBot) -> None:
    window, panel = opened(open_window, qtbot)
    first = panel.view.embedding
    assert [layer.how[:3] for layer in first.layers] == ["PCA"] * 3
    assert len(first.samples) == 100
    window.run.step()
    qtbot.waitUntil(lambda: panel.view.embedding.update > first.update, timeout=10_000)
    assert panel.view.embedding.samples == first.samples


def test_what_is_said_of_the_first_picture_ends_with_a_pause(open_window: Opener, qtbot: QtBot) -> None:
    _, panel = opened(open_window, qtbot)
    choose(panel, EmbeddingMethod.TSNE)
    panel.start.click()
    panel.tasks.progressed.emit(0.5)
    assert panel.working.text().endswith("50 %")
    panel.start.click()
    assert not panel.working.isVisible()
    panel.start.click()
    assert panel.working.isVisible()
    choose(panel, EmbeddingMethod.PCA)
    assert not panel.working.isVisible()


def test_tsne_starts_when_asked_pauses_and_refuses_what_cannot_be(open_window: Opener, qtbot: QtBot) -> None:
    window, panel = opened(open_window, qtbot)
    choose(panel, EmbeddingMethod.TSNE)
    assert not panel.is_going
    assert not panel.tasks.is_busy
    panel.perplexity.setText("100")
    panel._choose()
    assert "smaller than 100" in panel.message.text()
    panel.perplexity.setText("many")
    panel._choose()
    assert panel.message.isVisible()
    panel.perplexity.setText("20")
    panel._choose()
    assert not panel.message.isVisible()
    assert not panel.working.isVisible()
    panel.start.click()
    assert panel.working.isVisible()
    assert panel.working.text() == "Computing the first t-SNE picture … 0 %"
    qtbot.waitUntil(lambda: panel.view.embedding.layers[1].how == "t-SNE, perplexity 20", timeout=30_000)
    assert not panel.working.isVisible()
    panel.perplexity.setText("30")
    panel._choose()
    qtbot.waitUntil(lambda: panel.view.embedding.layers[1].how == "t-SNE, perplexity 30", timeout=30_000)
    panel.start.click()
    assert not panel.is_going
    qtbot.waitUntil(lambda: not panel.tasks.is_busy)
    assert panel.start.text() == "Start"
    assert window.shown_in_views().embedding is panel.view.embedding


def test_a_sample_is_found_in_every_layer_and_a_click_explains_it(open_window: Opener, qtbot: QtBot) -> None:
    window, panel = opened(open_window, qtbot)
    view = panel.view
    plots = view.plots_now()
    x, y = plots[1].place(plots[1].shown.positions[17]).tolist()
    found = sample_near(plots, QPointF(x, y), view._style)
    assert np.hypot(*(plots[1].place(plots[1].shown.positions[found]) - [x, y])) < 1.0
    view.hover(QPointF(x, y))
    assert view._lit == found
    window.grab()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())
    assert window.step_mode.is_on
    part, index = view.embedding.samples[sample_near(plots, QPointF(round(x), round(y)), view._style)]
    example = window.step_mode.panel.example
    assert (example.part, example.index) == (part, index)


def test_a_handle_turns_the_tour_of_its_layer_alone(open_window: Opener, qtbot: QtBot) -> None:
    _, panel = opened(open_window, qtbot)
    choose(panel, EmbeddingMethod.TOUR)
    qtbot.waitUntil(lambda: len(panel.view.embedding.layers[2].axes) == 10, timeout=10_000)
    before = panel.view.embedding
    plot = panel.view.plots_now()[2]
    x, y = plot.place(before.layers[2].axes[3]).tolist()
    assert handle_near(panel.view.plots_now(), QPointF(x, y), panel.view._style) == (plot.shown.layer, 3)
    centre = plot.square.center()
    panel.view.drag(
        plot.shown.layer, 3, QPointF(centre.x() + (y - centre.y()), centre.y() - (x - centre.x()))
    )
    qtbot.waitUntil(lambda: panel.view.embedding is not before, timeout=10_000)
    qtbot.waitUntil(lambda: not np.allclose(panel.view.embedding.layers[2].axes, before.layers[2].axes))
    assert np.allclose(panel.view.embedding.layers[1].axes, before.layers[1].axes)
    panel.spread_axes()
    qtbot.waitUntil(lambda: np.allclose(panel.view.embedding.layers[2].axes, before.layers[2].axes))


def test_nothing_is_computed_where_nobody_sees_it(open_window: Opener, qtbot: QtBot) -> None:
    window, panel = opened(open_window, qtbot)
    window.docks.toggle("embedding")
    shown = panel.view.embedding
    window.run.step()
    settled(window, qtbot)
    assert panel.view.embedding is shown
    assert FIGURES["embedding"].missing(window.feed.latest) == ""


def test_a_part_of_a_layer_stays_in_sight_while_its_points_move(open_window: Opener, qtbot: QtBot) -> None:
    window, panel = opened(open_window, qtbot)
    view = panel.view
    loading.load_now()
    whole = view.plots()
    mouse = Mouse(view)
    mouse.wheel(whole[1].plot.center(), 60.0)
    zoomed = view.plots()
    assert zoomed[1].x.high - zoomed[1].x.low < 0.9 * (whole[1].x.high - whole[1].x.low)
    assert (zoomed[0].x, zoomed[2].y) == (whole[0].x, whole[2].y)
    before = view.embedding
    window.run.step()
    qtbot.waitUntil(lambda: view.embedding is not before, timeout=10_000)
    assert (view.plots()[1].x, view.plots()[1].y) == (zoomed[1].x, zoomed[1].y)
    assert window.shown_in_views().layers == view.options
    mouse.double_click(whole[1].plot.center())
    assert view.options == EVERYTHING
    mouse.wheel(whole[0].plot.center(), 60.0)
    choose(panel, EmbeddingMethod.TOUR)
    assert view.options == EVERYTHING  # its axes are others


def test_distances_stay_true_whatever_part_is_chosen(open_window: Opener, qtbot: QtBot) -> None:
    _, panel = opened(open_window, qtbot)
    view = panel.view
    loading.load_now()
    square = view.plots()[0].plot
    Mouse(view).drag(square.center(), square.center() + QPointF(40.0, 10.0), modifiers=SHIFT)
    axes = view.plots()[0]
    assert np.isclose(axes.x.high - axes.x.low, axes.y.high - axes.y.low)
    everything = view.plots_now(EVERYTHING)[0].axes.x
    assert axes.x.high - axes.x.low < 0.5 * (everything.high - everything.low)
    view.show_ranges(0, (1e-12, 2e-12), None)
    assert view.plots()[0].x.high - view.plots()[0].x.low > 0.9 * CLOSEST * (everything.high - everything.low)


def test_the_mouse_turns_a_tour_by_its_handles_and_moves_it_elsewhere(
    open_window: Opener, qtbot: QtBot
) -> None:
    _, panel = opened(open_window, qtbot)
    choose(panel, EmbeddingMethod.TOUR)
    view = panel.view
    qtbot.waitUntil(lambda: len(view.embedding.layers[2].axes) == 10, timeout=10_000)
    loading.load_now()
    mouse, plot = Mouse(view), view.plots_now()[2]
    handle = QPointF(*plot.place(plot.shown.axes[3]).tolist())
    turned = []
    view.axis_dragged.connect(lambda *told: turned.append(told))
    mouse.drag(handle, plot.square.center() + QPointF(10.0, 20.0))
    assert {told[:2] for told in turned} == {(plot.shown.layer, 3)}
    assert view.options == EVERYTHING
    corner = plot.square.topLeft() + QPointF(3.0, 3.0)
    mouse.drag(corner, corner + QPointF(30.0, 20.0))
    assert view.options.window(plot.shown.layer) is not None


def test_a_pinned_sample_is_followed(open_window: Opener, qtbot: QtBot) -> None:
    window, panel = opened(open_window, qtbot)
    view = panel.view
    plot = view.plots_now()[1]
    x, y = plot.place(plot.shown.positions[17]).tolist()
    alone = view.grab().toImage()
    view.pin_at(QPointF(x, y))
    assert view.grab().toImage() != alone
    part, row = view.embedding.samples[17]
    assert view.value_at(QPointF(x, y)).splitlines()[1].split("\t")[:2] == [part, str(row + 1)]
    before = view.embedding
    window.run.step()
    qtbot.waitUntil(lambda: view.embedding is not before, timeout=10_000)
    with_pin = view.grab().toImage()
    view.pin_at(None)
    assert view.grab().toImage() != with_pin
