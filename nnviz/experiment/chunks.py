"""How many updates make one call of the engine: enough to cost nothing, few enough to stop soon."""

TARGET = 0.004  # seconds a call should last
MOST = 10_000_000
GROWTH = 8


class ChunkSize:
    """Follows the speed of the engine, from an update a second (interpreted) to ten million (compiled)."""

    def __init__(self) -> None:
        self.updates = 1

    def learn(self, updates: int, seconds: float) -> None:
        """Take in that so many updates took so long."""
        if updates == 0:
            return
        wanted = int(updates * TARGET / max(seconds, 1e-9))
        self.updates = max(1, min(wanted, GROWTH * self.updates, MOST))
