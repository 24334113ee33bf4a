"""The programs that benchmarks run in other processes, which no type checker reads, name what is there."""

import importlib
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "benchmarks"
IMPORT = re.compile(r"^[ \t]*from (nnviz[\w.]*) import ([\w, ]+)$", re.MULTILINE)
IMPORTS = sorted(
    (file.name, module, name.strip())
    for file in FOLDER.glob("*.py")
    for module, names in IMPORT.findall(file.read_text("utf-8"))
    for name in names.split(",")
)


@pytest.mark.parametrize(("file", "module", "name"), IMPORTS)
def test_what_a_benchmark_imports_is_there(file: str, module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name.split(" as ", maxsplit=1)[0])
