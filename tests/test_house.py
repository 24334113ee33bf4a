"""The house keeps its order: folders of one subject, imports that run one way, names that mean one thing."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from house import PACKAGE, Imports, circle, folders, imports, longest_chain

MOST_MODULES = 22
LONGEST_CHAIN = 25
"""Of all imports that are written; lower it whenever it can be lowered."""
LONGEST_FILE = 340
MAIN_WINDOW = 200
MOST_IMPORTERS_OF_SNAPSHOT = 40
"""Whoever needs less than all of a moment asks for less: an `Instant`, a `DataInstant`, or the look alone."""


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}


@pytest.mark.parametrize(
    "folder", sorted(folders()), ids=lambda folder: str(folder.relative_to(PACKAGE.parent))
)
def test_a_folder_has_one_subject_and_says_which(folder: Path) -> None:
    assert folders()[folder] <= MOST_MODULES
    said = ast.get_docstring(trees()[folder / "__init__.py"])
    assert said, f"{folder}: what belongs here?"
    assert said.splitlines()[0].endswith("."), folder


def test_no_module_lies_outside_a_package() -> None:
    assert {path.parent for path in trees()} == set(folders())


def test_no_imports_run_in_a_circle() -> None:
    assert circle(imports()) == []


def test_no_chain_of_imports_is_too_long() -> None:
    chain = longest_chain(imports())
    assert len(chain) <= LONGEST_CHAIN, "\n".join(chain)


def test_few_know_everything_of_a_moment() -> None:
    snapshot = "nnviz.experiment.snapshot.snapshot"
    importers = {module for module, imported in imports().items() if snapshot in imported}
    assert len(importers) <= MOST_IMPORTERS_OF_SNAPSHOT, importers


def test_circles_and_chains_are_found() -> None:
    tree: Imports = {"a": {"b", "c"}, "b": {"d"}, "c": {"b"}, "d": set()}
    assert circle(tree) == []
    assert longest_chain(tree) == ["a", "c", "b", "d"]
    assert circle({**tree, "d": {"c"}}) == ["b", "d", "c"]


def test_files_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in trees()}
    assert {str(path) for path, length in lengths.items() if length > LONGEST_FILE} == set()
    assert lengths[PACKAGE / "ui" / "window" / "main_window.py"] < MAIN_WINDOW


def test_a_class_name_means_one_thing() -> None:
    names = Counter(
        node.name
        for tree in trees().values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, count in names.items() if count > 1} == set()
