"""Every table by kind of layer has a line for every kind, and names itself where it has not."""

from importlib import import_module
from pathlib import Path

import pytest

import nnviz
from nnviz.engine.layers.kinds import LAYERS, ByKind
from nnviz.export.models.onnx_layers import LAYER_NODES

FOLDER = Path(nnviz.__file__).parent


def tables() -> list[ByKind]:
    files = [path for path in FOLDER.rglob("*.py") if "= ByKind(" in path.read_text(encoding="utf-8")]
    names = [".".join(path.relative_to(FOLDER.parent).with_suffix("").parts) for path in files]
    return [value for name in names for value in vars(import_module(name)).values() if type(value) is ByKind]


def test_every_table_has_a_line_for_every_kind_of_layer() -> None:
    found = tables()
    assert LAYER_NODES in found
    lacking = {table.module: set(LAYERS) ^ table.kinds for table in found if table.kinds != set(LAYERS)}
    assert lacking == {}, "each of these modules lacks a line for a kind of layer, or has one too many"


def test_an_unknown_kind_is_refused_with_the_name_of_the_table() -> None:
    with pytest.raises(
        LookupError, match=r'export\.models\.onnx_layers has no line for layers of kind "fold"'
    ):
        LAYER_NODES["fold"]
