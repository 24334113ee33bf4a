"""Pictures of a sweep: each row is where its numbers say, in every theme, and can be pointed at."""

import numpy as np
import pictures
import pytest
from pictures import render
from PySide6.QtCore import QRectF

from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.axes import parse_axis
from nnviz.experiment.sweeps.ends import Ends
from nnviz.experiment.sweeps.planning import plan_of
from nnviz.experiment.sweeps.standings import Standings
from nnviz.experiment.sweeps.sweep import Sweep
from nnviz.paint.drawing.theme import DARK, LIGHT, PROJECTOR, Style
from nnviz.paint.sweep.curves import curve_chart, curve_marks, paint_sweep_curves
from nnviz.paint.sweep.look import PictureMark, SweepLook, nearest, row_colours
from nnviz.paint.sweep.multiples import multiple_marks, paint_sweep_multiples, place_multiples
from nnviz.paint.sweep.parallel import paint_sweep_parallel, parallel_marks
from nnviz.paint.sweep.ruler import ruler_of
from nnviz.paint.sweep.settings import paint_sweep_settings, setting_marks

RECT = QRectF(0, 0, 600, 400)
AXES = ("training.learning_rate=0.01,0.1,3", "training.shuffle=true,false")


@pytest.fixture(scope="module")
def look(qapp):
    spec = experiment_at("xor-truth-table")
    groups = [[parse_axis(text, spec)] for text in AXES]
    sweep = Sweep(plan_of(spec, "xor", groups, 2, {"training.epochs": 30}))
    for _ in sweep.run(Crew(1)):
        pass
    standing = Standings(sweep, parse_criterion("0.9")).now()
    return SweepLook(standing, tuple(range(6)))


def chosen(look, **changes):
    return SweepLook(look.standing, **{"rows": look.rows, "chosen": None, "score": "train_loss"} | changes)


PAINTERS = (paint_sweep_curves, paint_sweep_settings, paint_sweep_parallel, paint_sweep_multiples)


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
@pytest.mark.parametrize("paint", PAINTERS)
def test_everything_is_painted_in_every_theme(look, theme, paint):
    style = Style(theme)
    plain = render(lambda painter, rect, style: paint(painter, rect, look, style), style)
    assert len(np.unique(plain.reshape(-1, 3), axis=0)) > 20
    lit = render(lambda painter, rect, style: paint(painter, rect, chosen(look, chosen=2), style), style)
    assert (lit != plain).any()


@pytest.mark.parametrize("paint", PAINTERS)
def test_without_rows_or_runs_nothing_fails(look, paint):
    spec = experiment_at("xor-truth-table")
    fresh = Sweep(plan_of(spec, "xor", [[parse_axis(AXES[0], spec)]]))
    standing = Standings(fresh, parse_criterion("0.9")).now()
    for empty in (chosen(look, rows=()), SweepLook(standing, (0, 1, 2)), SweepLook(standing, ())):
        render(lambda painter, rect, style, shown=empty: paint(painter, rect, shown, style), Style(LIGHT))


def test_a_point_stands_where_its_loss_is(look):
    marks = [mark for mark in setting_marks(RECT, look, Style(LIGHT)) if mark.x[0] < RECT.center().x()]
    assert len(marks) == 12
    losses = [look.standing.score(mark.cell, "train_loss") for mark in marks]
    heights = [float(mark.y[0]) for mark in marks]
    assert (np.diff(np.array(heights)[np.argsort(losses)]) <= 1e-9).all()  # higher up where it is larger


def test_lines_and_curves_can_be_pointed_at(look):
    style = Style(LIGHT)
    for marks in (curve_marks(RECT, look, style), parallel_marks(RECT, look, style)):
        assert {mark.row for mark in marks} == set(range(6))
        for mark in marks:
            x, y = float(mark.x[0]), float(mark.y[0])
            found = nearest(marks, x, y, 1.0)
            assert found is not None
        assert nearest(marks, -500.0, -500.0, 10.0) is None


def test_the_nearest_mark_counts_lines_between_their_points():
    line = PictureMark(0, None, np.array([0.0, 100.0, np.nan]), np.array([0.0, 100.0, 0.0]))
    assert nearest([line], 50.0, 54.0, 5.0) is line
    assert nearest([line], 50.0, 60.0, 5.0) is None


def test_only_rows_that_are_shown_have_curves(look):
    chart = curve_chart(chosen(look, rows=(1, 4), score="train_accuracy"), LIGHT)
    assert [series.name for series in chart.series] == ["0.01, false", "3, true"]
    assert (chart.y.low, chart.y.high) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("values", "value", "share"),
    [
        ((1, 3), 2, 0.5),
        ((0.01, 0.1, 1.0), 0.1, 0.5),
        (("sigmoid", "tanh"), "tanh", 0.75),
        ((True, False), False, 0.75),
        (((2, 2, 1), (2, 4, 1)), (2, 2, 1), 0.25),
        ((5,), 5, 1 / 6 + 1 / 6),
    ],
)
def test_values_have_their_place_on_a_ruler(values, value, share):
    assert ruler_of(values).share(value) == pytest.approx(share)


def test_what_has_no_place_has_none():
    ruler = ruler_of([0.1, 10.0])
    assert np.isnan(ruler.share(None))
    assert np.isnan(ruler.share("tanh"))
    assert np.isnan(ruler.share(-1.0))


def test_every_row_has_a_colour_of_its_own():
    for count in (1, 2, 6, 7, 40):
        assert len(set(row_colours(LIGHT, count))) == count


def test_small_multiples_stand_in_order_and_fill_their_room(look):
    places = place_multiples(RECT, look, Style(LIGHT))
    assert [row for row, _ in places] == list(look.rows)
    for number, (_, place) in enumerate(places):
        assert RECT.contains(place)
        assert not any(place.intersects(other) for _, other in places[:number])
    marks = multiple_marks(RECT, look, Style(LIGHT))
    centre = places[3][1].center()
    assert nearest(marks, centre.x(), centre.y(), 5.0).row == 3
    assert place_multiples(RECT, chosen(look, rows=()), Style(LIGHT)) == []


@pytest.mark.parametrize("name", ["xor-truth-table", "regression-sine", "digits-8x8"])
def test_an_end_is_painted_over_a_plane_a_line_or_as_a_table(look, name):
    def check():
        pass

    spec = with_values(experiment_at(name), {"training.epochs": 1})
    ends = {2: Ends(check).of(spec)}
    ended = SweepLook(look.standing, look.rows, None, "train_loss", ends)
    without = render(
        lambda painter, rect, style: paint_sweep_multiples(painter, rect, look, style), Style(LIGHT)
    )
    painted = render(
        lambda painter, rect, style: paint_sweep_multiples(painter, rect, ended, style), Style(LIGHT)
    )
    rows, columns = np.nonzero((painted != without).any(axis=2))
    (place,) = [place for row, place in place_multiples(pictures.RECT, ended, Style(LIGHT)) if row == 2]
    assert place.left() - 2 <= columns.min() <= columns.max() <= place.right() + 2
    assert place.top() - 2 <= rows.min() <= rows.max() <= place.bottom() + 2
    assert len(rows) > 500
