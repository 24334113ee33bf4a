"""`nnviz` and `nnviz EXP`: the window."""

import gc

import click

from nnviz.cli import runs
from nnviz.cli.errors import RunFailedError
from nnviz.experiment.spec.reading import STDIN
from nnviz.lecture.file import find_lecture
from nnviz.lecture.packing import is_lecture_file, read_lecture

WITHOUT_WINDOW = "`nnviz list`, `nnviz train EXP` and `nnviz trace EXP` work without it."


@click.command("open", hidden=True)
@click.argument("experiment", metavar="[EXP]", required=False)
@click.pass_context
def command(context: click.Context, experiment: str | None) -> None:
    """Open the window, on an experiment if one is named."""
    if experiment == STDIN:
        raise click.UsageError("the window opens files by name; the commands read standard input.")
    context.exit(open_window(experiment))


def open_window(experiment: str | None) -> int:
    """Open the window and return its exit code; `experiment` is what was named, if anything was."""
    from nnviz.ui.display import missing_display  # noqa: PLC0415 (Qt is for the window only)

    reason = missing_display()
    if reason is not None:
        if experiment is not None:
            _check(experiment)  # a mistyped name is an error with or without a display
        raise RunFailedError(reason)
    gc.disable()  # looking for garbage among all that imports make slows the start; `run` begins it
    try:
        from nnviz.ui.application import run  # noqa: PLC0415
    except ImportError as error:
        if (error.name or "").startswith("nnviz"):
            raise  # a mistake of ours, not a missing library
        raise RunFailedError(f"Qt cannot be loaded ({error}). {WITHOUT_WINDOW}") from None
    return run(experiment)


def _check(experiment: str) -> None:
    """Raise where a name leads to nothing that the window could open."""
    lecture = find_lecture(experiment)
    if is_lecture_file(lecture):
        read_lecture(lecture)
    else:
        runs.experiment(experiment, ())
