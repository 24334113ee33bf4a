"""Presenting: the time from the key of a remote until a scene is painted, after its first visit."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.lecture.file import shipped_lectures
from nnviz.ui.application import FIRST_EXPERIMENT, choose_experiment, make_application
from nnviz.ui.looks.look import Look
from nnviz.ui.settings import Settings
from nnviz.ui.window.main_window import MainWindow

MOST_SECONDS = 600.0
"""Until a scene is there for the first time: some train for long."""
ROUNDS = 3


def scene_switches(names: list[str] | None = None) -> dict[str, list[float]]:
    """Return the milliseconds of every switch of each lecture, forward and back, after a first visit."""
    app = make_application()
    found: dict[str, list[float]] = {}
    for path in shipped_lectures():
        if names and path.stem not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            beginning = choose_experiment(FIRST_EXPERIMENT, Settings(Path(folder) / "settings.toml"))
            window = MainWindow(
                beginning.spec, beginning.location, Look(app), Settings(Path(folder) / "own.toml")
            )
            window.resize(1280, 720)
            window.show()
            window.files.open(str(path))
            _wait(app, lambda window=window: window.presenting.show_ is not None)
            found[path.stem] = _switches(app, window)
            window.close()
    return found


def _switches(app: QApplication, window: MainWindow) -> list[float]:
    QTest.keyClick(window, Qt.Key.Key_F5)
    presenting = window.presenting
    count = len(presenting.lecture.scene) if presenting.lecture is not None else 0
    visits = [*range(count), *range(count - 1, -1, -1)] * ROUNDS
    times = []
    for visit, number in enumerate(visits):
        begin = time.perf_counter()
        presenting._go_to(number)
        _wait(app, lambda: _is_painted(window))
        if visit >= count:
            times.append(1e3 * (time.perf_counter() - begin))
    presenting.leave()
    return times


def _is_painted(window: MainWindow) -> bool:
    stage = window.presenting.stage
    return stage is not None and not stage.waiting and not stage.is_covered and window.controller.up_to_date


def _wait(app: QApplication, is_there: Callable[[], bool]) -> None:
    end = time.perf_counter() + MOST_SECONDS
    while not is_there():
        app.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError("a scene does not come")


def figure(times: list[float]) -> str:
    """Return median, 95 % and longest in words."""
    ordered = sorted(times)
    late = ordered[int(0.95 * (len(ordered) - 1))]
    return f"{statistics.median(ordered):.0f} / {late:.0f} / {ordered[-1]:.0f} ms"


if __name__ == "__main__":
    for name, switches in scene_switches(sys.argv[1:]).items():
        print(f"{name}: {len(switches)} switches, median / 95 % / longest {figure(switches)}")
