"""What happens with an error nobody expected: into the log, and one sentence to the user."""

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import platformdirs

LOGGER = logging.getLogger("nnviz")
_LARGEST_LOG = 1_000_000  # bytes
_LONGEST_ENTRY = 100_000  # letters, at most 4 bytes each: an error can quote a whole file

unwritten: set[Path] = set()
"""Logs that cannot be written: nobody is sent there."""


def log_file() -> Path:
    """Return where the log is kept."""
    return platformdirs.user_log_path("nnviz", appauthor=False) / "nnviz.log"


def start_log(path: Path) -> None:
    """Log to a file of bounded size, or to stderr where it cannot be written.

    What lies there and is no file is left alone: writing into a pipe would wait for its reader.
    """
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 (brings much; the window comes first)

    class LogFile(RotatingFileHandler):
        """Says nothing where the file cannot be written, but that it cannot."""

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002 (logging calls it so)
            unwritten.add(path)

    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise OSError
        handler = LogFile(
            path, "a", _LARGEST_LOG, backupCount=1, encoding="utf-8", errors="backslashreplace", delay=True
        )
    except OSError:
        unwritten.add(path)
        handler = logging.StreamHandler()
    handler.setFormatter(_Entry("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)


class _Entry(logging.Formatter):
    """An entry of the log, of bounded length: the log is turned over between entries only."""

    def format(self, record: logging.LogRecord) -> str:
        return _bounded(super().format(record))


def _bounded(text: str) -> str:
    """Return the text, without its middle where it is long: an error's kind stands at its end."""
    left_out = len(text) - _LONGEST_ENTRY
    half = _LONGEST_ENTRY // 2
    return text if left_out <= 0 else f"{text[:half]}\n[{left_out} letters left out]\n{text[-half:]}"


def report_failures(tell: Callable[[str, str], None], path: Path) -> None:
    """Send every unexpected error to the log, and a sentence and its traceback to `tell`; the app goes on.

    Exceptions in slots reach `sys.excepthook`; without it Qt's event loop would hide them.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        LOGGER.error("Unexpected error", exc_info=(kind, error, trace))
        where = "The report has the details" if path in unwritten else f"Details are in {path}"
        sentence = f"Something went wrong ({kind.__name__}: {first_line(error)}). {where}."
        tell(sentence, _bounded("".join(traceback.format_exception(kind, error, trace))))

    sys.excepthook = hook


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message, cut where it is long."""
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else "no message"
