"""Every table by kind of layer has a line for every kind, and names itself where it has not."""

from importlib import import_module
from pathlib import Path

import pytest

import nnviz
from nnviz.engine.kernels import forward
from nnviz.engine.layers.kinds import LAYERS, ByKind
from nnviz.experiment.spec.layer_tables import TABLES
from nnviz.export.models.onnx_layers import LAYER_NODES

FOLDER = Path(nnviz.__file__).parent


def tables() -> list[ByKind]:
    files = [path for path in FOLDER.rglob("*.py") if "= ByKind(" in path.read_text(encoding="utf-8")]
    names = [".".join(path.relative_to(FOLDER.parent).with_suffix("").parts) for path in files]
    return [value for name in names for value in vars(import_module(name)).values() if type(value) is ByKind]


def test_every_table_has_a_line_for_every_kind_of_layer() -> None:
    found = {table.module: table.kinds for table in tables()}
    found["nnviz.experiment.spec.layer_tables"] = set(TABLES)
    assert LAYER_NODES.module in found
    lacking = {module: ", ".join(set(LAYERS) ^ kinds) for module, kinds in sorted(found.items())}
    said = [
        f"{module} has no line for {kinds}, or one too many" for module, kinds in lacking.items() if kinds
    ]
    assert not said, "\n".join(said)


def test_the_forward_pass_knows_the_code_of_every_kind_of_layer() -> None:
    """Dense layers go another way. That errors come back rightly is compared with PyTorch."""
    lacking = [kind for kind in LAYERS if kind != "dense" and kind.upper() not in vars(forward)]
    assert not lacking, f"nnviz/engine/kernels/forward.py does not ask for {', '.join(lacking)}"


def test_an_unknown_kind_is_refused_with_the_name_of_the_table() -> None:
    with pytest.raises(
        LookupError, match=r'export\.models\.onnx_layers has no line for layers of kind "fold"'
    ):
        LAYER_NODES["fold"]
