"""Marks: right, right on one's own numbers, or wrong for a reason that is named."""

import numpy as np
import pytest

from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.explain.exercise.marking import marks_of, same
from nnviz.explain.exercise.misconceptions import MISCONCEPTIONS, wrong_values
from nnviz.explain.exercise.sheet import Blank, Sheet, sheet_of
from nnviz.explain.exercise.start import start_of, update_of
from nnviz.explain.formulas.step import Depth

EXPERIMENTS = (
    "by-hand-one-update",
    "by-hand-two-outputs",
    "lab-a-xor",
    "lab-c-circles",
    "lab-d-square",
    "lab-e-moons-tanh",
)


def sheet(name: str = "by-hand-one-update", seed: int | None = None, depth: Depth = Depth.NEURON) -> Sheet:
    start = start_of(experiment_at(name), seed)
    return sheet_of(name, update_of(Session(start.spec)), depth, seed or 0, start.notes)


def right_answers(paper: Sheet) -> dict[str, float]:
    get = paper.update.values()
    return {blank.id: get(blank.quantity) for blank in paper.blanks}


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_right_answers_to_four_digits_are_right(name):
    paper = sheet(name, seed=5)
    answers = {key: float(f"{value:.4g}") for key, value in right_answers(paper).items()}
    assert len(answers) == len(paper.blanks) >= 10
    assert all(mark.right for mark in marks_of(paper, answers))


def test_blanks_left_empty_are_told():
    marks = marks_of(sheet(), {})
    assert marks
    assert all(mark.given is None and not mark.right for mark in marks)


def test_an_id_of_another_sheet_is_refused():
    with pytest.raises(ValueError, match=r'no blank "z\(9\)9"'):
        marks_of(sheet(), {"z(9)9": 1.0})


def test_later_steps_are_marked_on_own_numbers():
    paper = sheet()
    answers = right_answers(paper)
    answers["delta(2)1"] *= 1.7
    delta = next(blank.quantity for blank in paper.blanks if blank.id == "delta(2)1")
    get = paper.update.values({delta: answers["delta(2)1"]})
    for blank in paper.blanks:
        if blank.quantity.kind in ("gradient", "new") or blank.id.startswith("delta(1)"):
            answers[blank.id] = get(blank.quantity)
    marks = {mark.id: mark for mark in marks_of(paper, answers)}
    assert not marks["delta(2)1"].right
    assert not marks["delta(2)1"].follow_through
    followed = [mark for mark in marks.values() if mark.follow_through]
    assert {mark.id for mark in followed} >= {"delta(1)1", "delta(1)2", "dw(2)11", "new_w(2)11", "db(1)1"}
    assert all(mark.right for mark in marks.values() if mark.id.startswith(("z", "a(", "loss")))


def test_a_mistake_on_top_of_own_numbers_is_named_too():
    paper = sheet()
    answers = right_answers(paper)
    answers["dw(2)11"] *= 2.0
    blank = next(blank for blank in paper.blanks if blank.id == "new_w(2)11")
    answers[blank.id] = paper.update.parameter(blank.quantity.part) - answers["dw(2)11"]
    mark = next(mark for mark in marks_of(paper, answers) if mark.id == blank.id)
    assert mark.misconception == "learning_rate_forgotten"


@pytest.mark.parametrize(
    ("blank", "value", "name"),
    [
        ("delta(2)1", 0.620444 - 1.0, "slope_forgotten"),
        ("delta(2)1", 0.0893828, "target_and_output_swapped"),
        ("new_w(2)12", -0.4 + 0.0358704, "learning_rate_forgotten"),
        ("new_w(2)12", -0.4 - 0.5 * 0.0358704, "sign"),
        ("z(2)1", 0.7 * 0.6457 - 0.4 * 0.4013, "bias_left_out"),
        ("a(2)1", 0.491434, "activation_left_out"),
        ("delta(1)2", 0.0086, None),
        ("a(2)1", 0.61, "rounding"),
    ],
)
def test_numbers_from_the_blackboard(blank, value, name):
    mark = next(mark for mark in marks_of(sheet(), {blank: value}) if mark.id == blank)
    assert mark.misconception == name
    assert mark.right == (name is None)


def test_where_two_mistakes_lead_to_the_very_number_both_are_told_with_the_step():
    spec = with_values(
        experiment_at("lab-c-circles"), {"training.learning_rate": 0.5, "training.batch_size": 2}
    )
    start = start_of(spec, None)
    paper = sheet_of("circles", update_of(Session(start.spec)), Depth.NEURON, 0, start.notes)
    blank = next(blank for blank in paper.blanks if blank.id == "new_w(2)11")  # rate × samples = 1
    values = {m.name: value for m, value in wrong_values(paper.update, blank.quantity, paper.update.values())}
    assert values["learning_rate_forgotten"] == pytest.approx(values["sum_for_mean"])
    mark = next(mark for mark in marks_of(paper, {blank.id: values["sum_for_mean"]}) if mark.id == blank.id)
    told = {m.name: m.sentence in mark.sentence for m in MISCONCEPTIONS}
    assert told["learning_rate_forgotten"]
    assert told["sum_for_mean"]
    assert mark.sentence.endswith(f"The step to look at: {blank.where}.")


def test_a_class_of_a_thousand_wrong_entries_gets_the_right_diagnosis():
    """Each misconception on each sheet; where two lead to the same number, the other one is told, too."""
    rng = np.random.default_rng(1)
    told: dict[str, list[bool]] = {}
    for seed in range(1, 15):
        for name in EXPERIMENTS:
            paper = sheet(name, seed)
            for misconception, (blank, value) in one_wrong_entry_each(paper, rng).items():
                answers = {blank.id: float(f"{value:.5g}")}  # the others are taken as right
                mark = next(mark for mark in marks_of(paper, answers) if mark.id == blank.id)
                assert not mark.right
                assert misconception in (mark.misconception, *mark.also)
                told.setdefault(misconception, []).append(mark.misconception == misconception)
    assert sum(map(len, told.values())) >= 1000
    assert set(told) == {misconception.name for misconception in MISCONCEPTIONS[:16]}  # then those of maps
    assert np.mean([right for each in told.values() for right in each]) >= 0.95
    assert min(np.mean(each) for each in told.values()) >= 0.9, {n: np.mean(e) for n, e in told.items()}


def one_wrong_entry_each(paper: Sheet, rng: np.random.Generator) -> dict[str, tuple[Blank, float]]:
    get, wrong = paper.update.values(), {}
    for blank in paper.blanks:
        for misconception, value in wrong_values(paper.update, blank.quantity, get):
            if not same(value, get(blank.quantity)):
                wrong.setdefault(misconception.name, []).append((blank, value))
    return {name: each[rng.integers(len(each))] for name, each in wrong.items()}
