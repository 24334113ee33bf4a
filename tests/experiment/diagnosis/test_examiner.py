"""Networks that do not learn: the cause is named, and the first advice helps when it is followed."""

import re
from pathlib import Path

import numpy as np
import pytest

from nnviz.experiment.diagnosis.causes import suspicions
from nnviz.experiment.diagnosis.examiner import Examiner
from nnviz.experiment.diagnosis.suspicion import STANDARDIZED, adam, joined, with_rate
from nnviz.experiment.look.health import HealthProbe
from nnviz.experiment.look.health_consultation import facts_of
from nnviz.experiment.look.health_report import diagnosis_report
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run.problem import load
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_value, with_values
from nnviz.experiment.spec.reading import load_spec, spec_from_dict
from nnviz.experiment.spec.weights_file import experiment_at

CASES = Path(__file__).parents[2] / "cases"
KINDS = {
    "zeros": "zero_weights",
    "same-weights": "same_weights",
    "two-copies": "same_weights",
    "tiny-weights": "tiny_weights",
    "large-weights": "large_weights",
    "small-steps": "small_steps",
    "and-without-bias": "no_bias",
    "inputs-far-from-0": "no_bias",
    "negative-targets": "target_range",
    "targets-1-to-4": "target_range",
    "prices": "target_range",
    "unscaled-inputs": "unscaled_inputs",
    "inputs2000": "unscaled_inputs",
    "sorted-classes": "sorted",
    "dead-units": "dead",
    "too-high-a-rate": "large_steps",
    "large-penalty": "penalty",
    "cross-entropy-of-one-output": "wrong_loss",
    "straight-boundary": "no_bend",
    "deep-sigmoid": "vanishing",
}
"""The cause that is named first when the file is read."""


@pytest.fixture(scope="module", autouse=True)
def engine():
    wait_until_compiled(load_spec(CASES / "zeros.toml"))
    wait_until_compiled(load_spec(CASES / "small-steps.toml"))


def report_on(spec):
    return diagnosis_report(spec, load(spec), "case")


def trained(spec, epochs):
    session = Session(spec)
    session.advance(epochs * session.updates_in("epoch"))
    return session.metrics().train


def followed(spec, report):
    return with_values(spec, report["callouts"][0]["advice"][0]["changes"])


@pytest.mark.parametrize("name", KINDS)
def test_the_cause_is_named_and_the_first_advice_helps(name):
    spec = load_spec(CASES / f"{name}.toml")
    report = report_on(spec)
    first = report["callouts"][0]
    assert (first["update"], first["kind"]) == (0, KINDS[name])
    advice = first["advice"][0]
    before, after = trained(spec, advice["epochs"]), trained(followed(spec, report), advice["epochs"])
    if advice["before"]["loss"] is not None:
        assert advice["before"]["loss"] == before.loss
    assert advice["after"]["loss"] == after.loss
    if advice["after"]["accuracy"] is None:
        assert advice["after"]["unexplained"] < 0.1
    else:
        assert advice["after"]["accuracy"] == after.accuracy >= 0.95
        assert advice["before"]["accuracy"] == before.accuracy


@pytest.mark.parametrize("name", [*KINDS, "local-minimum"])
def test_advice_does_not_lead_in_circles(name):
    spec = load_spec(CASES / f"{name}.toml")
    seen = [spec]
    for _ in range(3):
        report = report_on(spec)
        if not report["callouts"] or not report["callouts"][0]["advice"]:
            break
        spec = followed(spec, report)
        assert spec not in seen
        seen.append(spec)
    assert not report["callouts"]


