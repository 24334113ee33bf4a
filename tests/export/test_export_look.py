"""What figures show of their plots, as it is typed."""

import numpy as np
import pytest
from exporting import many, pixels_of, trained
from msgspec.structs import replace

from nnviz.cli.main import main
from nnviz.experiment.snapshot.embedding import Embedding
from nnviz.experiment.snapshot.maps import Maps
from nnviz.export.closeup import run_shown
from nnviz.export.errors import ExportError
from nnviz.export.exporters import export
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.look.fields import LOOK_FIELDS
from nnviz.export.look.typed import check_look, fields_of, typed_look
from nnviz.export.options import ExportOptions
from nnviz.export.shown import Shown

TYPED = {
    "network.limit": "50",
    "curves.epochs": "0 to 20",
    "curves.counts": "updates",
    "curves.loss": "0.01 to 1",
    "curves.accuracy": "0.5 to 1",
    "curves.log_loss": "on",
    "curves.log_epochs": "on",
    "curves.smooth": "on",
    "curves.hidden": "train",
    "boundary.x": "-0.5 to 0.5",
    "boundary.y": "0 to 0.5",
    "boundary.levels": "0.4 to 0.6",
    "boundary.section": "1, 3",
    "boundary.truths": "50 to 100",
    "boundary.answers": "0 to 300",
    "scatter.inputs": "2",
    "scatter.ranges": "1 = 0 to 0.5; 2 = -1 to 0",
    "scatter.by_answer": "on",
    "health.epochs": "2 to 9",
    "health.log_epochs": "on",
    "health.values": "gradient norm = 0.001 to 0.1; saturated = 0 to 0.5",
    "histograms.log_counts": "on",
    "histograms.parts": "1 weights = all by 0 to 4; 2 gradients = -0.1 to 0.1",
    "embedding.parts": "0 = -0.5 to 0.5 by 0 to 1; 2 = 0.25 to 0.5 by -0.125 to 0.125",
    "surface.x": "-0.5 to 0.25",
    "surface.y": "0.5 to 0.75",
    "surface.levels": "0.1 to 0.2",
    "sweep.curves": "0 to 20 by 0.01 to 1 log",
    "sweep.settings": "training.learning_rate = 0.2 to 2 log by 0 to 0.5 even; training.momentum = 0 to 0.25",
    "map.x": "0.1 to 10",
    "map.y": "1 to 2",
    "map.levels": "0.1 to 0.2",
    "map.lines": "off",
}


def run_of(figure):
    return many() if figure.startswith(("sweep", "training_map")) else trained()


def painted(figure, shown, folder):
    path = folder / f"{figure}.png"
    options = ExportOptions(shown=shown, dpi=60.0, tight=False)
    export(run_shown(run_of(figure), shown), figure, path, options, replace=True)
    return pixels_of(path)


_UNTOUCHED = {}


def untouched(figure, folder):
    if figure not in _UNTOUCHED:
        _UNTOUCHED[figure] = painted(figure, Shown(), folder)
    return _UNTOUCHED[figure]


def test_every_choice_is_known_here():
    assert [field.key for field in LOOK_FIELDS] == list(TYPED)
    assert {figure for field in LOOK_FIELDS for figure in field.figures} <= set(FIGURES)


OF_MANY = {"boundary.section", "boundary.truths", "boundary.answers"}
"""Of more inputs than two: below."""


@pytest.mark.parametrize("key", [key for key in TYPED if key not in OF_MANY])
def test_what_is_typed_is_what_is_shown_and_changes_the_figure(key, tmp_path):
    (field,) = (each for each in LOOK_FIELDS if each.key == key)
    run = run_of(field.figures[0])
    shown = field.typed(Shown(), TYPED[key], run.snapshot)
    assert field.words(shown, run.snapshot) == TYPED[key]
    figure = field.figures[0]
    assert not np.array_equal(painted(figure, shown, tmp_path), untouched(figure, tmp_path))


@pytest.mark.parametrize(
    "key",
    [
        key
        for key in TYPED
        if ".log_" not in key
        and "smooth" not in key
        and key not in ("scatter.by_answer", "map.lines")
        and key not in OF_MANY
    ],
)
def test_nothing_typed_follows_the_data_again(key):
    (field,) = (each for each in LOOK_FIELDS if each.key == key)
    run = run_of(field.figures[0])
    back = field.typed(field.typed(Shown(), TYPED[key], run.snapshot), "", run.snapshot)
    assert field.words(back, run.snapshot) == ""


