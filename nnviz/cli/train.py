"""`nnviz train`: train without a window and print what came out."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from nnviz.cli import runs
from nnviz.cli.options import EXPERIMENT_HELP, Whole, experiment_options
from nnviz.cli.output import remark, show
from nnviz.cli.report import training_report
from nnviz.cli.report_text import training_text
from nnviz.cli.runs import require_finite, trained_as_far_as_possible
from nnviz.experiment.look.health_report import why_stuck
from nnviz.experiment.run_file.kind import require_writable
from nnviz.experiment.run_file.run_file import save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.spec import Spec


@click.command("train", epilog=EXPERIMENT_HELP)
@experiment_options
@click.option("--epochs", type=Whole(min=0), help="Train for so many epochs instead of the experiment's.")
@click.option("--seed", type=Whole(0, 2**32 - 1), help="Draw other initial weights and batches.")
@click.option("--full", is_flag=True, help="Include weights, biases and predictions however large they are.")
@click.option("--save", metavar="FILE", help="Save the run with its whole past (.nnviz).")
def command(
    experiment: str,
    overrides: Sequence[str],
    as_json: bool,
    epochs: int | None,
    seed: int | None,
    full: bool,
    save: str | None,
) -> None:
    """Train EXP without a window and print what came out.

    A saved run goes on from where it was left, until so many epochs are done in all.

    With --json: experiment, seed, epochs, updates, seconds, train, validation, test (loss and accuracy
    each, null for an empty part), history, weights, biases, predictions (of the training points, in their
    order) and spec (the complete experiment). Weights, biases and predictions of more than 10,000 numbers
    each are null without --full. `seconds` is the wall time of training alone. These losses are means over
    the points, without penalties; accuracy is null where the targets are real numbers.
    """
    spec = runs.experiment(experiment, overrides, epochs=epochs, seed=seed)
    show(training(spec, experiment, full, save), as_json, training_text)


def training(source: Spec | Session, name: str, full: bool, save: str | None = None) -> dict[str, Any]:
    """Train an experiment, or a saved run on, to its end and return the report.

    Parameters
    ----------
    save : str, optional
        The run file to write then; one that is there is replaced.

    Raises
    ------
    RunFailedError
        When training diverges.
    WriteError
        When the run file cannot be written.
    """
    if save is not None:
        require_writable(Path(save))
    session, seconds = trained_as_far_as_possible(source, name)
    _remark_if_stuck(session, name)
    if save is not None:
        save_run(session, Path(save))  # a run that diverged too: its past shows why
    require_finite(session)
    return training_report(session, name, seconds, full)


def _remark_if_stuck(session: Session, name: str) -> None:
    """Say in one line on stderr where a run has learned nothing, with the cause and who knows more."""
    callout = why_stuck(session.run)
    if callout is not None:
        reached = _reached(session)
        remark(f"nnviz: {reached}: {callout.sentence} `nnviz diagnose {name}` says what helps.")


def _reached(session: Session) -> str:
    accuracy = session.metrics().train.accuracy
    end = "it ends hardly better than one constant answer"
    return end if math.isnan(accuracy) else f"{end} (training accuracy {accuracy:.2f})"
