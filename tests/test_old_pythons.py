"""A Python that is too old, or has no packages, gets one sentence and no traceback."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import environment
import pytest

from nnviz import supported

ROOT = Path(__file__).resolve().parent.parent
READ_BY_OLD_PYTHONS = (
    "app.py",
    "nnviz/__init__.py",
    "nnviz/__main__.py",
    "nnviz/supported.py",
    "scripts/start.py",
    "scripts/test.py",
    "scripts/python_check.py",
)


@pytest.mark.parametrize("name", READ_BY_OLD_PYTHONS)
def test_what_old_pythons_read_first_has_their_syntax(name: str) -> None:
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 6))


STARTS = (["scripts/start.py"], ["scripts/test.py"], ["app.py"], ["-m", "nnviz", "list"])


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("old", ["3.6", "3.7", "3.8", "3.9", "3.10"])
def test_an_old_python_is_told_which_one_is_needed(old: str, start: list[str]) -> None:
    installed = Path.home().glob(f".pyenv/versions/{old}.*/bin/python")
    python = next(installed, None) or shutil.which(f"python{old}")
    if (
        python is None
        or subprocess.run([str(python), "--version"], capture_output=True, check=False).returncode
    ):
        pytest.skip(f"there is no Python {old} here")
    result = subprocess.run([str(python), *start], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert result.returncode == 1
    assert result.stderr.decode().splitlines() == [
        f"nnviz needs Python 3.11 to 3.14; this is {old}. Run it with another Python."
    ]


def test_a_python_without_packages_is_told_how_to_get_them() -> None:
    command = [sys.executable, "-S", "app.py", "list"]
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    result = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, timeout=240, check=False)
    assert result.returncode == 1
    assert result.stderr.count(b"\n") == 1
    assert b"scripts/start.py" in result.stderr


def test_the_pythons_are_those_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (low, high) = supported.LOWEST, supported.BELOW
    assert project["requires-python"] == f">={low[0]}.{low[1]},<{high[0]}.{high[1]}"


@pytest.mark.parametrize("step", ["venv", "pip"])
def test_a_folder_that_nobody_may_write_to_is_named(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "missing_system_packages", lambda **_: [])
    monkeypatch.setattr(environment, "works", lambda _: step == "pip")
    monkeypatch.setattr(environment.venv, "create", refuse)
    monkeypatch.setattr(environment, "install_packages", refuse)
    with pytest.raises(SystemExit) as end:
        environment.prepare()
    assert str(tmp_path / ".venv") in str(end.value)
    assert "\n" not in str(end.value)
