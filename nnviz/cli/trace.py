"""`nnviz trace`: one update in full, or explained."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from nnviz.cli import runs
from nnviz.cli.options import EXPERIMENT_HELP, Whole, experiment_options, only_one
from nnviz.cli.output import remark, say, show
from nnviz.cli.report import trace_report
from nnviz.cli.report_text import trace_text
from nnviz.cli.runs import before_update
from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.spec import Spec
from nnviz.explain.documents.latex import latex_document
from nnviz.explain.documents.latex_text import said_of_letters
from nnviz.explain.documents.markdown import markdown as markdown_document
from nnviz.explain.formulas.numbers import DIGITS_RANGE
from nnviz.explain.formulas.step import Depth
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.numerals import counted


def _walk_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what says how `trace` explains an update."""
    depths = click.Choice([name.lower() for name in Depth.__members__])
    for option in reversed(
        (
            click.option("--markdown", is_flag=True, help="Explain it in Markdown."),
            click.option("--latex", is_flag=True, help="Explain it in a LaTeX document."),
            click.option(
                "--pictures",
                metavar="FILE",
                help="Draw it, one picture a step: FILE.svg (.png, .pdf) becomes FILE-01-....svg and so on.",
            ),
            click.option(
                "--depth",
                type=depths,
                help="How finely it is explained (default: layer; pictures: phase); map, pixel: of maps.",
            ),
            click.option("--sample", type=Whole(min=1), help="Which one of the batch (default: 1)."),
            click.option("--digits", type=Whole(*DIGITS_RANGE), help="Significant digits (default: 4)."),
        )
    ):
        command = option(command)
    return command


@click.command("trace", epilog=EXPERIMENT_HELP)
@experiment_options
@click.option("--update", type=Whole(1, 10**9), default=1, show_default=True, help="Which update, from 1.")
@_walk_options
def command(
    experiment: str,
    overrides: Sequence[str],
    as_json: bool,
    update: int,
    markdown: bool,
    latex: bool,
    pictures: str | None,
    depth: str | None,
    sample: int | None,
    digits: int | None,
) -> None:
    """Print one update of EXP in full: forward pass, loss, deltas, gradients, new weights.

    z, a and delta have one row a sample of the batch and one column a unit; delta is the derivative of the
    printed loss, that of the whole batch, with respect to z. y is as in the data: classes, or rows of real
    targets.

    With --markdown, --latex or --pictures the update is explained, as seen from one sample: every formula
    with symbols and with its numbers, in pictures below the network with what takes part lit. There a delta
    is that of the sample's own loss; mean or sum over the batch comes with the gradients.
    """
    form = only_one(json=as_json, markdown=markdown, latex=latex, pictures=pictures is not None)
    if form in (None, "json") and (depth or sample or digits):
        raise click.UsageError("--depth, --sample and --digits need --markdown, --latex or --pictures.")
    spec = runs.experiment(experiment, overrides)
    if form in (None, "json"):
        show(traced(spec, update), as_json, lambda report: trace_text(report, update))
        return
    session, walk = explained(spec, update, sample or 1, digits or 4)
    if pictures is not None:
        from nnviz.export.figures.step_pictures import pictures_of_walk  # noqa: PLC0415 (only pictures need Qt)

        for path in pictures_of_walk(session, walk, Depth[(depth or "phase").upper()], Path(pictures)):
            say(str(path))
        return
    write = markdown_document if form == "markdown" else latex_document
    title = runs.title_of(spec) or experiment
    say(write(walk, Depth[(depth or "layer").upper()], title), newline=False)
    if form == "latex" and (left_out := said_of_letters(title)):
        remark(left_out)


def traced(source: Spec | Session, update: int) -> dict[str, Any]:
    """Return the report on update number `update`, counted from 1.

    Raises
    ------
    RunFailedError
        When training diverges before.
    """
    return trace_report(before_update(source, update))


def explained(source: Spec | Session, update: int, sample: int, digits: int) -> tuple[Session, Walk]:
    """Return the session right before update number `update`, counted from 1, and the walk through it.

    Parameters
    ----------
    sample : int
        Which sample of the batch the formulas follow, counted from 1.
    digits : int
        Significant digits of the numbers.

    Raises
    ------
    ValueError
        If the batch has no such sample.
    RunFailedError
        When training diverges before.
    """
    session = before_update(source, update)
    return session, _walk_of(session, update, sample, digits)


def _walk_of(session: Session, update: int, sample: int, digits: int) -> Walk:
    """Return the walk through the coming update of a session."""
    case = case_of(session.snapshot(ComingUpdateWish()), sample - 1, digits)
    batch = len(case.trace.X)
    if sample > batch:
        count = counted(batch, "sample")
        raise ValueError(f"the batch of update {update:,} has {count}, so there is no sample {sample:,}")
    return Walk(case)
