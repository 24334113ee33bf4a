import pytest

from nnviz.experiment.fields import with_values
from nnviz.experiment.session import Session
from nnviz.experiment.spec import SpecError, spec_from_dict

pytestmark = pytest.mark.usefixtures("compiled_engine")


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


@pytest.mark.parametrize("slice_", [10**9, 7])
def test_stops_at_the_first_epoch_that_meets_the_loss(slice_):
    session = Session(experiment(loss=0.05))
    while not session.stopped:
        session.advance(slice_)
    curves = session.curves()
    assert curves.loss["train"][-1] <= 0.05 < curves.loss["train"][:-1].min()
    assert session.update == curves.updates[-1]
    assert session.stopped.startswith(f"Stopped at epoch {session.epoch:,.0f}: the train loss is")
    session.advance(600)  # once is enough: it can be played on
    assert session.stopped == ""
    assert session.update > curves.updates[-1] + 500


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


def test_a_part_without_points_never_stops():
    session = Session(with_values(experiment(loss=10.0, on="validation"), {"data.validation_fraction": 0.0}))
    session.advance(1000)
    assert session.stopped == ""


def test_is_part_of_the_experiment_file():
    spec = experiment(loss=0.25)
    assert "[stop]" in spec.to_toml()
    assert with_values(spec, {"stop.loss": 0.5}).stop.loss == 0.5
    with pytest.raises(SpecError, match=r"stop\.accuracy"):
        experiment(accuracy=2.0)
    with pytest.raises(SpecError, match=r"stop\.los is not a key"):
        experiment(los=2.0)
