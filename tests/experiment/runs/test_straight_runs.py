"""Runs of a sweep are those of a session, bit for bit: any experiment, jobs, lanes."""

import pytest
from planned_sweeps import numbers, of_session, plan, swept

from nnviz.experiment.session import Session

pytestmark = pytest.mark.usefixtures("compiled_engine")

CASES = {
    "full batch": ("lab-b-xor", ("training.learning_rate=0.1,1,3",), {"training__epochs": 300}),
    "identity diverges": (
        "lab-b-linear-identity",
        ("network.init_scale=0.1,1,3",),
        {"training__epochs": 400},
    ),
    "online": ("lab-a-xor", ("training.learning_rate=0.5,0.8",), {"training__epochs": 150}),
    "online, shuffled, no biases": (
        "lab-a-xor-no-biases",
        ("training.optimizer=sgd,momentum,adam,rmsprop",),
        {"training__epochs": 60, "training__shuffle": True, "training__learning_rate": 0.05},
    ),
    "online diverges": (
        "lab-a-xor",
        ("network.activation=identity,sigmoid",),
        {"training__epochs": 40, "training__learning_rate": 3.0, "network__layers": [2, 4, 4, 1]},
    ),
    "schedule and penalties": (
        "lab-d-square",
        ("training.schedule=step,cosine", "training.l2=0,0.01"),
        {"training__epochs": 90, "training__schedule_epochs": 30},
    ),
    "dropout, validation, test": (
        "lab-c-circles-hidden-5",
        ("network.dropout=0,0.3",),
        {"training__epochs": 40, "training__batch_size": 32, "data__validation_fraction": 0.2},
    ),
    "single precision": (
        "digits-8x8",
        ("network.dtype=float32,float64",),
        {"training__epochs": 2},
    ),
    "stops by its loss": (
        "lab-a-xor",
        ("stop.loss=0.1,0.11",),
        {"training__epochs": 400, "training__seed": 3},
    ),
    "stops on a plateau of the validation loss": (
        "lab-c-circles",
        ("stop.plateau_epochs=3,20",),
        {"training__epochs": 200, "data__validation_fraction": 0.3, "stop__on": "validation"},
    ),
    "numbers to predict": ("regression-sine", ("training.batch_size=1,7,0",), {"training__epochs": 30}),
    "no epochs": ("lab-a-xor", ("training.epochs=0,1,63,65,200",), {}),
}


@pytest.mark.parametrize("case", CASES)
def test_runs_are_those_of_a_session(case):
    name, axes, overrides = CASES[case]
    planned = plan(name, *axes, seeds=3, **overrides)
    sweep = swept(planned, jobs=2)
    for cell, outcome in zip(sweep.cells, sweep.outcomes, strict=True):
        assert numbers(outcome) == of_session(cell.spec), cell.spec


def test_jobs_and_lanes_change_nothing():
    planned = plan("lab-a-xor", "training.learning_rate=0.3:1:3", seeds=11, training__epochs=200)
    alone, beside, threads = swept(planned, 1, lanes=False), swept(planned, 1), swept(planned, 3)
    first = [numbers(outcome) for outcome in alone.outcomes]
    assert first == [numbers(outcome) for outcome in beside.outcomes]
    assert first == [numbers(outcome) for outcome in threads.outcomes]
    assert [outcome.curve for outcome in alone.outcomes] == [outcome.curve for outcome in beside.outcomes]


def test_a_lane_that_diverges_disturbs_nobody():
    planned = plan(
        "lab-a-xor",
        "training.learning_rate=0.5",
        seeds=9,
        training__epochs=100,
        network__activation="identity",
    )
    sweep = swept(planned)
    diverged = [outcome.diverged is not None for outcome in sweep.outcomes]
    assert any(diverged)
    assert not all(diverged)
    for cell, outcome in zip(sweep.cells, sweep.outcomes, strict=True):
        assert numbers(outcome) == of_session(cell.spec)


def test_curves_are_thin_and_those_of_a_session():
    sweep = swept(plan("lab-c-circles", "training.learning_rate=0.5", training__epochs=500))
    curve = sweep.outcomes[0].curve
    session = Session(sweep.cells[0].spec)
    session.advance(500)
    full = session.curves()
    whole = dict(zip(full.epochs.tolist(), full.loss["test"].tolist(), strict=True))
    assert curve.epochs == (0, 1, 2, 3, 4, 6, *range(8, 500, 8), 500)
    assert [whole[epoch] for epoch in curve.epochs if epoch in whole] == [
        loss for epoch, loss in zip(curve.epochs, curve.loss["test"], strict=True) if epoch in whole
    ]


def test_data_that_cannot_be_made_are_told_in_their_place(tmp_path):
    table = tmp_path / "points.csv"
    table.write_text("a,b,class\n" + "".join(f"{i},{-i},{i % 2}\n" for i in range(20)))
    planned = plan("lab-b-xor", "training.learning_rate=0.1", data__name="csv", data__path=str(table))
    table.unlink()
    sweep = swept(planned)
    assert sweep.outcomes == [None]
    assert "there is no such file" in sweep.impossible[0]
