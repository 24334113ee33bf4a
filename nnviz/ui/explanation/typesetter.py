"""Typesets beside the window, so that no key waits for a formula."""

from collections.abc import Iterable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, Signal, Slot

from nnviz.explain.formulas.step import Step
from nnviz.paint.mathematics.typeset import typeset
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks

AT_ONCE = 0.03
"""Seconds for which a step may keep the window waiting before its words are shown without the formulas."""
SHORT = 200
"""Letters of a formula that is typeset in a few hundredths of a second; a matrix may take a tenth."""


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
        self._tasks = Tasks(self, "Typesetting")
        self._tasks.finished.connect(self._tell)

    @property
    def is_busy(self) -> bool:
        """Whether something is being typeset, wanted or not."""
        return self._tasks.is_busy

    def want(self, formulas: Iterable[str]) -> bool:
        """Typeset these for at most `AT_ONCE` seconds; return whether all are done, else `ready` follows."""
        self._tasks.give_up()
        wanted = [latex for latex in formulas if latex not in typeset]
        end = perf_counter() + AT_ONCE
        while wanted and Typesetter._is_prepared and len(wanted[0]) <= SHORT and perf_counter() < end:
            typeset(wanted.pop(0))
        if wanted:
            self._tasks.submit(lambda task: _typeset_all(wanted, task, is_wanted=True))
        return not wanted

    def prepare_ahead(self, formulas: Iterable[str]) -> None:
        """Typeset these too, after what is wanted."""
        ahead = [latex for latex in formulas if latex not in typeset]
        if Typesetter._is_prepared and ahead:
            self._tasks.add(lambda task: _typeset_all(ahead, task, is_wanted=False))

    def stop(self) -> None:
        """Leave the rest."""
        self._tasks.give_up()

    @Slot(object)
    def _tell(self, is_wanted: object) -> None:
        Typesetter._is_prepared = True
        if is_wanted:
            self.ready.emit()


def _typeset_all(formulas: Iterable[str], task: Task, *, is_wanted: bool) -> bool:
    for latex in formulas:
        task.check()
        typeset(latex)
    return is_wanted
