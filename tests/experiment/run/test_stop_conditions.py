import numpy as np
import pytest
from pasts import bits_of

from nnviz.experiment.commands import Fork, SetSpec, Visit
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.run import training_run
from nnviz.experiment.run.history import History
from nnviz.experiment.run.trail import Trail
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import spec_from_dict

pytestmark = pytest.mark.usefixtures("compiled_engine")

LONG = 60 * 2000  # updates: to the end, if nothing stops it


def experiment(**stop):
    return spec_from_dict(
        {
            "data": {"name": "circles", "samples": 80, "validation_fraction": 0.25},
            "network": {"layers": [2, 6, 1], "activation": "tanh"},
            "training": {"loss": "half_squared_error", "learning_rate": 0.5, "epochs": 2000},
            "stop": stop,
        }
    )


def test_without_conditions_nothing_stops():
    session = Session(experiment())
    session.advance(session.last_update)
    assert session.update == session.last_update
    assert session.stopped == ""


def first_epoch(spec, condition):
    """Return the first epoch after which a run without conditions would meet one, and the state then."""
    session = Session(with_values(spec, dict.fromkeys(CONDITIONS, 0)))
    losses = [session.metrics().train.loss]
    while session.epoch < spec.training.epochs:
        session.advance(session.updates_in("epoch"))
        scores = session.metrics().train
        losses.append(scores.loss)
        if condition(scores, losses):
            return session.epoch, bits_of(session.state())
    raise AssertionError("never")


def is_plateau(_scores, losses):
    best, best_epoch = losses[0], 0
    for epoch, loss in enumerate(losses):
        if loss < best - 1e-3:
            best, best_epoch = loss, epoch
    return len(losses) - 1 - best_epoch >= 30


CONDITIONS = {
    "stop.loss": (0.0515, lambda scores, _: scores.loss <= 0.0515),
    "stop.accuracy": (0.92, lambda scores, _: scores.accuracy >= 0.92),
    "stop.plateau_epochs": (30, is_plateau),
}


@pytest.mark.parametrize("slice_", [LONG, 7])
@pytest.mark.parametrize("key", CONDITIONS)
def test_stops_at_the_first_epoch_that_meets_a_condition(key, slice_, monkeypatch):
    monkeypatch.setattr(History.__init__, "__defaults__", (8,))  # curves of few points: every epoch counts
    value, condition = CONDITIONS[key]
    spec = with_values(experiment(plateau_change=1e-3), {key: value})
    session = Session(spec)
    while not session.stopped:
        assert session.update < session.last_update
        session.advance(slice_)
    epoch, bits = first_epoch(spec, condition)
    assert (session.epoch, bits_of(session.state())) == (epoch, bits)
    assert session.stopped.startswith(f"Stopped at epoch {epoch:,.0f}: the train ")
    assert session.snapshot(ScoresWish()).update == session.update == session.length
    session.advance(600)  # once is enough: it can be played on
    assert session.stopped == ""
    assert session.update == session.length == epoch * session.updates_in("epoch") + 600


