"""More hidden units leave everything else that a table says of a layer as it is."""

import json

import pytest

from nnviz.cli.main import main
from nnviz.experiment.diagnosis.suspicion import wider
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec

RELU = {"kind": "dense", "units": 2, "activation": "relu", "bias": False}


def experiment(layers: list[object]) -> Spec:
    return spec_from_dict({"data": {"name": "circles"}, "network": {"layers": layers, "activation": "tanh"}})


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([2, 3, 1], (2, 8, 1)),
        ([2, 3, 16, 1], (2, 8, 16, 1)),
        ([2, RELU, 1], (2, RELU | {"units": 8}, 1)),
        ([2, 3, RELU, 1], (2, 8, RELU | {"units": 8}, 1)),
        ([2, RELU | {"units": 9}, {"kind": "dense", "units": 1}], None),
    ],
)
def test_only_the_units_change(layers: list[object], expected: tuple[object, ...] | None) -> None:
    spec = experiment(layers)
    remedy = wider(spec, 8)
    if expected is not None:
        assert remedy.changes["network.layers"] == expected
    changed = with_values(spec, remedy.changes)
    assert changed.network.activations == spec.network.activations
    sizes = [layer.size_out for layer in changed.network.built.layers]
    assert [max(8, layer.size_out) for layer in spec.network.built.layers[1:-1]] == sizes[1:-1]
    assert json.loads(json.dumps(remedy.changes))


@pytest.mark.slow
def test_what_is_advised_for_tables_can_be_handed_to_train(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path_factory.mktemp("tables") / "one.toml"
    path.write_text(
        '[data]\nname = "circles"\n[network]\n'
        'layers = [2, {kind = "dense", units = 1, activation = "tanh"}, 1]\n'
        "[training]\nepochs = 60\nlearning_rate = 0.5\n",
        encoding="utf-8",
    )
    assert main(["diagnose", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    changes = next(
        advice["changes"]
        for callout in report["callouts"]
        for advice in callout["advice"]
        if "network.layers" in advice["changes"]
    )
    sets = [word for key, value in changes.items() for word in ("--set", f"{key}={_as_typed(value)}")]
    assert main(["train", str(path), "--epochs", "1", *sets]) == 0


def _as_typed(value: object) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_as_typed(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_typed, value)) + "]"
    return json.dumps(value)
