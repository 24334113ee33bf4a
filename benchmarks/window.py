"""The window: how soon it is painted, what it costs training, how regularly it draws.

Runs on the screen if there is one, else without (Qt's "offscreen", which draws the same pixels in memory).
"""

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nnviz
from nnviz.ui.display import missing_display

EXPERIMENT = "lab-a-linear"
SECONDS = 6.0

BARE = """
import os, sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
import pyqtgraph
app = QApplication([])
window = QMainWindow()
window.resize(1280, 720)
window.setCentralWidget(pyqtgraph.PlotWidget())
"""

OWN = """
import gc
gc.disable()  # as the command line does
from nnviz.ui.application import *
app = make_application()
settings = Settings()
beginning = choose_experiment(None, settings)
window = MainWindow(beginning.spec, beginning.location, Look(app), settings)
"""

UNTIL_PAINTED = """
from PySide6.QtCore import QEvent, QObject
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.UpdateRequest:
            print(time.time() - float(os.environ["BEGIN"]), flush=True)
            os._exit(0)
        return False
watch = Watch()
window.installEventFilter(watch)
window.show()
app.exec()
"""

FLAT_OUT = """
import json
from PySide6.QtCore import QObject, QTimer, Qt, Slot
from nnviz.engine.compiling.background import ensure_compiled
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.ui.application import *
app = make_application()
settings = Settings()
experiment, seconds = sys.argv[1], float(sys.argv[2])
ensure_compiled()
endless = with_value(load_spec(find(experiment)), "training.epochs", 1_000_000_000)  # else play ends too soon
window = MainWindow(endless, experiment, Look(app), settings)
window.resize(1280, 720)
window.show()
QTimer.singleShot(0, GarbageCollection(app).begin)  # as the app does
class Gaps(QObject):
    def __init__(self):
        super().__init__()
        self.times = []
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.tick)
        self.timer.start(16)
    @Slot()
    def tick(self):
        self.times.append(time.perf_counter())
gaps = Gaps()
def begin():
    window.controller.set_speed(None)
    window.controller.play()
    QTimer.singleShot(1000, measure)
def measure():
    gaps.times.clear()
    first = window.feed.latest
    start = time.perf_counter()
    def end():
        last = window.feed.latest
        elapsed = time.perf_counter() - start
        widths = sorted(b - a for a, b in zip(gaps.times, gaps.times[1:]))
        p = lambda share: 1e3 * widths[int(share * (len(widths) - 1))]
        print(json.dumps({"rate": (last.update - first.update) / elapsed, "p50": p(.5), "p99": p(.99),
                          "max": p(1.0)}), flush=True)
        window.close()
        app.quit()
    QTimer.singleShot(int(1000 * seconds), end)
QTimer.singleShot(1500, begin)
app.exec()
"""

HEADLESS = """
import sys, time
from nnviz.engine.compiling.background import ensure_compiled
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import load_spec
ensure_compiled()
session = Session(load_spec(find(sys.argv[1])))
session.advance_for(1.0)
start, first = time.perf_counter(), session.update
while time.perf_counter() - start < float(sys.argv[2]):
    session.advance_for(0.1)
print((session.update - first) / (time.perf_counter() - start))
"""


@dataclass(frozen=True)
class WindowFigures:
    """What was measured, as medians over the rounds; times in seconds, gaps in milliseconds."""

    own_start: float
    bare_start: float
    throughput: float  # with the window, divided by headless
    gap_p50: float
    gap_p99: float
    gap_max: float


def measure(rounds: int = 5) -> WindowFigures:
    """Measure everything in turn, with bytecode at hand as after any installation."""
    compileall.compile_dir(Path(nnviz.__file__).parent, quiet=1)
    own, bare, ratios, gaps = [], [], [], []
    for _ in range(rounds):
        own.append(float(run_program("import os, sys, time\n" + OWN + UNTIL_PAINTED)))
        bare.append(float(run_program(BARE + UNTIL_PAINTED)))
        with_window = json.loads(run_program("import sys, time\n" + FLAT_OUT, EXPERIMENT, str(SECONDS)))
        headless = float(run_program(HEADLESS, EXPERIMENT, str(SECONDS)))
        ratios.append(with_window["rate"] / headless)
        gaps.append(with_window)
    middle = {name: statistics.median(gap[name] for gap in gaps) for name in ("p50", "p99", "max")}
    return WindowFigures(
        statistics.median(own), statistics.median(bare), statistics.median(ratios),
        middle["p50"], middle["p99"], middle["max"],
    )  # fmt: skip


def run_program(program: str, *arguments: str) -> str:
    """Run a program in a process and with settings of its own; return the last line it printed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "NNVIZ_CONFIG_DIR": folder}
        if missing_display(environment):
            environment["QT_QPA_PLATFORM"] = "offscreen"
        environment["BEGIN"] = str(time.time())
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
    return done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    print(measure(rounds=3))
