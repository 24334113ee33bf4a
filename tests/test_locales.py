"""Numbers, files and pictures are the same whatever language, time zone and encoding the system is set to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EVERYTHING = r"""
import hashlib, json, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit
from nnviz.engine.compiling.background import ensure_compiled
from nnviz.ui.application import make_application
from nnviz.ui.looks.look import Look
from nnviz.ui.settings import Settings
from nnviz.ui.window.main_window import MainWindow
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.ui.widgets.numbers import parse_number
from nnviz.cli.main import main

folder = Path(sys.argv[1])
ensure_compiled()  # else the window says how long that takes
app = make_application()
spec = with_value(load_spec(find("lab-a-xor")), "training.learning_rate", 0.125)
window = MainWindow(spec, "lab-a-xor", Look(app), Settings(folder / "settings.toml"))
window.show()
while window.feed.latest is None:
    app.processEvents()
    window.feed.frame()
window.bar.grab(), window.network.grab()
print(sorted({field.text() for field in window.findChildren(QLineEdit) if field.isVisible()}))
print(sorted({label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.text()}))
print(app.layoutDirection(), [(part.x(), part.width()) for part in (window.bar, window.network)])
print([parse_number(text) for text in ("1234.5", "0,5", "1e-3", "\u2212 2.5".replace(" ", ""))])
window.close()
(folder / "punkte ı İ ß.csv").write_text("größe;ışık;sınıf\n" + "".join(
    f"{k},5;{k * k},25;{'ja' if k % 2 else 'nein'}\n" for k in range(20)), encoding="utf-8")
for arguments in (
    ["list"],
    ["train", "xor-quickstart", "--epochs", "3", "--json"],
    ["trace", "lab-a-xor", "--latex"],
    ["data", str(folder / "punkte ı İ ß.csv")],
    ["export", "xor-quickstart", "--epochs", "2", "--figure", "network", "-o", str(folder / "network.svg")],
    ["export", "xor-quickstart", "--epochs", "2", "--figure", "board", "-o", str(folder / "board.png")],
    ["export", "xor-quickstart", "--epochs", "2", "-o", str(folder / "run.py")],
    ["export", "xor-quickstart", "--epochs", "2", "-o", str(folder / "curves.csv")],
):
    print(arguments[0], main(arguments), flush=True)
for name in ("board.png", "network.svg", "run.py", "curves.csv"):
    print(name, hashlib.sha256((folder / name).read_bytes()).hexdigest())
"""
PLAIN = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
OTHERS = [
    {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "TZ": "America/St_Johns"},
    {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "TZ": "Asia/Kathmandu"},
    {"LC_ALL": "ar_EG.UTF-8", "LANGUAGE": "ar", "TZ": "Pacific/Apia"},
]


def said(folder: Path, environment: dict[str, str]) -> list[str]:
    """Return what a process says of everything, without what differs from run to run."""
    folder.mkdir()
    usual = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    more = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "NNVIZ_CONFIG_DIR": str(folder / "config")}
    done = subprocess.run(
        [sys.executable, "-c", EVERYTHING, str(folder)],
        env={**usual, **more, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.replace(str(folder), "FOLDER").splitlines()
    return [line for line in lines if '"seconds"' not in line]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    lines = said(tmp_path_factory.mktemp("locales") / "plain", PLAIN)
    assert len(lines) > 100
    assert "'0.125'" in lines[0]
    assert "[1234.5, 0.5, 0.001, -2.5]" in lines[3]
    return lines


@pytest.mark.parametrize("environment", OTHERS, ids=lambda each: each["LC_ALL"])
def test_everything_is_the_same_in_every_language(plain, tmp_path, environment):
    assert said(tmp_path / "other", environment) == plain
