"""What comes out of a question is that of the run the scene shows; a guess is scored by how close it is."""

import csv
import io

import numpy as np
import pytest

from nnviz.engine.evaluate import forward
from nnviz.experiment.opening import opened
from nnviz.experiment.run.chunks import GivenUpError
from nnviz.experiment.session import Session
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.lecture.file import lecture_of
from nnviz.lecture.predict.guess import Drawn, KeptGuess, Picked, Signs, Typed, csv_of
from nnviz.lecture.predict.scoring import curve_of, parts_of, score
from nnviz.lecture.predict.truth import MOST_WEIGHTS, SIDE, truth_of
from nnviz.lecture.predict.truths import BoundaryTruth, CurveTruth, NumberTruth, SignsTruth, WinnerTruth
from nnviz.lecture.stage import SceneError, Stage
from nnviz.parts import Weight, symbol


def never() -> bool:
    return False


def truth(tmp_path, **scene):
    return truth_of(Stage(lecture_of({"scene": [scene]}), tmp_path), 0, never)


def test_the_curve_is_the_history_of_the_run_that_plays(tmp_path):
    found = truth(tmp_path, experiment="lab-d-square", at="epoch 3", until="epoch 12", ask="loss curve")
    assert isinstance(found, CurveTruth)
    session = Session(opened("lab-d-square", {}))
    session.advance(session.update_at(12))
    curves = session.snapshot().curves
    np.testing.assert_array_equal(found.x, np.arange(3, 13))
    np.testing.assert_array_equal(found.y, curves.loss["train"][3:13])


def test_a_scene_that_does_not_play_asks_for_the_curve_up_to_it(tmp_path):
    found = truth(tmp_path, experiment="lab-d-square", at="epoch 6", ask="loss curve")
    assert (found.x[0], found.x[-1]) == (0, 6)


def test_the_closer_the_curve_the_better(tmp_path):
    found = truth(tmp_path, experiment="lab-d-square", at="epoch 0", until="epoch 40", ask="loss curve")
    exact = tuple(zip(found.x.tolist(), found.y.tolist(), strict=True))
    assert score(found, Drawn((exact,))).share == pytest.approx(1.0, abs=1e-9)
    height = found.y_range[1] - found.y_range[0]
    near = tuple((x, y + 0.05 * height) for x, y in exact)
    far = tuple((x, y + 0.2 * height) for x, y in exact)
    shares = [score(found, Drawn((line,))).share for line in (exact, near, far, exact[:10])]
    assert shares[0] > shares[1] > shares[2] > 0
    assert shares[3] < shares[0]
    assert "It covers 22 % of the curve." in score(found, Drawn((exact[:10],))).sentence
    assert "covers" not in score(found, Drawn((exact,))).sentence
    assert score(found, Drawn()) == score(found, Drawn(()))
    assert score(found, Drawn()).share == 0.0


def test_later_lines_replace_earlier_ones_where_they_overlap():
    xs, ys = curve_of((((0.0, 1.0), (2.0, 1.0), (4.0, 1.0)), ((3.0, 0.0), (1.0, 0.0))))
    assert xs.tolist() == [0.0, 1.0, 3.0, 4.0]
    assert ys.tolist() == [1.0, 0.0, 0.0, 1.0]


def test_the_boundary_is_where_the_class_changes(tmp_path):
    scene = {"experiment": "xor-quickstart", "at": "epoch 200", "ask": "boundary"}
    found = truth(tmp_path, **scene)
    assert isinstance(found, BoundaryTruth)
    line = tuple(map(tuple, found.points[np.argsort(found.points[:, 0])].tolist()))
    dots = tuple((point,) for point in line)
    assert score(found, Drawn(dots)).share == pytest.approx(1.0)
    left, right, bottom, top = found.extent
    corner = (((left, bottom), (left + 0.01 * (right - left), bottom)),)
    poor = score(found, Drawn(corner))
    assert poor.share < 0.3
    assert dict(parts_of(found, Drawn(corner)))[f"x1 {left:.5g}: x2"] == f"{bottom:.5g}"
    assert top > bottom


