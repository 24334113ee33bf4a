"""Random user actions in the real window: scripts/monkey.py [--seed N] [--seconds N] [--replay FILE] [FILE].

Files of a folder (`--files`, else some that are made) are dropped on the window and pasted into it, too.

Each action is written down before it is done, so that what fails can be done again from the file. Errors,
what Qt warns of and gaps in which the window did not answer are reported with the action before them.
"""

import argparse
import collections
import gc
import json
import logging
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from fuzzing.readers import READERS
from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from nnviz.experiment.spec.catalogue import catalogue
from nnviz.ui.window.main_window import MainWindow
from nnviz.worker.controller import close_all_ending

GAP = 0.2
"""Seconds without an answer that are reported."""
PAUSE = 15
"""Milliseconds between two actions."""
BEAT = 10
"""Milliseconds between two looks at the clock."""
KEYS = " RNBUXEHGFCLMDVQWS[]?0123456789+-"
SPECIAL = (
    "Left",
    "Right",
    "Up",
    "Down",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Return",
    "Escape",
    "Tab",
    "Backtab",
    "Delete",
    "F1",
    "F10",
)
CONTROL = "ZYPEGTKBM+-0"
TEXTS = (
    "0",
    "1",
    "-1",
    "0.5",
    "0,5",
    "1e3",
    "1e400",
    "nan",
    "",
    "-",
    "7" * 30,
    "x**2",
    "<b>x</b>",
    "½",
    "sin(x)",
)
PASTED = (
    "a\tb\n1\t2\n3\t4\n",
    "x;y\n1,5;ja\n2,5;nein\n",
    "word",
    "",
    "https://example.org/t",
    "1\n" * 5000,
)
IGNORED = ("This plugin does not support", "QWidgetWindow must be a top level window")

Action = dict[str, Any]


@dataclass
class Report:
    """What came of it."""

    actions: int = 0
    faults: list[str] = field(default_factory=list)
    gaps: list[tuple[float, float, str]] = field(default_factory=list)
    """Seconds in which the window was busy, seconds that passed meanwhile, and the action before."""
    memory: list[tuple[float, float, int]] = field(default_factory=list)
    """Seconds, megabytes that the process takes, and actions until then."""


