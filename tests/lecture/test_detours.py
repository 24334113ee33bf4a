"""However one strays from scene to scene, each is found again to the bit: a hundred detours of all kinds."""

import random

from nnviz.experiment.commands import Reset, SetSpec
from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_value
from nnviz.lecture.file import find_lecture, load_lecture
from nnviz.lecture.stage import Stage, weights_sha256

DETOURS = 100


def taken_up(run: SavedRun) -> Session:
    """Return what the window makes of the run of a scene."""
    return Session.of_saved(run)


def stray(session: Session, rng: random.Random) -> None:
    """Train on, change a setting, begin anew: what a lecturer tries between two scenes."""
    session.advance(rng.randint(1, 30))
    if rng.random() < 0.5:
        rate = rng.choice([0.003, 0.1, 0.7])
        session.apply(SetSpec(with_value(session.spec, "training.learning_rate", rate)))
        session.advance(rng.randint(1, 10))
    if rng.random() < 0.2:
        session.apply(Reset(None))


def test_a_hundred_detours_leave_every_scene_as_it_was():
    path = find_lecture("one-update-by-hand")
    stage = Stage(load_lecture(path), path.parent)
    numbers = range(11)  # those after these train for long
    before = [weights_sha256(taken_up(stage.prepared(number))) for number in numbers]
    assert len(set(before)) >= 3
    rng = random.Random(17)
    for _ in range(DETOURS):
        number = rng.choice(numbers)
        session = taken_up(stage.prepared(number))
        assert weights_sha256(session) == before[number]
        stray(session, rng)
    assert [weights_sha256(taken_up(stage.prepared(number))) for number in numbers] == before
