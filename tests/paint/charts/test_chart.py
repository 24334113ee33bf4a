import math

import msgspec
import numpy as np
import pytest
from pictures import RECT, curves, render, snapshot
from PySide6.QtCore import QPointF, QRectF

from nnviz.experiment.results.several import OneRun, Several
from nnviz.experiment.snapshot.curves import Metrics, Scores
from nnviz.experiment.snapshot.scores import MeasuredAt
from nnviz.paint.charts.chart import Chart, layout_chart, legend_entries, paint_chart
from nnviz.paint.charts.curves import arrange, charts_of, paint_curves
from nnviz.paint.charts.curves_cursor import paint_curves_cursor
from nnviz.paint.charts.options import CurvesOptions
from nnviz.paint.charts.series import Series
from nnviz.paint.charts.thinning import COLUMNS, thin
from nnviz.paint.drawing.axis import Axis, axis_range
from nnviz.paint.drawing.theme import DARK, LIGHT, PROJECTOR, Style

pytestmark = pytest.mark.usefixtures("qapp")


def near(pixels, colour, tolerance=40):
    """Return where the pixels are about as `colour`."""
    wanted = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    return np.abs(pixels.astype(int) - wanted).max(axis=-1) < tolerance


def chart(y, **axis):
    return Chart(
        (Series("train", np.arange(float(len(y))), np.asarray(y, float), "#FF0000"),),
        Axis("x"),
        Axis("y", **axis),
    )


def test_a_line_is_where_its_numbers_say():
    picture = chart(np.full(50, 0.5), low=0.0, high=1.0)
    rows, _ = np.nonzero(near(render(lambda p, r, s: paint_chart(p, r, picture, s)), "#FF0000")[40:])
    axes = layout_chart(RECT, picture, Style()).axes
    assert abs(np.median(rows) + 40 - float(axes.y.place(0.5))) <= 1.5


def test_an_axis_without_a_name_leaves_its_line_to_the_plot():
    named = chart([1.0, 2.0, 3.0])
    nameless = msgspec.structs.replace(named, x=Axis(""))
    before, after = (layout_chart(RECT, each, Style()).axes.plot for each in (named, nameless))
    assert before.height() + 10 < after.height()
    assert (after.top(), after.bottom() < RECT.bottom() - 10) == (before.top(), True)  # numbers have room


def test_where_a_column_of_pixels_holds_many_values_their_range_is_shown():
    """The line goes through the last of each; what it leaves out is a pale band around it."""
    values = np.where(np.arange(100_000) % 2, 0.2, 0.8)
    picture = chart(values, low=0.0, high=1.0)
    axes = layout_chart(RECT, picture, Style()).axes
    pixels = render(lambda p, r, s: paint_chart(p, r, picture, s))
    column = pixels[:, round(axes.plot.center().x())].astype(int)
    between, outside = (round(float(axes.y.place(level))) for level in (0.65, 0.95))
    paper = pixels[1, 1].astype(int)
    assert np.abs(column[between] - paper).max() > 30
    assert np.abs(column[outside] - paper).max() < 15


@pytest.mark.parametrize(
    "values",
    [
        [],
        [0.3],
        [np.nan],
        [np.inf, 1.0],
        [1.0, np.nan, 2.0],
        [0.0, 0.0],
        [5.0] * 9,
        [1e-12, 1e300],
        [1e-308, 1e308],
        [-1e300, 1e300],
        [-1.0, -1.0],
    ],
)
@pytest.mark.parametrize("log", [False, True])
def test_any_numbers_can_be_painted(values, log):
    with np.errstate(all="raise"):
        render(lambda p, r, s: paint_chart(p, r, chart(values, log=log), s))


@pytest.mark.parametrize("size", [(1, 1), (20, 20), (120, 90), (3000, 100)])
def test_any_size_can_be_painted(size):
    render(lambda p, r, s: paint_chart(p, r, chart([1.0, 2.0]), s), width=size[0], height=size[1])


