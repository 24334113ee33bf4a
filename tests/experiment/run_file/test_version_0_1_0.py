"""What version 0.1.0 wrote is opened for ever, and computes the same bits as it did then."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from nnviz.engine.state import State
from nnviz.experiment.commands import SwitchBranch
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.weights_file import read_weights

pytestmark = pytest.mark.usefixtures("compiled_engine")

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "version_0_1_0"
EXPECTED = json.loads((FOLDER / "expected.json").read_text())
EXPERIMENTS = EXPECTED["experiments"]


def sha256_of(state: State) -> str:
    arrays = state.parameters, state.first_moment, state.second_moment, state.powers
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()


def moments_of(session: Session, places: list[tuple[int, int]]) -> list[tuple[int, str, float]]:
    """Return what can be seen of a session at (branch, update)."""
    seen = []
    for branch, update in places:
        session.apply(SwitchBranch(branch, update))
        session.advance(0)
        train = session.run.metrics().train
        seen.append((session.update, sha256_of(session.state()), train.loss))
    return seen


def test_the_expected_files_are_all_there():
    assert {path.name for path in FOLDER.glob("*.toml")} == {*EXPERIMENTS, "presets.toml"}
    assert len(EXPERIMENTS) == 7


def test_a_run_file_is_opened_at_every_moment_to_the_same_bits():
    moments = EXPECTED["run.nnviz"]
    assert len(moments) == 18
    session = load_run(FOLDER / "run.nnviz")
    assert session.update == 650
    places = [(moment["branch"], moment["update"]) for moment in moments]
    expected = [(moment["update"], moment["sha256"], moment["train_loss"]) for moment in moments]
    assert moments_of(session, places) == expected


def test_a_run_file_is_saved_again_and_goes_on_to_the_same_bits(tmp_path):
    session = load_run(FOLDER / "run.nnviz")
    save_run(session, tmp_path / "again.nnviz")
    again = load_run(tmp_path / "again.nnviz")
    for each in (session, again):
        each.advance(400)
    assert again.update == 1050
    assert sha256_of(again.state()) == sha256_of(session.state())


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_trains_to_the_same_bits(name):
    session = Session(load_spec(FOLDER / name))
    session.advance(60)
    expected = EXPERIMENTS[name]
    assert (session.update, sha256_of(session.state())) == (expected["updates"], expected["sha256"])
    assert session.run.metrics().train.loss == expected["train_loss"]


def test_exported_weights_are_read():
    network = read_weights(FOLDER / "weights.npz").network
    expected = EXPECTED["weights.npz"]
    for name in ("weights", "biases"):
        for read, wrote in zip(getattr(network, name), expected[name], strict=True):
            assert np.array_equal(read, wrote)
