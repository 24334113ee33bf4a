"""Shipped sweeps run as they are; files of sweeps get one sentence where something is wrong."""

import msgspec
import pytest
from planned_sweeps import swept

from nnviz.experiment.results.criterion import Criterion, parse_criterion
from nnviz.experiment.results.fastest import fastest_and_slowest
from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.spec.catalogue import catalogue, find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.axes import parse_axis
from nnviz.experiment.sweeps.named_sweeps import shipped_sweeps, sweep_at
from nnviz.experiment.sweeps.planning import plan_of
from nnviz.experiment.sweeps.summaries import summaries
from nnviz.experiment.sweeps.sweep import Sweep

NAMES = [entry.name for entry in shipped_sweeps()]


def _plan(name):
    sweep = sweep_at(name)
    spec = experiment_at(sweep.experiment)
    return plan_of(spec, name, sweep.groups(spec), sweep.seeds, sweep.overrides())


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_sweep_is_possible_throughout(name):
    sweep = sweep_at(name)
    planned = _plan(name)
    assert not [row.impossible for row in planned.rows if row.impossible]
    assert 2 <= len(planned.rows) <= 45
    assert sweep.about
    assert len(sweep.title) <= 60
    parse_criterion(sweep.learned)


CELLS = {entry.name: entry for entry in catalogue() if entry.experiment}


@pytest.mark.parametrize("name", CELLS)
def test_a_named_cell_is_a_run_of_its_sweep(name):
    """But for its seed, what else the sweep sets in all its runs, and how long it trains."""
    entry = CELLS[name]
    sweep = sweep_at(entry.path.stem)
    assert sweep.experiment == entry.experiment
    spec, free = experiment_at(name), {"training.seed", "training.epochs", *sweep.set}
    of_rows = [_settings(row.spec, free) for row in _plan(entry.path.stem).rows]
    assert _settings(spec, free) in of_rows
    assert (spec.title, spec.about, spec.lab) == (entry.title, entry.about, entry.lab)
    alone = with_values(experiment_at(sweep.experiment), entry.set)
    assert _settings(spec, set()) == _settings(alone, set())


def _settings(spec, free):
    plain = {f"{section}.{key}": value for section in ("data", "network", "training")
             for key, value in msgspec.structs.asdict(getattr(spec, section)).items()}  # fmt: skip
    return {key: value for key, value in plain.items() if key not in free} | {"name": spec.data.name}


def test_a_sweep_is_no_experiment():
    with pytest.raises(SpecError, match="this is a sweep"):
        experiment_at(str(shipped_sweeps()[0].path))


@pytest.mark.usefixtures("compiled_engine")
@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_sweep_runs(name):
    assert all(outcome is not None for outcome in swept(_of_one_epoch(name)).outcomes)


def _of_one_epoch(name):
    """Return a shipped sweep of one epoch, from one seed."""
    if name == "lab-e-conv":
        pytest.skip("needs other compiled code: tests/labs/test_lab_e_conv.py runs it")
    sweep = sweep_at(name)
    spec = experiment_at(sweep.experiment)
    groups = [[axis for axis in group if axis.key != "training.epochs"] for group in sweep.groups(spec)]
    groups = [group for group in groups if group]
    if not groups:
        pytest.skip("only epochs are varied")
    return plan_of(spec, name, groups, 1, {**sweep.overrides(), "training.epochs": 1})


def test_no_sweep_has_the_name_of_an_experiment():
    assert not {entry.name for entry in catalogue()} & set(NAMES)
    with pytest.raises(SpecError, match="nnviz sweep lab-d-patterns"):
        find("lab-d-patterns")


@pytest.mark.usefixtures("compiled_engine")
def test_the_thick_angle_is_learned_fastest_and_the_thin_one_slowest():
    sweep = Sweep(_plan("lab-d-patterns"))
    for _ in sweep.run(Crew(2)):
        pass
    rows = summaries(sweep, Criterion("accuracy", 0.9))
    sentence = fastest_and_slowest(rows, Criterion("accuracy", 0.9))
    assert sentence == (
        'Learned fastest: data.name = "thick_angle" (10 of 10 runs, at epoch 640 to 1,280, median 896). '
        'Slowest: data.name = "thin_angle" (8 of 10 runs, at epoch 3,200 to 4,864, median of those 3,904). '
        "Learned means that 90 % of the training points are right, looked at every 128 epochs, more often "
        "at first."
    )


FILE = """
experiment = "lab-b-xor"
{more}
[[vary]]
training.learning_rate = [0.1, 1.0]
"training.l2" = "0:0.1:2"
[[vary]]
network.layers = [[2, 2, 1], [2, 3, 1]]
"""


def test_a_file_of_a_sweep(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(FILE.format(more="seeds = 3\nepochs = 7\nset = {training.momentum = 0.5}"))
    sweep = sweep_at(str(file))
    assert (sweep.seeds, sweep.overrides()) == (3, {"training.momentum": 0.5, "training.epochs": 7})
    planned = plan_of(experiment_at("lab-b-xor"), "mine", sweep.groups(experiment_at("lab-b-xor")))
    assert [len(row.settings) for row in planned.rows] == [3] * 4
    assert planned.rows[3].settings == (
        ("training.learning_rate", 1.0),
        ("training.l2", 0.1),
        ("network.layers", [2, 3, 1]),
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("seed = 3", "seed is not a key: did you mean"),
        ("seeds = 0", "seeds = 0 is not allowed: it must be a whole number from 1"),
        ("seeds = true", "seeds = true"),
        ("epochs = 1.5", "epochs = 1.5"),
        ("title = 3", "title = 3"),
        ("set = 3", "set = 3"),
        ("cell = 3", "cell = 3"),
        ("title = 'x", "not TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_one_sentence(tmp_path, more, words):
    file = tmp_path / "mine.toml"
    file.write_text(FILE.format(more=more))
    with pytest.raises(SpecError, match=words) as error:
        sweep_at(str(file))
    assert "mine.toml" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["x" * 5000, "a/" * 2000, "a\\u0000b"])
def test_an_experiment_whose_name_no_file_can_have(tmp_path, name):
    file = tmp_path / "mine.toml"
    file.write_text(f'experiment = "{name}"\n[vary]\n"training.seed" = [1, 2]\n')
    with pytest.raises(SpecError):
        experiment_at(sweep_at(str(file)).experiment)


@pytest.mark.parametrize("literal", ["a\nb [", '"' + "x" * 500])
def test_a_text_that_is_no_axis_is_told_on_one_line(literal):
    with pytest.raises(SpecError) as caught:
        parse_axis(f"training.activation={literal}", load_spec(find("lab-b-xor")))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("values", ["3", "[]", "[[]]", "[{}]", "{}", "[{a = {}}]"])
def test_axes_that_are_none(tmp_path, values):
    file = tmp_path / "mine.toml"
    file.write_text(f'experiment = "lab-b-xor"\nvary = {values}\n')
    with pytest.raises(SpecError, match="vary"):
        sweep_at(str(file))


@pytest.mark.parametrize(
    "text", ["soon", "loss=0", "accuracy=1.1", "accuracy=0", "loss=-1", "x=1", "loss=nan"]
)
def test_criteria_that_are_none(text):
    with pytest.raises(SpecError, match=r"accuracy=A"):
        parse_criterion(text)
    assert parse_criterion("0.5") == Criterion("accuracy", 0.5)
    assert parse_criterion("loss=2") == Criterion("loss", 2.0)
