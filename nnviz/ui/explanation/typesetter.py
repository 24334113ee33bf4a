"""Typesets in slices between the events of the window, so that no key waits for a formula."""

from collections import deque
from collections.abc import Iterable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nnviz.explain.formulas.step import Step
from nnviz.paint.mathematics.typeset import typeset
from nnviz.tasks.tasks import Tasks

SLICE = 0.015
"""Seconds of typesetting between two looks at keys and mouse."""
AT_ONCE = 0.03
"""Seconds for which a step may keep the window waiting before its words are shown without the formulas."""


def formulas_of(step: Step) -> Iterator[str]:
    """Return everything in a step that is typeset."""
    return (term.latex for line in (*step.symbols, *step.numbers, step.result) for term in line)


class Typesetter(QObject):
    """Typesets what is wanted now, then what is likely to be wanted next.

    Signals
    -------
    ready
        All that was wanted is typeset, after `want` had said that it was not.
    """

    ready = Signal()
    _is_prepared = False
    """Of all of them: the typesetting library has been imported, which takes a fifth of a second."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: deque[str] = deque()
        self._ahead: deque[str] = deque()
        self._tasks = Tasks(self, "Loading the typesetting library")
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._go_on)
        self._tasks.finished.connect(self._begin)

    def want(self, formulas: Iterable[str]) -> bool:
        """Typeset these for at most `AT_ONCE` seconds; return whether all are done, else `ready` follows."""
        self._wanted = deque(formulas)
        self._ahead.clear()
        if not Typesetter._is_prepared:
            self._prepare()
            return False
        self._work(self._wanted, AT_ONCE)
        if self._wanted:
            self._idle.start()
        return not self._wanted

    def prepare_ahead(self, formulas: Iterable[str]) -> None:
        """Typeset these too while nothing else is to do."""
        self._ahead = deque(formulas)
        if Typesetter._is_prepared:
            self._idle.start()

    def stop(self) -> None:
        """Leave the rest."""
        self._wanted.clear()
        self._ahead.clear()
        self._idle.stop()

    @Slot()
    def _go_on(self) -> None:
        if self._wanted:
            self._work(self._wanted, SLICE)
            if not self._wanted:
                self.ready.emit()
        elif self._ahead:
            self._work(self._ahead, SLICE)
        else:
            self._idle.stop()

    def _work(self, formulas: deque[str], seconds: float) -> None:
        end = perf_counter() + seconds
        while formulas and perf_counter() < end:
            typeset(formulas.popleft())

    def _prepare(self) -> None:
        """Import the library and its font in another thread."""
        if not self._tasks.is_busy:
            self._tasks.submit(lambda _task: typeset("0"))

    @Slot()
    def _begin(self) -> None:
        Typesetter._is_prepared = True
        self._idle.start()
