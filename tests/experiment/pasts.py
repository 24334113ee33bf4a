"""Sessions with a past, and a straight rerun to compare any moment of it with."""

from nnviz.engine.state import State
from nnviz.experiment.commands import LogEntry, SetParameter, SetSpec
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Bias, Weight


def eventful_experiment() -> Spec:
    """Return Adam, mini-batches in random order, and dropout: everything that has a memory."""
    return spec_from_dict(
        {
            "data": {"name": "circles", "samples": 60, "test_fraction": 0.2},
            "network": {"layers": [2, 5, 4, 1], "activation": "tanh", "dropout": 0.2},
            "training": {
                "loss": "half_squared_error",
                "optimizer": "adam",
                "learning_rate": 0.01,
                "batch_size": 7,
                "shuffle": True,
                "epochs": 10,
            },
        }
    )


def set_to(session: Session, changes: dict[str, object]) -> None:
    session.apply(SetSpec(with_values(session.spec, changes)))


CHANGES = (
    {"training.learning_rate": 0.03},
    {"training.batch_size": 5},
    {"network.layers": (2, 6, 4, 1)},
    {"training.optimizer": "momentum", "training.learning_rate": 0.05},
    {"data.noise": 0.2},
    {
        "training.l2": 0.001,
        "training.l1": 0.0001,
        "training.schedule": "cosine",
        "training.schedule_epochs": 9,
    },
    {"training.optimizer": "rmsprop", "training.learning_rate": 0.002},
)


def eventful_session(updates: int = 4000) -> Session:
    """Return a session that was changed in every way that keeps it going, at odd moments."""
    session = Session(eventful_experiment())
    part = updates // (len(CHANGES) + 2)
    for number, changes in enumerate(CHANGES):
        session.advance(part + number)
        set_to(session, changes)
    session.advance(part)
    session.apply(SetParameter(Weight(1, 1, 2), 0.25))
    session.apply(SetParameter(Bias(2, 3), -0.5))
    session.advance(updates - session.update)
    return session


def rerun(start: Spec, log: list[LogEntry], update: int) -> Session:
    """Return a new session that was trained straight to an update, with the same changes."""
    session = Session(start)
    for entry in log:
        if entry.update <= update:
            session.advance(entry.update - session.update)
            session.apply(entry.command)
    session.advance(update - session.update)
    return session


def bits_of(state: State) -> tuple[int, bytes]:
    arrays = state.parameters, state.first_moment, state.second_moment, state.powers
    return state.update, b"".join(array.tobytes() for array in arrays)
