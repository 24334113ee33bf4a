"""The frame timer: fetches the newest snapshot and shows it to the views that can be seen."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from nnviz.experiment.look.wish import Wishes, combined
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.ui.playing.paint_share import PaintShare
from nnviz.ui.playing.view import FRAME, View, can_be_seen
from nnviz.worker.remote import Remote

PATIENCE = 20
"""Frames after which it is worth saying that the worker is still busy with an order, once and again."""

REST = 100  # milliseconds between two frames while nothing happens: an idle window costs nothing
CALM = 60
"""Frames without anything new until it rests."""
LONGEST_WAIT = 12
"""Frames after which a moment is shown, however long painting takes here."""
ROUND = 3
"""Frames between two moments that are shown: the worker has a new one about as often."""
LOOKS_APART = 4
"""Frames between two looks at what can be seen and what it needs, while training runs."""
_NEVER = (0, -1_000_000)


class FrameFeed(QObject):
    """Connects the worker with the views, at most once a frame, whatever the length of the run.

    Signals
    -------
    arrived(Snapshot)
        A new snapshot, for what is always visible.
    waiting(bool)
        The worker takes long to carry out an order (it reads data, say), said again and again while it does;
        or no longer does.
    """

    arrived = Signal(object)
    waiting = Signal(bool)

    def __init__(self, controller: Remote, views: Sequence[View], parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller
        self._own = self._views = tuple(views)
        self._visible: list[View] = []
        self._frames = self._arrivals = self._last_moment = 0
        self._shown: dict[View, tuple[int, int]] = {}
        """The number of the arrival that each view shows, and that of the frame in which it was shown."""
        self._asked: list[Wishes] = []
        self._wanted: Wishes | None = None
        self._paint_share = PaintShare()
        self._frames_late = 0
        self._frames_calm = 0
        self._is_held = False
        self.latest: Snapshot | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self.frame)
        controller.order_given.connect(self.wake)

    def show_to(self, views: Sequence[View] | None, *, awaits: bool = False) -> None:
        """Show the moments to other views for a while, as the window is covered by them; None: to its own.

        Where another run is to come, of which it `awaits` the first moment, they are shown none before.
        """
        self._views = self._own if views is None else tuple(views)
        self._visible.clear()
        self._shown = dict.fromkeys(self._views, (self._arrivals, self._frames)) if awaits else {}
        self._asked.clear()
        self.wake()

    def add(self, view: View) -> None:
        """Show the moments to one more view of the window."""
        is_own = self._views is self._own
        self._own = (*self._own, view)
        if is_own:
            self._views = self._own
        self.wake()

    @property
    def interval(self) -> int:
        """Milliseconds between two frames."""
        return self._timer.interval()

    def run(self, on: bool) -> None:
        """Start or stop fetching; a window that cannot be seen needs no frames."""
        if on and not self._timer.isActive():
            self._timer.start()
        elif not on:
            self._timer.stop()

    def hold(self, on: bool) -> None:
        """Show no other moment until one lets go; training goes on."""
        self._is_held = on

    @Slot()
    def wake(self) -> None:
        """Look for something new every frame."""
        self._frames_calm = 0
        if self._timer.interval() != FRAME:
            self._timer.setInterval(FRAME)

    @Slot()
    def frame(self) -> None:
        """Do the work of one frame."""
        if self._is_held:
            return
        snapshot = self._controller.latest()
        self._frames += 1
        running = self.latest is not None and self.latest.running
        if not running or self._frames % LOOKS_APART == 0:
            self._visible = [view for view in self._views if can_be_seen(view)]
            self._ask_for([view.wishes() for view in self._visible])
        if snapshot is not None:
            self.latest = snapshot
            self._arrivals += 1
            self.arrived.emit(snapshot)
        if self.latest is not None:
            for view in self._due(self._visible, self.latest.running):
                self._shown[view] = self._arrivals, self._frames
                self._last_moment = self._frames
                view.show_snapshot(self.latest)
        self._watch()
        self._rest(calm=snapshot is None and self._controller.up_to_date)

    def _rest(self, calm: bool) -> None:
        """Look less often once nothing has happened for a while, as nothing will until an order is given."""
        if not calm or self.latest is None or self.latest.running:
            self.wake()
            return
        self._frames_calm += 1
        if self._frames_calm == CALM:
            self._timer.setInterval(REST)

    def _due(self, visible: list[View], running: bool) -> list[View]:
        """Return the views that are to be shown the latest moment now.

        While training runs, all are shown the same moment in one frame, so that what stands side by side
        always agrees, as often as `PaintShare` allows or they have waited too long.
        """
        others = [view for view in visible if self._shown.get(view, _NEVER)[0] != self._arrivals]
        if not running:
            return others
        since = self._frames - self._last_moment
        if others and since >= ROUND and (self._paint_share.allows() or since >= LONGEST_WAIT):
            self._paint_share.begin()
            return [view for view in others if self._frames_since(view) >= view.frames_apart]
        return [view for view in others if view not in self._shown]

    def _frames_since(self, view: View) -> int:
        return self._frames - self._shown.get(view, _NEVER)[1]

    def _watch(self) -> None:
        late = 0 if self._controller.up_to_date else self._frames_late + 1
        if late % PATIENCE == 0 and max(late, self._frames_late) >= PATIENCE:
            self.waiting.emit(bool(late))
        self._frames_late = late

    def _ask_for(self, wishes: list[Wishes]) -> None:
        if wishes == self._asked:
            return
        self._asked = wishes
        wanted = combined(wish for each in wishes for wish in each)
        if wanted != self._wanted:
            self._wanted = wanted
            self._controller.want(wanted)
