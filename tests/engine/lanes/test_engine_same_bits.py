"""The same bits: compiled or interpreted, in a lane or alone."""

import itertools
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.engine.compiling import cache_folder, native
from nnviz.engine.ensemble import train_ensemble
from nnviz.engine.evaluate import evaluate, flat_parameters, forward
from nnviz.engine.kernels import measure as measuring
from nnviz.engine.kernels.measure import MOST_LANES, Measurement, measure
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.train import train
from nnviz.engine.kernels.training import Training
from nnviz.engine.lanes.tags import NETWORKS, SAMPLES, SAMPLES32, SINGLE
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer

HIDDEN = [name for name, record in ACTIVATIONS.items() if not record.output_only]


@pytest.fixture(scope="module")
def kept(request):
    """A folder beside pytest's cache, where later runs find what was compiled, with no plugin of pytest."""
    folder = request.config.rootpath / ".pytest_cache" / "engine"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def compiled(kept):
    """Compile the engine once, until the sources change."""
    folder = kept / cache_folder.name()
    folder.mkdir(exist_ok=True)
    before = {entry: (entry.compiled, entry.ready) for entry in (train, measure)}
    for tag in (SINGLE, SAMPLES, SAMPLES32, NETWORKS):
        native.compile_entry(train, tag, folder)
    for tag in (SAMPLES, SAMPLES32):
        native.compile_entry(measure, tag, folder)
    fast = {entry: (entry.compiled, entry.ready) for entry in (train, measure)}
    for entry, state in before.items():
        entry.compiled, entry.ready = state
    return fast


class Compiled:
    """Runs entry points compiled inside a `with`, interpreted outside."""

    def __init__(self, fast):
        self.fast = fast

    def __enter__(self):
        self.before = {entry: (entry.compiled, entry.ready) for entry in self.fast}
        self._set(self.fast)

    def __exit__(self, *_):
        self._set(self.before)

    @staticmethod
    def _set(states):
        for entry, (code, ready) in states.items():
            entry.compiled, entry.ready = code, ready


class Interpreted(Compiled):
    def __init__(self, fast):
        super().__init__(dict.fromkeys(fast, (None, frozenset())))


@st.composite
def problems(draw):
    """A network, a training, and the seed of data and parameters."""
    layers = draw(st.lists(st.integers(1, 6), min_size=2, max_size=4))
    depth = len(layers) - 1
    hidden = draw(st.lists(st.sampled_from(HIDDEN), min_size=depth - 1, max_size=depth - 1))
    network = Network(
        tuple(layers),
        (*hidden, draw(st.sampled_from(sorted(ACTIVATIONS)))),
        bias=tuple(draw(st.lists(st.booleans(), min_size=depth, max_size=depth))),
        dropout=(draw(st.sampled_from([0.0, 0.5])),) * (depth - 1) + (0.0,),
        dtype=draw(st.sampled_from(["float64", "float64", "float32"])),
    )
    training = Training(
        loss=draw(st.sampled_from(sorted(LOSSES))),
        reduction=draw(st.sampled_from(["mean", "sum"])),
        optimizer=draw(st.sampled_from(sorted(OPTIMIZERS))),
        learning_rate=draw(st.sampled_from([0.01, 0.5])),
        batch_size=draw(st.sampled_from([0, 1, 1, 2])),
        shuffle=draw(st.booleans()),
        l1=draw(st.sampled_from([0.0, 0.01])),
        l2=draw(st.sampled_from([0.0, 0.1])),
        weight_decay=draw(st.sampled_from([0.0, 0.1])),
        order=draw(st.sampled_from(["right", "update_first"])),
        schedule=draw(st.sampled_from(sorted(SCHEDULES))),
        schedule_epochs=2,
    )
    return network, training, draw(st.integers(0, 1000)), draw(st.sampled_from([1, 3, 3, 18]))


def trainer_of(network, training, seed, samples):
    rng = np.random.default_rng(seed)
    X = rng.normal(0, 1, (samples, network.inputs))
    Y = rng.uniform(0, 1, (samples, network.outputs))
    return Trainer(network, training, X, Y, *initial_parameters(network, "normal", rng), seed=seed)


