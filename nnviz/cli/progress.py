"""The progress bar of a run, where a person looks at it: on a terminal, on stderr."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def _is_watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def progress(name: str, total: int, done: int = 0) -> Iterator[Callable[[int], None]]:
    """Give a function to call with the number of updates (or runs) done; on a terminal it shows them."""
    if not _is_watched():
        yield lambda _done: None
        return
    from rich.console import Console  # noqa: PLC0415 (only where it is seen)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=total, completed=done)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def waiting(reason: str) -> Iterator[None]:
    """Show on a terminal what is being waited for inside the `with` block."""
    if not _is_watched():
        yield
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status(reason):
        yield


@contextmanager
def writing(name: str) -> Iterator[Callable[[float], None]]:
    """Give a function to call with the share that is written, 0 to 1."""
    with progress(name, 1000) as show:
        yield lambda share: show(round(1000 * share))
