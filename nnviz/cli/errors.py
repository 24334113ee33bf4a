"""What a command can end with besides a result: an exit code and one line on stderr."""

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType

import click

from nnviz.files import WriteError

FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130


class RunFailedError(Exception):
    """The input was fine, the run was not (it diverged, there is no display): exit code 1."""


class StoppedError(Exception):
    """Somebody pressed Ctrl+C; the sentence says what is kept."""


class EndedError(BaseException):
    """The system ends the process (SIGTERM, SIGHUP): what is half done goes away on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let signals that end the process do so as Ctrl+C does; those that are ignored stay ignored."""
    found = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")]
    numbers = [number for number in found if number and signal.getsignal(number) == signal.SIG_DFL]
    try:
        for number in numbers:
            signal.signal(number, _end)
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    raise EndedError(number)


def explained(error: BaseException) -> tuple[str, int]:
    """Return what went wrong in words, and the exit code; what is no error goes on."""
    match error:
        case click.Abort() | KeyboardInterrupt() | StoppedError() | EndedError():
            sentence = str(error) if isinstance(error, StoppedError) else "stopped."
            return sentence, error.code if isinstance(error, EndedError) else INTERRUPTED
        case click.ClickException():
            return error.format_message(), WRONG_INPUT
        case ValueError():  # a PlaceError too, so before other WriteErrors
            return str(error), WRONG_INPUT
        case RunFailedError() | WriteError():
            return str(error), FAILED
        case MemoryError():
            return "there is not enough memory: choose fewer units or samples.", FAILED
        case Exception():
            return f"{type(error).__name__}: {error}", FAILED
    raise error


def fail(message: str, code: int) -> int:
    """Say in one line on stderr what went wrong; return the exit code."""
    if sys.stderr is not None:  # closed: `print` would take standard output instead
        with contextlib.suppress(OSError):
            print(f"nnviz: {one_line(message)}", file=sys.stderr)
    return code


def one_line(message: str) -> str:
    """Return the message without line breaks, and without signs that would command the terminal."""
    text = " ".join(message.split())
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
