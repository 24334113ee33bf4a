"""What the pages state in numbers, evaluated."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from nnviz.data.catalogue import DATA_SETS
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.tracing import learning_rate_at
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value, with_values
from nnviz.experiment.spec.reading import load_spec, spec_from_dict
from nnviz.experiment.spec.sections import TrainingSpec

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
PAGE = (ROOT / "docs" / "experiment-file.md").read_text(encoding="utf-8")
TORCH_DEFAULTS = {"beta1": 0.9, "beta2": 0.999, "alpha": 0.99, "epsilon": 1e-8}


def test_defaults_are_pytorchs_but_for_momentum():
    assert "so are their defaults but for `momentum`, which is 0.9" in PAGE
    training = TrainingSpec()
    assert {key: getattr(training, key) for key in TORCH_DEFAULTS} == TORCH_DEFAULTS
    assert training.momentum == 0.9


@pytest.mark.parametrize("epoch", [3, 4, 1000])
def test_the_cosine_stays_at_zero_beyond_its_end(epoch):
    assert "Beyond its end, t = E, the cosine stays at 0" in PAGE
    training = Training(learning_rate=0.5, schedule="cosine", schedule_epochs=3, batch_size=1)
    assert learning_rate_at(training, epoch * 10, samples=10) == 0.0
    assert learning_rate_at(training, 15, samples=10) == pytest.approx(0.25, rel=1e-12)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_no_probability_is_rounded_on_its_way_into_a_logarithm(dtype):
    assert "a loss of 800 is 800" in PAGE
    table = {
        "data": {"name": "points", "x": [[1.0]], "y": [0]},
        "network": {"layers": [1, 1], "weights": [[[800.0]]], "dtype": dtype},
        "training": {"loss": "log_loss"},
    }
    assert Session(spec_from_dict(table)).metrics().train.loss == 800.0


def test_a_schedule_may_last_as_long_as_is_stated():
    session = Session(load_spec(CASES / "schedule-epochs-limit.toml"))
    assert "1 to 1,000,000,000" in PAGE
    assert session.advance(1) == 1


def test_a_cross_entropy_of_zero_is_zero():
    session = Session(load_spec(CASES / "loss-null.toml"))
    assert session.advance(2) == 2
    assert session.divergence is None
    assert session.metrics().train.loss == 0.0
    assert session.trace().loss == 0.0


def test_an_infinite_cross_entropy_is_still_a_divergence():
    spec = with_value(load_spec(CASES / "loss-null.toml"), "data.y", (0,))
    session = Session(spec)
    session.advance(1)
    assert session.divergence is not None


def test_stopping_by_validation_needs_validation_points():
    table = {
        "data": {"name": "xor"},
        "network": {"layers": [2, 2, 1]},
        "stop": {"on": "validation", "loss": 0.1},
    }
    with pytest.raises(SpecError, match=r"stop\.on.*validation_fraction"):
        spec_from_dict(table)
    table["data"]["validation_fraction"] = 0.2
    assert spec_from_dict(table).stop.on == "validation"


def test_more_outputs_than_classes_stay_when_something_else_changes():
    spec = load_spec(CASES / "confusion-more-outputs.toml")
    assert with_values(spec, {"training.epochs": 2}).network.layers == spec.network.layers


def test_a_single_update_agrees_with_numpy_to_1e_12():
    session = Session(load_spec(CASES / "negative-targets.toml"))
    X, Y = session.run.problem.part("train").X, session.run.problem.part("train").Y
    (w1, w2), (b1, b2) = session.parameters()
    hidden = 1 / (1 + np.exp(-(X @ w1 + b1)))
    output = 1 / (1 + np.exp(-(hidden @ w2 + b2)))
    delta = (output - Y) * output * (1 - output) / len(X)
    session.advance(1)
    assert session.parameters()[0][1] == pytest.approx(w2 - 0.1 * hidden.T @ delta, rel=1e-12)


LIMITS = re.compile(r"(whole numbers|numbers) (from|above) ([\d.,]+) (to|below) ([\d.,]+)")
FROM_FILES = ("images", "points", "table", "csv")
"""Data sets that read files, or carry their points: their keys are tested where they are read."""


def keys_of(part: str) -> list[tuple[str, str, str]]:
    """Return key, what is allowed, and the default, of a table of the page."""
    return re.findall(r"^\| `(\w+)` \|.*\| ([^|]*) \| ([^|]*) \|$", part, flags=re.MULTILINE)


def limits() -> Iterator[tuple[str, str, str, str]]:
    """Yield section, data set and key of every range that the page states, and the range."""
    parts = re.split(r"^##+ (.+)$", PAGE, flags=re.MULTILINE)
    for title, text in zip(parts[1::2], parts[2::2], strict=True):
        section = title.strip("[]") if title in ("[network]", "[training]", "[stop]") else "data"
        kind = title if title in DATA_SETS else "xor"
        if title not in FROM_FILES:
            for key, allowed, _ in keys_of(text):
                if LIMITS.fullmatch(allowed):
                    yield section, kind, key, allowed


def table_with(section: str, kind: str, key: str, value: float) -> dict[str, dict[str, object]]:
    """Return an experiment with a value somewhere, and a network that suits it."""
    shape = DATA_SETS[kind]().shape()
    classes = int(value) if key == "classes" else shape.classes
    outputs = shape.targets or (classes if classes > 2 else 1)
    table = {"data": {"name": kind}, "network": {"layers": [shape.inputs, 3, max(outputs, 1)]}}
    table.setdefault(section, {})[key] = value
    return table


@pytest.mark.parametrize(("section", "kind", "key", "stated"), list(limits()))
def test_what_the_page_allows_is_taken_and_nothing_beyond_it(section, kind, key, stated):
    numbers, lower, low, upper, high = LIMITS.fullmatch(stated).groups()
    make, step = (int, 1) if numbers.startswith("whole") else (float, 1e-6)
    low, high = make(float(low)), make(high.replace(",", "") if make is int else float(high.replace(",", "")))
    tiny = step if make is int else 1e-9
    inside = (low if lower == "from" else tiny, high if upper == "to" else high - tiny)
    outside = (low - step if lower == "from" else low, high + step if upper == "to" else high)
    for value in inside:
        assert getattr(getattr(spec_from_dict(table_with(section, kind, key, value)), section), key) == value
    for value in outside:
        with pytest.raises(SpecError, match=key):
            spec_from_dict(table_with(section, kind, key, value))


def test_layers_are_as_many_and_as_wide_as_the_page_allows():
    (stated,) = (allowed for key, allowed, _ in keys_of(PAGE) if key == "layers")
    few, many, least, most, weights = (int(n.replace(",", "")) for n in re.findall(r"[\d,]+", stated))
    fits = [[2] * (few - 1) + [1], [2] * (many - 1) + [1], [2, least, 1], [2, most, 1]]
    for layers in fits:
        assert spec_from_dict({"data": {"name": "xor"}, "network": {"layers": layers}})
    wide = weights // most + 1
    for layers in ([2], [2] * many + [1], [2, least - 1, 1], [2, most + 1, 1], [2, most, wide, 1]):
        with pytest.raises(SpecError, match=r"network\.layers"):
            spec_from_dict({"data": {"name": "xor"}, "network": {"layers": layers}})


@pytest.mark.parametrize("section", ["network", "training", "stop"])
def test_a_key_that_is_left_out_has_the_default_of_the_page(section):
    spec = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}})
    text = PAGE.split(f"## [{section}]\n")[1].split("\n## ")[0]
    stated = {key: default.strip("`") for key, _, default in keys_of(text) if default != "required"}
    assert len(stated) > 4
    for key, default in stated.items():
        value = getattr(getattr(spec, section), key)
        assert (str(value).lower() if isinstance(value, bool) else str(value)) == default, key


@pytest.mark.parametrize("init", re.findall(r"^\| `init` \| `(\w+)` \|", PAGE, flags=re.MULTILINE))
def test_weights_and_biases_are_drawn_as_the_formulas_say(init):
    (formula,) = re.findall(rf"^\| `init` \| `{init}` \| \$`(.+)`\$ \|$", PAGE, flags=re.MULTILINE)
    assert "Biases start at\nzero but for `uniform` and `normal`, which draw them as weights." in PAGE
    table = {"data": {"name": "xor"}, "network": {"layers": [2, 200, 100, 1], "init": init}}
    network = spec_from_dict(table).network.built
    weights, biases = initial_parameters(network, init, np.random.default_rng(0))
    number = re.search(r"(\d) /", formula)
    fans = 200 + (100 if "out" in formula else 0)
    size = np.sqrt(int(number[1]) / fans) if number else float(formula != "0")
    if formula.startswith("U"):
        assert 0.99 * size < np.abs(weights[1]).max() <= size
        size /= np.sqrt(3)
    assert weights[1].std() == pytest.approx(size, rel=0.03)
    assert any(bias.any() for bias in biases) is (init in ("uniform", "normal"))


def test_the_last_batch_takes_the_mean_over_what_is_left():
    assert "the last batch of an epoch holds what is left, and takes the mean over that" in PAGE.replace(
        "\n", " "
    )
    table = {
        "data": {"name": "points", "x": [[1.0], [2.0], [4.0]], "y": [[0.0], [0.0], [0.0]]},
        "network": {"layers": [1, 1], "activation": "identity", "weights": [[[1.0]]], "bias": False},
        "training": {"batch_size": 2, "learning_rate": 0.1},
    }
    session = Session(spec_from_dict(table))
    session.advance(1)
    assert session.parameters()[0][0].item() == pytest.approx(1 - 0.1 * (1 + 4) / 2)  # g = mean of w x²
    session.advance(1)
    assert session.parameters()[0][0].item() == pytest.approx(0.75 * (1 - 0.1 * 16))