def result_of(pieces, after_each=lambda: None):
    """Work off pieces; return what they come to."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            return end.value
        after_each()


@pytest.mark.parametrize(
    ("name", "sure"), [("inputs-far-from-0", 2), ("unscaled-inputs", 1), ("large-weights", 1), ("zeros", 0)]
)
def test_what_is_certain_is_said_while_more_is_tried(name, sure):
    spec = load_spec(CASES / f"{name}.toml")
    run = TrainingRun(spec, load(spec))
    health = HealthProbe(run.problem, spec).measure(run.trainer)
    examiner, said = Examiner(spec, run.prepared), []
    pieces = examiner.examine(facts_of(run, health))
    final = result_of(pieces, lambda: said.append((examiner.tried, examiner.sure)))
    assert max(len(callouts) for _, callouts in said) == sure
    assert all(final[: len(callouts)] == callouts for _, callouts in said)  # nothing of it is taken back
    assert [tried for tried, _ in said] == sorted(tried for tried, _ in said)
    assert examiner.tried > min(tried for tried, callouts in said if len(callouts) == sure)


def test_of_a_useless_minimum_another_seed_is_advised():
    spec = load_spec(CASES / "local-minimum.toml")
    callouts = [each for each in report_on(spec)["callouts"] if each["kind"] == "useless_minimum"]
    assert callouts
    (key, seed), *more = callouts[-1]["advice"][0]["changes"].items()
    assert (key, more) == ("training.seed", [])
    assert trained(with_value(spec, "training.seed", seed), 25_000).accuracy == 1.0


@pytest.mark.parametrize("name", ["xor-quickstart", "digits-8x8", "regression-sine", "by-hand-one-update"])
def test_a_network_that_learns_is_left_in_peace(name):
    assert report_on(experiment_at(name))["callouts"] == []


def test_a_plateau_is_called_one_where_the_network_leaves_it_later():
    callouts = report_on(experiment_at("lab-a-xor"))["callouts"]
    assert {each["kind"] for each in callouts} == {"plateau"}
    assert "0.1248" in callouts[0]["sentence"]


def test_a_network_too_large_for_trials_is_not_tried():
    spec = with_value(experiment_at("digits-8x8"), "network.layers", (64, 4000, 10))
    examiner = Examiner(spec, load(spec))
    assert examiner._epochs == 0


def test_divergence_is_diagnosed():
    spec = with_values(
        experiment_at("regression-sine"), {"training.learning_rate": 50.0, "training.optimizer": "sgd"}
    )
    report = report_on(spec)
    assert report["train"]["loss"] is None or report["train"]["loss"] > 1.0
    assert report["callouts"][0]["advice"][0]["after"]["unexplained"] < 0.5


def test_targets_of_hundreds_of_thousands_are_named_though_something_is_learned(tmp_path):
    area = np.linspace(40, 200, 80)
    rows = (f"{a},{i % 5},{2500 * a + 15_000 * (i % 5)}\n" for i, a in enumerate(area))
    (tmp_path / "t.csv").write_text("area,rooms,price\n" + "".join(rows))
    own = {"network.activation": ("tanh", "identity"), "training.optimizer": "sgd", "training.epochs": 100}
    spec = with_values(experiment_at(str(tmp_path / "t.csv")), {**own, "training.learning_rate": 0.02})
    first = report_on(spec)["callouts"][0]
    assert (first["kind"], first["evidence"]["largest_target"] > 500_000) == ("large_targets", True)
    advice = first["advice"][0]
    assert advice["changes"]["network.activation"] == ("relu", "identity")
    assert advice["after"]["unexplained"] < 0.1 < advice["before"]["unexplained"]


def table(path, rows, rest):
    """Write a table of two inputs and a target, and return its experiment."""
    (path / "table.csv").write_text("\n".join(("x1,x2,y", *rows)) + "\n")
    (path / "case.toml").write_text(f'[data]\nname = "table"\npath = "table.csv"\n{rest}')
    return load_spec(path / "case.toml")


TWO_CLASSES = """
[network]
layers = [2, 6, 1]
activation = ["tanh", "sigmoid"]
[training]
loss = "log_loss"
learning_rate = 0.1
batch_size = 4
epochs = 100
shuffle = false
"""


def test_points_that_nothing_tells_apart_are_a_limit(tmp_path):
    rows = [f"{i % 2},{i % 2},{'ab'[i // 2 % 2]}" for i in range(24)]
    callouts = report_on(table(tmp_path, rows, TWO_CLASSES))["callouts"]
    assert {each["kind"] for each in callouts} == {"same_inputs"}
    assert callouts[0]["evidence"] == {"points": 24, "same_inputs": 24, "places": 2, "best": 0.5}
    assert callouts[0]["is_limit"]
    assert not callouts[0]["advice"]


def test_numbers_that_nothing_tells_apart_are_a_limit(tmp_path):
    rows = [f"{i % 2},0.5,{(i % 2) * 0.2 + i / 24:.4f}" for i in range(24)]
    spec = with_values(
        table(tmp_path, rows, TWO_CLASSES.replace("log_loss", "half_squared_error")),
        {"network.activation": ["tanh", "identity"]},
    )
    limits = [each for each in report_on(spec)["callouts"] if each["is_limit"]]
    assert limits
    assert limits[0]["evidence"]["best"] > 0.3


def test_a_rare_class_is_named_and_not_called_sorted(tmp_path):
    rows = [
        f"{i * 37 % 100 / 50 - 1},{i * 61 % 100 / 50 - 1},{'yes' if i % 25 == 0 else 'no'}"
        for i in range(100)
    ]
    callouts = report_on(table(tmp_path, rows, TWO_CLASSES))["callouts"]
    assert (callouts[0]["kind"], callouts[0]["evidence"]) == ("unbalanced", {"commonest": 0.96})
    assert "sorted" not in {each["kind"] for each in callouts}


def _table(folder, rows, header):
    path = folder / "table.csv"
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]), encoding="utf-8")
    return path


def _of_table(path, rate):
    data = {"name": "csv", "path": str(path), "target": "kind"}
    network = {"layers": [2, 8, 1], "activation": ["tanh", "sigmoid"]}
    training = {"loss": "log_loss", "learning_rate": rate, "epochs": 100, "batch_size": 10}
    return spec_from_dict({"data": data, "network": network, "training": training})


def test_inputs_that_are_all_tiny_are_named_and_standardized(tmp_path):
    rng = np.random.default_rng(5)
    points = rng.normal(0.0, 0.001, (150, 2)).round(6)
    rows = [(*point, "in" if (point**2).sum() < 2e-6 else "out") for point in points]
    report = report_on(_of_table(_table(tmp_path, rows, "x,y,kind"), 0.1))
    first = report["callouts"][0]
    assert (first["update"], first["kind"]) == (0, "unscaled_inputs")
    assert first["sentence"].startswith("The inputs are small: the largest is 0.00")
    assert first["advice"][0]["changes"]["data.standardize"] is True
    assert first["advice"][0]["after"]["accuracy"] > 0.9


def test_where_the_classes_are_drawn_by_lot_the_initial_weights_are_not_blamed(tmp_path):
    rng = np.random.default_rng(7)
    points, kinds = rng.normal(size=(200, 2)).round(3), rng.integers(0, 2, 200)
    rows = [(*point, "pq"[kind]) for point, kind in zip(points, kinds, strict=True)]
    spec = with_value(_of_table(_table(tmp_path, rows, "x,y,kind"), 0.1), "network.layers", [2, 3, 1])
    report = report_on(spec)
    assert report["callouts"]
    for callout in report["callouts"]:
        assert callout["advice"] == []
        assert "these initial weights" not in callout["sentence"]
        assert callout["sentence"].endswith("perhaps the inputs tell too little about the targets.")


def test_numbers_in_words_are_written_as_everywhere(tmp_path):
    rng = np.random.default_rng(3)
    rows = [(round(1.6e9 + 1e6 * x, 1), round(y, 3), "pq"[int(y > 0)]) for x, y in rng.random((80, 2)) - 0.5]
    report = report_on(_of_table(_table(tmp_path, rows, "seconds,v,kind"), 0.1))
    sentence = report["callouts"][0]["sentence"]
    assert "1.6005·10⁹" in sentence
    assert not re.search(r"\de[+-]\d", sentence)


def test_a_training_that_ends_on_the_way_down_is_called_short(tmp_path):
    rows = [f"{i % 7 / 7},{i % 11 / 11},{'ab'[i % 7 < 4]}" for i in range(60)]
    short = {"training.learning_rate": 0.01, "training.batch_size": 0, "training.epochs": 5}
    first = report_on(with_values(table(tmp_path, rows, TWO_CLASSES), short))["callouts"][0]
    assert first["kind"] == "few_updates"
    assert first["advice"][0]["changes"]["training.epochs"] >= 50


def facts_at(spec, update):
    """Return what is known of a run at an update, as the window's Health has it."""
    run = TrainingRun(spec, load(spec))
    run.advance(update)
    return facts_of(run, HealthProbe(run.problem, spec).measure(run.trainer))


