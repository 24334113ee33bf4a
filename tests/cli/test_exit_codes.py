"""Exit codes: those that shells and schedulers know."""

import signal
from collections.abc import Callable

import click
import pytest

from nnviz.cli.errors import EndedError, RunFailedError, ended_by_signals, explained


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (EndedError(signal.SIGTERM), ("stopped.", 143)),
        (EndedError(signal.SIGHUP), ("stopped.", 129)),
        (KeyboardInterrupt(), ("stopped.", 130)),
        (click.Abort(), ("stopped.", 130)),
        (click.UsageError("No such option."), ("No such option.", 2)),
        (ValueError("the file is not TOML."), ("the file is not TOML.", 2)),
        (RunFailedError("it diverged."), ("it diverged.", 1)),
        (KeyError("a mistake of ours"), ("KeyError: 'a mistake of ours'", 1)),
    ],
)
def test_an_end_is_one_sentence_and_a_code(error: BaseException, said: tuple[str, int]) -> None:
    assert explained(error) == said


def test_what_is_no_error_goes_on() -> None:
    with pytest.raises(SystemExit):
        explained(SystemExit(0))


@pytest.mark.parametrize("before", [signal.SIG_DFL, signal.SIG_IGN])
def test_a_signal_that_is_ignored_stays_ignored(before: signal.Handlers) -> None:
    kept: Callable[..., object] | int | None = signal.signal(signal.SIGHUP, before)
    try:
        with ended_by_signals():
            assert (signal.getsignal(signal.SIGHUP) is before) == (before is signal.SIG_IGN)
            if before is signal.SIG_DFL:
                with pytest.raises(EndedError):
                    signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is before
    finally:
        signal.signal(signal.SIGHUP, kept)