def test_losses_start_at_zero_and_grow_in_round_steps():
    assert axis_range(Axis(low=0.0), [np.array([0.1, 0.13])]) == pytest.approx((0.0, 0.15))
    assert axis_range(Axis(log=True), [np.array([3e-4, 0.2, 0.0])]) == (1e-4, 1.0)
    assert axis_range(Axis(), [np.array([])])[0] == 0.0


def test_scales_invert():
    for log in (False, True):
        axes = layout_chart(RECT, chart([0.01, 10.0], log=log), Style()).axes
        for value in (0.02, 0.5, 7.0):
            assert axes.y.value(float(axes.y.place(value))) == pytest.approx(value)


def test_a_long_curve_is_thinned_to_mean_and_band():
    x = np.linspace(0.0, 600.0, 100_000)
    y = np.random.default_rng(0).normal(size=len(x))
    short = thin(x, y, 2000.0)
    assert len(short.x) <= COLUMNS + 1
    assert short.has_band
    assert short.low.min() == y.min()
    assert short.high.max() == y.max()
    assert np.abs(short.y).max() < 0.5


def test_a_short_curve_keeps_its_points_and_gaps():
    y = np.array([1.0, np.nan, 3.0])
    short = thin(np.arange(3.0), y, 300.0)
    assert short.y is y
    assert not short.has_band


def test_a_long_curve_keeps_its_gap():
    x = np.linspace(0.0, 600.0, 50_000)
    y = np.sin(x)
    y[10_000:40_000] = np.nan
    short = thin(x, y, 2000.0)
    assert len(short.x) <= COLUMNS + 1
    unknown = np.isnan(short.y)
    assert abs(unknown.mean() - 0.6) < 0.01
    assert np.diff(unknown).sum() == 2  # one gap
    for line in (short.x, short.low, short.high):
        assert (np.isnan(line) == unknown).all()


def test_the_legend_is_above_the_plot():
    picture = chart([1.0, 2.0])
    layout = layout_chart(RECT, picture, Style())
    pixels = near(render(lambda p, r, s: paint_chart(p, r, picture, s)), "#FF0000")
    assert pixels[: int(layout.axes.plot.top()) - 4].any()
    assert layout.header.bottom() <= layout.axes.plot.top() + 0.5


def test_many_names_wrap_into_rows_that_take_height():
    names = [f"a rather long name {k}" for k in range(6)]
    many = Chart(tuple(Series(n, np.arange(2.0), np.ones(2), "#FF0000") for n in names), Axis("x"), Axis("y"))
    one = Chart(many.series[:1], many.x, many.y)
    assert (
        layout_chart(RECT, many, Style()).axes.plot.top()
        > layout_chart(RECT, one, Style()).axes.plot.top() + 20
    )


def test_accuracy_is_left_out_for_regression_and_in_per_cent_for_classes():
    plain = snapshot()
    assert [c.y.label for c in charts_of(plain, LIGHT, CurvesOptions())] == ["loss"]
    history = plain.curves
    history.accuracy["train"] = np.array([0.55, 0.7, 0.99])
    loss, accuracy = charts_of(plain, LIGHT, CurvesOptions())
    assert accuracy.y.percent
    assert (accuracy.y.low, accuracy.y.high) == (0.5, 1.0)
    upper, lower = arrange(RECT, (loss, accuracy), Style())
    assert upper.axes.plot.left() == lower.axes.plot.left()
    assert not upper.chart.x.labelled
    assert not lower.chart.legend


def test_before_the_first_update_the_picture_says_what_to_do():
    new = snapshot(update=0, history=curves([0.0], train=[0.4]))
    (empty,) = charts_of(new, LIGHT, CurvesOptions())
    assert empty.is_empty
    assert "Play" in empty.message
    pixels = render(lambda p, r, s: paint_curves(p, r, new, s))
    assert near(pixels, LIGHT.quiet, 60).sum() > 100


def test_while_the_first_epoch_is_trained_nobody_is_told_to_press_play():
    new = msgspec.structs.replace(snapshot(update=0, history=curves([0.0], train=[0.4])), running=True)
    (chart,) = charts_of(new, LIGHT, CurvesOptions())
    assert chart.message == "The curves begin with the first epoch"


