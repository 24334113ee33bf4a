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


def only_one(**forms: bool) -> str | None:
    """Return the one form in which a result shall come out; None where nothing was said."""
    asked = [name for name, is_asked in forms.items() if is_asked]
    if len(asked) > 1:
        raise click.UsageError(f"choose one of --{asked[0]} and --{asked[1]}.")
    return asked[0] if asked else None
