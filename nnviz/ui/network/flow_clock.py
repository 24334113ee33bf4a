"""The clock that lets arrowheads wander along lines; it stands still where no motion is wanted."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot
from PySide6.QtWidgets import QStyle, QWidget

from nnviz.paint.network.flow import AT_REST

PERIOD = 1.6
"""Seconds an arrowhead takes from one end of its line to the other."""
_FRAME = 33


class FlowClock(QObject):
    """Repaints a widget regularly while something flows in it.

    Attributes
    ----------
    wanted : bool
        Whether the user wants motion at all.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.wanted = True
        self._widget = widget
        self._flowing = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME)
        self._timer.timeout.connect(self._tick)

    @property
    def moves(self) -> bool:
        """Whether arrowheads wander now."""
        return self._timer.isActive()

    @property
    def along(self) -> float:
        """How far along its line each arrowhead is, 0 to 1."""
        if not self.moves:
            return AT_REST
        return (self._since.elapsed() / 1000.0 / PERIOD) % 1.0

    def run(self, flowing: bool) -> None:
        """Say whether something flows."""
        self._flowing = flowing
        if flowing and self.wanted and not motion_is_reduced(self._widget):
            if not self._timer.isActive():
                self._since.start()
                self._timer.start()
        else:
            self._timer.stop()

    @Slot(bool)
    def set_wanted(self, wanted: bool) -> None:
        """Allow or forbid motion."""
        self.wanted = wanted
        self.run(self._flowing)
        self._widget.update()

    @Slot()
    def _tick(self) -> None:
        if self._widget.isVisible():
            self._widget.update()


def motion_is_reduced(widget: QWidget) -> bool:
    """Whether the desktop asks for no animations: its style then gives them no time."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) == 0