def bits_of(trainer):
    state = trainer.state()
    flats = (state.parameters, state.first_moment, state.second_moment, state.powers)
    return state.update, trainer.divergence, *(flat.tobytes() for flat in flats)


def bits_of_trace(trace):
    parts = [part for layer in trace.layers for part in vars(layer).values() if part is not None]
    return tuple(bits_of_numbers(numbers) for numbers in (trace.loss, trace.loss_after, *parts))


def bits_of_numbers(numbers):
    """Return the bits, all NaN alike: which NaN an overflow leaves is the processor's choice."""
    values = np.asarray(numbers)
    return np.where(np.isnan(values), np.nan, values).tobytes()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(problem=problems())
def test_compiled_and_interpreted_runs_traces_and_scores_have_the_same_bits(compiled, problem):
    def everything():
        trainer = trainer_of(*problem)
        trainer.run(4)
        weights, biases = trainer.weights(), trainer.biases()
        layers = forward(trainer.network, weights, biases, trainer.X)
        scores = evaluate(trainer.network, trainer.training.loss, weights, biases, trainer.X, trainer.Y)
        trace = bits_of_trace(trainer.trace()) if trainer.divergence is None else ()
        return bits_of(trainer), trace, [bits_of_numbers(layer) for layer in layers], bits_of_numbers(scores)

    with Compiled(compiled):
        fast = everything()
    with Interpreted(compiled):
        assert everything() == fast


@pytest.mark.parametrize(("activation", "loss"), list(itertools.product(ACTIVATIONS, LOSSES)))
def test_compiled_and_interpreted_agree_for_every_activation_and_loss(compiled, activation, loss):
    problem = Network((2, 3, 2), ("tanh", activation)), Training(loss=loss, batch_size=1), 3, 2

    def run():
        trainer = trainer_of(*problem)
        trainer.run(3)
        return bits_of(trainer), bits_of_trace(trainer.trace())

    with Compiled(compiled):
        fast = run()
    with Interpreted(compiled):
        assert run() == fast


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("samples", [1, 17, 150, MOST_LANES + 40])
def test_interpreted_measuring_with_many_lanes_has_the_bits_of_compiled_measuring(compiled, samples, dtype):
    rng = np.random.default_rng(samples)
    network = Network((2, 5, 4, 3), ("tanh", "gelu", "softmax"), dtype=dtype)
    X = rng.normal(0, 1, (samples, 2)) * 10.0 ** rng.integers(-300, 3, (samples, 1))
    Y = rng.uniform(0, 1, (samples, 3))
    weights, biases = initial_parameters(network, "normal", rng)

    def everything():
        parameters = flat_parameters(network, weights, biases)
        measured = Measurement(network, np.tile(parameters, 2), X, Y, "cross_entropy")
        return measured.kept.tobytes(), measured.losses.tobytes()

    with np.errstate(under="ignore"):
        with Compiled(compiled):
            fast = everything()
        with Interpreted(compiled):
            assert everything() == fast


def test_samples_measured_together_take_bounded_memory_and_keep_their_bits(compiled, monkeypatch):
    network, rng = Network((2, 300, 3), ("tanh", "softmax")), np.random.default_rng(0)
    X = rng.normal(0, 1, (600, 2))
    parameters = flat_parameters(network, *initial_parameters(network, "normal", rng))
    rooms, strip = [], measuring._strip
    monkeypatch.setattr(measuring, "_strip", lambda *of: rooms.append(strip(*of)) or rooms[-1])
    with Interpreted(compiled):
        whole = Measurement(network, parameters, X).kept
        monkeypatch.setattr(measuring, "MOST_LANE_BYTES", 10**6)
        assert np.array_equal(Measurement(network, parameters, X).kept, whole)
    assert rooms[0].nbytes > 10**6 >= rooms[1].nbytes


