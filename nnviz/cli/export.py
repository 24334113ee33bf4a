"""`nnviz export`: figures, animations, tables and code."""

from collections.abc import Sequence
from typing import Any

import click

from nnviz.cli import runs
from nnviz.cli.options import EXPERIMENT_HELP, Whole
from nnviz.cli.output import remark
from nnviz.cli.progress import writing


@click.command("export", epilog=EXPERIMENT_HELP)
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
@click.option(
    "--dpi",
    type=float,
    help="Resolution of bitmaps: 300; animations have 960 pixels or more.",
)
@click.option("--theme", help="light, dark, projector or print.")
@click.option("--transparent", is_flag=True, help="Without background.")
@click.option("--grey", is_flag=True, help="Colours that can be told apart in greyscale.")
@click.option("--outlines", is_flag=True, help="Text as paths.")
@click.option("--seconds", type=float, default=6.0, show_default=True, help="Length of an animation.")
@click.option("--fps", type=int, default=20, show_default=True, help="Pictures a second of an animation.")
@click.option("--from-epoch", type=float, default=0.0, show_default=True, help="Where an animation starts.")
@click.option(
    "--pace",
    type=click.Choice(["early", "log", "even"]),
    default="early",
    show_default=True,
    help="How an animation goes through the run: early shows the first quarter in half of the time.",
)
@click.option("--beside", metavar="EXP|KEY=VALUE", help="A second run, for the confusion of two.")
@click.option(
    "--look",
    metavar="KEY=VALUE",
    multiple=True,
    help="What plots show, as in the window: curves.epochs=0:50, curves.log_loss=on, boundary.levels=0.4:0.6;"
    " repeatable.",
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
def command(
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
    from nnviz.cli.export_order import ExportOrder  # noqa: PLC0415 (only this command needs it)

    order = ExportOrder(output, of_two=bool(beside), **choices)
    session = runs.to_export(experiment, overrides, epochs, seed)
    other = None
    if beside:
        changed = "=" in beside
        second = (experiment, (*overrides, beside)) if changed else (beside, ())
        other = runs.to_export(*second, epochs, seed), beside
    with writing(output) as show:
        doubts = order.carry_out(session, experiment, show, other)
    for sentence in doubts:
        remark(f"{output}: {sentence}")
