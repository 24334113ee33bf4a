"""The window while many runs go on beside it: how late its event loop is, against a load from elsewhere.

A timer of 5 ms in the window's thread says how late it is called. It does so in turn while nothing else runs,
while the same runs are made by another process (so the machine has the same load, but Python's lock is the
window's own), and while the window of sweeps or the map of trainings makes them. Where the machine has other
work, lateness says more of that than of the window; so the processor time that the window's thread takes at
one stretch, from one call of the timer to the next, is measured, too: at full frame rate less than a frame.
"""

import json
import statistics
import sys
from dataclasses import dataclass

from window import run_program

ROUNDS = 3
SECONDS = 4.0

PROGRAM = """
import json, subprocess, sys, time
from PySide6.QtCore import QEventLoop, QObject, QTimer, Qt, Slot
from nnviz.engine.compiling.background import ensure_compiled
from nnviz.ui.application import *
from nnviz.ui.sweep.map_window import MapWindow
from nnviz.ui.sweep.window import SweepWindow

kind, rounds, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
ensure_compiled()
app = make_application()
settings = Settings()
beginning = choose_experiment("lab-d-square", settings)
window = MainWindow(beginning.spec, beginning.location, Look(app), settings)
window.resize(1280, 720)
window.show()
QTimer.singleShot(0, GarbageCollection(app).begin)  # as the app does

class Lateness(QObject):
    def __init__(self):
        super().__init__()
        self.late, self.busy, self.due, self.worked = [], [], 0.0, time.thread_time()
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.tick)
        self.begin()
    def begin(self):
        self.due = time.perf_counter() + 0.005
        self.timer.start(5)
    @Slot()
    def tick(self):
        self.late.append(1e3 * (time.perf_counter() - self.due))
        worked = time.thread_time()
        self.busy.append(1e3 * (worked - self.worked))
        self.worked = worked
        self.begin()

lateness = Lateness()

def measured():
    lateness.late.clear()
    lateness.busy.clear()
    wait(seconds)
    return lateness.late, lateness.busy

def add(name):
    for kept, new in zip(found[name], measured()):
        kept += new

def wait(seconds):
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()

if kind == "map":
    window.sweeps.open_map()
    many = window.sweeps._map_window()
    many.form.side.setCurrentIndex(many.form.side.count() - 1)
else:
    window.sweeps.open_named("lab-d-activations")
    many = window.sweeps._sweep_window()
    many.form.seeds.setValue(400)
wait(1.5)
elsewhere = [sys.executable, "-m", "nnviz", "sweep", "lab-d-activations", "--seeds", "400"]
found = {name: ([], []) for name in ("idle", "elsewhere", "here")}
for _ in range(rounds):
    add("idle")
    other = subprocess.Popen(elsewhere, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait(2.5)
    add("elsewhere")
    other.kill()
    other.wait()
    many.run_or_stop()
    wait(1.0)
    assert many.running.is_busy
    add("here")
    assert many.running.is_busy
    many.run_or_stop()
    wait(0.5)
print(json.dumps(found), flush=True)
window.close()
"""


@dataclass(frozen=True)
class Milliseconds:
    """The median, the 99th percentile and the largest of some times."""

    p50: float
    p99: float
    worst: float

    def __str__(self) -> str:
        return f"{self.p50:.1f} / {self.p99:.0f} / {self.worst:.0f} ms"


def measure(kind: str, rounds: int = ROUNDS) -> dict[str, tuple[Milliseconds, Milliseconds]]:
    """Return lateness and processor time while "idle", with the load "elsewhere", and with it "here".

    Parameters
    ----------
    kind : str
        "sweep" or "map".
    rounds : int
    """
    found = json.loads(run_program(PROGRAM, kind, str(rounds), str(SECONDS)))
    return {name: (_of(late), _of(busy)) for name, (late, busy) in found.items()}


def _of(values: list[float]) -> Milliseconds:
    ordered = sorted(values)
    return Milliseconds(statistics.median(ordered), ordered[int(0.99 * (len(ordered) - 1))], ordered[-1])


TABLE = """
import json, sys, time
from PySide6.QtCore import Qt
from nnviz.engine.compiling.background import ensure_compiled
from nnviz.ui.application import *
from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.results.plan import SweepAxis
from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.sweeps.planning import plan_of
from nnviz.experiment.sweeps.standings import Standings
from nnviz.experiment.sweeps.sweep import Sweep
from nnviz.ui.sweep.news import news_of
from nnviz.ui.sweep.results import Results

ensure_compiled()
app = make_application()
spec = choose_experiment("lab-b-xor", Settings()).spec
rates = SweepAxis("training.learning_rate", tuple(0.1 + 0.1 * k for k in range(10)))
units = SweepAxis("network.layers", tuple([2, k, 1] for k in range(1, 11)))
sweep = Sweep(plan_of(spec, "lab-b-xor", [[rates], [units]], 5, {"training.epochs": 50}))
for _ in sweep.run(Crew(2)):
    pass
results = Results()
results.set_styles(Look(app).styles())
results.resize(1280, 600)
results.show_news(news_of(sweep, Standings(sweep, parse_criterion("0.9")), 500, 0.0))
results.show()
GarbageCollection(app).begin()  # as the app does
for _ in range(20):
    app.processEvents()
    time.sleep(0.02)
took = []

def timed(change):
    begin = time.thread_time()
    change()
    app.processEvents()
    took.append(1e3 * (time.thread_time() - begin))

for by_run in (False, True):
    results.runs.setChecked(by_run)
    app.processEvents()
    for column in range(results.model.columnCount()):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            timed(lambda: results.table.sortByColumn(column, order))
    for text in ("0.5", "train loss < 0.2", "[2, 7", "train loss < 0.2, 0.5", ""):
        timed(lambda: results.filter.setText(text))
print(json.dumps(took), flush=True)
"""


def table() -> Milliseconds:
    """Return how long a table of 100 combinations and 5 seeds takes to sort or filter, and to be painted."""
    return _of(json.loads(run_program(TABLE)))


if __name__ == "__main__":
    print(f"table: {table()}")
    for kind in sys.argv[1:] or ("sweep", "map"):
        for name, (late, busy) in measure(kind, rounds=1).items():
            print(f"{kind}, {name}: late {late}; at one stretch {busy}")
