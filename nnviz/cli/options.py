"""What several commands take: the experiment and its overrides."""

from collections.abc import Callable

import click

EXPERIMENT_HELP = (
    "EXP is the name of a shipped experiment (see `nnviz list`), the path of a .toml file ("
    "- for standard input), or a saved run."
)


class Whole(click.IntRange):
    """A whole number within limits, called so in messages and help."""

    name = "whole number"


def experiment_options(command: Callable[..., None], metavar: str = "EXP") -> Callable[..., None]:
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
    return click.argument("experiment", metavar=metavar)(command)