def test_stops_again_at_the_same_moment_wherever_the_way_there_begins(tmp_path):
    session = Session(experiment(plateau_epochs=12, plateau_change=2e-3))
    session.advance(LONG)
    update, reason = session.update, session.stopped
    assert 0 < update < session.last_update
    for start in (0, 61, update // 2, update - 1):
        session.apply(Visit(start))
        assert session.stopped == ""
        session.advance(LONG)
        assert (session.update, session.stopped) == (update, reason)
    session.apply(Visit(update - 100))
    session.apply(Fork())
    save_run(session, tmp_path / "run.nnviz")
    for each in (session, load_run(tmp_path / "run.nnviz")):
        each.advance(LONG)
        assert (each.update, each.stopped) == (update, reason)
    save_run(session, tmp_path / "run.nnviz")
    for each in (session, load_run(tmp_path / "run.nnviz")):  # stopped once, they go on
        each.advance(100)
        assert (each.update, each.stopped) == (update + 100, "")


def test_another_branch_stops_by_itself():
    session = Session(experiment(loss=0.055))
    session.advance(LONG)
    stopped_at = session.update
    session.apply(Visit(stopped_at // 2))
    session.apply(SetSpec(with_values(session.spec, {"training.learning_rate": 0.2})))
    session.advance(LONG)
    assert "the train loss is" in session.stopped
    assert stopped_at // 2 < session.update != stopped_at
    assert session.metrics().train.loss <= 0.055


def test_another_value_counts_anew():
    session = Session(experiment(loss=0.055))
    session.advance(LONG)
    session.apply(SetSpec(with_values(session.spec, {"stop.loss": 0.0525})))
    session.advance(LONG)
    assert "the train loss is 0.052" in session.stopped


def test_another_batch_size_does_not_swallow_a_stop():
    spec = with_values(experiment(loss=0.055), {"training.batch_size": 8})
    session = Session(spec)
    session.advance(LONG)
    end = session.update
    other = Session(with_values(spec, {"stop.loss": 0.0}))
    other.advance(end)  # where the loss is that low, but nobody asked
    other.apply(SetSpec(with_values(spec, {"training.batch_size": 4})))
    assert other.stopped == ""
    other.advance(LONG)
    assert other.epoch == session.epoch + 1


def test_stops_at_an_accuracy_on_validation():
    session = Session(experiment(accuracy=0.6, on="validation"))
    session.advance(session.last_update)
    assert session.curves().accuracy["validation"][-1] >= 0.6
    assert "the validation accuracy is" in session.stopped


def test_stops_at_a_plateau():
    session = Session(with_values(experiment(plateau_epochs=20), {"training.learning_rate": 0.0}))
    session.advance(10**6)
    assert session.epoch == 20
    assert "not improved for 20 epochs" in session.stopped


def test_a_condition_on_a_part_without_points_is_refused():
    with pytest.raises(SpecError, match="there are no validation points"):
        with_values(experiment(loss=10.0, on="validation"), {"data.validation_fraction": 0.0})


def test_a_column_that_says_parts_may_keep_points_for_validation(tmp_path):
    rows = [
        f"{x},{2 * x},{part}"
        for x, part in zip(range(5), ("train", "val", "train", "val", "test"), strict=True)
    ]
    table = tmp_path / "parts.csv"
    table.write_text("\n".join(["x,y,part", *rows]))
    data = {"name": "table", "path": str(table), "split_column": "part", "task": "numbers", "target": "y"}
    network = {"layers": [1, 1], "activation": "identity"}
    stop = {"on": "validation", "loss": 1000.0}
    table_of = {"data": data, "network": network, "training": {"loss": "half_squared_error"}, "stop": stop}
    session = Session(spec_from_dict(table_of))
    session.advance(100)
    assert "the validation loss is" in session.stopped
    held = with_values(session.spec, {"stop.loss": 0.5})
    assert held.stop.on == "validation"
    table.write_text(table.read_text().replace("val", "train"))
    with pytest.raises(SpecError, match=r"no row of the column .part. is for validation"):
        spec_from_dict(table_of)


def test_is_part_of_the_experiment_file():
    spec = experiment(loss=0.25)
    assert "[stop]" in spec.to_toml()
    assert with_values(spec, {"stop.loss": 0.5}).stop.loss == 0.5
    with pytest.raises(SpecError, match=r"stop\.accuracy"):
        experiment(accuracy=2.0)
    with pytest.raises(SpecError, match=r"stop\.los is not a key"):
        experiment(los=2.0)


@pytest.mark.parametrize("slices", [(50,), (6, 44), (3, 3, 44)])
def test_stops_in_the_past_where_settings_changed_then(slices):
    session = Session(with_values(experiment(loss=10.0), {"training.batch_size": 10}))
    session.advance(LONG)
    at = session.update
    session.apply(SetSpec(with_values(session.spec, {"training.learning_rate": 0.1})))
    session.advance(100)
    session.apply(Visit(0))
    for updates in slices:
        session.advance(updates)
        if session.stopped:
            break
    assert session.update == at
    assert session.stopped.startswith("Stopped at epoch 1:")


@pytest.mark.parametrize("slice_", [LONG, 1])
def test_a_stop_before_a_divergence_is_a_stop(slice_, monkeypatch):
    monkeypatch.setattr(Trail.__init__, "__defaults__", (128, 0))  # nothing else pauses at ends of epochs
    spec = with_values(
        experiment(),
        {
            "network.layers": (2, 1),
            "network.activation": "identity",
            "training.batch_size": 0,
            "training.learning_rate": 1e5,
        },
    )
    diverging = Session(spec)
    last = diverging.advance(LONG)
    session = Session(with_values(spec, {"stop.plateau_epochs": last}))
    while not (session.stopped or session.divergence):
        session.advance(slice_)
    assert session.update == last
    assert session.stopped
    assert session.divergence is None
    assert session.advance(1) == 0
    assert session.divergence is not None


def test_a_call_that_fails_leaves_a_gap_and_no_wrong_points(monkeypatch):
    session = Session(experiment(loss=1e-9))
    with monkeypatch.context() as patched:
        patched.setattr(training_run, "metrics_in", _no_memory)
        with pytest.raises(MemoryError):
            session.advance(600)
    session.apply(SetSpec(with_values(session.spec, {"stop.loss": 0.0})))
    session.advance(2000)
    other = Session(experiment())
    other.advance(session.update)
    there = np.isin(other.curves().updates, session.curves().updates)
    assert 0 < np.count_nonzero(there) < len(there)
    assert np.array_equal(session.curves().loss["train"], other.curves().loss["train"][there])


def _no_memory(*_arguments):
    raise MemoryError


def test_a_moment_right_after_a_change_has_the_conditions_in_force():
    session = Session(experiment(plateau_epochs=12))
    session.advance(100)
    for changes in ({"network.layers": (2, 5, 1)}, {"stop.plateau_epochs": 9}):
        session.apply(SetSpec(with_values(session.spec, changes)))
        assert session.run.moment(applied=0).seen.stop == session.spec.stop


def test_patience_counts_anew_once_only_after_a_look_at_what_was_before_it():
    session = Session(experiment())
    session.advance(300)
    session.apply(SetSpec(with_values(session.spec, {"stop.plateau_epochs": 500})))
    session.apply(Visit(10))
    session.advance(290)
    session.apply(Visit(300))
    session.advance(600)
    seen = session.run.watch.seen
    assert 5 <= seen.best_epoch <= 15
    session.apply(Visit(session.update))
    assert session.run.watch.seen == seen