@pytest.mark.parametrize(("rate", "kind"), [(0.01, "few_updates"), (1e-6, "small_steps")])
def test_at_the_end_of_a_run_the_updates_done_tell_their_size(tmp_path, rate, kind):
    rows = [f"{i % 7 / 7},{i % 11 / 11},{'ab'[i % 7 < 4]}" for i in range(60)]
    settings = {"training.learning_rate": rate, "training.batch_size": 0, "training.epochs": 5}
    facts = facts_at(with_values(table(tmp_path, rows, TWO_CLASSES), settings), 5)
    said = [each for each in suspicions(facts) if each.kind in ("few_updates", "small_steps")]
    assert [each.kind for each in said] == [kind]
    assert "by 0 %" not in said[0].sentence


def test_tiny_steps_are_not_called_a_minimum():
    spec = with_value(experiment_at("lab-d-circle"), "training.learning_rate", 1e-7)
    kinds = {each["kind"] for each in report_on(with_value(spec, "training.epochs", 100))["callouts"]}
    assert kinds == {"small_steps", "no_bias"}


def test_no_title_names_a_setting_twice():
    rate, adam_ = with_rate(experiment_at("lab-a-xor"), 10.0), adam(0.1)
    assert joined(rate, adam_) == adam_
    assert joined(STANDARDIZED, adam_).changes == {**STANDARDIZED.changes, **adam_.changes}


