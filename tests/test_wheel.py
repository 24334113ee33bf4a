"""The built wheel is the whole app: code, experiments, fonts and icons; so is the one made of the sdist."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def build(kind: str, checkout: Path, folder: Path) -> Path:
    """Build a wheel or an sdist; without a network, since the tools are here."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True, timeout=120)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


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
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True, timeout=240
        )
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert "xor" in outputs[0]


def test_the_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    how = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Debian 12 has Python 3.11.2
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", **how)  # type: ignore[arg-type]
    (checkout,) = (tmp_path / "unpacked").iterdir()
    again = build("wheel", checkout, tmp_path / "wheel")

    def files(path: Path) -> dict[str, int]:
        return {entry.filename: entry.CRC for entry in zipfile.ZipFile(path).infolist()}

    assert files(again) == files(wheel)
    names = {path.relative_to(checkout).as_posix() for path in checkout.rglob("*")}
    assert {"scripts/start.py", "tests/test_wheel.py", "docs/user-guide.md", "README.md", "app.py"} <= names


def test_it_works_installed_in_a_new_environment(wheel: Path, tmp_path: Path) -> None:
    """By pip, as users install it; what it requires is borrowed from here, since there may be no network."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
    ]
    subprocess.run([*pip, str(wheel)], check=True, timeout=120)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(
        subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()
    )
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")

    def run(*command: str) -> str:
        left_out = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
        environment = {key: value for key, value in os.environ.items() if key not in left_out}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run(str(python), "-c", "import nnviz, nnviz.assets; print(nnviz.assets.assets())")
    assert Path(where.strip()) == site / "nnviz" / "resources"
    nnviz = str(scripts / "nnviz")
    assert run(nnviz, "--version").startswith("nnviz ")
    assert "accuracy" in run(nnviz, "train", "xor-quickstart", "--epochs", "2")
    assert run(nnviz, "list", "--json") == run(str(python), "-m", "nnviz", "list", "--json")
