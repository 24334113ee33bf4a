"""Saying once of each experiment which letters of its names have no font here."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.missing_letters import missing_letters, said_of
from nnviz.paint.drawing.theme import Style


class MissingLetters(QObject):
    """Looks at the names in a moment where the experiment is another one than before.

    Parameters
    ----------
    style : callable
        Returns the window's style.
    may_say : callable
        Whether nothing else is being said: it waits until then.
    say : callable
        Shows one sentence.
    """

    def __init__(
        self,
        parent: QObject,
        style: Callable[[], Style],
        may_say: Callable[[], bool],
        say: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self._style, self._may_say, self._say = style, may_say, say
        self._seen: Spec | None = None
        self._said = ""

    @Slot(object)
    def look_at(self, snapshot: DataInstant) -> None:
        """Say which letters are missing, unless they are those that were said last."""
        if snapshot.spec is self._seen or not self._may_say():
            return
        self._seen = snapshot.spec
        letters = missing_letters(snapshot, self._style())
        if letters and letters != self._said:
            self._say(said_of(letters, "in this window"))
        self._said = letters
