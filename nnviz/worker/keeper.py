"""Keeps the run that is open in the state folder, so that nothing is lost: in the training thread, no Qt.

Training waits only until lists are copied; a thread writes the copy. A run that is left for another, or with
the window, stays in the list of recent work, unless a file of the user's holds it.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nnviz.experiment.commands import OpenRun, Reset, SetSpec, TakeBack, Undoably
from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.run_file.kept_work import WorkFile, forget, forget_the_oldest, is_kept_work
from nnviz.experiment.spec.changes import SpecDifference
from nnviz.experiment.spec.spec import Spec
from nnviz.files import WriteError
from nnviz.worker.orders import NameWork, Open, OpenFile, OpenPast, Order, Remark, SaveFile
from nnviz.worker.player import Player

if TYPE_CHECKING:
    from nnviz.experiment.session import Session
    from nnviz.experiment.session_view import RunContent

INTERVAL = 4.0
"""Seconds from one time of writing to the next: what comes between is lost if the process is killed."""
LONGEST_INTERVAL = 8.0
SHARE = 0.1
"""Of the time that may be spent on writing, within these bounds."""
LEAST_BUDGET, MOST_BUDGET = 8_000_000, 30_000_000
"""Bytes of keyframes that are written; moments between them are trained again."""
KEYFRAMES = 12
"""That are written even of a large network: of its training only such a part is done again at opening."""
MOST_DATA = 150_000_000
"""Bytes of data; a run on more is kept by nobody but its user."""
MOST_LEFT = 5
"""Runs of one window that were left by Reset and the like: soon there would be no others in the list."""

log = logging.getLogger(__name__)


class Keeper:
    """Writes the run that a player plays, every few seconds of change.

    Parameters
    ----------
    player : Player
    clock : callable
        Seconds; decides when to write, never what.
    """

    def __init__(self, player: Player, clock: Callable[[], float] = time.monotonic) -> None:
        self._player = player
        self._clock = clock
        self._location = ""
        self._file = WorkFile()
        self._writer = ThreadPoolExecutor(1, "keeper")
        self._writing: Future[None] | None = None
        self._seconds = 0.0
        self._not_before = 0.0
        self._clean: RunContent | None = None
        self._written: tuple[RunContent, int] | None = None
        self._origin: Path | None = None
        self._left: deque[Path] = deque()

    def hear(self, remark: Remark) -> None:
        """Take up what the window says about the run."""
        if isinstance(remark, NameWork):
            self._location = remark.location
        elif self._player.session is not None:
            self._clean = self._player.session.content

    @contextmanager
    def watching(self, order: Order) -> Iterator[None]:
        """Keep the run that an order leaves, if it is carried out."""
        before = self._player.session
        opens = isinstance(order, Open | OpenFile | OpenPast)
        run = None if before is None else before.runs_begun
        parting = self._parting(before) if before is not None and _may_leave(order, before.spec) else None
        yield
        after = self._player.session
        if after is None:
            return
        if isinstance(order, SaveFile):
            self._count_as_saved(after)
        elif opens or after.runs_begun != run:
            self._leave(parting, among_many=not opens)
            if opens:
                self._clean = after.content
            self._origin = order.path if isinstance(order, OpenFile) and is_kept_work(order.path) else None

    def look(self) -> bool:
        """Have the run written where it is time for that; return whether nothing waits to be written."""
        session = self._player.session
        if session is None:
            return True
        state = session.content, session.target
        if state == self._written or not self._is_worth_writing(state[0]):
            return True
        if self._clock() < self._not_before or (self._writing is not None and not self._writing.done()):
            return False
        self._written = state
        saved = self._copy(session)
        if saved is not None:
            pause = min(max(INTERVAL, self._seconds / SHARE), LONGEST_INTERVAL)
            self._not_before = self._clock() + pause
            self._writing = self._submit_write(saved)
        return False

    def close(self) -> None:
        """Keep the run as it is left; return when it is written."""
        session = self._player.session
        if session is not None:
            self._leave(self._parting(session), among_many=False, goes_on=False)
        self._writer.shutdown(wait=True)

    def _is_worth_writing(self, content: RunContent) -> bool:
        if self._clean is None or content == self._clean:
            return False
        return content.has_begun or content.spec != self._clean.spec

    def _parting(self, session: Session) -> SavedRun | None:
        """Return a copy of a run that may be left now; None where it is not worth it, or in a file."""
        content = session.content
        worth = content != self._clean and content.is_more_than_a_moment
        return self._copy(session) if worth else None

    def _copy(self, session: Session) -> SavedRun | None:
        parts = session.split.train, session.split.validation, session.split.test
        if sum(part.X.nbytes + part.y.nbytes for part in parts) > MOST_DATA:
            log.info("Not kept for the case of a crash: its data are too large.")
            return None
        budget = min(max(LEAST_BUDGET, KEYFRAMES * session.keyframe_bytes), MOST_BUDGET)
        return session.copy_to_write(budget)

    def _leave(self, parting: SavedRun | None, *, among_many: bool, goes_on: bool = True) -> None:
        """Let a run go into the list of recent work, or be forgotten, and begin another file."""
        file, self._file = self._file, WorkFile()
        self._written = None
        self._not_before = 0.0
        if parting is not None:
            self._submit_write(parting, file)
            if among_many:
                self._left.append(file.path)
        while len(self._left) > MOST_LEFT:
            self._writer.submit(forget, self._left.popleft())
        keep = parting is not None
        self._writer.submit(_let_go, file, keep)
        if keep and goes_on:
            self._writer.submit(self._file.follow, file.path)

    def _count_as_saved(self, session: Session) -> None:
        """Remove what was kept of a run that is in a file of the user's now."""
        self._leave(None, among_many=False)
        self._clean = session.content
        if self._origin is not None:
            self._writer.submit(forget, self._origin)
            self._origin = None

    def _submit_write(self, saved: SavedRun, file: WorkFile | None = None) -> Future[None]:
        origin, self._origin = self._origin, None
        return self._writer.submit(self._write, file or self._file, saved, self._location, origin)

    def _write(self, file: WorkFile, saved: SavedRun, location: str, origin: Path | None) -> None:
        """Write a run, in the thread for that; it then holds all that the file holds it was opened from."""
        begin = self._clock()
        try:
            file.write(saved, location)
        except (OSError, ValueError, WriteError, MemoryError) as error:
            log.warning("The run cannot be kept for the case of a crash: %s", error)
        else:
            if origin is not None:
                forget(origin)
        self._seconds = self._clock() - begin


def _may_leave(order: Order, present: Spec) -> bool:
    """Whether an order may go over to another run."""
    match order:
        case Open() | OpenFile() | OpenPast() | Reset() | TakeBack() | OpenRun():
            return True
        case Undoably(command):
            return _may_leave(command, present)
        case SetSpec(spec):
            return SpecDifference.between(present, spec).starts_again
    return False


def _let_go(file: WorkFile, keep: bool) -> None:
    file.leave(keep=keep)
    if keep:
        forget_the_oldest()