def test_zooming_fits_the_loss_to_what_is_visible():
    history = curves(np.arange(101.0), train=np.concatenate([np.full(50, 8.0), np.full(51, 0.02)]))
    (loss,) = charts_of(snapshot(history=history), LIGHT, CurvesOptions(epochs=(60.0, 100.0)))
    axes = layout_chart(RECT, loss, Style()).axes
    assert (axes.x.low, axes.x.high) == (60.0, 100.0)
    assert axes.y.high == 0.02


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_the_curve_is_in_the_colour_of_the_theme(theme):
    pixels = render(lambda p, r, s: paint_curves(p, r, snapshot(), s), Style(theme))
    assert near(pixels, theme.train, 30).sum() > 200


def test_a_cursor_where_no_epoch_can_be_shown_paints_nothing():
    """In the first epoch a logarithmic axis has nothing to show but the zoomed range."""
    first = snapshot(history=curves([0.0], train=[0.4]), update=3)
    options = CurvesOptions(log_epochs=True, epochs=(0.1, 10.0))
    at = QPointF(200, 150)
    without = render(lambda p, r, s: paint_curves(p, r, first, s, options=options))
    with_cursor = render(
        lambda p, r, s: (
            paint_curves(p, r, first, s, options=options),
            paint_curves_cursor(p, r, first, s, options=options, cursor=at),
        )
    )
    assert (without == with_cursor).all()


def test_the_readout_appears_over_the_plot_only():
    def paint(x):
        return render(
            lambda p, r, s: (
                paint_curves(p, r, snapshot(), s),
                paint_curves_cursor(p, r, snapshot(), s, options=CurvesOptions(), cursor=QPointF(x, 150)),
            )
        )

    assert (paint(-50) == render(lambda p, r, s: paint_curves(p, r, snapshot(), s))).all()
    assert (paint(200) != paint(-50)).sum() > 1000


def test_values_of_the_moment_stand_beside_the_names_where_there_is_room():
    epochs = np.arange(5.0)
    history = curves(epochs, train=np.array([0.5, 0.4, 0.3, 0.2, 0.125]))
    shown = snapshot(history=history, update=4)
    (chart, *_) = charts_of(shown, LIGHT, CurvesOptions(values=True))
    assert [series.value for series in chart.series] == ["0.1250"]
    assert [entry.name for entry in legend_entries(chart, 400.0, Style())] == ["train \N{FIGURE SPACE}0.1250"]
    assert [entry.name for entry in legend_entries(chart, 60.0, Style())] == ["train"]
    (plain, *_) = charts_of(shown, LIGHT, CurvesOptions())
    assert [series.value for series in plain.series] == [""]


def test_a_curve_that_is_unknown_at_this_moment_has_no_value():
    without_test_set = np.array([0.5, 0.4, 0.3, math.nan, math.nan])
    history = curves(np.arange(5.0), train=np.linspace(0.5, 0.1, 5), test=without_test_set)
    charts = charts_of(snapshot(history=history, update=4), LIGHT, CurvesOptions(values=True))
    assert charts
    for chart in charts:
        assert [bool(series.value) for series in chart.series] == [True, False]


def test_runs_over_seeds_are_a_band_around_their_median_beside_the_present_one():
    losses = [np.full(4, value) for value in (0.1, 0.2, 0.3, 0.4, 0.9)]
    runs = tuple(
        OneRun(f"seed {seed}", 1, curves(np.arange(4.0), train=loss), 3, group="sgd")
        for seed, loss in enumerate(losses)
    )
    seen = snapshot(history=curves(np.arange(4.0), train=[0.05] * 4)).with_looks(Several("now", 0, runs))
    (loss,) = charts_of(seen, LIGHT, CurvesOptions())
    (band,) = loss.ghosts
    assert (band.name, loss.series[0].name) == ("sgd", "now")
    assert (band.low[0], band.y[0], band.high[0]) == (0.2, 0.3, 0.4)
    assert loss.y_range[1] >= 0.4
    pixels = render(lambda p, r, s: paint_chart(p, r, loss, s), Style(LIGHT))
    axes = layout_chart(RECT, loss, Style()).axes
    column = pixels[:, round(axes.plot.center().x())].astype(int)
    paper = np.array([255, 255, 255])
    rows = {value: round(float(axes.y.place(value))) for value in (0.23, 0.27, 0.33, 0.37)}
    assert all(np.abs(column[row] - paper).max() > 20 for row in rows.values())
    (alone,) = charts_of(seen, LIGHT, CurvesOptions(branches=False))
    assert not alone.ghosts


