"""What a command prints: on standard output, wherever that leads and whatever it can show."""

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from nnviz.cli.errors import RunFailedError


def prepare() -> None:
    """Show what the terminal's encoding has no sign for by its number, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def show(report: Any, as_json: bool, as_text: Callable[[Any], str]) -> None:
    """Print a report; JSON in plain ASCII, which every encoding has, file names that are no text included."""
    say(json.dumps(report, allow_nan=False) if as_json else as_text(report))


def say(text: str, newline: bool = True) -> None:
    """Print a result.

    Raises
    ------
    RunFailedError
        If it cannot be printed: standard output is closed, or leads to a disk that is full.
    BrokenPipeError
        If nobody reads it any more.
    """
    if sys.stdout is None:
        raise RunFailedError("the result cannot be printed: standard output is closed.")
    try:
        click.echo(text, nl=newline)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        reason = (error.strerror or str(error)).lower()
        raise RunFailedError(f"the result cannot be printed: {reason}.") from None


def remark(sentence: str) -> None:
    """Print what is worth knowing beside the result, on stderr where that is open."""
    with contextlib.suppress(OSError):
        click.echo(sentence, err=True)


def drop_output() -> None:
    """Let the interpreter's last flush go nowhere: what takes the output has left, or is full."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