def test_on_either_side_of_the_boundary_the_answer_is_another_class(tmp_path):
    found = truth(tmp_path, experiment="xor-quickstart", at="epoch 200", ask="boundary")
    session = Session(opened("xor-quickstart", {}))
    session.advance(session.update_at(200))
    left, right, bottom, top = found.extent
    cell = np.array([right - left, top - bottom]) / (SIDE - 1)
    assert len(found.points) > 50

    def classes(points):
        inputs = session.prepared.to_inputs(points)
        return forward(session.spec.network.built, *session.parameters(), inputs)[-1][:, 0] >= 0.5

    away = 0.55 * cell
    around = [classes(found.points + sign * away * way) for way in ((1, 0), (0, 1)) for sign in (-1, 1)]
    assert ((around[0] != around[1]) | (around[2] != around[3])).all()


def test_with_one_input_the_answer_itself_is_asked(tmp_path):
    found = truth(tmp_path, experiment="regression-sine", at="epoch 2", ask="boundary")
    assert isinstance(found, CurveTruth)
    assert (found.x_name, found.y_name) == ("x1", "answer")
    session = Session(opened("regression-sine", {}))
    session.advance(session.update_at(2))
    inputs = session.prepared.to_inputs(found.x[:, np.newaxis])
    np.testing.assert_allclose(
        found.y,
        forward(session.spec.network.built, *session.parameters(), inputs)[-1][:, 0],
        rtol=1e-5,  # pictures are computed in single precision
    )


def test_runs_are_called_by_what_is_another_in_them(tmp_path):
    runs = [{"training.optimizer": "sgd"}, {"training.optimizer": "adam", "training.learning_rate": 0.05}]
    found = truth(tmp_path, experiment="lab-d-square", until="epoch 1", ask="winner", runs=runs)
    assert found.names == ("Optimizer Gradient descent", "Optimizer Adam, Learning rate 0.05")


def test_signs_are_those_of_the_coming_update(tmp_path):
    walk = {"phase": "gradient", "depth": "layer"}
    found = truth(tmp_path, experiment="by-hand-one-update", walk=walk, ask="signs")
    assert isinstance(found, SignsTruth)
    session = Session(opened("by-hand-one-update", {}))
    before = np.concatenate([w.T.ravel() for w in session.parameters()[0]])
    session.advance(1)
    after = np.concatenate([w.T.ravel() for w in session.parameters()[0]])
    by_name = dict(zip(found.names, found.signs, strict=True))
    assert sorted(by_name.values()) == sorted(np.sign(after - before).astype(int).tolist())
    right = score(found, Signs(found.signs))
    assert (right.share, right.sentence) == (1.0, "6 of 6 right.")
    turned = Signs((-found.signs[0] or 1, *found.signs[1:]))
    assert score(found, turned).share == pytest.approx(5 / 6)
    assert found.names[0] in score(found, turned).sentence
    assert score(found, Signs((None,) * 6)).share == 0.0


def test_of_many_weights_those_with_the_largest_gradients_are_asked(tmp_path):
    found = truth(tmp_path, experiment="lab-a-xor", ask="signs")
    assert isinstance(found, SignsTruth)
    layers = Session(experiment_at("lab-a-xor")).trace().layers
    sizes = {
        symbol(Weight(number, source, target)): abs(size)
        for number, layer in enumerate(layers, start=1)
        for (source, target), size in np.ndenumerate(layer.weights_gradient)
    }
    assert (len(found.names), found.count) == (MOST_WEIGHTS, len(sizes))
    assert set(found.names) == set(sorted(sizes, key=sizes.__getitem__)[-MOST_WEIGHTS:])


