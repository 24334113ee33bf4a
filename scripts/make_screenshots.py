"""Photograph the window for the tutorial: .venv/bin/python scripts/make_screenshots.py [NAME ...].

It needs no screen. Each picture is a function that brings the window to where the tutorial is; settings and
work of the user are neither read nor changed. The runs are fixed: the same code makes the same pictures.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from nnviz.engine.compiling.background import ensure_compiled  # noqa: E402
from nnviz.experiment.spec.weights_file import experiment_at  # noqa: E402
from nnviz.parts import Weight  # noqa: E402
from nnviz.ui.application import make_application  # noqa: E402
from nnviz.ui.looks.look import Look  # noqa: E402
from nnviz.ui.settings import Settings  # noqa: E402
from nnviz.ui.window.main_window import MainWindow  # noqa: E402

FOLDER = ROOT / "docs" / "images" / "tutorial"
SIZE = 1280, 720
COLOURS = 192  # of the palette: the pictures are drawings, and stay small
PATIENCE = 120.0

Shot = Callable[[Path], QWidget]
"""From a folder for files to what is photographed."""

TABLE = "species;petal length;petal width\n" + "".join(
    f"{name};{length + i % 7 / 10:.1f};{width + i % 4 / 10:.1f}\n".replace(".", ",")
    for i in range(20)
    for name, length, width in (("setosa", 1.2, 0.1), ("versicolor", 3.9, 1.1), ("virginica", 5.1, 1.7))
)


def opened(folder: Path, name: str, *, hints: bool = False) -> MainWindow:
    """Return the window with a shipped experiment, all calm."""
    spec = experiment_at(name)
    settings = Settings(folder / "settings.toml")
    window = MainWindow(spec, name, Look(make_application(), "light", 1.0), settings)
    window.hints.setVisible(hints)
    window.resize(*SIZE)
    window.show()
    settle(window)
    return window


def settle(window: MainWindow) -> None:
    """Wait until the window shows what was asked for."""
    wait(lambda: window.feed.latest is not None and window.controller.up_to_date)
    for _ in range(20):  # what arrives is shown at the next frames
        QApplication.processEvents()
        time.sleep(0.02)
    wait(lambda: window.controller.up_to_date)


def wait(until: Callable[[], bool]) -> None:
    """Let the app do its work until something holds."""
    end = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > end:
            raise TimeoutError(until)
        QApplication.processEvents()
        time.sleep(0.01)


def advance(window: MainWindow, updates: int) -> None:
    """Train for some updates, as if Play had been pressed that long."""
    latest = window.feed.latest
    before = latest.update if latest else 0
    window.controller.advance(updates)
    wait(lambda: window.feed.latest is not None and window.feed.latest.update == before + updates)
    settle(window)


def first(folder: Path) -> QWidget:
    """At the very first start, before anything was pressed."""
    return opened(folder, "xor-quickstart", hints=True)


def learned(folder: Path) -> QWidget:
    """After Play."""
    window = opened(folder, "xor-quickstart")
    advance(window, 21 * 200)
    return window


def moons(folder: Path) -> QWidget:
    """Another experiment."""
    window = opened(folder, "lab-e-moons-tanh-hidden-5")
    advance(window, 8000)
    return window


def walk(folder: Path) -> QWidget:
    """One update, at the delta of the output."""
    window = opened(folder, "by-hand-one-update")
    window.step_mode.enter()
    settle(window)
    for _ in range(4):
        window.step_mode.forward()
        settle(window)
    return window


def why(folder: Path) -> QWidget:
    """Take a weight apart: its chain rule, and the check of it."""
    window = opened(folder, "by-hand-one-update")
    window.step_mode.inspect(Weight(1, 0, 0))
    settle(window)
    return window


def past(folder: Path) -> QWidget:
    """Back in the run, where a branch begins."""
    window = opened(folder, "xor-quickstart")
    advance(window, 21 * 200)
    window.time_travel.visit(21 * 40)
    settle(window)
    window.time_travel.fork()
    settle(window)
    advance(window, 21 * 30)
    return window


def table(folder: Path) -> QWidget:
    """Import a table."""
    from nnviz.ui.importing.dialog import ImportDialog  # noqa: PLC0415

    path = folder / "flowers.csv"
    path.write_text(TABLE, encoding="utf-8")
    window = opened(folder, "xor-quickstart")
    window.files.open(str(path))
    wait(lambda: bool(window.findChildren(ImportDialog)))
    dialog: ImportDialog = window.findChildren(ImportDialog)[0]
    wait(lambda: not dialog.is_busy)
    settle(window)
    return dialog


SHOTS: dict[str, Shot] = {
    "first": first,
    "learned": learned,
    "moons": moons,
    "walk": walk,
    "why": why,
    "past": past,
    "table": table,
}


def photograph(name: str) -> Image.Image:
    """Return one picture."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["NNVIZ_CONFIG_DIR"] = place
        widget = SHOTS[name](Path(place))
        path = Path(place) / "shot.png"
        widget.grab().save(str(path))
        for window in QApplication.topLevelWidgets():
            window.close()
        with Image.open(path) as image:
            return image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def main(names: list[str]) -> int:
    """Make the pictures of these names, or all."""
    unknown = [name for name in names if name not in SHOTS]
    if unknown:
        print(f"{', '.join(unknown)}: no such picture; they are {', '.join(SHOTS)}.", file=sys.stderr)
        return 2
    ensure_compiled()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or SHOTS:
        image = photograph(name)
        image.save(FOLDER / f"{name}.png", optimize=True)
        print(f"{name}.png, {(FOLDER / f'{name}.png').stat().st_size / 1000:.0f} kB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
