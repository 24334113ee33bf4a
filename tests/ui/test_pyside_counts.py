"""The Qt binding keeps its reference counts: PySide6 6.12.0 lost one to None and True at every call."""

import sys

from PySide6.QtCore import QObject, Signal, Slot


class Emitter(QObject):
    fired = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.seen = False
        self.fired.connect(self.see)

    @Slot(bool)
    def see(self, flag: bool) -> None:
        self.seen = flag


def test_emitting_signals_leaves_the_counts_of_singletons_alone() -> None:
    emitter = Emitter()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(2000):
        emitter.fired.emit(True)
        emitter.setObjectName("x")
        emitter.signalsBlocked()
    assert emitter.seen
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert abs(after[0] - before[0]) < 100
    assert abs(after[1] - before[1]) < 100