def test_many_runs_that_stand_for_themselves_are_thin_lines_without_names():
    runs = tuple(OneRun(f"cell {k}", k + 1, curves([0.0, 1.0], train=[k, k]), 1) for k in range(300))
    (loss,) = charts_of(snapshot().with_looks(Several("now", 0, runs)), LIGHT, CurvesOptions())
    assert len(loss.ghosts) == 300
    assert {ghost.name for ghost in loss.ghosts} == {""}
    assert {ghost.colour for ghost in loss.ghosts} == {LIGHT.branch_colour(k + 1) for k in range(300)}
    assert render(lambda p, r, s: paint_chart(p, r, loss, s)).std() > 0


def test_values_are_of_the_moment_shown_and_not_of_the_last_whole_epoch():
    scores = Metrics(Scores(0.15, 0.75), None, None)
    history = curves([0.0, 1.0, 2.0], train=[0.4, 0.2, 0.1])
    between = snapshot(history=history, update=1).with_looks(scores, MeasuredAt(1, 1.5))
    (loss,) = charts_of(between, LIGHT, CurvesOptions(values=True))
    assert [series.value for series in loss.series] == ["0.1500"]
    assert loss.series[0].mark == (1.5, 0.15)
    assert loss.series[0].x.tolist() == [0.0, 1.0, 2.0]
    ahead = snapshot(history=history, update=300).with_looks(scores)
    (loss,) = charts_of(ahead, LIGHT, CurvesOptions(values=True))
    assert loss.series[0].x.tolist() == [0.0, 1.0, 2.0, 300.0]
    assert loss.x.label == "epoch"


def test_a_value_that_is_of_an_earlier_moment_says_of_which():
    scores = Metrics(Scores(0.15, 0.75), None, None)
    shown = snapshot(update=3).with_looks(scores, MeasuredAt(2, 2.25))
    (loss,) = charts_of(shown, LIGHT, CurvesOptions(values=True))
    assert loss.x.label == "epoch (values: epoch 2.25)"


@pytest.mark.parametrize(
    ("epochs", "words"), [((0.0, 1.0), " (values: epoch 1.5)"), ((1.0, 2.0), ""), (None, "")]
)
def test_a_value_beyond_the_epochs_shown_says_of_which_it_is(epochs, words):
    history = curves([0.0, 1.0, 2.0], train=[0.4, 0.2, 0.1])
    scores = Metrics(Scores(0.15, 0.75), None, None)
    shown = snapshot(history=history, update=1).with_looks(scores, MeasuredAt(1, 1.5))
    (loss,) = charts_of(shown, LIGHT, CurvesOptions(values=True, epochs=epochs))
    assert loss.x.label == "epoch" + words


def test_the_moment_shown_is_marked_on_a_curve_that_goes_on():
    scores = Metrics(Scores(0.3, 0.5), None, None)
    shown = snapshot(update=1).with_looks(scores, MeasuredAt(1, 0.5))
    (loss,) = charts_of(shown, LIGHT, CurvesOptions())
    bare = msgspec.structs.replace(loss, series=(msgspec.structs.replace(loss.series[0], mark=None),))
    rect = QRectF(0.0, 0.0, 300.0, 200.0)
    axes = layout_chart(rect, loss, Style()).axes
    marked, unmarked = (
        render(lambda p, _rect, s, each=each: paint_chart(p, rect, each, s)) for each in (loss, bare)
    )
    rows, columns = np.nonzero((marked != unmarked).any(axis=2))
    assert len(rows) > 4
    assert abs(columns.mean() - float(axes.x.place(0.5))) < 1.5
    assert abs(rows.mean() - float(axes.y.place(0.3))) < 1.5
