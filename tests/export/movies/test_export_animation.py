"""Animations: as many pictures as asked for, the right moments, the same bytes again, cancelled cleanly."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
import pytest
from exporting import a_drawing, difference, pixels_of, run_with, trained
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QRectF

from nnviz.experiment.commands import SetParameter
from nnviz.experiment.look.surface import (
    plane_of_all_moments,
    plane_of_path,
    plane_of_random_directions,
    plane_of_weights,
)
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.health_view import Health, HealthView
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.surface import WeightPlane
from nnviz.experiment.snapshot.terrain import Terrain
from nnviz.export.errors import ExportError
from nnviz.export.exporters import export
from nnviz.export.figures import board
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.formats import MOVIE_PIXELS, SCREEN_DPI, movie_dpi
from nnviz.export.movies.animation import _film_page, pictures, updates_shown
from nnviz.export.of_session import run_of
from nnviz.export.options import ExportOptions, Movie
from nnviz.export.page.application import ensure_application
from nnviz.export.page.page import page_of
from nnviz.export.presets import PRESETS
from nnviz.export.run import Run
from nnviz.export.shown import Shown
from nnviz.paint.charts.chart import Chart
from nnviz.paint.charts.counts import Counts
from nnviz.paint.charts.curves import charts_of
from nnviz.paint.charts.health import health_charts
from nnviz.paint.charts.histogram import histogram_axes
from nnviz.paint.charts.options import CurvesOptions, HealthOptions
from nnviz.paint.drawing.axis import Zoom
from nnviz.paint.drawing.theme import THEMES, Style
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.seen import SeenUnits, most_active, shown_units
from nnviz.parts import Weight
from nnviz.tasks.task import CancelledError, Task

pytestmark = pytest.mark.usefixtures("compiled_engine")

SMALL = msgspec.structs.replace(PRESETS["nature-1"], width_mm=60.0)
OPTIONS = ExportOptions(preset=SMALL, dpi=110.0, movie=Movie(seconds=0.5, frames_per_second=10))


@pytest.mark.parametrize(
    ("pace", "updates"),
    [("even", [0, 25, 50, 75, 100]), ("early", [0, 6, 25, 56, 100]), ("log", [0, 2, 9, 31, 100])],
)
def test_pictures_are_spread_over_the_range_at_their_pace(pace: str, updates: list[int]) -> None:
    assert updates_shown(Movie(seconds=0.5, frames_per_second=10, pace=pace), 100) == updates
    some = Movie(first=40, last=60, seconds=0.5, frames_per_second=10, pace=pace)
    assert updates_shown(some, 100)[::4] == [40, 60]


def test_a_pace_that_is_none_is_refused() -> None:
    with pytest.raises(ExportError, match='early, log, even, not "fast"'):
        Movie(pace="fast").check()


def test_an_animation_is_as_wide_as_a_screen_needs_whatever_the_page(tmp_path: Path) -> None:
    options = replace(OPTIONS, dpi=0.0, movie=Movie(seconds=0.5, frames_per_second=4))
    export(trained(), "curves", tmp_path / "film.gif", options, replace=False)
    with Image.open(tmp_path / "film.gif") as film:
        assert film.width == MOVIE_PIXELS
    assert movie_dpi(338.7) == SCREEN_DPI  # a slide is larger anyway


def test_very_many_pictures_are_smaller_rather_than_refused() -> None:
    ensure_application()
    long = replace(OPTIONS, dpi=0.0, movie=Movie(seconds=60.0))
    _, options = _film_page(FIGURES["board"], trained(), long)
    assert SCREEN_DPI <= options.dpi < movie_dpi(SMALL.width_mm)
    with pytest.raises(ExportError, match="1200 pictures"):
        _film_page(FIGURES["board"], trained(), replace(long, dpi=400.0))


def test_the_caption_of_a_moving_board_stays_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    ensure_application()
    words: list[tuple[str, float, float]] = []

    def draw(_painter: object, box: QRectF, text: str, *_more: object, **_rest: object) -> None:
        words.append((text.strip(" ·").split()[0], box.left(), box.top()))

    run = trained()
    figure = FIGURES["board"]
    page, options = _film_page(figure, run, OPTIONS)
    monkeypatch.setattr(board, "draw_text", draw)
    for _ in pictures(figure, run, page, options):
        pass
    places = {place for place in words if place[0] in {"epoch", "train", "test"}}
    assert {word for word, *_ in places} == {"epoch", "train"}
    assert len(places) == 2
    assert updates_shown(Movie(first=500, seconds=1.0, frames_per_second=2), 100) == [100, 100]


def _looks(figure: str, run: Run, options: ExportOptions = OPTIONS) -> list[tuple[RunInstant, Shown]]:
    """Return each moment of an animation with what is shown of it."""
    ensure_application()
    page, options = _film_page(FIGURES[figure], run, options)
    seen: list[tuple[RunInstant, Shown]] = []
    recording = replace(
        FIGURES[figure],
        paint=lambda _painter, _rect, moment, _style, look: seen.append((moment, look)),
    )
    list(pictures(recording, run, page, options))
    return seen


def health(moment: RunInstant) -> Health:
    view = moment.look(HealthView)
    assert view is not None
    return view.now


def terrain(moment: RunInstant) -> Terrain:
    found = moment.look(Terrain)
    assert found is not None
    return found


def _axes(charts: tuple[Chart, ...]) -> list[tuple[float, float]]:
    return [ends for chart in charts for ends in (chart.x_range, chart.y_range)]


@pytest.mark.parametrize("counts", list(Counts))
@pytest.mark.parametrize("log", [False, True])
def test_axes_of_curves_stand_still(counts: Counts, log: bool) -> None:
    curves = CurvesOptions(counts=counts, log_epochs=log, log_loss=log)
    looks = _looks("curves", trained(), replace(OPTIONS, shown=Shown(curves=curves)))
    axes = [_axes(charts_of(moment, THEMES["light"], shown.curves)) for moment, shown in looks]
    last, free = trained().snapshot, charts_of(trained().snapshot, THEMES["light"], curves)
    assert all(each == axes[-1] for each in axes)
    assert axes[-1][1] == free[0].y_range  # of the loss, as in a picture of the end alone
    end = {Counts.EPOCHS: last.epoch, Counts.UPDATES: last.update, Counts.SECONDS: axes[-1][0][1]}[counts]
    assert axes[-1][0] == (free[0].x_range if log else (0.0, end))


def test_axes_that_were_chosen_stay() -> None:
    curves = CurvesOptions(epochs=(2.0, 7.0), loss=(0.1, 0.4))
    for _, shown in _looks("curves", trained(), replace(OPTIONS, shown=Shown(curves=curves))):
        assert (shown.curves.epochs, shown.curves.loss) == ((2.0, 7.0), (0.1, 0.4))


def test_axes_of_the_health_stand_still_and_nobody_is_asked_to_press_play() -> None:
    looks = _looks("health", run_with("health"))
    charts = [health_charts(moment, THEMES["light"], shown.health) for moment, shown in looks]
    assert [chart.message for chart in charts[0]] == ["The curves begin with the first epoch"]
    axes = [_axes(each) for each in charts[1:]]
    assert len(axes[-1]) > 2
    assert all(each == axes[-1] for each in axes)


def test_axes_of_histograms_hold_those_of_all_pictures() -> None:
    looks = _looks("histograms", run_with("histograms"))
    rect, style = QRectF(0.0, 0.0, 600.0, 400.0), Style(THEMES["light"])
    healths = [health(moment) for moment, _ in looks]
    assert len({tuple(health.histograms[0][2].edges) for health in healths}) > 1  # gradients do change
    for number in range(6):
        column, row = divmod(number, 2)
        axes = [
            histogram_axes(rect, each, style, shown.health)[number]
            for each, (_, shown) in zip(healths, looks, strict=True)
        ]
        assert len({(each.x.low, each.x.high, each.y.low, each.y.high) for each in axes}) == 1
        every = [each.histograms[row][column] for each in healths]
        assert axes[0].x.low == min(each.edges[0] for each in every)
        assert axes[0].x.high == max(each.edges[-1] for each in every)
        assert axes[0].y.high == max(each.counts.max() for each in every)


def test_the_part_of_a_histogram_that_was_chosen_stays() -> None:
    options = HealthOptions().with_zoom(0, 1, Zoom(x=(0.25, 0.5)))
    looks = _looks("histograms", run_with("histograms"), replace(OPTIONS, shown=Shown(health=options)))
    assert {shown.health.zoom(0, 1).x for _, shown in looks} == {(0.25, 0.5)}
    assert looks[0][1].health.zoom(0, 1).y is not None


@pytest.mark.parametrize(
    "plane_of",
    [
        plane_of_path,
        partial(plane_of_random_directions, seed=3),
        partial(plane_of_weights, first=0, second=5),
    ],
)
def test_the_plane_of_the_loss_is_that_of_the_last_picture_in_all(
    plane_of: Callable[[Terrain], WeightPlane],
) -> None:
    looks = _looks("surface", run_with("surface"), replace(OPTIONS, shown=Shown(plane_of=plane_of)))
    terrains = [terrain(moment) for moment, _ in looks]
    planes = [shown.plane_of(each) for each, (_, shown) in zip(terrains, looks, strict=True)]
    last = plane_of(terrains[-1])
    for each, plane in zip(terrains, planes, strict=True):
        assert (plane.extent, plane.offset, plane.names) == (last.extent, last.offset, last.names)
        for one, other in ((plane.first, last.first), (plane.second, last.second)):
            assert np.array_equal(one, other)
        left = each.present - plane.centre - plane.path[-1] @ np.stack([plane.first, plane.second])
        assert left @ plane.first == pytest.approx(0.0, abs=1e-9)  # the nearest point of the plane
        assert left @ plane.second == pytest.approx(0.0, abs=1e-9)
    assert planes[-1].path == pytest.approx(last.path, abs=1e-12)
    assert planes[0].path[-1] != pytest.approx(planes[-1].path[-1], abs=1e-3)


def test_the_plane_of_another_network_is_one_of_its_own() -> None:
    small, large = (terrain(run_with("surface", layers=(2, units, 1)).snapshot) for units in (3, 4))
    own = plane_of_path(small)
    plane = plane_of_all_moments(large, plane_of_path)(small)
    assert np.array_equal(plane.first, own.first)


def test_the_units_that_are_drawn_stay_the_same() -> None:
    run = trained((2, 30, 1))
    drawn = {shown_units(30, 13, 1, shown.seen) for _, shown in _looks("network", run)}
    content = content_of(run.snapshot)
    assert drawn == {shown_units(30, 13, 1, SeenUnits(content.active))}
    assert most_active(content.activity)[1] == content.active[1]  # not just the first and the last few


def _time_of(film: Image.Image, number: int) -> int:
    """Return for how many milliseconds a picture is shown."""
    film.seek(number)
    return int(film.info["duration"])


@pytest.mark.parametrize("figure", [figure.name for figure in FIGURES.values() if figure.moves])
def test_a_gif_has_its_pictures_and_is_the_same_again(tmp_path: Path, figure: str) -> None:
    options = replace(OPTIONS, shown=Shown(drawing=a_drawing())) if figure == "drawing" else OPTIONS
    for name in ("once.gif", "again.gif"):
        export(run_with(figure), figure, tmp_path / name, options, replace=False)
    assert (tmp_path / "once.gif").read_bytes() == (tmp_path / "again.gif").read_bytes()
    with Image.open(tmp_path / "once.gif") as film:
        times = [_time_of(film, number) for number in range(film.n_frames)]
        assert sum(times) == 4 * 100 + 1500  # the last one stays for a while
        # pictures that are alike become one, shown longer
        assert len(times) == 5 or figure in {"confusion", "predictions", "scores", "gallery", "scatter"}
        assert film.info["loop"] == 0
        assert film.convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def test_the_last_picture_is_that_of_the_still(tmp_path: Path) -> None:
    export(trained(), "boundary", tmp_path / "film.gif", OPTIONS, replace=False)
    export(trained(), "boundary", tmp_path / "still.png", replace(OPTIONS, dpi=110.0), replace=False)
    with Image.open(tmp_path / "film.gif") as film:
        film.seek(4)
        film.convert("RGB").save(tmp_path / "last.png")
    assert difference(pixels_of(tmp_path / "last.png"), pixels_of(tmp_path / "still.png")) < 4.0


def test_an_mp4_has_its_pictures(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    path = tmp_path / "film.mp4"
    export(trained(), "board", path, OPTIONS, replace=False)
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(stream)]
    assert len(frames) == 5
    assert stream.average_rate == 10
    assert stream.width % 2 == stream.height % 2 == 0
    assert np.abs(frames[0].astype(int) - frames[-1]).mean() > 0.5


def test_changes_by_hand_are_repeated() -> None:
    ensure_application()
    session = Session(trained().start)
    session.advance(100)
    session.apply(SetParameter(Weight(1, 0, 0), 3.0))
    session.advance(100)
    run = run_of(session, "changed")
    assert [entry.update for entry in run.log] == [100]
    shown = []
    options = replace(OPTIONS, movie=Movie(seconds=0.5, frames_per_second=2))
    figure = FIGURES["network"]
    recording = replace(
        figure,
        paint=lambda painter, rect, moment, style, look: shown.append(moment),  # noqa: ARG005
    )
    page = page_of(figure, run.snapshot, options)
    list(pictures(recording, run, page, options))
    assert shown[-1].update == 200
    for repeated, original in zip(shown[-1].weights, run.snapshot.weights, strict=True):
        assert np.array_equal(repeated, original)


def test_a_cancelled_animation_leaves_nothing(tmp_path: Path) -> None:
    seen: list[float] = []
    task = Task(seen.append, lambda: len(seen) >= 2)
    with pytest.raises(CancelledError):
        export(trained(), "curves", tmp_path / "film.gif", replace(OPTIONS, task=task), replace=False)
    assert seen == [0.2, 0.4]
    assert not list(tmp_path.iterdir())


def test_an_animation_of_one_moment_can_be_cancelled() -> None:
    run = run_of(Session(trained().start), "untrained")
    seen: list[float] = []
    options = replace(OPTIONS, task=Task(seen.append, lambda: len(seen) >= 2))
    figure = FIGURES["network"]
    with pytest.raises(CancelledError):
        list(pictures(figure, run, page_of(figure, run.snapshot, options), options))
    assert seen == [0.2, 0.4]


def test_progress_is_told(tmp_path: Path) -> None:
    seen: list[float] = []
    options = replace(OPTIONS, task=Task(seen.append))
    export(trained(), "curves", tmp_path / "film.gif", options, replace=False)
    assert seen == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])


@pytest.mark.parametrize(
    "options",
    [
        replace(OPTIONS, movie=Movie(seconds=0.0)),
        replace(OPTIONS, movie=Movie(seconds=1e9)),
        replace(OPTIONS, movie=Movie(frames_per_second=0)),
        replace(OPTIONS, dpi=2400.0),
        replace(OPTIONS, dpi=600.0, movie=Movie(seconds=100.0)),
    ],
)
def test_animations_too_large_get_one_sentence(tmp_path: Path, options: ExportOptions) -> None:
    with pytest.raises(ExportError):
        export(trained(), "network", tmp_path / "film.gif", options, replace=False)
    assert not list(tmp_path.iterdir())