class Monkey(QObject):
    """Acts on all windows of the application, again and again.

    Parameters
    ----------
    window : MainWindow
    seed : int
    record : Path
        Where actions are written down.
    replay : list of dict, optional
        Actions to be done in place of random ones.
    most : int, optional
        Actions after which it stops.
    files : sequence of Path
        What is dropped on the window.
    """

    def __init__(
        self,
        window: MainWindow,
        seed: int,
        record: Path,
        *,
        replay: list[Action] | None = None,
        most: int | None = None,
        files: Sequence[Path] = (),
    ) -> None:
        super().__init__()
        self._files = sorted(files)
        self._window = window
        self._chance = random.Random(seed)
        self._replay: Iterator[Action] | None = None if replay is None else iter(replay)
        self._most = most
        self._record = record.open("w", encoding="utf-8")
        self._begin = self._beat = time.perf_counter()
        self._busy = time.thread_time()
        self._last = "the start"
        self._experiments = sorted(entry.name for entry in catalogue())
        self.report = Report()
        self.done = False
        self._end = 0.0

    def start(self, seconds: float) -> None:
        """Act from now on for so long, in dialogs and menus, too.

        Its timers have no context: for each call that has one PySide 6.11 keeps a hundred bytes or so.
        """
        self._end = time.perf_counter() + seconds
        QTimer.singleShot(PAUSE, self._act)
        self._feel()

    def stop(self) -> None:
        """Act no more."""
        self.done = True
        self._record.close()
        for _ in range(20):  # what is still open would be waited for
            for opened in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
                if opened is not None:
                    opened.close()

    def fault(self, words: str) -> None:
        """Note something that must not be."""
        self.report.faults.append(f"after {self._last}: {words}")

    def _feel(self) -> None:
        if not self.done:
            QTimer.singleShot(BEAT, self._feel)
        now, busy = time.perf_counter(), time.thread_time()
        if now - self._beat > GAP:
            self.report.gaps.append((busy - self._busy, now - self._beat, self._last))
        self._beat, self._busy = now, busy
        seconds = now - self._begin
        if not self.report.memory or seconds - self.report.memory[-1][0] > 10.0:
            self.report.memory.append((seconds, megabytes(), self.report.actions))

    def _act(self) -> None:
        if self.done:
            return
        if self.report.actions == self._most or time.perf_counter() > self._end:
            self.stop()
            return
        QTimer.singleShot(PAUSE, self._act)  # a timer that repeats would wait for a dialog to be closed
        action = self._choose() if self._replay is None else next(self._replay, None)
        if action is None:
            self.stop()
            return
        self.report.actions += 1
        written = json.dumps(action)
        self._last = f"action {self.report.actions}, {written}"
        self._record.write(written + "\n")
        self._record.flush()
        try:
            self._do(action)
        except RuntimeError as error:
            if "already deleted" not in str(error):  # the window went while it was acted on
                self.fault(traceback.format_exc())

    # Choosing

    def _choose(self) -> Action:
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):  # what is open in front is what one clicks
            return {"do": "menu", "entry": self._chance.random(), "escape": self._chance.random() < 0.2}
        kinds: tuple[tuple[Callable[[], Action], int], ...] = (
            (self._key, 30),
            (self._click, 30),
            (self._drag, 12),
            (self._wheel, 5),
            (self._type, 10),
            (self._pick, 4),
            (self._command, 6),
            (self._experiment, 1),
            (self._resize, 1),
            (self._close, 4),
            (self._drop, 3),
            (self._paste, 1),
        )
        names, weights = zip(*kinds, strict=True)
        chosen: Callable[[], Action] = self._chance.choices(names, weights)[0]
        return chosen()

    def _key(self) -> Action:
        kind = self._chance.random()
        if kind < 0.5:
            return {"do": "key", "key": self._chance.choice(KEYS)}
        if kind < 0.8:
            return {"do": "key", "key": self._chance.choice(SPECIAL)}
        return {"do": "key", "key": self._chance.choice(CONTROL), "control": True}

    def _click(self) -> Action:
        x, y = self._chance.random(), self._chance.random()
        times = 2 if self._chance.random() < 0.05 else 1
        right = self._chance.random() < 0.05
        return {"do": "click", **self._some_widget(), "x": x, "y": y, "times": times, "right": right}

    def _drag(self) -> Action:
        points = [[self._chance.random(), self._chance.random()] for _ in range(4)]
        return {"do": "drag", **self._some_widget(), "points": points}

    def _wheel(self) -> Action:
        return {"do": "wheel", **self._some_widget(), "by": self._chance.choice((-360, -120, 120, 360))}

    def _type(self) -> Action:
        return {"do": "type", **self._some_widget(QLineEdit), "text": self._chance.choice(TEXTS)}

    def _pick(self) -> Action:
        return {"do": "pick", **self._some_widget(QComboBox), "entry": self._chance.random()}

    def _command(self) -> Action:
        actions = self._window.actions_
        names = [name for group in actions.groups() for name in actions.names(group) if name != "quit"]
        return {"do": "command", "name": self._chance.choice(names)}

    def _experiment(self) -> Action:
        return {"do": "experiment", "name": self._chance.choice(self._experiments)}

    def _resize(self) -> Action:
        return {
            "do": "resize",
            "size": [self._chance.randrange(500, 1900), self._chance.randrange(400, 1080)],
        }

    def _drop(self) -> Action:
        if not self._files:
            return self._key()
        return {"do": "drop", "file": str(self._chance.choice(self._files))}

    def _paste(self) -> Action:
        return {"do": "paste", "text": self._chance.choice(PASTED)}

    def _close(self) -> Action:
        return {"do": "close", "window": self._chance.random()}

    def _some_widget(self, kind: type[QWidget] = QWidget) -> Action:
        top = self._top()
        found = _children(top, kind)
        if not found:
            return {"top": type(top).__name__, "kind": kind.__name__, "child": -1}
        child = self._chance.randrange(len(found))
        return {
            "top": type(top).__name__,
            "kind": kind.__name__,
            "child": child,
            "is": f"{type(found[child]).__name__} {found[child].objectName()}".strip(),
        }

    def _top(self) -> QWidget:
        modal = QApplication.activeModalWidget()
        if modal is not None:
            return modal
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top.isWindow()]
        others = [top for top in tops if top is not self._window]
        if others and self._chance.random() < 0.5:
            return self._chance.choice(others)
        return self._window

    # Doing

    def _do(self, action: Action) -> None:
        {
            "menu": self._do_menu,
            "key": self._do_key,
            "command": lambda action: self._window.actions_[action["name"]].trigger(),
            "experiment": lambda action: self._window.files.open(action["name"]),
            "resize": lambda action: self._window.resize(*action["size"]),
            "close": self._do_close,
            "drop": self._do_drop,
            "paste": self._do_paste,
        }.get(action["do"], self._do_on_widget)(action)

    def _do_menu(self, action: Action) -> None:
        popup = QApplication.activePopupWidget()
        if not isinstance(popup, QMenu):
            return
        entries = [entry for entry in popup.actions() if entry.isEnabled() and entry.text() != "Quit"]
        if action["escape"] or not entries:
            popup.close()
            return
        popup.setActiveAction(entries[int(action["entry"] * len(entries))])
        QTest.keyClick(popup, Qt.Key.Key_Return)

    def _do_key(self, action: Action) -> None:
        target = QApplication.focusWidget() or self._window
        control = Qt.KeyboardModifier.ControlModifier
        modifier = control if action.get("control") else Qt.KeyboardModifier.NoModifier
        key = action["key"]
        if len(key) > 1:
            QTest.keyClick(target, Qt.Key[f"Key_{key}"], modifier)
        elif action.get("control"):
            QTest.keyClick(target, Qt.Key(ord(key)), modifier)
        else:
            QTest.keyClick(target, key)

    def _do_drop(self, action: Action) -> None:
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(action["file"])])
        nothing = Qt.KeyboardModifier.NoModifier
        how = Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, nothing
        window, middle = self._window, self._window.rect().center()
        if QApplication.activeModalWidget() is None:  # a system drops nothing on a window behind a dialog
            QApplication.sendEvent(window, QDragEnterEvent(middle, *how))
            QApplication.sendEvent(window, QDropEvent(QPointF(middle), *how))

    def _do_paste(self, action: Action) -> None:
        QApplication.clipboard().setText(action["text"])
        QTest.keyClick(
            QApplication.focusWidget() or self._window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier
        )

    def _do_close(self, action: Action) -> None:
        others = [
            top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not self._window
        ]
        if others:
            others[int(action["window"] * len(others))].close()

    def _do_on_widget(self, action: Action) -> None:
        widget = self._find(action)
        if widget is None:
            return
        at = QPoint(int(action.get("x", 0.5) * widget.width()), int(action.get("y", 0.5) * widget.height()))
        if action["do"] == "click":
            right = Qt.MouseButton.RightButton
            button = right if action["right"] else Qt.MouseButton.LeftButton
            for _ in range(action["times"]):
                if isValid(widget):
                    QTest.mouseClick(widget, button, Qt.KeyboardModifier.NoModifier, at)
        elif action["do"] == "drag":
            _drag(widget, action["points"])
        elif action["do"] == "wheel":
            _wheel(widget, at, action["by"])
        elif isinstance(widget, QLineEdit):
            widget.setFocus()
            widget.selectAll()
            QTest.keyClicks(widget, action["text"])
            if isValid(widget):
                QTest.keyClick(widget, Qt.Key.Key_Return)
        elif isinstance(widget, QComboBox) and widget.isEnabled() and widget.count():
            entry = int(action["entry"] * widget.count())
            widget.setCurrentIndex(entry)
            widget.activated.emit(entry)

    def _find(self, action: Action) -> QWidget | None:
        kind = {each.__name__: each for each in (QWidget, QLineEdit, QComboBox)}[action["kind"]]
        for top in [self._window, *QApplication.topLevelWidgets()]:
            if type(top).__name__ == action["top"] and top.isVisible():
                found = _children(top, kind)
                if 0 <= action["child"] < len(found):
                    return found[action["child"]]
        return None