def test_the_map_is_made_for_the_part_that_was_typed():
    run = trained()
    shown = typed_look(Shown(), ["boundary.x=-0.5:0.25"], "boundary", run.snapshot)
    low, high = run.snapshot.split.train.domain[1]
    maps = run_shown(run, shown).snapshot.look(Maps)
    assert maps.boundary.extent == maps.extent == (-0.5, 0.25, low, high)
    assert run_shown(run, Shown()) is run


def test_a_range_from_0_goes_where_an_axis_becomes_logarithmic():
    run = trained()
    shown = typed_look(Shown(), ["curves.epochs=0 to 20"], "curves", run.snapshot)
    shown = typed_look(shown, ["curves.log_epochs=on"], "curves", run.snapshot)
    assert shown.curves.epochs is None
    both = ["curves.loss=0.1:1", "curves.log_loss=on"]
    shown = typed_look(Shown(), both, "curves", run.snapshot)
    assert (shown.curves.loss, shown.curves.log_loss) == ((0.1, 1.0), True)


@pytest.mark.parametrize(
    ("figure", "setting", "said"),
    [
        ("curves", "curves.loss=abc", "is no range"),
        ("curves", "curves.loss=1", "is no range"),
        ("curves", "curves.loss=2:1", "second number must be greater"),
        ("curves", "curves.loss=nan:1", "no axis can show"),
        ("curves", "curves.loss=-1e999:1", "no axis can show"),
        ("curves", "curves.log_loss=maybe", "neither on nor off"),
        ("curves", "curves.hidden=everything", "must be of train, validation, test"),
        ("curves", "curves.epoch=0:1", 'has no look "curves.epoch": did you mean "curves.epochs"'),
        ("curves", "boundary.x=0:1", 'has no look "boundary.x": there are curves.epochs'),
        ("timeline", "curves.loss=0:1", "it has none"),
        ("curves", "", 'has no look ""'),
        ("scatter", "scatter.ranges=0 to 5", 'must name each plot with "="'),
        ("scatter", "scatter.ranges=1 = 5 to 0", "second number must be greater"),
        ("scatter", "scatter.ranges=1 = 0 to 1; 1 = 0 to 2", "names 1 twice"),
        ("histograms", "histograms.parts=1 weights = 0 to 1e400", "no axis can show"),
        ("sweep_curves", "sweep.curves=0 to 50 log", "no logarithmic axis has"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_trained(figure, setting, said):
    with pytest.raises(ExportError, match=said):
        check_look([setting], figure)
    with pytest.raises(ExportError, match=said):
        typed_look(Shown(), [setting], figure, trained().snapshot)


@pytest.mark.parametrize(
    ("figure", "setting", "said"),
    [
        ("scatter", "scatter.ranges=3 = 0 to 1", 'no "3" here: there are 1, 2'),
        ("scatter", "scatter.ranges=1 = 0 to 1 by 0 to 1", "an input has one range"),
        ("scatter", "scatter.ranges=1 = 0.1 to 1 log", "cannot be logarithmic"),
        ("histograms", "histograms.parts=3 weights = 0 to 1", 'no "3 weights" here: there are 1 weights'),
        ("health", "health.values=loss = 0 to 1", 'no "loss" here: there are gradient norm'),
        ("embedding", "embedding.parts=7 = 0 to 1 by 0 to 1", 'no "7" here: there are 0, 1, 2'),
        ("embedding", "embedding.parts=1 = 0 to 1", "of layer 1 two ranges are shown"),
        ("sweep_settings", "sweep.settings=seed = 0 to 1", "there are training.learning_rate"),
    ],
)
def test_plots_that_are_not_there_are_said(figure, setting, said):
    check_look([setting], figure)
    with pytest.raises(ExportError, match=said):
        typed_look(Shown(), [setting], figure, run_of(figure).snapshot)


def test_a_layer_stays_a_square_around_all_that_was_typed():
    shown = typed_look(Shown(), ["embedding.parts=1 = 0:1 by 0:4"], "embedding", trained().snapshot)
    assert shown.layers.window(1) == (0.5, 2.0, 4.0)


def test_a_part_so_small_that_six_digits_do_not_tell_its_ends_apart_is_written_with_more():
    (field,) = (each for each in LOOK_FIELDS if each.key == "curves.loss")
    run, ends = trained(), (0.123456789, 0.123456799)
    shown = replace(Shown(), curves=replace(Shown().curves, loss=ends))
    again = field.typed(shown, field.words(shown, run.snapshot), run.snapshot)
    assert again.curves.loss == pytest.approx(ends, abs=1e-11)


def test_parts_of_layers_go_with_a_picture_of_another_moment():
    moment = trained().snapshot
    typed = typed_look(Shown(), ["embedding.parts=1 = 0:1 by 0:4"], "embedding", moment)
    assert typed.of_moment(moment) is typed
    seen = Embedding((("train", 0),), (), moment.update, moment.epoch, moment.weights)
    on_screen = replace(typed, embedding=seen)
    assert on_screen.of_moment(moment) is on_screen
    others = (
        replace(seen, update=moment.update + 1),
        replace(seen, weights=tuple(each + 1.0 for each in moment.weights)),  # the same update of another run
        replace(seen, weights=moment.weights[:1]),
        replace(seen, samples=(("train", len(moment.split.train.X)),)),  # or of other data
    )
    for other in others:
        shown = replace(on_screen, embedding=other).of_moment(moment)
        assert (shown.embedding, shown.layers) == (None, Shown().layers)


def test_predictions_against_the_truth_have_ranges(tmp_path):
    x = tuple((0.1 * k, -0.1 * k, 0.3) for k in range(10))
    run = trained((3, 2, 1), epochs=2, data="points", x=x, y=tuple((0.2 * k,) for k in range(10)))
    pictures = [np.zeros(0)]
    for typed in ("", "boundary.truths=0.5 to 1", "boundary.answers=0.2 to 3"):
        shown = typed_look(Shown(), [typed] if typed else [], "predictions", run.snapshot)
        path = tmp_path / "predictions.png"
        options = ExportOptions(shown=shown, dpi=60.0, tight=False)
        export(run, "predictions", path, options, replace=True)
        pictures.append(pixels_of(path))
        assert not np.array_equal(*pictures[-2:])


def test_a_logarithmic_axis_has_no_zero():
    settings = ["curves.log_loss=on", "curves.loss=0:1"]
    with pytest.raises(ExportError, match="on no logarithmic axis"):
        typed_look(Shown(), settings, "curves", trained().snapshot)


def test_what_an_experiment_does_not_have_is_not_offered():
    run = trained()
    image = replace(run.snapshot, looks={})
    assert "surface.levels" not in [field.key for field in fields_of("surface", image)]
    numbers = trained((1, 3, 1), data="sine")
    assert "curves.accuracy" not in [field.key for field in fields_of("curves", numbers.snapshot)]
    with pytest.raises(ExportError, match="there is none in this figure"):
        typed_look(Shown(), ["boundary.levels=0:1"], "boundary", numbers.snapshot)


def test_the_command_line_takes_it(tmp_path):
    whole, part = tmp_path / "whole.png", tmp_path / "part.png"
    order = ["export", "xor-quickstart", "--figure", "curves", "--epochs", "3", "--dpi", "60"]
    assert main([*order, "-o", str(whole)]) == 0
    assert main([*order, "-o", str(part), "--look", "curves.epochs=1:2"]) == 0
    assert not np.array_equal(pixels_of(whole), pixels_of(part))
    assert main([*order, "-o", str(tmp_path / "x.png"), "--look", "curves.epochs=2:1"]) == 2
    assert not (tmp_path / "x.png").exists()


def of_many():
    return trained((30, 3, 2), data="breast_cancer")


def test_planes_through_many_inputs_are_typed_and_printed(tmp_path):
    run = of_many()
    pictures = []
    for typed in ("", "1, 3", "1, 3 at " + " ".join(["2"] * 30), "principal"):
        shown = typed_look(Shown(), [f"boundary.section={typed}"], "boundary", run.snapshot)
        path = tmp_path / "plane.png"
        options = ExportOptions(shown=shown, dpi=60.0, tight=False)
        export(run_shown(run, shown), "boundary", path, options, replace=True)
        pictures.append(pixels_of(path).tobytes())
    assert len(set(pictures)) == 4
    both = ["boundary.x=10:15", "boundary.section=1, 3"]
    shown = typed_look(Shown(), both, "boundary", run.snapshot)
    assert shown.boundary.window[:2] == (10.0, 15.0)
    with pytest.raises(ExportError, match="choose a plane first"):
        typed_look(Shown(), both[:1], "boundary", run.snapshot)
    with pytest.raises(ExportError, match="There are 30 inputs"):
        typed_look(Shown(), ["boundary.section=1, 31"], "boundary", run.snapshot)
    for wrong in ("1", "1, 1", "0, 1", "a, b", "1, 2 at x", "1, 2 at nan"):
        with pytest.raises(ExportError, match="Plane"):
            typed_look(Shown(), [f"boundary.section={wrong}"], "boundary", run.snapshot)
