"""How many updates make one call of the engine: enough to cost nothing, few enough to end in time."""

MOST = 10_000_000
GROWTH = 8


class ChunkSize:
    """Follows the speed of the engine, from an update a second (interpreted) to ten million (compiled)."""

    def __init__(self) -> None:
        self._rate = 0.0
        self._last = 1

    def updates_in(self, seconds: float) -> int:
        """Return how many updates should take about so long; not many more than the last time."""
        self._last = max(1, min(int(self._rate * seconds), GROWTH * self._last, MOST))
        return self._last

    def learn(self, updates: int, seconds: float) -> None:
        """Take in that so many updates took so long."""
        if updates > 0:
            self._rate = updates / max(seconds, 1e-9)
