"""The speed of training as one reads it off a counter: updates a second over the last half second."""

from collections import deque

WINDOW = 0.5  # seconds


class SpeedMeter:
    """Fed with (time, updates done); remembers half a second."""

    def __init__(self) -> None:
        self._readings: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        """Forget everything: training pauses or jumps."""
        self._readings.clear()

    def read(self, now: float, update: int) -> None:
        """Take one reading of the update counter at `now` seconds; one without progress tells nothing."""
        if self._readings and update == self._readings[-1][1]:
            return
        self._readings.append((now, update))
        while len(self._readings) > 2 and now - self._readings[1][0] >= WINDOW:
            self._readings.popleft()

    def updates_per_second(self) -> float:
        """Return the rate between the oldest and the newest reading; 0 before there are two."""
        if len(self._readings) < 2:
            return 0.0
        (since, first), (now, last) = self._readings[0], self._readings[-1]
        return (last - first) / (now - since) if now > since else 0.0