@settings(deadline=None, max_examples=40)
@given(problem=problems(), count=st.integers(1, 10))
def test_in_a_lane_or_alone_a_network_gets_the_same_bits(compiled, problem, count):
    with Compiled(compiled):
        network, training, seed, samples = problem
        rng = np.random.default_rng(seed)
        X = rng.normal(0, 1, (samples, network.inputs))
        Y = rng.uniform(0, 1, (samples, network.outputs))
        starts = [initial_parameters(network, "normal", rng) for _ in range(count)]
        together, alone = (
            [Trainer(network, training, X, Y, *start, seed=k) for k, start in enumerate(starts)]
            for _ in range(2)
        )
        train_ensemble(together, 3)
        train_ensemble(together, 4)
        for trainer in alone:
            trainer.run(7)
        assert [bits_of(trainer) for trainer in together] == [bits_of(trainer) for trainer in alone]


def test_lanes_interpreted_are_those_of_single_runs_too():
    network = Network((2, 3, 1), ("tanh", "sigmoid"))
    training = Training(batch_size=1, shuffle=True, optimizer="adam")
    X, Y = np.eye(3, 2), np.ones((3, 1))
    starts = [initial_parameters(network, "normal", np.random.default_rng(seed)) for seed in range(3)]
    together, alone = (
        [Trainer(network, training, X, Y, *start, seed=seed) for seed, start in enumerate(starts)]
        for _ in range(2)
    )
    train_ensemble(together, 4)
    for trainer in alone:
        trainer.run(4)
    assert [bits_of(trainer) for trainer in together] == [bits_of(trainer) for trainer in alone]


def test_one_network_that_diverges_does_not_disturb_the_others():
    network = Network((1, 1), ("identity",), bias=False)
    training = Training(batch_size=1, learning_rate=1e50)
    starts = [1.0, 0.0, 2.0]
    together, alone = (
        [Trainer(network, training, [[1.0]], [[0.0]], [np.full((1, 1), w)], [np.zeros(1)]) for w in starts]
        for _ in range(2)
    )
    train_ensemble(together, 12)
    train_ensemble(together, 3)  # those that diverged stand at other updates by now
    for trainer in alone:
        trainer.run(15)
    assert together[1].divergence is None
    assert together[1].update == 15
    assert together[0].divergence is not None
    assert [bits_of(trainer) for trainer in together] == [bits_of(trainer) for trainer in alone]


TRAIN_AND_DIGEST = """
import hashlib, sys
from pathlib import Path
import numpy as np
from nnviz.engine.compiling import cache_folder, native
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer
from nnviz.engine.lanes.tags import SAMPLES
from nnviz.engine.kernels.train import train

folder = Path(sys.argv[1]) / cache_folder.name()
folder.mkdir(exist_ok=True)
native.compile_entry(train, SAMPLES, folder)
bits = hashlib.sha256()
rng = np.random.default_rng(0)
X, Y = rng.normal(0.0, 1.0, (50, 2)), rng.uniform(0.0, 1.0, (50, 1))
for activation in ("sigmoid", "tanh", "gelu", "softplus"):
    for batch_size in (0, 20):
        network = Network((2, 9, 5, 1), (activation, activation, "sigmoid"), dropout=(0.2, 0.0, 0.0))
        training = Training(loss="log_loss", optimizer="adam", batch_size=batch_size, shuffle=True, l1=1e-3)
        trainer = Trainer(network, training, X, Y, *initial_parameters(network, "normal", rng))
        trainer.run(300)
        bits.update(trainer.state().parameters.tobytes())
print(bits.hexdigest())
"""


def test_training_gives_the_same_bits_on_old_and_new_processors(kept):
    def digest(**processor):
        return subprocess.run(
            [sys.executable, "-c", TRAIN_AND_DIGEST, str(kept)],
            env={**os.environ, **processor},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert digest(NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="") == digest()


def test_an_ensemble_of_different_tasks_is_refused():
    first = trainer_of(Network((1, 1), ("tanh",)), Training(), 0, 2)
    with pytest.raises(ValueError, match="differ only"):
        train_ensemble([first, trainer_of(first.network, Training(l2=1.0), 0, 2)], 1)
    with pytest.raises(ValueError, match="differ only"):
        train_ensemble([first, trainer_of(first.network, first.training, 1, 2)], 1)
    further = trainer_of(first.network, first.training, 0, 2)
    further.run(1)
    with pytest.raises(ValueError, match="same number of updates"):
        train_ensemble([first, further], 1)
