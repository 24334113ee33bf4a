"""The command line. Qt is imported only for the window; everything else runs on any machine."""

import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from nnviz import __version__
from nnviz.cli import commands
from nnviz.cli.errors import FAILED, RunFailedError, explained, fail
from nnviz.cli.output import drop_output, prepare, remark, say, show
from nnviz.cli.progress import writing
from nnviz.experiment.report_text import listing_text, trace_text, training_text
from nnviz.experiment.spec.errors import did_you_mean
from nnviz.experiment.spec.spec import STDIN
from nnviz.explain.documents.latex import latex_document
from nnviz.explain.documents.markdown import markdown
from nnviz.explain.formulas.numbers import DIGITS_RANGE
from nnviz.explain.formulas.step import Depth

WITHOUT_WINDOW = "`nnviz list`, `nnviz train EXP` and `nnviz trace EXP` work without it."
EXPERIMENT_HELP = (
    "EXP is the name of a shipped experiment (see `nnviz list`), the path of a .toml file ("
    "- for standard input), or a saved run."
)


class Whole(click.IntRange):
    """A whole number within limits, called so in messages and help."""

    name = "whole number"


class _ExperimentOrCommand(click.Group):
    """`nnviz xor` opens the window on an experiment: what is no command is taken as `open`'s argument."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            if len(args) > 1 and args[1] not in ctx.help_option_names:
                raise click.UsageError(self._no_command(ctx, args[0]))
            args = ["open", *args]
        return super().resolve_command(ctx, args)

    def _no_command(self, ctx: click.Context, name: str) -> str:
        """Return what to say where a word that is no command has more after it."""
        names = [command for command in self.list_commands(ctx) if not self.commands[command].hidden]
        meant = did_you_mean(names, name)
        return (
            f'"{name}" is no command: {meant}they are {", ".join(names)}; "nnviz EXP" alone opens the window.'
        )


@click.group(
    cls=_ExperimentOrCommand,
    invoke_without_command=True,
    subcommand_metavar="[EXP | COMMAND ...]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Watch a neural network learn: `nnviz [EXP]` opens the window, the commands run without it.

    EXP is the name of a shipped experiment (see `nnviz list`), the path of a .toml file, or a saved run.
    """
    if context.invoked_subcommand is None:
        context.exit(_open_window(None))


@cli.command("open", hidden=True)
@click.argument("experiment", metavar="EXP")
@click.pass_context
def open_(context: click.Context, experiment: str) -> None:
    """Open the window on an experiment."""
    if experiment == STDIN:
        raise click.UsageError("the window opens files by name; the commands read standard input.")
    context.exit(_open_window(experiment))


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of {name, title, lab, about}.")
def list_(as_json: bool) -> None:
    """List the shipped experiments, grouped by lab."""
    show(commands.listing(), as_json, listing_text)


def _experiment_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what every headless command takes: the experiment, --set and --json."""
    command = click.option(
        "--json", "as_json", is_flag=True, help="Print JSON, floats with all their digits."
    )(command)
    command = click.option(
        "--set",
        "overrides",
        metavar="KEY=VALUE",
        multiple=True,
        help="Override a key, such as training.learning_rate=0.1; may be repeated.",
    )(command)
    return click.argument("experiment", metavar="EXP")(command)


@cli.command(epilog=EXPERIMENT_HELP)
@_experiment_options
@click.option("--epochs", type=Whole(min=0), help="Train for so many epochs instead of the experiment's.")
@click.option("--seed", type=Whole(0, 2**32 - 1), help="Draw other initial weights and batches.")
@click.option("--full", is_flag=True, help="Include weights, biases and predictions however large they are.")
@click.option("--save", metavar="FILE", help="Save the run with its whole past (.nnviz).")
def train(
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
    spec = commands.experiment(experiment, overrides, epochs=epochs, seed=seed)
    show(commands.train(spec, experiment, full, save), as_json, training_text)


def _walk_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what says how `trace` explains an update."""
    depths = click.Choice([depth.name.lower() for depth in Depth])
    for option in reversed(
        (
            click.option("--markdown", "form", flag_value="markdown", help="Explain it in Markdown."),
            click.option("--latex", "form", flag_value="latex", help="Explain it in a LaTeX document."),
            click.option(
                "--pictures",
                metavar="FILE",
                help="Draw it, one picture a step: FILE.svg (.png, .pdf) becomes FILE-01-....svg and so on.",
            ),
            click.option(
                "--depth", type=depths, help="How finely it is explained (default: layer; pictures: phase)."
            ),
            click.option("--sample", type=Whole(min=1), help="Which one of the batch (default: 1)."),
            click.option("--digits", type=Whole(*DIGITS_RANGE), help="Significant digits (default: 4)."),
        )
    ):
        command = option(command)
    return command


