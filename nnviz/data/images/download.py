"""What is at an address, as it comes: whoever waits for it can stop waiting though nobody answers."""

import queue
import threading
import urllib.request
from collections.abc import Iterator

CHUNK = 1 << 18
"""Bytes that are taken at once: a window beside this waits for the interpreter no longer."""
PATIENCE = 30.0
"""Seconds without an answer after which there is none."""
BEAT = 0.05
"""Seconds after which whoever waits is asked whether it still does."""


class NoAnswerError(Exception):
    """Why nothing comes, or nothing more."""


class Download:
    """The bytes at an address, in a thread of its own, which ends by itself.

    A name that is not found, or a server that is silent, keeps that thread for as long as the system likes.

    Attributes
    ----------
    promised : int
        How many bytes are to come; 0 while that is not known.
    """

    def __init__(self, address: str) -> None:
        self.promised = 0
        self._address = address
        self._coming: queue.SimpleQueue[bytes | Exception | None] = queue.SimpleQueue()
        self._over = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes as they come, and none again and again while there are none.

        Raises
        ------
        NoAnswerError
            If the address cannot be reached, or falls silent.
        """
        threading.Thread(target=self._ask, name="download", daemon=True).start()
        try:
            while (piece := self._next()) is not None:
                if isinstance(piece, Exception):
                    raise NoAnswerError(str(getattr(piece, "reason", piece)))
                yield piece
        finally:
            self._over.set()

    def _ask(self) -> None:
        try:
            with urllib.request.urlopen(self._address, timeout=PATIENCE) as answer:
                self.promised = int(answer.headers.get("Content-Length") or 0)
                while not self._over.is_set() and (chunk := answer.read(CHUNK)):
                    self._coming.put(chunk)
            self._coming.put(None)
        except Exception as error:  # a server may answer anything
            self._coming.put(error)

    def _next(self) -> bytes | Exception | None:
        try:
            return self._coming.get(timeout=BEAT)
        except queue.Empty:
            return b""
