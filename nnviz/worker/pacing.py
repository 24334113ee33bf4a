"""How many updates are due by now at a limited speed: the clock decides when, never what."""


class Pace:
    """Counts out updates at a fixed rate, or without limit.

    After a pause (a slow update, a busy machine) the rate is taken up again, the missed updates are not
    made up for beyond a tenth of a second.
    """

    LONGEST_CATCH_UP = 0.1  # seconds

    def __init__(self) -> None:
        self._rate: float | None = None
        self._since = 0.0
        self._given = 0

    @property
    def rate(self) -> float | None:
        """Updates per second; None for flat out."""
        return self._rate

    def set_rate(self, updates_per_second: float | None, now: float) -> None:
        """Change the speed (None: flat out) from the moment `now`, in seconds, on."""
        if updates_per_second is not None and not 0 < updates_per_second < float("inf"):
            raise ValueError("The speed is a positive number of updates a second, or None for no limit.")
        self._rate = updates_per_second
        self.start(now)

    def start(self, now: float) -> None:
        """Begin to count at `now`: the first update is due one interval later."""
        self._since, self._given = now, 0

    def due(self, now: float) -> int:
        """Return how many updates are due now and count them as done; only for a limited speed."""
        if self._rate is None:
            raise ValueError("Without a limit any number of updates is due.")
        earned = int((now - self._since) * self._rate)
        most = max(1, int(self._rate * self.LONGEST_CATCH_UP))
        count = min(earned - self._given, most)
        if earned - self._given > most:
            self.start(now)
        else:
            self._given = earned
        return max(0, count)

    def wait(self, now: float) -> float:
        """Return the seconds until the next update is due; 0 without a limit."""
        if self._rate is None:
            return 0.0
        return max(0.0, self._since + (self._given + 1) / self._rate - now)