@pytest.mark.parametrize(("factor", "named"), [(2.0, False), (20.0, False), (1e4, True)])
def test_inputs_of_unlike_spreads_are_named_with_the_factor(tmp_path, factor, named):
    """None of them is large; a column that never changes has no spread to compare."""
    rows = [f"{i % 8 / 8},{(i * 5 % 8) / 8 / factor:.9f},0.5,{'ab'[i % 2]}" for i in range(16)]
    (tmp_path / "table.csv").write_text("\n".join(("x1,x2,x3,y", *rows)) + "\n")
    own = TWO_CLASSES.replace("[2, 6, 1]", "[3, 6, 1]")
    (tmp_path / "case.toml").write_text(f'[data]\nname = "table"\npath = "table.csv"\n{own}')
    facts = facts_at(load_spec(tmp_path / "case.toml"), 0)
    found = [each for each in suspicions(facts) if each.kind == "unscaled_inputs"]
    assert bool(found) == named
    if named:
        assert "differ by a factor of 10,000." in found[0].sentence


@pytest.mark.parametrize(("target", "instead"), [("{}.5", "identity"), ("k{}", "sigmoid")])
def test_an_output_that_is_dead_gets_the_function_that_is_usual_for_the_targets(tmp_path, target, instead):
    rows = [f"{i % 7 / 7},{i % 11 / 11},{target.format(i % 2)}" for i in range(30)]
    own = TWO_CLASSES.replace('"sigmoid"', '"relu"').replace("log_loss", "half_squared_error")
    spec = with_values(
        table(tmp_path, rows, own),
        {"network.layers": (2, 1), "network.activation": ("relu",), "network.weights": (((-1.0,), (-1.0,)),)},
    )
    spec = with_value(spec, "network.biases", ((-5.0,),))
    (dead,) = [each for each in suspicions(facts_at(spec, 0)) if each.kind == "dead"]
    (remedy,) = dead.remedies
    assert remedy.changes["network.activation"] == (instead,)


@pytest.mark.parametrize(("layers", "scaled"), [([2, 1], True), ([2, 3, 1], False)])
def test_other_scales_of_the_inputs_are_for_the_layer_that_sees_them(tmp_path, layers, scaled):
    rows = [f"{i % 7 / 7},{i % 11 / 11},{'ab'[i * 5 % 7 < 3]}" for i in range(70)]
    activations = ["tanh", "sigmoid"][-len(layers) + 1 :]
    spec = with_values(
        table(tmp_path, rows, TWO_CLASSES),
        {"network.layers": layers, "network.activation": activations, "training.loss": "half_squared_error"},
    )
    size = 900.0 if len(layers) == 2 else 1.0
    hidden = [[size, -size, size], [size, size, -size]]
    weights = [[[size], [-size]]] if len(layers) == 2 else [hidden, [[900.0], [-800.0], [700.0]]]
    spec = with_value(spec, "network.weights", weights)
    (found,) = [each for each in suspicions(facts_at(spec, 0)) if each.kind == "saturated"]
    assert found.layer == len(layers) - 1
    assert (STANDARDIZED in found.remedies) == scaled
