"""What a command can end with besides a result: an exit code and one line on stderr."""

import contextlib
import sys

import click

from nnviz.files import WriteError

FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130


class RunFailedError(Exception):
    """The input was fine, the run was not (it diverged, there is no display): exit code 1."""


class StoppedError(Exception):
    """Somebody pressed Ctrl+C; the sentence says what is kept."""


def explained(error: BaseException) -> tuple[str, int]:
    """Return what went wrong in words, and the exit code; what is no error goes on."""
    match error:
        case click.Abort() | KeyboardInterrupt() | StoppedError():
            return (str(error) if isinstance(error, StoppedError) else "stopped."), INTERRUPTED
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