def test_signs_of_the_weights_that_are_lit_are_asked(tmp_path):
    found = truth(tmp_path, experiment="by-hand-one-update", highlight={"layer": 1, "unit": 2}, ask="signs")
    assert found.names == (symbol(Weight(1, 0, 1)), symbol(Weight(1, 1, 1)))
    one = truth(
        tmp_path, experiment="by-hand-one-update", highlight={"layer": 1, "unit": 2, "source": 1}, ask="signs"
    )
    assert len(one.names) == 1


def test_the_number_of_the_highlighted_layer_is_asked(tmp_path):
    walk = {"phase": "forward", "depth": "layer"}
    first, last = (
        truth(tmp_path, experiment="by-hand-one-update", walk=walk, ask="number", **more)
        for more in ({"highlight": {"layer": 1, "unit": 2}}, {})
    )
    layers = Session(opened("by-hand-one-update", {})).trace().layers
    assert first.value in layers[0].a[0]
    assert last.value in layers[1].a[0]


def test_a_number_is_diagnosed(tmp_path):
    walk = {"phase": "backward", "depth": "layer"}
    found = truth(tmp_path, experiment="by-hand-one-update", walk=walk, ask="number")
    assert isinstance(found, NumberTruth)
    assert found.value == pytest.approx(-0.0894, abs=1e-4)
    assert score(found, Typed(-0.0894)).share == 1.0
    wrong = score(found, Typed(-0.3796))  # without the slope of the sigmoid
    assert wrong.share == 0.0
    assert "σ'" in wrong.sentence or "slope" in wrong.sentence
    assert score(found, Typed(float("nan"))).share == 0.0


def test_the_winner_has_the_smallest_loss(tmp_path):
    runs = [{"training.learning_rate": rate} for rate in (0.001, 0.5)]
    found = truth(tmp_path, experiment="lab-d-square", until="epoch 10", ask="winner", runs=runs)
    assert isinstance(found, WinnerTruth)
    ends = [curve[1][-1] for curve in found.curves]
    assert found.order[0] == int(np.argmin(ends))
    assert [len(curve[0]) for curve in found.curves] == [11, 11]
    assert score(found, Picked(found.order[0])).share == 1.0
    assert score(found, Picked(found.order[1])).share == 0.0
    assert parts_of(found, Picked(0))[0][1].startswith("Learning rate 0.001")
    assert "Learning rate" in parts_of(found, Picked(0))[0][1]


def test_who_leads_early_need_not_win(tmp_path):
    runs = [{"training.learning_rate": rate} for rate in (0.01, 0.05)]
    scene = {"experiment": "lab-d-square", "ask": "winner", "runs": runs}
    assert truth(tmp_path, until="epoch 1", **scene).order == (0, 1)
    assert truth(tmp_path, until="epoch 12", **scene).order == (1, 0)


def test_what_cannot_be_asked_is_said(tmp_path):
    with pytest.raises(SceneError, match="more than two inputs"):
        truth(tmp_path, experiment="digits-8x8", ask="boundary", set={"training.epochs": 1})


def test_a_question_can_be_given_up(tmp_path):
    scene = {"experiment": "lab-d-square", "until": "epoch 400000", "ask": "loss curve"}
    stage = Stage(lecture_of({"scene": [scene]}), tmp_path)
    with pytest.raises(GivenUpError):
        truth_of(stage, 0, lambda: True)


def test_guesses_are_a_table_that_no_spreadsheet_takes_for_formulas():
    kept = [
        KeptGuess(2, "=cmd()", "signs", 1, (("w₁₁", "rises"), ("w₂₁", "")), 0.5, "1 of 2 right."),
        KeptGuess(3, "b", "number", 1, (), 0.0, ""),
    ]
    rows = list(csv.reader(io.StringIO(csv_of(kept))))
    assert rows[0] == ["scene", "title", "question", "row", "score", "sentence", "what", "guess"]
    assert rows[1] == ["2", "'=cmd()", "signs", "1", "0.5000", "1 of 2 right.", "w₁₁", "rises"]
    assert len(rows) == 4