@cli.command(epilog=EXPERIMENT_HELP)
@_experiment_options
@click.option("--update", type=Whole(1, 10**9), default=1, show_default=True, help="Which update, from 1.")
@_walk_options
def trace(
    experiment: str,
    overrides: Sequence[str],
    as_json: bool,
    update: int,
    form: str | None,
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
    form = _only_one(as_json, form, pictures)
    if form in (None, "json") and (depth or sample or digits):
        raise click.UsageError("--depth, --sample and --digits need --markdown, --latex or --pictures")
    spec = commands.experiment(experiment, overrides)
    if form in (None, "json"):
        show(commands.trace(spec, update), as_json, lambda report: trace_text(report, update))
        return
    session, walk = commands.explained(spec, update, sample or 1, digits or 4)
    if pictures is not None:
        from nnviz.export.figures.step_pictures import pictures_of_walk  # noqa: PLC0415 (only pictures need Qt)

        for path in pictures_of_walk(session, walk, Depth[(depth or "phase").upper()], Path(pictures)):
            say(str(path))
        return
    write = markdown if form == "markdown" else latex_document
    title = commands.title_of(spec) or experiment
    say(write(walk, Depth[(depth or "layer").upper()], title), newline=False)


def _only_one(as_json: bool, form: str | None, pictures: str | None) -> str | None:
    """Return the one form in which an update shall come out; None where nothing was said."""
    asked = [name for name, is_asked in (("json", as_json), (form, form), ("pictures", pictures)) if is_asked]
    if len(asked) > 1:
        raise click.UsageError(f"choose one of --{asked[0]} and --{asked[1]}")
    return asked[0] if asked else None


@cli.command("export", epilog=EXPERIMENT_HELP)
@click.argument("experiment", metavar="EXP")
@click.option("-o", "--output", metavar="FILE", required=True, help="Where to; the suffix says the format.")
@click.option("--figure", default="", metavar="NAME", help="Such as network, boundary, curves or board.")
@click.option("--set", "overrides", metavar="KEY=VALUE", multiple=True, help="Override a key; repeatable.")
@click.option("--epochs", type=Whole(min=0), help="Train for so many epochs.")
@click.option("--seed", type=Whole(0, 2**32 - 1), help="Draw other initial weights and batches.")
@click.option("--preset", default="handout", show_default=True, help="Size, text and lines by purpose.")
@click.option("--width-mm", type=float, help="Width of the figure.")
@click.option("--height-mm", type=float, help="Height; without it, whatever suits the figure.")
@click.option("--text-pt", type=float, help="Size of normal text.")
@click.option("--dpi", type=float, default=0.0, help="Resolution of bitmaps: 300, animations 110.")
@click.option("--theme", help="light, dark, projector or print.")
@click.option("--transparent", is_flag=True, help="Without background.")
@click.option("--grey", is_flag=True, help="Colours that can be told apart in greyscale.")
@click.option("--outlines", is_flag=True, help="Text as paths.")
@click.option("--seconds", type=float, default=6.0, show_default=True, help="Length of an animation.")
@click.option("--fps", type=int, default=20, show_default=True, help="Pictures a second of an animation.")
@click.option("--from-epoch", type=float, default=0.0, show_default=True, help="Where an animation starts.")
@click.option("--beside", metavar="EXP|KEY=VALUE", help="A second run, for the confusion of two.")
@click.option("--force", is_flag=True, help="Replace a file that exists.")
def export_(
    experiment: str,
    output: str,
    overrides: Sequence[str],
    epochs: int | None,
    seed: int | None,
    beside: str | None,
    **choices: Any,
) -> None:
    """Train EXP and write a figure, an animation, a table or code of it to FILE.

    The format follows from the suffix: png, svg, pdf, gif, mp4, tex, csv, json, py, ipynb and others. Sizes
    are those of the preset unless given. A saved run is exported as it was saved, unless --epochs is given.
    """
    from nnviz.cli.export import ExportOrder  # noqa: PLC0415 (only this command needs it)

    order = ExportOrder(output, of_two=bool(beside), **choices)
    session = commands.to_export(experiment, overrides, epochs, seed)
    other = None
    if beside:
        changed = "=" in beside
        second = (experiment, (*overrides, beside)) if changed else (beside, ())
        other = commands.to_export(*second, epochs, seed), beside
    with writing(output) as show:
        doubts = order.carry_out(session, experiment, show, other)
    for sentence in doubts:
        remark(f"{output}: {sentence}")


def _open_window(experiment: str | None) -> int:
    from nnviz.ui.display import missing_display  # noqa: PLC0415 (Qt is for the window only)

    reason = missing_display()
    if reason is not None:
        if experiment is not None:
            commands.experiment(experiment, ())  # a mistyped name is an error with or without a display
        raise RunFailedError(reason)
    gc.disable()  # looking for garbage among all that imports make slows the start; `run` begins it
    try:
        from nnviz.ui.application import run  # noqa: PLC0415
    except ImportError as error:
        if (error.name or "").startswith("nnviz"):
            raise  # a mistake of ours, not a missing library
        raise RunFailedError(f"Qt cannot be loaded ({error}). {WITHOUT_WINDOW}") from None
    return run(experiment)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, 1 for a failed run, 2 for wrong input."""
    prepare()
    try:
        return int(cli.main(args=arguments, prog_name="nnviz", standalone_mode=False) or 0)
    except BrokenPipeError:
        drop_output()
        return FAILED
    except BaseException as error:
        return fail(*explained(error))