def _children(top: QWidget, kind: type[QWidget]) -> list[QWidget]:
    """Return what can be seen and used of a window; controls that show and hide things first of all."""
    found = [child for child in top.findChildren(kind) if child.isVisible() and child.isEnabled()]
    if kind is QWidget:  # frames and rows are not what one aims at
        aims = [
            child
            for child in found
            if isinstance(child, QAbstractButton | QAbstractSpinBox) or not child.children()
        ]
        return aims or found
    return found


def _drag(widget: QWidget, points: list[list[float]]) -> None:
    places = [QPointF(x * widget.width(), y * widget.height()) for x, y in points]
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    if isinstance(widget, QToolButton | QPushButton) and widget.menu() is not None:
        places = places[:1]  # its menu has the mouse from then on: moves would open it again
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(places) - 1)]
    for kind, place in zip((*kinds, QEvent.Type.MouseButtonRelease), (*places, places[-1]), strict=True):
        if not isValid(widget):
            return
        moves = kind == QEvent.Type.MouseMove
        held = none if kind == QEvent.Type.MouseButtonRelease else left
        event = QMouseEvent(
            kind,
            place,
            widget.mapToGlobal(place),
            none if moves else left,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(widget, event)


def _wheel(widget: QWidget, at: QPoint, by: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


class _Errors(logging.Handler):
    def __init__(self, monkey: Monkey) -> None:
        super().__init__(logging.ERROR)
        self._monkey = monkey

    def emit(self, record: logging.LogRecord) -> None:
        trace = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        self._monkey.fault(record.getMessage() + "\n" + trace)


@contextmanager
def watch(monkey: Monkey, folder: Path) -> Iterator[None]:
    """Tell a monkey what goes wrong, and keep its hands off the files of others."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        monkey.fault("".join(traceback.format_exception(kind, error, trace)))

    def hear(kind: QtMsgType, _context: object, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not message.startswith(IGNORED):
            monkey.fault(f"Qt: {message}")

    dialog: Any = QFileDialog
    desktop: Any = QDesktopServices
    names = ("getOpenFileName", "getSaveFileName", "getExistingDirectory", "exec")
    before = sys.excepthook, desktop.openUrl
    asked = {name: getattr(dialog, name) for name in names}
    handler = _Errors(monkey)
    logging.getLogger("nnviz").addHandler(handler)
    sys.excepthook = hook
    heard = qInstallMessageHandler(hear)
    dialog.getOpenFileName = staticmethod(lambda *_args, **_more: ("", ""))
    dialog.getSaveFileName = staticmethod(lambda *_args, **_more: (str(folder / "saved.nnviz"), ""))
    dialog.getExistingDirectory = staticmethod(lambda *_args, **_more: "")
    dialog.exec = lambda _self: QDialog.DialogCode.Rejected
    desktop.openUrl = staticmethod(lambda _url: True)

    try:
        yield
    finally:
        sys.excepthook, desktop.openUrl = before
        for name, function in asked.items():
            setattr(dialog, name, function)
        logging.getLogger("nnviz").removeHandler(handler)
        qInstallMessageHandler(heard)


def megabytes() -> float:
    """Return the memory that this process takes, as far as the system says so."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def objects() -> collections.Counter[str]:
    """Return how many objects of each type the collector knows."""
    gc.collect()
    return collections.Counter(
        f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects()
    )


def main() -> int:
    """Act for the time asked for and return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--record", type=Path, default=Path("monkey.jsonl"))
    parser.add_argument("--replay", type=Path)
    parser.add_argument("--files", type=Path, help="folder whose files are dropped on the window")
    parser.add_argument("open", nargs="?", default="", help="what is open at the start, as `nnviz FILE`")
    parser.add_argument(
        "--objects", action="store_true", help="say of which objects there are more at the end"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NNVIZ_CONFIG_DIR"] = folder
        report = _run(chosen, Path(folder))
    own = sum(
        busy > GAP for busy, _, _ in report.gaps
    )  # the others are those of a machine that has more to do
    print(
        f"seed {chosen.seed}: {report.actions} actions, {len(report.faults)} faults, "
        f"{len(report.gaps)} gaps, {own} of them of the window's own"
    )
    for seconds, megabyte, actions in report.memory:
        print(f"  {seconds:6.0f} s {megabyte:7.0f} MB {actions:6} actions")
    for busy, gap, action in sorted(report.gaps, reverse=True)[:20]:
        print(f"  {1000 * busy:6.0f} ms busy in {1000 * gap:6.0f} ms after {action}")
    for fault in report.faults:
        print(fault)
    return 1 if report.faults else 0


def _made(folder: Path) -> Path:
    """Put files of the usual kinds, whole and damaged, into a folder."""
    made = folder / "dropped"
    made.mkdir()
    for name in ("text", "xlsx", "npz", "experiment", "run", "lecture", "pictures"):
        reader = next(reader for reader in READERS if reader.name == name)
        place = folder / name
        place.mkdir()
        for seed in reader.seeds(place)[-4:]:
            content = seed.read_bytes()
            (made / f"{name}-{seed.name}").write_bytes(content)
            (made / f"damaged-{name}-{seed.name}").write_bytes(
                reader.change(content, random.Random(seed.name))
            )
    shutil.copytree(folder / "pictures" / "pictures", made / "pictures")
    return made


def _run(chosen: argparse.Namespace, folder: Path) -> Report:
    from nnviz.experiment.spec.catalogue import find  # noqa: PLC0415 (the folder comes first)
    from nnviz.experiment.spec.reading import load_spec  # noqa: PLC0415
    from nnviz.ui.application import FIRST_EXPERIMENT, make_application  # noqa: PLC0415
    from nnviz.ui.garbage import GarbageCollection  # noqa: PLC0415
    from nnviz.ui.looks.look import Look  # noqa: PLC0415
    from nnviz.ui.settings import Settings  # noqa: PLC0415

    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    window = MainWindow(
        load_spec(find(FIRST_EXPERIMENT)), FIRST_EXPERIMENT, Look(app, "light", 1.0), Settings()
    )
    window.show()
    if chosen.open:
        window.files.open(chosen.open)
    lines = chosen.replay.read_text(encoding="utf-8").splitlines() if chosen.replay else []
    replay = [json.loads(line) for line in lines] if chosen.replay else None
    files = list((chosen.files or _made(folder)).iterdir())
    monkey = Monkey(window, chosen.seed, chosen.record, replay=replay, files=files)
    QTimer.singleShot(0, GarbageCollection(app).begin)
    QTest.qWait(1000)
    before = objects() if chosen.objects else None
    with watch(monkey, folder):
        monkey.start(chosen.seconds)
        while not monkey.done:
            QTest.qWait(200)
    for top in QApplication.topLevelWidgets():
        top.close()
    close_all_ending()
    if before is not None:
        for name, more in (objects() - before).most_common(25):
            print(f"  {more:8,} more {name}")
    return monkey.report


if __name__ == "__main__":
    sys.exit(main())
