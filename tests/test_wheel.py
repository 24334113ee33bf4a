"""The built wheel is the whole app: code, experiments, fonts and icons; the command line works from it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, timeout=120)
    return next(folder.glob("*.whl"))


def test_every_resource_is_in_the_wheel(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    files = [p for p in (ROOT / "resources").rglob("*") if p.is_file()]
    assert len(files) > 20
    assert not [
        p for p in files if f"nnviz/resources/{p.relative_to(ROOT / 'resources').as_posix()}" not in packed
    ]
    assert "nnviz/py.typed" in packed


def test_the_installed_wheel_lists_the_same_experiments(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(target)
    outputs = []
    for path in (target, ROOT):
        command = [sys.executable, "-m", "nnviz", "list", "--json"]
        environment = {**os.environ, "PYTHONPATH": str(path)}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True, timeout=60
        )
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert "xor" in outputs[0]
